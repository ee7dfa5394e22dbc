// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Evening out: compression by need. A drum gets a compressor when its hits stand too far over its
/// level, anything else when its loudness spreads further than its role bears; what the slow one
/// takes away is put back as make-up.
#ifndef LQ_ASSIST_EVENING_H
#define LQ_ASSIST_EVENING_H

#include "assist/track.h"

LQ_NODISCARD lq_status lq_even_track(const lq_song* song, lq_track* track);

#endif
