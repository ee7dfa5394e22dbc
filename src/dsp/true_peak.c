// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/true_peak.h"

#include "base/maths.h"

#include <math.h>
#include <string.h>

enum { N_REFERENCE_PHASES = 4, N_REFERENCE_TAPS = 12 };

// BS.1770-5, Annex 2, table of the order 48, 4-phase interpolator; phases 2 and 3 are these two
// reversed in time.
static const double reference[2][N_REFERENCE_TAPS] = {
    {0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000, -0.0594482421875,
     0.1373291015625, 0.9721679687500, -0.1022949218750, 0.0476074218750, -0.0266113281250,
     0.0148925781250, -0.0083007812500},
    {-0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250, -0.1665039062500,
     0.4650878906250, 0.7797851562500, -0.2003173828125, 0.1015625000000, -0.0582275390625,
     0.0330810546875, -0.0189208984375}};

static double bessel_i0(const double x)
{
  double term = 1.0, sum = 1.0;
  for (int k = 1; k < 40; ++k) {
    term *= (x / (2.0 * k)) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

// Between frames `age` T/2 - 1 and T/2, by `fraction` of a frame; unity at 0 Hz.
static void windowed_sinc(float* const tap, const unsigned n_taps, const double fraction)
{
  static const double beta   = 6.0; // flat within 0.05 dB to 0.42 of the rate with 24 taps
  const double        centre = n_taps / 2.0 - 1.0 + fraction;
  double              h[LQ_TRUE_PEAK_TAPS], sum = 0.0;
  for (unsigned k = 0; k < n_taps; ++k) {
    const double t = (double)k - centre;
    const double u = t / (n_taps / 2.0);
    const double w = u * u < 1.0 ? bessel_i0(beta * sqrt(1.0 - u * u)) / bessel_i0(beta) : 0.0;
    h[k]           = t == 0.0 ? 1.0 : w * lq_sin(LQ_PI * t) / (LQ_PI * t);
    sum += h[k];
  }
  for (unsigned k = 0; k < n_taps; ++k) {
    tap[k] = (float)(h[k] / sum);
  }
}

// h = a at age c, b at age c + 1, and r folded with 1 -2 1: same sum and same first moment.
static void widen_bound(lq_true_peak* const t, const float* const tap)
{
  const unsigned c   = t->n_taps / 2 - 1;
  double         sum = 0.0, moment = 0.0, all = 0.0;
  for (unsigned k = 0; k < t->n_taps; ++k) {
    sum += (double)tap[k];
    moment += k * (double)tap[k];
    all += fabs((double)tap[k]);
  }
  const double b = moment - c * sum, a = sum - b;
  double       r1 = 0.0, r2 = 0.0, bends = 0.0;
  for (unsigned k = 0; k + 2 < t->n_taps; ++k) {
    const double g = (double)tap[k] - (k == c ? a : 0.0) - (k == c + 1 ? b : 0.0);
    const double r = g + 2.0 * r1 - r2;
    bends += fabs(r);
    r2 = r1;
    r1 = r;
  }
  static const double slack = 1.0 + 1e-5; // rounding of the filter itself
  t->of_peak                = fmaxf(t->of_peak, (float)((fabs(a) + fabs(b)) * slack));
  t->of_bend                = fmaxf(t->of_bend, (float)(bends * slack));
  t->of_peak_alone          = fmaxf(t->of_peak_alone, (float)(all * slack));
}

lq_true_peak lq_true_peak_design(const double rate_hz)
{
  lq_true_peak t = {0};
  if (rate_hz == 48000.0) {
    t.n_phases = N_REFERENCE_PHASES;
    t.n_taps   = N_REFERENCE_TAPS;
    for (unsigned k = 0; k < N_REFERENCE_TAPS; ++k) {
      for (unsigned p = 0; p < 2; ++p) {
        t.tap[p * N_REFERENCE_TAPS + k]                                = (float)reference[p][k];
        t.tap[(3 - p) * N_REFERENCE_TAPS + (N_REFERENCE_TAPS - 1 - k)] = (float)reference[p][k];
      }
    }
  } else {
    const unsigned factor = rate_hz > 48000.0 ? 4 : (unsigned)ceil(192000.0 / rate_hz);
    t.n_phases            = factor - 1; // the samples themselves are the other one
    t.n_taps              = LQ_TRUE_PEAK_TAPS;
    for (unsigned p = 0; p < t.n_phases; ++p) {
      windowed_sinc(t.tap + p * t.n_taps, t.n_taps, (double)(p + 1) / factor);
    }
  }
  for (unsigned p = 0; p < t.n_phases; ++p) {
    widen_bound(&t, t.tap + p * t.n_taps);
  }
  return t;
}

static float bound_of(const lq_true_peak* const t, const lq_true_peak_kernels* const kernels,
                      const float* const x, const size_t n_frames)
{
  enum { REACH = 32 }; // the filter looks back, by less than this
  float peak, bend;
  kernels->bound(x - REACH, n_frames + REACH, &peak, &bend);
  return fminf(t->of_peak * peak + t->of_bend * bend, t->of_peak_alone * peak);
}

float lq_true_peak_of(const lq_true_peak* const t, const lq_true_peak_kernels* const kernels,
                      const float* const x, const size_t n_frames, float so_far)
{
  enum { COARSE = 512, FINE = 64 };
  for (size_t at = 0; at < n_frames; at += COARSE) {
    const size_t end = at + COARSE < n_frames ? at + COARSE : n_frames;
    if (bound_of(t, kernels, x + at, end - at) <= so_far) {
      continue;
    }
    for (size_t i = at; i < end; i += FINE) {
      const size_t n = i + FINE < end ? FINE : end - i;
      if (bound_of(t, kernels, x + i, n) > so_far) {
        so_far = fmaxf(so_far, kernels->peak(t, x + i, n));
      }
    }
  }
  return so_far;
}
