// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/riaa.h"

#include "base/maths.h"

#include <math.h>

// IEC 60098: 50.05, 500.5 and 2122 Hz as time constants.
static const double t1_sec = 3180e-6, t2_sec = 318e-6, t3_sec = 75e-6;

enum { POINTS = 4, TOP_HZ = 20000 };

// Gauss with rows exchanged; four equations at most.
static void solve(double a[POINTS][POINTS + 1])
{
  for (int k = 0; k < POINTS; ++k) {
    int most = k;
    for (int i = k + 1; i < POINTS; ++i) {
      most = fabs(a[i][k]) > fabs(a[most][k]) ? i : most;
    }
    for (int j = 0; j <= POINTS; ++j) {
      const double kept = a[k][j];
      a[k][j]           = a[most][j];
      a[most][j]        = kept;
    }
    for (int i = 0; i < POINTS; ++i) {
      const double factor = i == k ? 0.0 : a[i][k] / a[k][k];
      for (int j = k; j <= POINTS; ++j) {
        a[i][j] -= factor * a[k][j];
      }
    }
  }
}

// With x = sin^2(w/2), |H|^2 = (1 + b1 x + b2 x^2)/(1 + a1 x + a2 x^2) is linear in its unknowns
// where it shall meet 1 + (2 pi f T3)^2. As sigma = j tan(w/2), 1 + c1 x + c2 x^2 is the square of
// 1 + sqrt(2 + c1 + 2 n) sigma + n sigma^2, n = sqrt(1 + c1 + c2).
static lq_section treble(const double rate_hz)
{
  // Found by trial at 44.1 kHz, where the fit is hardest.
  static const double places[POINTS] = {0.25, 0.55, 0.85, 0.99};
  const double        top_hz         = fmin(TOP_HZ, 0.46 * rate_hz);
  double              a[POINTS][POINTS + 1];
  for (int i = 0; i < POINTS; ++i) {
    const double hz    = places[i] * top_hz;
    const double sine  = lq_sin(LQ_PI * hz / rate_hz);
    const double x     = sine * sine;
    const double turn  = 2.0 * LQ_PI * hz * t3_sec;
    const double power = 1.0 + turn * turn;
    const double row[] = {x, x * x, -power * x, -power * x * x, power - 1.0};
    for (int j = 0; j <= POINTS; ++j) {
      a[i][j] = row[j];
    }
  }
  solve(a);
  double c[POINTS];
  for (int i = 0; i < POINTS; ++i) {
    c[i] = a[i][POINTS] / a[i][i];
  }
  const double n2 = sqrt(1.0 + c[0] + c[1]), n1 = sqrt(2.0 + c[0] + 2.0 * n2);
  const double d2 = sqrt(1.0 + c[2] + c[3]), d1 = sqrt(2.0 + c[2] + 2.0 * d2);
  return (lq_section){.n2 = n2 / d2, .n1 = n1 / d2, .n0 = 1.0 / d2, .d1 = d1 / d2, .d0 = 1.0 / d2};
}

// One pole and one zero, times (sigma + 1)/(sigma + 1).
static lq_section bass(const double rate_hz)
{
  const double zero = 1.0 / (2.0 * rate_hz * t1_sec), pole = 1.0 / (2.0 * rate_hz * t2_sec);
  const double gain = t1_sec / t2_sec;
  return (lq_section){
      .n2 = gain, .n1 = gain * (1.0 + zero), .n0 = gain * zero, .d1 = 1.0 + pole, .d0 = pole};
}

static lq_section inverse(const lq_section s)
{
  return (lq_section){
      .n2 = 1.0 / s.n2, .n1 = s.d1 / s.n2, .n0 = s.d0 / s.n2, .d1 = s.n1 / s.n2, .d0 = s.n0 / s.n2};
}

void lq_riaa_design(const lq_riaa_kind kind, const double rate_hz,
                    lq_biquad_coef out[LQ_RIAA_SECTIONS])
{
  lq_section   s[LQ_RIAA_SECTIONS] = {bass(rate_hz), treble(rate_hz)};
  const double w_rad               = 2.0 * LQ_PI * 1000.0 / rate_hz;
  for (unsigned i = 0; i < LQ_RIAA_SECTIONS; ++i) {
    const lq_biquad_coef raw  = lq_biquad_design(&s[i]);
    const double         gain = 1.0 / sqrt(lq_biquad_power(&raw, w_rad));
    s[i].n2 *= gain;
    s[i].n1 *= gain;
    s[i].n0 *= gain;
    s[i]   = kind == LQ_RIAA_PLAY ? inverse(s[i]) : s[i];
    out[i] = lq_biquad_design(&s[i]);
  }
}
