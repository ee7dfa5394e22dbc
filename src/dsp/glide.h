// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A gain that moves in a straight line over one grid step (64 frames), so that a new value is
/// heard without a click and the result does not depend on how audio is cut into blocks.
#ifndef LQ_DSP_GLIDE_H
#define LQ_DSP_GLIDE_H

#include "dsp/simd.h"

#include "lacquer/proc.h"

typedef struct {
  float    from_lin, step_lin, target_lin;
  unsigned done_frames; ///< of LQ_GRID_FRAMES; all of them: holding at target
  bool     started;     ///< false after reset: the next target holds at once
} lq_glide;

static inline void lq_glide_reset(lq_glide* const g)
{
  *g = (lq_glide){.done_frames = LQ_GRID_FRAMES};
}

/// Go to a new target; the first one after a reset holds at once.
LQ_RT static inline void lq_glide_to(lq_glide* const g, const float target_lin)
{
  if (!g->started) {
    *g = (lq_glide){.target_lin = target_lin, .done_frames = LQ_GRID_FRAMES, .started = true};
  } else if (target_lin != g->target_lin) {
    const float now = g->done_frames < LQ_GRID_FRAMES
                          ? g->from_lin + (float)(int)g->done_frames * g->step_lin
                          : g->target_lin;
    g->from_lin     = now;
    g->step_lin     = (target_lin - now) / (float)LQ_GRID_FRAMES;
    g->target_lin   = target_lin;
    g->done_frames  = 0;
  }
}

/// Holding at that gain?
static inline bool lq_glide_is(const lq_glide* const g, const float gain_lin)
{
  return g->done_frames == LQ_GRID_FRAMES && g->target_lin == gain_lin;
}

/// Multiply spans by the gain, the same in every channel, and move on.
/// @param x [n_channels][n_frames]
LQ_RT void lq_glide_apply(lq_glide* g, const lq_simd* simd, float* const* x, unsigned n_channels,
                          size_t n_frames);

/// y += gain * x, and move on.
LQ_RT void lq_glide_add(lq_glide* g, float* restrict y, const float* restrict x, size_t n_frames);

#endif
