// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The state-variable filter of dsp/svf.h for two channels in the lanes, with its two integrators
/// taken a frame on as one matrix, so that the chain from frame to frame is short:
///     s0' = p s0 - q s1 + q x
///     s1' = q s0 + (1 - t) s1 + t x
/// Source: A. Simper (Cytomic), "Solving the continuous SVF equations using trapezoidal
/// integration and equivalent currents", 2013.
/// Double: at 20 Hz and 192 kHz t is 2e-7, next to one float ulp of 1.
#ifndef LQ_DSP_SVF_PAIR_H
#define LQ_DSP_SVF_PAIR_H

#include "base/maths.h"
#include "dsp/butterworth.h"

typedef double lq_pair __attribute__((vector_size(16))); ///< left, right

typedef struct {
  double p, q, t;
  double k; ///< 1/q
} lq_svf_pair_coef;

/// tan(pi f / rate); a corner beyond the band has no more to cut.
static inline double lq_svf_pair_warp(const double freq_hz, const double rate_hz)
{
  const double f = freq_hz / rate_hz;
  return lq_tan(LQ_PI * (f > 0.49 ? 0.49 : f));
}

/// @param g  lq_svf_pair_warp()
/// @param k  1/q
static inline lq_svf_pair_coef lq_svf_pair_design(const double g, const double k)
{
  const double a1 = 1.0 / (1.0 + g * (g + k));
  return (lq_svf_pair_coef){.p = 2.0 * a1 - 1.0, .q = 2.0 * g * a1, .t = 2.0 * g * g * a1, .k = k};
}

/// One frame: x is low + k band + high. The outputs are the means of the integrators before and
/// after.
static inline void lq_svf_pair_step(const lq_svf_pair_coef* const c, lq_pair* const s,
                                    const lq_pair x, lq_pair* const band, lq_pair* const low)
{
  const lq_pair s0 = (c->p * s[0] - c->q * s[1]) + c->q * x;
  const lq_pair s1 = (c->q * s[0] + (1.0 - c->t) * s[1]) + c->t * x;
  *band            = 0.5 * (s[0] + s0);
  *low             = 0.5 * (s[1] + s1);
  s[0]             = s0;
  s[1]             = s1;
}

#endif
