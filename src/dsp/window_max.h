// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Greatest of the last so many frames, frame by frame, by doubling: the maximum over 2 w frames is
/// the greater of two maxima over w, so log2(window) vector passes do, with no branch on data.
#ifndef LQ_DSP_WINDOW_MAX_H
#define LQ_DSP_WINDOW_MAX_H

#include "dsp/simd.h"

enum { LQ_WINDOW_MAX_LEVELS = 20, LQ_WINDOW_MAX_FRAMES = 256 /* of one call, at most */ };

typedef struct {
  unsigned n_levels;
  size_t   back[LQ_WINDOW_MAX_LEVELS]; ///< how far back a level's second operand lies
  float*   line[LQ_WINDOW_MAX_LEVELS]; ///< [back + LQ_WINDOW_MAX_FRAMES]
} lq_window_max;

/// @param n_window  >= 1
void       lq_window_max_prepare(lq_window_max* w, lq_arena* arena, size_t n_window);
LQ_RT void lq_window_max_reset(lq_window_max* w); ///< as after zeros for ever

/// @param x [n_frames], at most LQ_WINDOW_MAX_FRAMES; x >= 0
/// @param y [n_frames], may be x
LQ_RT void lq_window_max_process(lq_window_max* w, const lq_simd* simd, float* y, const float* x,
                                 size_t n_frames);

#endif
