// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// DR, the figure of the loudness-war databases: how far the second-highest peak stands over the
/// loud passages.
/// Source: Algorithmix, "Measuring the dynamic range, TT Dynamic Range Meter 1.3", 2009. Blocks of
/// 3 s; of each channel, 20 log10 of the second-largest block peak over the root of the mean of the
/// loudest fifth of mean squares, doubled; the mean of the channels.
#ifndef LQ_MEASURE_DYNAMIC_RANGE_H
#define LQ_MEASURE_DYNAMIC_RANGE_H

#include "lacquer/status.h"

#include <stddef.h>

/// One channel's blocks; all zeros to start with.
typedef struct {
  float *peak, *mean_square; ///< [n]
  size_t n, room;
} lq_dynamic_range;

LQ_NODISCARD lq_status lq_dynamic_range_push(lq_dynamic_range* d, double peak, double mean_square);
void                   lq_dynamic_range_free(lq_dynamic_range* d);

/// Once: it sorts.
/// @return dB; -INFINITY for silence
double lq_dynamic_range_db(lq_dynamic_range* d);

#endif
