// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/interpolate.h"

#include "base/maths.h"

#include <math.h>

enum { TAPS = LQ_INTERPOLATE_TAPS, HALF = LQ_INTERPOLATE_HALF, NEAR = LQ_INTERPOLATE_NEAR };

static double bessel_i0(const double x)
{
  double term = 1.0, sum = 1.0;
  for (int k = 1; term > 1e-17 * sum; ++k) {
    term *= (x / (2.0 * k)) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

// A curve is a straight line between two samples plus a filter over second differences: see
// docs/dsp/true_peak.md. What of that filter is near by, and what further away?
static void widen_bound(lq_interpolate* const p, const float* const tap)
{
  double sum = 0.0, moment = 0.0;
  for (unsigned k = 0; k < TAPS; ++k) {
    sum += (double)tap[k];
    moment += ((double)k - (HALF - 1)) * (double)tap[k];
  }
  const double b = moment, a = sum - moment;
  double       r1 = 0.0, r2 = 0.0, near = 0.0, far = 0.0;
  for (unsigned k = 0; k + 2 < TAPS; ++k) {
    const double g = (double)tap[k] - (k == HALF - 1 ? a : 0.0) - (k == HALF ? b : 0.0);
    const double r = g + 2.0 * r1 - r2; // weight of the second difference centred on k + 1
    if (k + 2 + NEAR >= HALF && k <= HALF + NEAR - 2) {
      near += fabs(r);
    } else {
      far += fabs(r);
    }
    r2 = r1;
    r1 = r;
  }
  p->of_bend     = fmaxf(p->of_bend, (float)(near * 1.0001));
  p->of_far_bend = fmaxf(p->of_far_bend, (float)(far * 1.0001));
}

void lq_interpolate_design(lq_interpolate* const p)
{
  static const double beta = 7.9; // 80 dB over a transition of 0.02 of the rate
  const double        top  = bessel_i0(beta);
  p->of_bend = p->of_far_bend = 0.0F;
  for (unsigned phase = 0; phase <= LQ_INTERPOLATE_PHASES / 2; ++phase) {
    double h[TAPS], sum = 0.0;
    for (unsigned k = 0; k < TAPS; ++k) {
      const double t = (double)k - (HALF - 1) - (double)phase / LQ_INTERPOLATE_PHASES;
      const double u = t / HALF;
      const double w = bessel_i0(beta * sqrt(fmax(0.0, 1.0 - u * u))) / top;
      h[k]           = t == 0.0 ? 1.0 : w * lq_sin(LQ_PI * t) / (LQ_PI * t);
      sum += h[k];
    }
    for (unsigned k = 0; k < TAPS; ++k) {
      p->tap[phase][k] = (float)(h[k] / sum);
      if (phase) { // the way back is the way there from the other end
        p->tap[LQ_INTERPOLATE_PHASES - phase][TAPS - 1 - k] = p->tap[phase][k];
      }
    }
    widen_bound(p, p->tap[phase]);
  }
}
