// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/boxes.h"

#include "base/arena.h"

#include <assert.h>
#include <string.h>

// 2^8 * 2^20 for the values and (4098 / 3)^3 < 2^32 for the lengths leave three bits free.
static const double unit = 0x1p-20;

void lq_boxes_prepare(lq_boxes* const b, lq_arena* const arena, const size_t n_window)
{
  assert(n_window >= 1 && n_window <= 4096); // see above
  lq_boxes made = {.norm = unit};
  size_t   left = n_window + LQ_BOXES_N - 1; // lengths add up to this
  for (unsigned i = 0; i < LQ_BOXES_N; ++i) {
    made.n[i] = left / (LQ_BOXES_N - i);
    left -= made.n[i];
    made.line[i] = LQ_TAKE(arena, int64_t, made.n[i] + LQ_BOXES_FRAMES);
    made.norm /= (double)made.n[i];
  }
  if (b) {
    *b = made;
  }
}

void lq_boxes_reset(lq_boxes* const b)
{
  for (unsigned i = 0; i < LQ_BOXES_N; ++i) {
    b->sum[i] = 0;
    memset(b->line[i], 0, b->n[i] * sizeof(int64_t));
  }
}

void lq_boxes_process(lq_boxes* const b, float* const x, const size_t n_frames)
{
  assert(n_frames <= LQ_BOXES_FRAMES);
  int64_t v[LQ_BOXES_FRAMES];
  for (size_t i = 0; i < n_frames; ++i) {
    const float   scaled = x[i] * 0x1p20F;
    const int32_t whole  = (int32_t)scaled;
    v[i]                 = whole + ((float)whole < scaled);
  }
  for (unsigned k = 0; k < LQ_BOXES_N; ++k) {
    int64_t* const line = b->line[k];
    int64_t        sum  = b->sum[k];
    memcpy(line + b->n[k], v, n_frames * sizeof *v);
    for (size_t i = 0; i < n_frames; ++i) {
      sum += line[i + b->n[k]] - line[i];
      v[i] = sum;
    }
    b->sum[k] = sum;
    memmove(line, line + n_frames, b->n[k] * sizeof *line);
  }
  for (size_t i = 0; i < n_frames; ++i) {
    x[i] = (float)((double)v[i] * b->norm);
  }
}
