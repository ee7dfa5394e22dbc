// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/limit_sustain.h"

#include "base/arena.h"

#include <string.h>

enum { GROUP = LQ_LIMIT_GROUP, N_GROUPS = LQ_LIMIT_N_GROUPS };

#define DB_PER_OCTAVE 6.0206F // 20 log10(2)

static const double hold_sec = 0.025; // half a period of 20 Hz

// An odd number of groups, so that a window has a middle.
static size_t odd_groups(const double time_sec, const double rate_hz)
{
  return 2 * (size_t)(0.5 * time_sec * rate_hz / GROUP) + 1;
}

void lq_limit_sustain_prepare(lq_limit_sustain* const s, lq_arena* const arena,
                              const double rate_hz, const lq_limit_shape* const shape,
                              const size_t n_after)
{
  const size_t     n_hold      = odd_groups(hold_sec, rate_hz);
  const size_t     n_open      = odd_groups((double)shape->open_sec, rate_hz);
  const size_t     n_near_hold = odd_groups((double)shape->near_hold_sec, rate_hz);
  const size_t     n_near_open = odd_groups((double)shape->near_open_sec, rate_hz);
  const size_t     n_wait      = (n_hold - 1) / 2 + (n_open - 1) + (n_open - 1) / 2;
  const size_t     n_near      = (n_near_hold - 1) / 2 + (n_near_open - 1);
  lq_limit_sustain made        = {.n_late = (n_wait + n_near) * GROUP,
                                  .clip   = shape->clip_db / DB_PER_OCTAVE};
  lq_window_max_prepare(&made.hold, arena, n_hold);
  lq_window_max_prepare(&made.erode, arena, n_open);
  lq_window_max_prepare(&made.dilate, arena, n_open);
  lq_boxes_prepare(&made.smooth, arena, n_open);
  lq_line_prepare(&made.wish, arena, n_wait);
  lq_window_max_prepare(&made.near_hold, arena, n_near_hold);
  lq_window_max_prepare(&made.near_erode, arena, n_near_open);
  lq_window_max_prepare(&made.near_dilate, arena, n_near_open);
  lq_line_prepare(&made.sustained, arena, n_near);
  lq_line_prepare(&made.need, arena, made.n_late);
  lq_line_prepare(&made.out, arena, n_after);
  if (s) {
    *s = made;
  }
}

void lq_limit_sustain_reset(lq_limit_sustain* const s)
{
  lq_window_max* const windows[] = {&s->hold,      &s->erode,      &s->dilate,
                                    &s->near_hold, &s->near_erode, &s->near_dilate};
  lq_line* const       lines[]   = {&s->wish, &s->sustained, &s->need, &s->out};
  for (size_t i = 0; i < sizeof windows / sizeof *windows; ++i) {
    lq_window_max_reset(windows[i]);
  }
  for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
    lq_line_reset(lines[i]);
  }
  lq_boxes_reset(&s->smooth);
  s->now  = 0;
  s->last = 0;
}

// What stands over its neighbourhood for less than the window falls to their level.
static void open(lq_window_max* const erode, lq_window_max* const dilate, const lq_simd* const simd,
                 float* const x)
{
  for (size_t g = 0; g < N_GROUPS; ++g) {
    x[g] = -x[g];
  }
  lq_window_max_process(erode, simd, x, x, N_GROUPS);
  for (size_t g = 0; g < N_GROUPS; ++g) {
    x[g] = 0.0F - x[g]; // no -0
  }
  lq_window_max_process(dilate, simd, x, x, N_GROUPS);
}

// Symmetrical on the way up; on the way down no faster than the release.
static void let_go(lq_limit_sustain* const s, const double fall, float* const x)
{
  for (size_t g = 0; g < N_GROUPS; ++g) {
    s->now *= fall;
    s->now = s->now < 1e-6 ? 0.0 : s->now; // comes to rest: 6e-6 dB
    s->now = (double)x[g] > s->now ? (double)x[g] : s->now;
    x[g]   = (float)s->now;
  }
}

bool lq_limit_sustain_process(lq_limit_sustain* const s, const lq_simd* const simd,
                              lq_limit_meter* const meter, const double fall, float* const need,
                              float* const sustained)
{
  float wish[N_GROUPS], slow[N_GROUPS], near[N_GROUPS];
  for (size_t g = 0; g < N_GROUPS; ++g) {
    wish[g] = simd->mix->peak(need + g * GROUP, GROUP);
  }
  lq_window_max_process(&s->hold, simd, slow, wish, N_GROUPS);
  open(&s->erode, &s->dilate, simd, slow);
  lq_boxes_process(&s->smooth, slow, N_GROUPS);
  let_go(s, fall, slow);
  lq_line_process(&s->wish, wish, N_GROUPS);
  for (size_t g = 0; g < N_GROUPS; ++g) {
    lq_limit_meter_add(meter, wish[g] > slow[g] ? wish[g] : slow[g]);
    near[g] = wish[g] > slow[g] ? wish[g] - slow[g] : 0.0F;
  }
  lq_window_max_process(&s->near_hold, simd, near, near, N_GROUPS);
  open(&s->near_erode, &s->near_dilate, simd, near);
  lq_line_process(&s->sustained, slow, N_GROUPS);
  lq_line_process(&s->need, need, LQ_LIMIT_FRAMES);
  float left = 0;
  for (size_t g = 0; g < N_GROUPS; ++g) {
    const float from = s->last, step = (slow[g] - s->last) / GROUP;
    for (size_t i = 0; i < GROUP; ++i) {
      const size_t at   = g * GROUP + i;
      const float  base = from + step * (float)(i + 1);
      const float  over = need[at] - base;
      const float  kept = over < near[g] ? over : near[g];
      const float  dip  = over - s->clip > kept ? over - s->clip : kept;
      need[at]          = dip > 0 ? dip : 0.0F;
      left              = over - need[at] > left ? over - need[at] : left;
      sustained[at]     = base;
    }
    s->last = slow[g];
  }
  lq_line_process(&s->out, sustained, LQ_LIMIT_FRAMES);
  return left > 0;
}
