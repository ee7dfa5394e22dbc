// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/limit.h"

#include "base/maths.h"

#include <math.h>
#include <string.h>

enum { TAPS = LQ_LIMIT_TAPS, OVER = LQ_LIMIT_OVER };

// Modified Bessel function of the first kind, order 0, by its series.
static double bessel_i0(const double x)
{
  double sum = 1, term = 1;
  for (int k = 1; k < 40; ++k) {
    const double h = x / (2.0 * k);
    term *= h * h;
    sum += term;
  }
  return sum;
}

// Kaiser's window; its beta for a stop band of A dB is 0.1102 (A - 8.7).
static double window(const double t, const double beta)
{
  const double u = 1.0 - t * t;
  return u > 0 ? bessel_i0(beta * sqrt(u)) / bessel_i0(beta) : 0.0;
}

// One phase of `n` taps, corrected so that constants and straight lines come out exact.
static void phase(double* const h, const int n, const double beta, const double offset)
{
  double w[LQ_LIMIT_FINE], t[LQ_LIMIT_FINE];
  double h0 = 0, h1 = 0, w0 = 0, w1 = 0, w2 = 0;
  for (int k = 0; k < n; ++k) {
    t[k] = k - (n / 2 - 1) - offset;
    w[k] = window(t[k] / (n / 2), beta);
    h[k] = w[k] * (t[k] == 0 ? 1.0 : lq_sin(LQ_PI * t[k]) / (LQ_PI * t[k]));
    h0 += h[k];
    h1 += h[k] * t[k];
    w0 += w[k];
    w1 += w[k] * t[k];
    w2 += w[k] * t[k] * t[k];
  }
  const double det = w0 * w2 - w1 * w1;
  const double a   = ((1 - h0) * w2 + h1 * w1) / det;
  const double b   = (-h1 * w0 - (1 - h0) * w1) / det;
  for (int k = 0; k < n; ++k) {
    h[k] += w[k] * (a + b * t[k]);
  }
}

// A functional that is zero on straight lines, written as one of second differences (summing its
// taps twice); returns the sum of the magnitudes.
static double norm_on_bends(const double* const e, const int n)
{
  double once = 0, twice = 0, sum = 0;
  for (int k = 0; k < n; ++k) {
    once += e[k];
    twice += once;
    sum += fabs(twice);
  }
  return sum;
}

// All phases to `fir`; returns the greatest rise above the straight line per second difference.
static float design(float (*const fir)[OVER], const int n, const double beta)
{
  double h[3][LQ_LIMIT_FINE], line[LQ_LIMIT_FINE], bend[LQ_LIMIT_FINE], most = 0;
  phase(h[0], n, beta, 0);
  phase(h[1], n, beta, 1.0 / OVER);
  for (int j = 1; j < OVER; ++j) {
    const double* const before = h[(j + 2) % 3];
    const double* const at     = h[j % 3];
    double* const       after  = h[(j + 1) % 3];
    phase(after, n, beta, (double)(j + 1) / OVER);
    for (int k = 0; k < n; ++k) {
      fir[k][j] = (float)at[k];
      line[k]   = at[k];
      bend[k]   = before[k] - 2 * at[k] + after[k];
    }
    line[n / 2 - 1] -= 1.0 - (double)j / OVER;
    line[n / 2] -= (double)j / OVER;
    // The parabola adds at most half its second difference times the reach squared (limit_k.c).
    const double reach = j == 1 || j == OVER - 1 ? 1.0 : 0.55;
    const double rise  = norm_on_bends(line, n) + norm_on_bends(bend, n) * reach * reach / 2;
    most               = rise > most ? rise : most;
  }
  return (float)(most * 1.001); // float taps
}

lq_limit_detector lq_limit_detector_design(const lq_limit_fine* const fine)
{
  lq_limit_detector d = {.fine = fine};
  d.bend              = design(d.fir, TAPS, 5.65326); // 60 dB
  return d;
}

void lq_limit_fine_design(lq_limit_fine* const fine)
{
  memset(fine, 0, sizeof *fine);
  fine->bend = design(fine->fir, LQ_LIMIT_FINE, 7.85726); // 80 dB
  enum { PART = LQ_LIMIT_FINE / LQ_LIMIT_PARTS };
  for (int k = 0; k < LQ_LIMIT_FINE; ++k) { // Hann's window, half the rate brought to 0 Hz
    const double w     = (1 - lq_cos(2 * LQ_PI * (k % PART + 0.5) / PART)) / PART;
    fine->fir[k][0]    = (float)(k % 2 ? -w : w);
    const double whole = (1 - lq_cos(2 * LQ_PI * (k + 0.5) / LQ_LIMIT_FINE)) / LQ_LIMIT_FINE;
    fine->half_rate[k] = (float)(k % 2 ? -whole : whole);
  }
}
