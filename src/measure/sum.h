// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Is one signal the sum of others? Taken apart by least squares over their products (lq_gram): how
/// much of it remains, and how many of the others really are in it, right way up.
#ifndef LQ_MEASURE_SUM_H
#define LQ_MEASURE_SUM_H

#include "measure/relation.h"

/// Less than this remains: the sum itself. A processed mix leaves more.
#define LQ_SUM_EXACT_DB (-30.0)
#define LQ_SUM_LOOSE_DB (-3.0)
#define LQ_SUM_NAMED_DB (-1.0) ///< enough where the name says that it is a mix
/// So many parts of a processed mix may seem to be upside down.
#define LQ_SUM_SOME_NEGATIVE 0.34

typedef struct {
  const double*    gram;    ///< [n * n]
  const lq_signal* signals; ///< [n]
  size_t           n;
  size_t*          list; ///< [n_list] what the target may be made of
  size_t           n_list;
  double*          gains; ///< [n] room
} lq_summing;

typedef struct {
  double error_db; ///< what remains; 0 when nothing fits
  size_t n_parts;  ///< above -40 dB of it; 0 when too many of them would be upside down
  double offset_sec;
} lq_sum;

/// Correlation of two of them at no lag, -1 to 1.
double lq_sum_likeness(const lq_summing* s, size_t a, size_t b);

LQ_NODISCARD lq_status lq_sum_explain(const lq_summing* s, size_t target, double most_negative,
                                      lq_sum* sum);

/// The same, and also where the target starts earlier or later than the rest: it is shifted to
/// where it fits the sum of all parts, when it fits better there by 3 dB.
LQ_NODISCARD lq_status lq_sum_explain_shifted(const lq_summing* s, size_t target,
                                              double most_negative, lq_sum* sum);

#endif
