// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A curve (dsp/bend.h) that may become another one: from the old to the new in a straight line
/// over one grid step.
#ifndef LQ_DSP_BEND_FADE_H
#define LQ_DSP_BEND_FADE_H

#include "dsp/simd.h"

typedef struct {
  lq_bend  now, before; ///< where it goes, where it comes from
  unsigned n_moved;     ///< frames of the grid step done since; LQ_GRID_FRAMES: there
  bool     started;
  float*   bent; ///< [LQ_GRID_FRAMES + LQ_BEND_PAD]
} lq_bend_fade;

void       lq_bend_fade_prepare(lq_bend_fade* f, lq_arena* arena);
LQ_RT void lq_bend_fade_reset(lq_bend_fade* f);

/// Go to another curve; the first one after a reset holds at once.
LQ_RT void lq_bend_fade_to(lq_bend_fade* f, const lq_bend* curve);

/// y = f(x) - x for the coming frames, one of the planes of each. Padding as in lq_bend_kernels.
/// @param x  [n_frames] to the end of the grid step at most
LQ_RT void lq_bend_fade_run(const lq_bend_fade* f, const lq_simd* simd, float* y, const float* x,
                            size_t n_frames);
LQ_RT void lq_bend_fade_pass(lq_bend_fade* f, size_t n_frames);

#endif
