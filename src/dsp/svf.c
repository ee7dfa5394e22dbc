// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/svf.h"

#include "base/maths.h"

#include <math.h>

static lq_svf_coef design(const double g, const double q)
{
  const double k  = 1.0 / q;
  const double a1 = 1.0 / (1.0 + g * (g + k));
  return (lq_svf_coef){.k = k, .a1 = a1, .a2 = g * a1, .a3 = g * g * a1};
}

static double warp(const double freq_hz, const double rate_hz)
{
  const double f = freq_hz / rate_hz;
  return lq_tan(LQ_PI * (f < 1e-6 ? 1e-6 : f > 0.499 ? 0.499 : f));
}

lq_svf_coef lq_svf_design(const double freq_hz, const double q, const double rate_hz)
{
  return design(warp(freq_hz, rate_hz), q);
}

lq_svf_coef lq_svf_design_low_shelf(const double freq_hz, const double q, const double gain_lin,
                                    const double rate_hz)
{
  return design(warp(freq_hz, rate_hz) / sqrt(sqrt(gain_lin)), q);
}

lq_svf_coef lq_svf_design_high_shelf(const double freq_hz, const double q, const double gain_lin,
                                     const double rate_hz)
{
  return design(warp(freq_hz, rate_hz) * sqrt(sqrt(gain_lin)), q);
}

// y = m0 x + m1 band + m2 low; state in locals, one store at the end.
static void run(const lq_svf_coef* const c, lq_svf_state* const s, const double m0, const double m1,
                const double m2, float* const x, const size_t n_frames)
{
  const lq_svf_coef d = *c;
  lq_svf_state      t = *s;
  for (size_t i = 0; i < n_frames; ++i) {
    double       band;
    const double in  = (double)x[i];
    const double low = lq_svf_step(&d, &t, in, &band);
    x[i]             = (float)(m0 * in + m1 * band + m2 * low);
  }
  *s = t;
}

void lq_svf_lowpass(const lq_svf_coef* const c, lq_svf_state* const s, float* const x,
                    const size_t n_frames)
{
  run(c, s, 0.0, 0.0, 1.0, x, n_frames);
}

void lq_svf_highpass(const lq_svf_coef* const c, lq_svf_state* const s, float* const x,
                     const size_t n_frames)
{
  run(c, s, 1.0, -c->k, -1.0, x, n_frames);
}

void lq_svf_bandpass(const lq_svf_coef* const c, lq_svf_state* const s, float* const x,
                     const size_t n_frames)
{
  run(c, s, 0.0, c->k, 0.0, x, n_frames);
}

void lq_svf_bell(const lq_svf_coef* const c, lq_svf_state* const s, const double gain_lin,
                 float* const x, const size_t n_frames)
{
  run(c, s, 1.0, c->k * (gain_lin - 1.0), 0.0, x, n_frames);
}

void lq_svf_low_shelf(const lq_svf_coef* const c, lq_svf_state* const s, const double gain_lin,
                      float* const x, const size_t n_frames)
{
  run(c, s, 1.0, c->k * (sqrt(gain_lin) - 1.0), gain_lin - 1.0, x, n_frames);
}

void lq_svf_high_shelf(const lq_svf_coef* const c, lq_svf_state* const s, const double gain_lin,
                       float* const x, const size_t n_frames)
{
  const double a = sqrt(gain_lin);
  run(c, s, gain_lin, c->k * (1.0 - a) * a, 1.0 - gain_lin, x, n_frames);
}
