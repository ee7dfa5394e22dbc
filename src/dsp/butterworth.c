// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/butterworth.h"

#include "base/maths.h"

static double tan_of(const double freq_hz, const double rate_hz)
{
  const double f = freq_hz / rate_hz;
  return lq_tan(LQ_PI * (f < 1e-6 ? 1e-6 : f > 0.49 ? 0.49 : f));
}

static lq_biquad_coef second_order(const lq_butterworth_kind kind, const double g, const double q)
{
  lq_section s = {.d1 = g / q, .d0 = g * g};
  if (kind == LQ_BUTTERWORTH_HIGHPASS) {
    s.n2 = 1.0;
  } else {
    s.n0 = g * g;
  }
  return lq_biquad_design(&s);
}

// One pole, times (sigma + 1) / (sigma + 1), whose pole sits at z = 0 and rings for no time.
static lq_biquad_coef first_order(const lq_butterworth_kind kind, const double g)
{
  lq_section s = {.d1 = 1.0 + g, .d0 = g};
  if (kind == LQ_BUTTERWORTH_HIGHPASS) {
    s.n2 = s.n1 = 1.0;
  } else {
    s.n1 = s.n0 = g;
  }
  return lq_biquad_design(&s);
}

void lq_butterworth_design(const lq_butterworth_kind kind, const double freq_hz,
                           const unsigned order, const double q_scale, const double rate_hz,
                           lq_biquad_coef out[LQ_BUTTERWORTH_SECTIONS])
{
  static const lq_biquad_coef identity = LQ_BIQUAD_IDENTITY;
  const double                g        = tan_of(freq_hz, rate_hz);
  const unsigned              n_pairs  = order / 2;
  // Sharpest first: then its slot stays its slot when the order changes.
  for (unsigned i = 0; i < LQ_BUTTERWORTH_SECTIONS; ++i) {
    if (i < n_pairs) {
      const double angle = LQ_PI * (double)(2 * i + 1) / (2.0 * (double)order);
      out[i]             = second_order(kind, g, (i ? 1.0 : q_scale) / (2.0 * lq_sin(angle)));
    } else {
      out[i] = i == n_pairs && order % 2 ? first_order(kind, g) : identity;
    }
  }
}
