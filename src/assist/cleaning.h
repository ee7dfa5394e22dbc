// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Cleaning: a high-pass where a track holds nothing musical below it, and only there; notches
/// where the mains hum.
#ifndef LQ_ASSIST_CLEANING_H
#define LQ_ASSIST_CLEANING_H

#include "assist/track.h"

/// Put high-pass and notches at the front of the track's chain when it asks for them.
LQ_NODISCARD lq_status lq_clean_track(const lq_song* song, lq_track* track);

#endif
