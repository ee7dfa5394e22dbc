// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/glide.h"

// A ramp cut in two starts its second half from another rounded value than an uncut one would
// reach, so every frame is computed from the start of the ramp, not of the block.
static float gain_at(const lq_glide* const g, const size_t i)
{
  const int k = (int)(g->done_frames + i + 1);
  return k == LQ_GRID_FRAMES ? g->target_lin : g->from_lin + (float)k * g->step_lin;
}

void lq_glide_apply(lq_glide* const g, const lq_simd* const simd, float* const* const x,
                    const unsigned n_channels, const size_t n_frames)
{
  size_t at = 0;
  if (g->done_frames < LQ_GRID_FRAMES) {
    const size_t left  = LQ_GRID_FRAMES - g->done_frames;
    at                 = left < n_frames ? left : n_frames;
    const bool arrives = at == left;
    for (unsigned c = 0; c < n_channels; ++c) {
      simd->mix->ramp(x[c], g->from_lin, g->step_lin, g->done_frames, at - arrives);
      x[c][at - 1] *= arrives ? g->target_lin : 1.0F;
    }
    g->done_frames += (unsigned)at;
  }
  if (at < n_frames && g->target_lin != 1.0F) {
    for (unsigned c = 0; c < n_channels; ++c) {
      simd->mix->scale(x[c] + at, g->target_lin, n_frames - at);
    }
  }
}

void lq_glide_add(lq_glide* const g, float* restrict const y, const float* restrict const x,
                  const size_t    n_frames)
{
  size_t at = 0;
  for (; at < n_frames && g->done_frames + at < LQ_GRID_FRAMES; ++at) {
    y[at] += gain_at(g, at) * x[at];
  }
  g->done_frames += (unsigned)at;
  const float gain = g->target_lin;
  for (; at < n_frames && gain != 0; ++at) {
    y[at] += gain * x[at];
  }
}
