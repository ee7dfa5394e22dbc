// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/sum.h"

#include "measure/signature.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double energy(const lq_summing* const s, const size_t i)
{
  return s->gram[i * s->n + i];
}

double lq_sum_likeness(const lq_summing* const s, const size_t a, const size_t b)
{
  const double e = sqrt(energy(s, a) * energy(s, b));
  return e > 0 ? s->gram[a * s->n + b] / e : 0.0;
}

static size_t count_parts(const lq_summing* const s, const size_t target,
                          const double most_negative)
{
  size_t n = 0, n_negative = 0;
  for (size_t k = 0; k < s->n_list; ++k) {
    const double part = s->gains[k] * s->gains[k] * energy(s, s->list[k]);
    if (part > 1e-4 * energy(s, target)) { // -40 dB
      ++n;
      n_negative += s->gains[k] < 0;
    }
  }
  return (double)n_negative > most_negative * (double)n ? 0 : n;
}

lq_status lq_sum_explain(const lq_summing* const s, const size_t target, const double most_negative,
                         lq_sum* const sum)
{
  double error_db;
  LQ_TRY(lq_explain(s->gram, s->n, target, s->list, s->n_list, s->gains, &error_db));
  *sum = (lq_sum){.error_db = error_db, .n_parts = count_parts(s, target, most_negative)};
  return LQ_OK;
}

// The products of the target with all parts, at a lag.
static void shift_products(const lq_summing* const s, const size_t target, const ptrdiff_t lag,
                           double* const gram)
{
  memcpy(gram, s->gram, s->n * s->n * sizeof *gram);
  for (size_t k = 0; k < s->n_list; ++k) {
    lq_signal        part = s->signals[s->list[k]], whole = s->signals[target];
    const size_t     skip = (size_t)labs((long)lag);
    lq_signal* const late = lag > 0 ? &whole : &part;
    *late          = late->n > skip ? (lq_signal){late->x + skip, late->n - skip} : (lq_signal){0};
    const double v = lq_signal_product(whole, part);
    gram[target * s->n + s->list[k]] = v;
    gram[s->list[k] * s->n + target] = v;
  }
}

static lq_status find_shift(const lq_summing* const s, const size_t target, ptrdiff_t* const lag,
                            double* const like)
{
  size_t most = 0;
  for (size_t k = 0; k < s->n_list; ++k) {
    most = s->signals[s->list[k]].n > most ? s->signals[s->list[k]].n : most;
  }
  float* const all = calloc(most + 1, sizeof *all);
  if (!all) {
    return LQ_ERR_MEMORY;
  }
  for (size_t k = 0; k < s->n_list; ++k) {
    const lq_signal part = s->signals[s->list[k]];
    for (size_t i = 0; i < part.n; ++i) {
      all[i] += part.x[i];
    }
  }
  const lq_status st = lq_align((lq_signal){all, most}, s->signals[target], lag, like);
  free(all);
  return st;
}

lq_status lq_sum_explain_shifted(const lq_summing* const s, const size_t target,
                                 const double most_negative, lq_sum* const sum)
{
  static const double better_db = 3, fits_already_db = -10;
  ptrdiff_t           lag  = 0;
  double              like = 0;
  LQ_TRY(lq_sum_explain(s, target, most_negative, sum));
  if (sum->error_db <= fits_already_db || s->n_list < 2) {
    return LQ_OK;
  }
  LQ_TRY(find_shift(s, target, &lag, &like));
  if (!(like > 0.3) || labs((long)lag) < 2) {
    return LQ_OK;
  }
  double* const gram = malloc(s->n * s->n * sizeof *gram);
  if (!gram) {
    return LQ_ERR_MEMORY;
  }
  shift_products(s, target, lag, gram);
  lq_summing shifted = *s;
  shifted.gram       = gram;
  lq_sum          there;
  const lq_status st = lq_sum_explain(&shifted, target, most_negative, &there);
  free(gram);
  if (!st && there.error_db < sum->error_db - better_db) {
    *sum            = there;
    sum->offset_sec = (double)lag / LQ_SIGNATURE_HZ;
  }
  return st;
}
