// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/line.h"

#include <string.h>

void lq_line_prepare(lq_line* const line, lq_arena* const arena, const size_t n_frames)
{
  *line = (lq_line){.n_frames = n_frames};
  if (n_frames) {
    line->ring = LQ_TAKE(arena, float, n_frames);
  }
}

void lq_line_reset(lq_line* const line)
{
  line->at = 0;
  if (line->n_frames) {
    memset(line->ring, 0, line->n_frames * sizeof *line->ring);
  }
}

enum { SPAN = 256 };

static void swap(float* restrict const a, float* restrict const b, const size_t n_frames)
{
  float held[SPAN];
  for (size_t done = 0, n; done < n_frames; done += n) {
    n = n_frames - done < SPAN ? n_frames - done : SPAN;
    memcpy(held, a + done, n * sizeof *a);
    memcpy(a + done, b + done, n * sizeof *a);
    memcpy(b + done, held, n * sizeof *a);
  }
}

void lq_line_process(lq_line* const line, float* const x, const size_t n_frames)
{
  for (size_t done = 0; line->n_frames && done < n_frames;) {
    const size_t room = line->n_frames - line->at;
    const size_t left = n_frames - done;
    const size_t n    = room < left ? room : left;
    swap(x + done, line->ring + line->at, n);
    line->at = line->at + n == line->n_frames ? 0 : line->at + n;
    done += n;
  }
}
