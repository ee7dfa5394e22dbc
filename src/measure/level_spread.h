// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How far the loudest moments stand over the music around them: the 99.5th percentile of the level
/// of 5 ms over the 70th, of what is within 40 dB of the loudest. Mixes have 5 to 15 dB of it; a
/// compressor on the main bus takes it away.
#ifndef LQ_MEASURE_LEVEL_SPREAD_H
#define LQ_MEASURE_LEVEL_SPREAD_H

#include "measure/ceiling.h"

/// NAN for less than 5 s that sound.
LQ_NODISCARD lq_status lq_level_spread(double* spread_db, const lq_ceiling_hop* hops,
                                       size_t n_hops);

/// How sure one may be that a compressor held the whole mix, 0 to 1.
double lq_level_spread_confidence(double spread_db);

#endif
