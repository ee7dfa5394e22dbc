// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Peak to short-term loudness ratio: how alive a passage is; 8 LU and more is the advice.
/// Source: I. Shepherd, E. Grimm, P. Tapper, M. Kahsnitz, I. Kerr, AES 143, 2017.
#ifndef LQ_MEASURE_PSR_H
#define LQ_MEASURE_PSR_H

#include <stddef.h>

enum { LQ_PSR_STEPS = 30 }; ///< 3 s of 100 ms

/// Over the steps that are not quieter than the gate; -INFINITY when there are none.
typedef struct {
  double min_lu, median_lu;
  size_t min_end; ///< steps from the start to the end of the lowest one's 3 s
} lq_psr;

/// @param true_peak_dbtp   [n] of each step
/// @param short_term_lufs  [n] of the 3 s that end with it
/// @param psr_lu           [n] out: the highest peak of those 3 s over their loudness
/// @param sorted           [n] a place to sort in
lq_psr lq_psr_find(const float* true_peak_dbtp, const float* short_term_lufs, size_t n,
                   double gate_lufs, float* psr_lu, double* sorted);

#endif
