// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A value that wanders slowly between -1 and 1, the same in every render: a cubic B-spline over
/// random knots, so it, its slope and its bend are continuous.
/// Source: I. Schoenberg, "Contributions to the problem of approximation of equidistant data by
/// analytic functions", 1946; knots: base/rng.h.
#ifndef LQ_DSP_DRIFT_H
#define LQ_DSP_DRIFT_H

#include "base/rng.h"

/// @param knots  time, 2^-32 of the distance of two knots
static inline double lq_drift_at(const uint64_t seed, const uint64_t knots)
{
  const double t = (double)(knots & UINT32_MAX) * 0x1p-32, u = 1.0 - t;
  const double weight[4] = {u * u * u, 4.0 - 6.0 * t * t + 3.0 * t * t * t,
                            4.0 - 6.0 * u * u + 3.0 * u * u * u, t * t * t};
  double       sum       = 0;
  for (unsigned k = 0; k < 4; ++k) {
    const uint64_t word = lq_rng_at(seed, (knots >> 32U) + k);
    const double   far  = 0.5 + (double)(word >> 11U) * 0x1p-54; // 1/2 to 1: it never stands still
    sum += weight[k] / 6.0 * (word & 1U ? far : -far);
  }
  return sum;
}

#endif
