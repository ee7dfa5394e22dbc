// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/limit.h"

#include "base/maths.h"

#include <math.h>

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

// Kaiser's window with 60 dB of stop band: beta = 0.1102 (60 - 8.7).
static double window(const double t)
{
  const double beta = 5.65326, u = 1.0 - t * t;
  return u > 0 ? bessel_i0(beta * sqrt(u)) / bessel_i0(beta) : 0.0;
}

// One phase, corrected so that constants and straight lines come out exact.
static void phase(double h[TAPS], const double offset)
{
  double w[TAPS], t[TAPS];
  double h0 = 0, h1 = 0, w0 = 0, w1 = 0, w2 = 0;
  for (int k = 0; k < TAPS; ++k) {
    t[k] = k - LQ_LIMIT_BEFORE - offset;
    w[k] = window(t[k] / (TAPS / 2));
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
  for (int k = 0; k < TAPS; ++k) {
    h[k] += w[k] * (a + b * t[k]);
  }
}

// A functional that is zero on straight lines, written as one of second differences (summing its
// taps twice); returns the sum of the magnitudes.
static double norm_on_bends(const double e[TAPS])
{
  double once = 0, twice = 0, sum = 0;
  for (int k = 0; k < TAPS; ++k) {
    once += e[k];
    twice += once;
    sum += fabs(twice);
  }
  return sum;
}

lq_limit_detector lq_limit_detector_design(void)
{
  double h[OVER + 1][TAPS];
  for (int j = 0; j <= OVER; ++j) {
    phase(h[j], (double)j / OVER);
  }
  lq_limit_detector d    = {0};
  double            most = 0;
  for (int j = 1; j < OVER; ++j) {
    double line[TAPS], bend[TAPS];
    for (int k = 0; k < TAPS; ++k) {
      d.fir[k][j] = (float)h[j][k];
      line[k]     = h[j][k];
      bend[k]     = h[j - 1][k] - 2 * h[j][k] + h[j + 1][k];
    }
    line[LQ_LIMIT_BEFORE] -= 1.0 - (double)j / OVER;
    line[LQ_LIMIT_BEFORE + 1] -= (double)j / OVER;
    // The parabola adds at most half its second difference times the reach squared (limit_k.c).
    const double reach = j == 1 || j == OVER - 1 ? 1.0 : 0.55;
    const double rise  = norm_on_bends(line) + norm_on_bends(bend) * reach * reach / 2;
    most               = rise > most ? rise : most;
  }
  d.bend = (float)(most * 1.001); // float taps
  return d;
}
