// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Low cut and high cut of a return, two channels at once: Butterworth, 12 dB per octave each, by
/// state-variable filters whose corners glide over one grid step.
/// Source: A. Simper (Cytomic), "Solving the continuous SVF equations using trapezoidal
/// integration and equivalent currents", 2013.
/// Double: at 20 Hz and 192 kHz g squared is 1.1e-7, less than one float ulp of 1.
#ifndef LQ_DSP_CUT_H
#define LQ_DSP_CUT_H

#include "dsp/simd.h"
#include "dsp/svf_pair.h"

typedef struct {
  double from, step, target; ///< tan(pi f / rate)
} lq_cut_corner;

typedef struct {
  lq_cut_corner low, high;
  lq_pair       state[4];    ///< integrators: low cut, high cut
  unsigned      done_frames; ///< of the glide; LQ_GRID_FRAMES: holding
  bool          started;
} lq_cut;

LQ_RT void lq_cut_reset(lq_cut* cut);

/// Corners to go to; the first ones after a reset hold at once.
/// @param low_hz  0: no low cut
LQ_RT void lq_cut_to(lq_cut* cut, double low_hz, double high_hz, double rate_hz);

/// In place. @param x [2][n_frames]
LQ_RT void lq_cut_process(lq_cut* cut, float* const* x, size_t n_frames);

/// One whole grid step, faster. A path takes this or lq_cut_process() and stays with it: their last
/// bits differ. @param x [2][LQ_GRID_FRAMES]
LQ_RT void lq_cut_step(lq_cut* cut, const lq_simd* simd, float* const* x);

#endif
