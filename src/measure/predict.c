// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/predict.h"

#include <math.h>
#include <string.h>

enum { ORDER = 16, HALF = 640, LEFT_OUT = 12, NEAR = 320, CLEAR_BEFORE = 24, CLEAR_AFTER = 48 };

// a[1..ORDER] so that x[n] is about sum a[k] x[n - k].
static void levinson(const double* const r, double* const a)
{
  double error = r[0];
  memset(a, 0, (ORDER + 1) * sizeof *a);
  for (unsigned i = 1; i <= ORDER && error > 0; ++i) {
    double k = r[i];
    for (unsigned j = 1; j < i; ++j) {
      k -= a[j] * r[i - j];
    }
    k /= error;
    double next[ORDER + 1];
    memcpy(next, a, sizeof next);
    next[i] = k;
    for (unsigned j = 1; j < i; ++j) {
      next[j] = a[j] - k * a[i - j];
    }
    memcpy(a, next, sizeof next);
    error *= 1.0 - k * k;
  }
}

// The place itself is bridged by a straight line, or it would teach the predictor.
static void window(const float* const x, double* const w)
{
  const double from = (double)x[-LEFT_OUT - 1], to = (double)x[LEFT_OUT + 1];
  for (int i = -HALF; i < HALF; ++i) {
    const double t = (i + LEFT_OUT + 1) / (2.0 * LEFT_OUT + 2.0);
    const double v = i >= -LEFT_OUT && i <= LEFT_OUT ? from + t * (to - from) : (double)x[i];
    const double u = (double)i / HALF;
    w[i + HALF]    = v * (1.0 - u * u); // Welch: no cosines here
  }
}

static double power(const float* const x, const size_t n)
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

// Sixth difference: a jump of one gives 10, a stray sample 20, and a wave that has eight samples
// for a turn a fifth of its height.
static double sharpness(const float* const x)
{
  double most = 0;
  for (int i = -6; i <= 6; ++i) {
    const double d = (double)x[i - 3] + (double)x[i + 3] -
                     6.0 * ((double)x[i - 2] + (double)x[i + 2]) +
                     15.0 * ((double)x[i - 1] + (double)x[i + 1]) - 20.0 * (double)x[i];
    most = fmax(most, fabs(d));
  }
  return most;
}

lq_outlier lq_predict_outlier(const float* const x, const size_t reach, const double rate_hz)
{
  double       w[2 * HALF], r[ORDER + 1], a[ORDER + 1];
  const size_t tenth = (size_t)(0.01 * rate_hz);
  const size_t span  = tenth < reach - 64 ? tenth : reach - 64;
  // What is louder behind than before is an attack.
  const double before = power(x - span - 16, span), after = power(x + 16, span);
  window(x, w);
  for (unsigned k = 0; k <= ORDER; ++k) {
    double sum = 0;
    for (size_t i = k; i < sizeof w / sizeof *w; ++i) {
      sum += w[i] * w[i - k];
    }
    r[k] = sum;
  }
  r[0] = r[0] * 1.000001 + 1e-12; // a floor of noise, so that pure tones stay solvable
  levinson(r, a);
  const errors e     = whiten(x, a);
  const double level = sqrt(0.5 * (before + after));
  return (lq_outlier){.single = after < 2.5 * before + 1e-9 && e.here > 17.0 * e.rms &&
                                e.here > 3.0 * e.most && e.here > 0.003 * level &&
                                sharpness(x) > 4.0 * e.here && e.here > 3e-4,
                      .height = (float)e.here,
                      .over   = (float)(e.here / fmax(e.rms, 1e-9))};
}
