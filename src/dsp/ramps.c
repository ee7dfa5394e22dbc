// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/ramps.h"

void lq_ramps_reset(lq_ramps* const r)
{
  r->started     = false;
  r->done_frames = LQ_GRID_FRAMES;
}

void lq_ramps_to(lq_ramps* const r, const float* const target, const unsigned n)
{
  bool same = true;
  for (unsigned i = 0; i < n; ++i) {
    same = same && r->lines[i].target == target[i];
  }
  if (r->started && same) {
    return;
  }
  for (unsigned i = 0; i < n; ++i) {
    lq_ramp* const l   = &r->lines[i];
    float          now = r->started ? l->target : target[i];
    if (r->started && r->done_frames < LQ_GRID_FRAMES) {
      now = l->from + (float)r->done_frames * l->step;
    }
    *l = (lq_ramp){now, (target[i] - now) / (float)LQ_GRID_FRAMES, target[i]};
  }
  r->done_frames = r->started ? 0 : LQ_GRID_FRAMES;
  r->started     = true;
}

lq_compress_line lq_ramps_now(const lq_ramps* const r, const unsigned i)
{
  const lq_ramp* const l = &r->lines[i];
  return r->done_frames < LQ_GRID_FRAMES
             ? (lq_compress_line){l->from, l->step, (float)(int)r->done_frames + 1.0F}
             : (lq_compress_line){l->target, 0, 0};
}

size_t lq_ramps_span(const lq_ramps* const r, const size_t n_left)
{
  const size_t most = r->done_frames < LQ_GRID_FRAMES ? (size_t)LQ_GRID_FRAMES - r->done_frames
                                                      : (size_t)LQ_COMPRESS_FRAMES;
  return n_left < most ? n_left : most;
}

void lq_ramps_pass(lq_ramps* const r, const size_t n_frames)
{
  r->done_frames += r->done_frames < LQ_GRID_FRAMES ? (unsigned)n_frames : 0U;
}
