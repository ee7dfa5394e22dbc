// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/limit_stage.h"

#include "base/arena.h"

#include <assert.h>
#include <string.h>

static void gain_prepare(lq_limit_gain* const g, lq_arena* const arena, const size_t n_ahead,
                         const size_t n_hold)
{
  float* const need = LQ_TAKE(arena, float, LQ_LIMIT_FRAMES);
  // One more than the lookahead: a sample lies at the end of one interval and the start of another.
  lq_window_max_prepare(g ? &g->ahead : NULL, arena, n_ahead + 1);
  lq_window_max_prepare(g ? &g->hold : NULL, arena, n_hold);
  lq_boxes_prepare(g ? &g->boxes : NULL, arena, n_ahead);
  if (g) {
    g->need = need;
  }
}

void lq_limit_stage_prepare(lq_limit_stage* const s, lq_arena* const arena,
                            const unsigned n_channels, const size_t n_ahead, const size_t n_hold,
                            const float link)
{
  const unsigned n_gains               = n_channels == 2 && link < 1.0F ? 2 : 1;
  const size_t   n_late                = n_ahead - 1 + LQ_LIMIT_AFTER;
  const size_t   n_past                = n_late > LQ_LIMIT_TAPS ? n_late : LQ_LIMIT_TAPS;
  float*         line[LQ_MAX_CHANNELS] = {0};
  for (unsigned c = 0; c < n_channels; ++c) {
    line[c] = LQ_TAKE(arena, float, n_past + LQ_LIMIT_FRAMES + LQ_LIMIT_PAD);
  }
  float* const held = LQ_TAKE(arena, float, LQ_LIMIT_FRAMES);
  for (unsigned c = 0; c < n_gains; ++c) {
    gain_prepare(s ? &s->gain[c] : NULL, arena, n_ahead, n_hold);
  }
  // The second side's wish, even where both share one gain.
  float* const need = LQ_TAKE(arena, float, LQ_LIMIT_FRAMES);
  if (s) {
    s->n_channels = n_channels;
    s->n_gains    = n_gains;
    s->n_late     = n_late;
    s->n_past     = n_past;
    s->n_memory   = 2 * n_ahead + n_hold + 4;
    s->link       = link;
    s->held       = held;
    s->detector   = lq_limit_detector_design();
    memcpy(s->line, line, sizeof line);
    if (n_gains == 1) {
      s->gain[1].need = need;
    }
  }
}

void lq_limit_stage_reset(lq_limit_stage* const s)
{
  for (unsigned c = 0; c < s->n_channels; ++c) {
    memset(s->line[c], 0, (s->n_past + LQ_LIMIT_FRAMES + LQ_LIMIT_PAD) * sizeof(float));
  }
  for (unsigned c = 0; c < s->n_gains; ++c) {
    lq_limit_gain* const g = &s->gain[c];
    lq_window_max_reset(&g->ahead);
    lq_window_max_reset(&g->hold);
    lq_boxes_reset(&g->boxes);
    g->slow = g->now = 0;
    g->n_awake       = 0;
  }
  s->most_reduction = 0;
}

// x: reduction over the lookahead, to reduction with release. held: the same, held for the slow
// part.
static void let_go(lq_limit_gain* const g, const lq_limit_release* const r, float* const x,
                   const float* const held, const size_t n_frames)
{
  double slow = g->slow, now = g->now;
  for (size_t i = 0; i < n_frames; ++i) {
    const double wish = (double)x[i], d = (double)held[i] - slow;
    slow += (d > 0 ? r->charge : r->drain) * d;
    now = slow + (now - slow) * r->fast;
    now = now > wish ? now : wish;
    // So that it comes to rest at nothing, not at ever smaller numbers: 6e-6 dB.
    slow = slow < 1e-6 ? 0.0 : slow;
    now  = now < 1e-6 ? 0.0 : now;
    x[i] = (float)now;
  }
  g->slow = slow;
  g->now  = now;
}

// Reductions that peaks ask for to reductions to apply. False: they are all zero, untouched.
static bool shape(lq_limit_stage* const s, lq_limit_gain* const g, const lq_simd* const simd,
                  const lq_limit_release* const release, const size_t n)
{
  const bool asked = simd->mix->peak(g->need, n) > 0;
  if (!asked && !g->n_awake) {
    return false;
  }
  lq_window_max_process(&g->ahead, simd, g->need, g->need, n);
  lq_window_max_process(&g->hold, simd, s->held, g->need, n);
  let_go(g, release, g->need, s->held, n);
  lq_boxes_process(&g->boxes, g->need, n);
  const float most  = simd->mix->peak(g->need, n);
  s->most_reduction = most > s->most_reduction ? most : s->most_reduction;
  if (asked || most > 0 || g->now > 0 || g->slow > 0) {
    g->n_awake = s->n_memory;
  } else {
    g->n_awake = g->n_awake > n ? g->n_awake - n : 0;
  }
  return true;
}

void lq_limit_stage_process(lq_limit_stage* const s, const lq_simd* const simd,
                            const lq_limit_release* const release, const float ceiling_lin,
                            float* const* const io, const size_t n_frames)
{
  assert(n_frames <= LQ_LIMIT_FRAMES);
  for (unsigned c = 0; c < s->n_channels; ++c) {
    memcpy(s->line[c] + s->n_past, io[c], n_frames * sizeof(float));
    float* const need = s->gain[c].need;
    if (simd->limit->peaks(&s->detector, need, s->line[c] + s->n_past - (LQ_LIMIT_TAPS - 1),
                           ceiling_lin, n_frames)) {
      simd->limit->reduction(need, ceiling_lin, n_frames);
    }
  }
  if (s->n_gains == 2) {
    simd->compress->link(s->gain[0].need, s->gain[1].need, (lq_compress_line){s->link, 0, 0},
                         n_frames);
  } else if (s->n_channels == 2) {
    simd->compress->greater(s->held, s->gain[0].need, s->gain[1].need, n_frames);
    memcpy(s->gain[0].need, s->held, n_frames * sizeof(float));
  }
  for (unsigned c = 0; c < s->n_gains; ++c) {
    const bool busy = shape(s, &s->gain[c], simd, release, n_frames);
    for (unsigned out = c; out < s->n_channels; out += s->n_gains) {
      const float* const late = s->line[out] + s->n_past - s->n_late;
      if (busy) {
        simd->limit->apply(io[out], late, s->gain[c].need, n_frames);
      } else {
        memcpy(io[out], late, n_frames * sizeof(float));
      }
    }
  }
  for (unsigned c = 0; c < s->n_channels; ++c) {
    memmove(s->line[c], s->line[c] + n_frames, s->n_past * sizeof(float));
  }
}
