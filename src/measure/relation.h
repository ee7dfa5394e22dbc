// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How signals at 4 kHz stand to each other: products of all pairs, one as the sum of others, one
/// as a shifted copy of another, and how much of one is heard in another.
#ifndef LQ_MEASURE_RELATION_H
#define LQ_MEASURE_RELATION_H

#include "base/thread.h"

#include <stddef.h>

typedef struct {
  const float* x; ///< [n]; zero behind its end
  size_t       n;
} lq_signal;

/// @param gram  [n * n] out: sum of x_i * x_k
LQ_NODISCARD lq_status lq_gram(double* gram, const lq_signal* signals, size_t n, lq_crew* crew);

double lq_signal_product(lq_signal a, lq_signal b);

/// Least squares: the gains with which the listed signals come nearest to the target.
/// @param list   [n_list] indices
/// @param gains  [n_list] out
/// @param error_db  out: energy of what remains against the target's; 0 when nothing fits
LQ_NODISCARD lq_status lq_explain(const double* gram, size_t n, size_t target, const size_t* list,
                                  size_t n_list, double* gains, double* error_db);

/// The lag of b against a (positive: b is later) at which they agree best.
/// @param likeness  out: correlation there, -1 to 1
LQ_NODISCARD lq_status lq_align(lq_signal a, lq_signal b, ptrdiff_t* lag, double* likeness);

/// Share of b's energy that a linear filter could make from a, over blocks of 512 that start at the
/// listed places; 0 to 1, less what chance gives.
LQ_NODISCARD lq_status lq_coherence(lq_signal a, lq_signal b, const size_t* starts, size_t n_starts,
                                    double* share);

#endif
