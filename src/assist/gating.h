// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Gates: in the close microphones of a kit, where the drum stands clear of what bleeds into it;
/// and gentle ones where noise can be heard while a track rests.
#ifndef LQ_ASSIST_GATING_H
#define LQ_ASSIST_GATING_H

#include "assist/track.h"

/// Put a gate into the track's chain when it asks for one.
LQ_NODISCARD lq_status lq_gate_track(const lq_song* song, lq_track* track);

#endif
