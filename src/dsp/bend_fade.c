// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/bend_fade.h"

#include "base/arena.h"

enum { STEP = LQ_GRID_FRAMES };

void lq_bend_fade_prepare(lq_bend_fade* const f, lq_arena* const arena)
{
  f->bent = LQ_TAKE(arena, float, STEP + LQ_BEND_PAD);
}

void lq_bend_fade_reset(lq_bend_fade* const f)
{
  f->n_moved = STEP;
  f->started = false;
}

void lq_bend_fade_to(lq_bend_fade* const f, const lq_bend* const curve)
{
  f->before  = f->started ? f->now : *curve;
  f->now     = *curve;
  f->n_moved = 0;
  f->started = true;
}

void lq_bend_fade_run(const lq_bend_fade* const f, const lq_simd* const simd, float* const y,
                      const float* const x, const size_t n_frames)
{
  simd->bend->run(&f->now, y, x, n_frames);
  if (f->n_moved < STEP) {
    simd->bend->run(&f->before, f->bent, x, n_frames);
    for (size_t i = 0; i < n_frames; ++i) {
      const float part = (float)(int)(f->n_moved + i + 1) / (float)STEP;
      y[i]             = f->bent[i] + part * (y[i] - f->bent[i]);
    }
  }
}

void lq_bend_fade_pass(lq_bend_fade* const f, const size_t n_frames)
{
  f->n_moved += f->n_moved < STEP ? (unsigned)n_frames : 0;
}
