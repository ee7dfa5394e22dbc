// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/moving_line.h"

#include "base/arena.h"
#include "dsp/simd.h"

#include <assert.h>
#include <string.h>

enum {
  STEP  = LQ_GRID_FRAMES,
  LEAST = LQ_MOVING_LINE_LEAST - 6, // a curve through places may swing a little beyond them
  MOVE  = STEP / 2,                 // of the delay in a grid step, at most
  REACH = LQ_MOVING_TAP_BEFORE + LQ_MOVING_TAP_AFTER + 1,
  SPAN  = 2 * STEP + REACH + LQ_MOVING_TAP_PAD,
};

void lq_moving_line_prepare(lq_moving_line* const l, lq_arena* const arena,
                            const size_t most_frames)
{
  const size_t n = most_frames + MOVE + REACH + 2 * STEP;
  *l             = (lq_moving_line){.ring = LQ_TAKE(arena, float, n), .n_ring = n};
}

void lq_moving_line_reset(lq_moving_line* const l)
{
  memset(l->ring, 0, l->n_ring * sizeof(float));
  l->at = 0;
}

void lq_moving_line_start(lq_moving_line* const l, const unsigned place, const double delay_frames)
{
  l->delay[place + 1] = delay_frames;
}

void lq_moving_line_to(lq_moving_line* const l, const double delay_frames)
{
  memmove(l->delay, l->delay + 1, (LQ_MOVING_LINE_PLACES - 1) * sizeof *l->delay);
  const double from = l->delay[LQ_MOVING_LINE_PLACES - 2], d = delay_frames - from;
  l->delay[LQ_MOVING_LINE_PLACES - 1] = from + (d > MOVE ? MOVE : d < -MOVE ? -MOVE : d);
}

void lq_moving_line_write(lq_moving_line* const l, const float* const x, const size_t n_frames)
{
  const size_t left  = l->n_ring - l->at;
  const size_t first = left < n_frames ? left : n_frames;
  memcpy(l->ring + l->at, x, first * sizeof(float));
  memcpy(l->ring, x + first, (n_frames - first) * sizeof(float));
}

void lq_moving_line_move(lq_moving_line* const l, const size_t n_frames)
{
  l->at = (l->at + n_frames) % l->n_ring;
}

// Whole frames back from each frame, and the rest - 1/2.
static void places(const lq_moving_line* const l, const size_t at, const size_t n_frames,
                   int* const back, float* const rest)
{
  const double* const p  = l->delay;
  const double        c1 = 0.5 * (p[2] - p[0]), c2 = p[0] - 2.5 * p[1] + 2.0 * p[2] - 0.5 * p[3];
  const double        c3 = 0.5 * (p[3] - p[0]) + 1.5 * (p[1] - p[2]);
  for (size_t i = 0; i < n_frames; ++i) {
    const double t     = (double)(int)(at + i + 1) / STEP;
    const double curve = p[1] + t * (c1 + t * (c2 + t * c3));
    const double delay = curve > LEAST ? curve : LEAST;
    const int    whole = (int)delay; // the place lies between whole + 1 and whole frames ago
    back[i]            = whole + 1;
    rest[i]            = (float)(0.5 - (delay - whole));
  }
}

void lq_moving_line_read(const lq_moving_line* const l, const lq_moving_tap* const tap,
                         const lq_simd* const simd, float* const y, const size_t at,
                         const size_t n_frames)
{
  float past[SPAN] = {0}, rest[STEP + LQ_MOVING_TAP_PAD] = {0};
  int   back[STEP] = {0};
  places(l, at, n_frames, back, rest);
  int most = back[0], least = back[0];
  for (size_t i = 1; i < n_frames; ++i) {
    most  = back[i] > most ? back[i] : most;
    least = back[i] < least ? back[i] : least;
  }
  // past[0] is what lies `oldest` frames before the span.
  const size_t oldest = (size_t)most + LQ_MOVING_TAP_BEFORE;
  const size_t need   = oldest - (size_t)least + LQ_MOVING_TAP_AFTER + n_frames;
  const size_t from   = (l->at + l->n_ring - oldest) % l->n_ring;
  const size_t left   = l->n_ring - from;
  const size_t first  = left < need ? left : need;
  assert(need + LQ_MOVING_TAP_PAD <= SPAN);
  memcpy(past, l->ring + from, first * sizeof(float));
  memcpy(past + first, l->ring, (need - first) * sizeof(float));
  for (size_t i = 0, end = 0; i < n_frames; i = end) {
    for (end = i + 1; end < n_frames && back[end] == back[i];) {
      ++end;
    }
    simd->moving_tap->read(tap, y + i, past + (oldest + i - (size_t)back[i]), rest + i, end - i);
  }
}
