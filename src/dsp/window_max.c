// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/window_max.h"

#include "base/arena.h"

#include <assert.h>
#include <string.h>

void lq_window_max_prepare(lq_window_max* const w, lq_arena* const arena, const size_t n_window)
{
  lq_window_max made = {0};
  for (size_t have = 1; have < n_window; ++made.n_levels) {
    assert(made.n_levels < LQ_WINDOW_MAX_LEVELS);
    const size_t back        = have < n_window - have ? have : n_window - have;
    made.back[made.n_levels] = back;
    made.line[made.n_levels] = LQ_TAKE(arena, float, back + LQ_WINDOW_MAX_FRAMES);
    have += back;
  }
  if (w) {
    *w = made;
  }
}

void lq_window_max_reset(lq_window_max* const w)
{
  for (unsigned i = 0; i < w->n_levels; ++i) {
    memset(w->line[i], 0, w->back[i] * sizeof(float));
  }
}

void lq_window_max_process(lq_window_max* const w, const lq_simd* const simd, float* const y,
                           const float* const x, const size_t n_frames)
{
  assert(n_frames <= LQ_WINDOW_MAX_FRAMES);
  if (y != x) {
    memcpy(y, x, n_frames * sizeof *y);
  }
  for (unsigned i = 0; i < w->n_levels; ++i) {
    float* const line = w->line[i];
    memcpy(line + w->back[i], y, n_frames * sizeof *y);
    simd->compress->greater(y, line, line + w->back[i], n_frames);
    memmove(line, line + n_frames, w->back[i] * sizeof *line);
  }
}
