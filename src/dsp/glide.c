// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/glide.h"

void lq_glide_apply(lq_glide* const g, const lq_simd* const simd, float* const* const x,
                    const unsigned n_channels, const size_t n_frames)
{
  size_t at = 0;
  if (g->done_frames < LQ_GRID_FRAMES) {
    const size_t left = LQ_GRID_FRAMES - g->done_frames;
    at                = left < n_frames ? left : n_frames;
    // A ramp cut in two starts its second half from another rounded value than an uncut one would
    // reach, so every frame is computed from the start of the ramp, not of the block.
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
