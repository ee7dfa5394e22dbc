// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A cascade of second-order sections, all channels and as many sections at once as the CPU has
/// lanes: what equalisers and multi-pole filters run on.
///
/// Sections work staggered, each one frame behind the one before it, so that a whole cascade costs
/// little more than one section; the stagger ends within each call and adds no latency. Sections
/// that do nothing are left out, and when none is left the audio is not touched.
/// New coefficients are reached in straight lines over one grid step of 64 frames; dsp/biquad.h
/// says why that is always stable. While they rest, every section takes four frames in one step
/// (dsp/biquad_step.h), so that the wait for one sum after the other is shared by four; the gain of
/// all is applied at the end. Steps are counted from the last change, not from the block; the rest
/// of a block that is no whole step is worked out again when more has come.
///
/// Double throughout: at 10 Hz and 192 kHz r is 2e-7. Between passes of eight sections audio is
/// float again.
#ifndef LQ_DSP_BANK_H
#define LQ_DSP_BANK_H

#include "dsp/biquad_step.h"

#include "lacquer/proc.h"

enum {
  LQ_BANK_STAGES = 8, ///< sections of one pass
  LQ_BANK_LANES  = LQ_BANK_STAGES * LQ_MAX_CHANNELS,
  LQ_BANK_COEFS  = sizeof(lq_biquad_coef) / sizeof(double), ///< p, q, r, d, c1, c2
};

/// One pass over the audio. The first section lies in the uppermost lanes, its channels side by
/// side, the next one below it: what leaves is found at the bottom of a register.
typedef struct {
  _Alignas(64) double coef[LQ_BANK_COEFS][LQ_BANK_LANES];
  double   step[LQ_BANK_COEFS][LQ_BANK_LANES];        ///< added each frame while moving
  double   hold[LQ_BIQUAD_STEP_COEFS][LQ_BANK_LANES]; ///< of four frames at once
  double   state[2][LQ_BANK_LANES];
  double   gain_lin; ///< of all sections, with `hold`
  unsigned n_stages; ///< in use
} lq_bank_pass;

typedef struct {
  /// Frame by frame, `step` is added to `coef` each time.
  void (*move)(lq_bank_pass* pass, unsigned n_channels, float* const* io, size_t n_frames);
  /// With `hold`, and the states of that form. @param n_frames  multiple of LQ_BIQUAD_STEP
  void (*hold)(lq_bank_pass* pass, unsigned n_channels, float* const* io, size_t n_frames);
} lq_bank_kernels;

typedef struct lq_bank lq_bank;

/// @param n_slots  sections, in the order in which they are heard
/// @return NULL when the arena measures
lq_bank* lq_bank_prepare(lq_arena* arena, unsigned n_slots, unsigned n_channels,
                         const lq_simd* simd);

LQ_RT void lq_bank_reset(lq_bank* bank);

/// Go to new sections; the first ones after a reset hold at once.
/// @param targets  [n_slots]; LQ_BIQUAD_IDENTITY for slots not in use
LQ_RT void lq_bank_to(lq_bank* bank, const lq_biquad_coef* targets);

/// In place. @param io  [n_channels][n_frames]
LQ_RT void lq_bank_process(lq_bank* bank, float* const* io, size_t n_frames);

#endif
