// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Two-pole state-variable filter with trapezoidal integrators: the simple filter for side chains,
/// reverbs and crossovers. Stable while its coefficients move; no latency.
/// Source: A. Simper (Cytomic), "Solving the continuous SVF equations using trapezoidal
/// integration and equivalent currents", 2013.
/// Double: at 20 Hz and 192 kHz a3 is 1.1e-7, less than one float ulp of 1.
///
/// Responses are those of the analogue filter through the bilinear transform: exact at the corner,
/// squeezed towards half the rate. Where the top octave matters, use dsp/eq_band.h instead.
#ifndef LQ_DSP_SVF_H
#define LQ_DSP_SVF_H

#include "lacquer/status.h"

#include <stddef.h>

typedef struct {
  double k, a1, a2, a3;
} lq_svf_coef; ///< [-] k = 1/q

typedef struct {
  double ic1, ic2;
} lq_svf_state; ///< integrators [full scale = 1]; zero it to forget the past

/// @param freq_hz  corner; brought into 1e-6 .. 0.499 of the rate
/// @param q        1/sqrt(2) is Butterworth; > 0
lq_svf_coef lq_svf_design(double freq_hz, double q, double rate_hz);

/// One frame. The input is low + k * band + high.
/// @param band  its gain at the corner is q
LQ_RT static inline double lq_svf_step(const lq_svf_coef* const c, lq_svf_state* const s,
                                       const double x, double* const band)
{
  const double v3 = x - s->ic2;
  const double v1 = c->a1 * s->ic1 + c->a2 * v3;
  const double v2 = s->ic2 + c->a2 * s->ic1 + c->a3 * v3;
  s->ic1          = 2.0 * v1 - s->ic1;
  s->ic2          = 2.0 * v2 - s->ic2;
  *band           = v1;
  return v2; // low
}

/// Filter one channel in place. 12 dB per octave; the level at the corner is q.
/// @param x  [n_frames], full scale 1
LQ_RT void lq_svf_lowpass(const lq_svf_coef* c, lq_svf_state* s, float* x, size_t n_frames);
LQ_RT void lq_svf_highpass(const lq_svf_coef* c, lq_svf_state* s, float* x, size_t n_frames);
/// 6 dB per octave on both sides, 0 dB at the corner.
LQ_RT void lq_svf_bandpass(const lq_svf_coef* c, lq_svf_state* s, float* x, size_t n_frames);
/// @param gain_lin  at the corner; design with q * sqrt(gain_lin) for the usual bell of that q
LQ_RT void lq_svf_bell(const lq_svf_coef* c, lq_svf_state* s, double gain_lin, float* x,
                       size_t n_frames);

/// Shelves have a design of their own: freq is where half of the gain, in dB, is reached; q of
/// 1/sqrt(2) is the steepest without overshoot.
/// @param gain_lin  far below (low) or far above (high) the corner; the same for design and span
lq_svf_coef lq_svf_design_low_shelf(double freq_hz, double q, double gain_lin, double rate_hz);
lq_svf_coef lq_svf_design_high_shelf(double freq_hz, double q, double gain_lin, double rate_hz);
LQ_RT void  lq_svf_low_shelf(const lq_svf_coef* c, lq_svf_state* s, double gain_lin, float* x,
                             size_t n_frames);
LQ_RT void  lq_svf_high_shelf(const lq_svf_coef* c, lq_svf_state* s, double gain_lin, float* x,
                              size_t n_frames);

#endif
