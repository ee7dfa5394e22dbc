// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/fraction.h"

#include "base/maths.h"

#include <math.h>

// By its power series.
double lq_bessel_i0(const double x)
{
  double sum = 1.0, term = 1.0;
  for (int k = 1; k < 64; ++k) {
    const double half = x / (2.0 * k);
    term *= half * half;
    sum += term;
  }
  return sum;
}

static double tap(const unsigned n_taps, const double x, const double beta)
{
  const double half = n_taps / 2.0;
  const double r    = x / half;
  const double sinc = fabs(x) < 1e-12 ? 1.0 : lq_sin(LQ_PI * x) / (LQ_PI * x);
  return fabs(r) >= 1.0 ? 0.0 : sinc * lq_bessel_i0(beta * sqrt(1.0 - r * r)) / lq_bessel_i0(beta);
}

void lq_fraction_design(float* const taps, const unsigned n_taps, const double fraction,
                        const double beta)
{
  const double centre = n_taps / 2.0 - 1.0 + fraction;
  double       sum    = 0;
  for (unsigned k = 0; k < n_taps; ++k) {
    sum += tap(n_taps, (double)k - centre, beta);
  }
  for (unsigned k = 0; k < n_taps; ++k) {
    taps[k] = (float)(tap(n_taps, (double)k - centre, beta) / sum);
  }
}
