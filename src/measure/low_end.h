// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Is the bass in the middle? How much of it the sides differ in below 100, 150 and 300 Hz, and how
/// alike they are below 300 Hz from moment to moment: what a groove's depth hangs on.
///
/// Low-passes of 24 dB per octave; below 300 Hz few samples say it all, so one in some is kept.
/// 20 bytes for each 100 ms.
#ifndef LQ_MEASURE_LOW_END_H
#define LQ_MEASURE_LOW_END_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>

enum { LQ_LOW_END_BANDS = 3 };
extern const double lq_low_end_hz[LQ_LOW_END_BANDS]; ///< 100, 150, 300

typedef struct lq_low_end lq_low_end;

typedef struct {
  double side_db[LQ_LOW_END_BANDS]; ///< side over mid; -INFINITY without a side, or in silence
  double correlation, at_sec;       ///< least over 300 ms of what is no 30 dB under the loudest
  double apart;                     ///< part of those in which it is below 0
} lq_low_end_figures;

LQ_NODISCARD lq_status lq_low_end_new(lq_low_end** low, double rate_hz);
void                   lq_low_end_free(lq_low_end* low); ///< NULL is fine

/// @param x [2][n_frames]; finite
LQ_NODISCARD lq_status lq_low_end_process(lq_low_end* low, const float* const* x, size_t n_frames);

lq_low_end_figures lq_low_end_read(const lq_low_end* low);

#endif
