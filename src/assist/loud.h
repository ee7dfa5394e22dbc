// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where a song is loud: what a master is judged by, and not its fades and breaks.
#ifndef LQ_ASSIST_LOUD_H
#define LQ_ASSIST_LOUD_H

#include "measure/band_steps.h"

/// Steps whose three seconds around are no softer than 2 dB under the mean of what sounds.
/// @param loud    [n] 1 where it is
/// @param weight  [n] out: K-weighted power of each step
LQ_NODISCARD lq_status lq_loud_find(unsigned char* loud, double* weight, const lq_band_step* steps,
                                    size_t n, double step_sec);

/// K-weighted power of each step. @param weight [n] out
void lq_loud_weigh(double* weight, const lq_band_step* steps, size_t n);

/// Mean power of mid and side over the loud steps.
/// @param mid, side  [LQ_SPECTRUM_BANDS]
void lq_loud_mean(const unsigned char* loud, const lq_band_step* steps, size_t n, double* mid,
                  double* side);

#endif
