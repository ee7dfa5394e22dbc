// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/predict.h"

#include <math.h>
#include <string.h>

enum { ORDER = 16, HALF = LQ_PREDICT_HALF, LEFT_OUT = 12, NEAR = 320 };
enum { CLEAR_BEFORE = 24, CLEAR_AFTER = 48 };

void lq_predict_solve(const double* const r, const unsigned order, double* const a)
{
  double error = r[0];
  memset(a, 0, (order + 1) * sizeof *a);
  for (unsigned i = 1; i <= order && error > 0; ++i) {
    double k = r[i];
    for (unsigned j = 1; j < i; ++j) {
      k -= a[j] * r[i - j];
    }
    k /= error;
    double next[LQ_PREDICT_ORDER + 1];
    memcpy(next, a, (order + 1) * sizeof *next);
    next[i] = k;
    for (unsigned j = 1; j < i; ++j) {
      next[j] = a[j] - k * a[i - j];
    }
    memcpy(a, next, (order + 1) * sizeof *next);
    error *= 1.0 - k * k;
  }
}

static void window(const float* const x, const int from, const int to, double* const w)
{
  const double first = (double)x[from - 1], last = (double)x[to + 1];
  for (int i = -HALF; i < HALF; ++i) {
    const double t = (i - from + 1) / (to - from + 2.0);
    const double v = i >= from && i <= to ? first + t * (last - first) : (double)x[i];
    const double u = (double)i / HALF;
    w[i + HALF]    = v * (1.0 - u * u); // Welch: no cosines here
  }
}

void lq_predict_fit(const float* const x, const int from, const int to, const unsigned order,
                    double* const a)
{
  double w[2 * HALF], r[LQ_PREDICT_ORDER + 1];
  window(x, from, to, w);
  for (unsigned k = 0; k <= order; ++k) {
    double sum = 0;
    for (size_t i = k; i < sizeof w / sizeof *w; ++i) {
      sum += w[i] * w[i - k];
    }
    r[k] = sum;
  }
  r[0] = r[0] * 1.000001 + 1e-12; // a floor of noise, so that pure tones stay solvable
  lq_predict_solve(r, order, a);
}

double lq_predict_power(const float* const x, const size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)x[i] * (double)x[i];
  }
  return sum / (double)n;
}

typedef struct {
  double here, rms, most; ///< most: of what is near, the place's own echo in the predictor left out
} errors;

static errors whiten(const float* const x, const double* const a)
{
  double here = 0, sum[2] = {0}, most = 0;
  for (int i = -NEAR; i < NEAR; ++i) {
    double e = (double)x[i];
    for (int k = 1; k <= ORDER; ++k) {
      e -= a[k] * (double)x[i - k];
    }
    e = fabs(e);
    if (i >= -4 && i <= 4) {
      here = fmax(here, e);
    } else if (i < 0 || i > ORDER + 4) {
      most = fmax(most, e);
    }
    if (i < -CLEAR_BEFORE || i > CLEAR_AFTER) {
      sum[i > 0] += e * e;
    }
  }
  const double before = sqrt(sum[0] / (NEAR - CLEAR_BEFORE));
  const double after  = sqrt(sum[1] / (NEAR - CLEAR_AFTER));
  return (errors){.here = here, .rms = fmax(before, after), .most = most};
}

double lq_predict_sharpness(const float* const x, const int from, const int to)
{
  double most = 0;
  for (int i = from; i <= to; ++i) {
    const double d = (double)x[i - 3] + (double)x[i + 3] -
                     6.0 * ((double)x[i - 2] + (double)x[i + 2]) +
                     15.0 * ((double)x[i - 1] + (double)x[i + 1]) - 20.0 * (double)x[i];
    most = fmax(most, fabs(d));
  }
  return most;
}

lq_outlier lq_predict_outlier(const float* const x, const size_t reach, const double rate_hz)
{
  double       a[ORDER + 1];
  const size_t tenth  = (size_t)(0.01 * rate_hz);
  const size_t span   = tenth < reach - 64 ? tenth : reach - 64;
  const double before = lq_predict_power(x - span - 16, span);
  const double after  = lq_predict_power(x + 16, span);
  lq_predict_fit(x, -LEFT_OUT, LEFT_OUT, ORDER, a);
  const errors e     = whiten(x, a);
  const double level = sqrt(0.5 * (before + after));
  return (lq_outlier){.single = after < 2.5 * before + 1e-9 && e.here > 17.0 * e.rms &&
                                e.here > 3.0 * e.most && e.here > 0.003 * level &&
                                lq_predict_sharpness(x, -6, 6) > 4.0 * e.here && e.here > 3e-4,
                      .height = (float)e.here,
                      .over   = (float)(e.here / fmax(e.rms, 1e-9))};
}
