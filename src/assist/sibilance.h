// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Sibilance: a de-esser for voices whose s and t stand out of their own sound.
#ifndef LQ_ASSIST_SIBILANCE_H
#define LQ_ASSIST_SIBILANCE_H

#include "assist/track.h"

/// Put a de-esser into the chain of a voice that needs one, by what the desk heard of it.
LQ_NODISCARD lq_status lq_deess_track(const lq_song* song, lq_track* track);

#endif
