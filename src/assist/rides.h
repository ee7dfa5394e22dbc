// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Rides: a hand on the fader. Phrases of voices (or of what leads) that stand too far back or too
/// far out against what plays with them; and the music, while the voice rests.
#ifndef LQ_ASSIST_RIDES_H
#define LQ_ASSIST_RIDES_H

#include "assist/track.h"

/// Write rides into the tracks and turn the scene by them.
LQ_NODISCARD lq_status lq_ride_tracks(lq_song* song);

/// Put a track's level on its fader: one value, or automation where it is ridden.
LQ_NODISCARD lq_status lq_ride_fader(const lq_song* song, const lq_track* track, lq_strip* strip);

#endif
