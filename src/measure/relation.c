// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/relation.h"

#include "base/maths.h"
#include "dsp/transform.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 16, STRIDE = 4096, BLOCK = 512 };

double lq_signal_product(const lq_signal a, const lq_signal b)
{
  const size_t n   = a.n < b.n ? a.n : b.n;
  double       sum = 0;
  for (size_t from = 0; from < n; from += STRIDE) {
    const size_t to          = from + STRIDE < n ? from + STRIDE : n;
    float        lane[LANES] = {0}; // double only from block to block
    size_t       i           = from;
    for (; i + LANES <= to; i += LANES) {
      for (size_t k = 0; k < LANES; ++k) {
        lane[k] += a.x[i + k] * b.x[i + k];
      }
    }
    for (; i < to; ++i) {
      lane[0] += a.x[i] * b.x[i];
    }
    for (size_t k = 0; k < LANES; ++k) {
      sum += (double)lane[k];
    }
  }
  return sum;
}

typedef struct {
  double*          gram;
  const lq_signal* signals;
  size_t           n;
} products;

static void one_row(void* const user, const size_t i)
{
  const products* const p = user;
  for (size_t k = 0; k <= i; ++k) {
    const double v        = lq_signal_product(p->signals[i], p->signals[k]);
    p->gram[i * p->n + k] = v;
    p->gram[k * p->n + i] = v;
  }
}

lq_status lq_gram(double* const gram, const lq_signal* const signals, const size_t n,
                  lq_crew* const crew)
{
  products p = {.gram = gram, .signals = signals, .n = n};
  lq_crew_run(crew, n, one_row, &p);
  return LQ_OK;
}

// Cholesky, in place; the lower triangle. A ridge keeps twins from tearing it apart.
static bool factor(double* const a, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k <= i; ++k) {
      double sum = a[i * n + k];
      for (size_t j = 0; j < k; ++j) {
        sum -= a[i * n + j] * a[k * n + j];
      }
      if (i == k && !(sum > 0)) {
        return false;
      }
      a[i * n + k] = i == k ? sqrt(sum) : sum / a[k * n + k];
    }
  }
  return true;
}

static void solve(const double* const a, const size_t n, double* const x)
{
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < i; ++j) {
      x[i] -= a[i * n + j] * x[j];
    }
    x[i] /= a[i * n + i];
  }
  for (size_t i = n; i-- > 0;) {
    for (size_t j = i + 1; j < n; ++j) {
      x[i] -= a[j * n + i] * x[j];
    }
    x[i] /= a[i * n + i];
  }
}

lq_status lq_explain(const double* const gram, const size_t n, const size_t target,
                     const size_t* const list, const size_t n_list, double* const gains,
                     double* const error_db)
{
  double* const a     = calloc(n_list * n_list + 1, sizeof *a);
  const double  whole = gram[target * n + target];
  *error_db           = 0;
  if (!a) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n_list; ++i) {
    gains[i] = gram[target * n + list[i]];
    for (size_t k = 0; k < n_list; ++k) {
      a[i * n_list + k] = gram[list[i] * n + list[k]] * (i == k ? 1.0 + 1e-9 : 1.0);
    }
  }
  if (whole > 0 && n_list && factor(a, n_list)) {
    solve(a, n_list, gains);
    double left = whole;
    for (size_t i = 0; i < n_list; ++i) {
      left -= 2.0 * gains[i] * gram[target * n + list[i]];
      for (size_t k = 0; k < n_list; ++k) {
        left += gains[i] * gains[k] * gram[list[i] * n + list[k]];
      }
    }
    *error_db = lq_power_to_db(fmax(left, 1e-12 * whole) / whole);
  } else {
    memset(gains, 0, n_list * sizeof *gains);
  }
  free(a);
  return LQ_OK;
}

lq_status lq_align(const lq_signal a, const lq_signal b, ptrdiff_t* const lag,
                   double* const likeness)
{
  size_t n = 1024;
  while (n < a.n + b.n) {
    n *= 2;
  }
  lq_transform* t = NULL;
  LQ_TRY(lq_transform_new(&t, n));
  float* const  x    = lq_transform_frames(t);
  lq_bin* const y    = lq_transform_bins(t);
  lq_bin* const of_a = malloc((n / 2 + 1) * sizeof *of_a);
  if (!of_a) {
    lq_transform_free(t);
    return LQ_ERR_MEMORY;
  }
  memcpy(x, a.x, a.n * sizeof *x);
  lq_transform_forward(t);
  memcpy(of_a, y, (n / 2 + 1) * sizeof *of_a);
  memset(x, 0, n * sizeof *x);
  memcpy(x, b.x, b.n * sizeof *x);
  lq_transform_forward(t);
  for (size_t i = 0; i <= n / 2; ++i) {
    const lq_bin p = of_a[i], q = y[i]; // conj(a) * b
    y[i] = (lq_bin){p.re * q.re + p.im * q.im, p.re * q.im - p.im * q.re};
  }
  lq_transform_backward(t);
  size_t best = 0;
  for (size_t i = 1; i < n; ++i) {
    best = fabsf(x[i]) > fabsf(x[best]) ? i : best;
  }
  const double energy = sqrt(lq_signal_product(a, a) * lq_signal_product(b, b));
  *lag                = best < b.n ? (ptrdiff_t)best : (ptrdiff_t)best - (ptrdiff_t)n;
  *likeness           = energy > 0 ? (double)x[best] / ((double)n * energy) : 0.0;
  free(of_a);
  lq_transform_free(t);
  return LQ_OK;
}

static void load(lq_transform* const t, const lq_signal s, const size_t start)
{
  float* const x = lq_transform_frames(t);
  for (size_t i = 0; i < BLOCK; ++i) {
    const float w = (float)(0.5 - 0.5 * lq_cos(2.0 * LQ_PI * (double)i / BLOCK));
    x[i]          = start + i < s.n ? w * s.x[start + i] : 0.0F;
  }
  lq_transform_forward(t);
}

lq_status lq_coherence(const lq_signal a, const lq_signal b, const size_t* const starts,
                       const size_t n_starts, double* const share)
{
  enum { BINS = BLOCK / 2 + 1 };
  double        aa[BINS] = {0}, bb[BINS] = {0}, re[BINS] = {0}, im[BINS] = {0};
  lq_bin        p[BINS];
  lq_transform* t = NULL;
  *share          = 0;
  LQ_TRY(lq_transform_new(&t, BLOCK));
  const lq_bin* const q = lq_transform_bins(t);
  for (size_t s = 0; s < n_starts; ++s) {
    load(t, a, starts[s]);
    memcpy(p, q, sizeof p);
    load(t, b, starts[s]);
    for (size_t i = 1; i < BINS; ++i) {
      const double pr = (double)p[i].re, pi = (double)p[i].im;
      const double qr = (double)q[i].re, qi = (double)q[i].im;
      aa[i] += pr * pr + pi * pi;
      bb[i] += qr * qr + qi * qi;
      re[i] += pr * qr + pi * qi;
      im[i] += pr * qi - pi * qr;
    }
  }
  lq_transform_free(t);
  double told = 0, whole = 0;
  for (size_t i = 1; i < BINS; ++i) {
    whole += bb[i];
    told += aa[i] > 0 ? (re[i] * re[i] + im[i] * im[i]) / aa[i] : 0.0;
  }
  if (whole > 0 && n_starts > 1) {
    const double chance = 1.0 / (double)n_starts;
    *share              = fmax(0.0, (told / whole - chance) / (1.0 - chance));
  }
  return LQ_OK;
}
