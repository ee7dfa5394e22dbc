// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A delay whose length moves: known on the 64-frame grid, a smooth curve between (Catmull-Rom), so
/// that pitch bends and never steps. It moves by half a frame a frame at most, whatever is asked.
/// Source: E. Catmull, R. Rom, "A class of local interpolating splines", 1974.
#ifndef LQ_DSP_MOVING_LINE_H
#define LQ_DSP_MOVING_LINE_H

#include "dsp/moving_tap.h"

#include "lacquer/proc.h"

enum {
  LQ_MOVING_LINE_PLACES = 4,  ///< grid points known: one before the step, its ends, one behind
  LQ_MOVING_LINE_LEAST  = 24, ///< shortest delay, frames
};

typedef struct {
  float* ring;
  size_t n_ring, at;
  double delay[LQ_MOVING_LINE_PLACES]; ///< frames
} lq_moving_line;

/// @param most_frames  longest delay
void lq_moving_line_prepare(lq_moving_line* l, lq_arena* arena, size_t most_frames);

/// After it, tell the first three places with `start`.
LQ_RT void lq_moving_line_reset(lq_moving_line* l);
LQ_RT void lq_moving_line_start(lq_moving_line* l, unsigned place, double delay_frames);

/// A grid step begins: the delay at the end of the step behind it.
LQ_RT void lq_moving_line_to(lq_moving_line* l, double delay_frames);

/// Write, read, then move on: three calls a span, which does not reach beyond the grid step.
LQ_RT void lq_moving_line_write(lq_moving_line* l, const float* x, size_t n_frames);
/// @param y   [n_frames + LQ_MOVING_TAP_PAD]
/// @param at  frames of the grid step done before the span
LQ_RT void lq_moving_line_read(const lq_moving_line* l, const lq_moving_tap* tap,
                               const lq_simd* simd, float* y, size_t at, size_t n_frames);
LQ_RT void lq_moving_line_move(lq_moving_line* l, size_t n_frames);

#endif
