// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A section at rest, four frames in one step: block state space (C. W. Barnes and S. Shinnaka,
/// "Block-shift invariance and block implementation of discrete-time filters", IEEE Transactions on
/// Circuits and Systems 27(8), 1980). The states of that form are the next two outputs that would
/// come without input, and a section passes on its input as it is: its gain is left to the caller.
/// docs/dsp/eq.md has the sums.
#ifndef LQ_DSP_BIQUAD_STEP_H
#define LQ_DSP_BIQUAD_STEP_H

#include "dsp/biquad.h"

enum {
  LQ_BIQUAD_STEP       = 4, ///< frames
  LQ_BIQUAD_STEP_COEFS = LQ_BIQUAD_STEP + 1 + 2 * LQ_BIQUAD_STEP,
};

/// @param h  impulse response 1 to 5, divided by its first value; then frames 2 to 5 by 0 and 1
LQ_RT void lq_biquad_step_design(const lq_biquad_coef* coef, double h[LQ_BIQUAD_STEP_COEFS]);
LQ_RT bool lq_biquad_can_step(const lq_biquad_coef* coef);

/// States to outputs foretold, and back.
/// @param gain_lin  of all sections up to this one, their d multiplied
LQ_RT void lq_biquad_foretell(const lq_biquad_coef* coef, double gain_lin, double* s1, double* s2);
LQ_RT void lq_biquad_recall(const lq_biquad_coef* coef, double gain_lin, double* s1, double* s2);

#endif
