// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/limit_stage.h"

#include "base/arena.h"

#include <string.h>

enum { FRAMES = LQ_LIMIT_FRAMES, N_BLOCKS = 8 /* that come in before the past is moved */ };

// Blocks on which a fine ear still hears what has just come in.
enum { N_HEARS = (LQ_LIMIT_FINE + FRAMES) / FRAMES + 1 };

// Shares of what lies at half the rate: with the 1.4 of the fine ear enough for a square wave of a
// minute, faded in and out (docs/dsp/limiter.md).
#define ROOM_SHARE 0.8F
#define ROOM_FROM  0.001F // of the ceiling: where music has nothing
#define ROOM_MOST  0.5F

static void gain_prepare(lq_limit_gain* const g, lq_arena* const arena,
                         const lq_limit_stage_spec* const spec)
{
  lq_limit_gain made = {.need = LQ_TAKE(arena, float, FRAMES)};
  // One more than the lookahead: a sample lies at the end of one interval and the start of another.
  lq_window_max_prepare(&made.ahead, arena, spec->n_ahead + 1);
  lq_boxes_prepare(&made.boxes, arena, spec->n_ahead);
  if (spec->shape) {
    made.sustained = LQ_TAKE(arena, float, FRAMES);
    lq_limit_sustain_prepare(&made.sustain, arena, spec->rate_hz, spec->shape, spec->n_ahead - 1);
  }
  if (g) {
    *g = made;
  }
}

void lq_limit_stage_prepare(lq_limit_stage* const s, lq_arena* const arena,
                            const lq_limit_stage_spec* const spec)
{
  const unsigned n_channels = spec->n_channels;
  lq_limit_stage made       = {.n_channels = n_channels,
                               .n_gains    = n_channels == 2 && spec->link < 1.0F ? 2 : 1,
                               .shaped     = spec->shape != NULL,
                               .link       = spec->link};
  const size_t   n_reach    = spec->is_fine ? LQ_LIMIT_REACH : 0;
  made.n_past               = LQ_LIMIT_TAPS - 1 + 2 * n_reach;
  for (unsigned c = 0; c < n_channels; ++c) {
    made.heard[c] = LQ_TAKE(arena, float, made.n_past + N_BLOCKS * FRAMES + LQ_LIMIT_PAD);
  }
  // The second side's wish, even where both share one gain.
  float* const need = LQ_TAKE(arena, float, FRAMES);
  for (unsigned g = 0; g < made.n_gains; ++g) {
    gain_prepare(&made.gain[g], arena, spec);
  }
  const size_t n_wait = made.gain[0].sustain.n_late;
  made.n_late         = n_wait + spec->n_ahead - 1 + LQ_LIMIT_AFTER + n_reach;
  made.n_dips         = 2 * spec->n_ahead + FRAMES;
  made.n_memory       = 2 * (n_wait + spec->n_ahead + FRAMES);
  for (unsigned c = 0; c < n_channels; ++c) {
    lq_line_prepare(&made.line[c], arena, made.n_late > made.n_past ? made.n_late : 0);
  }
  if (s) {
    made.detector = lq_limit_detector_design(spec->fine);
    if (made.n_gains == 1) {
      made.gain[1].need = need;
    }
    *s = made;
  }
}

void lq_limit_stage_reset(lq_limit_stage* const s)
{
  for (unsigned c = 0; c < s->n_channels; ++c) {
    memset(s->heard[c], 0, (s->n_past + N_BLOCKS * FRAMES + LQ_LIMIT_PAD) * sizeof(float));
    lq_line_reset(&s->line[c]);
  }
  for (unsigned c = 0; c < s->n_gains; ++c) {
    lq_limit_gain* const g = &s->gain[c];
    lq_window_max_reset(&g->ahead);
    lq_boxes_reset(&g->boxes);
    if (s->shaped) {
      lq_limit_sustain_reset(&g->sustain);
    }
    g->n_awake = g->n_dips = 0;
    g->leaves              = false;
  }
  memset(s->half_rate, 0, sizeof s->half_rate);
  s->at = s->n_hears = s->n_held = 0;
  lq_limit_meter_reset(&s->meter);
}

// Reductions that peaks ask for to reductions to apply. False: they are all zero, untouched.
static bool shape(lq_limit_stage* const s, lq_limit_gain* const g, const lq_simd* const simd,
                  const double fall)
{
  const bool asked = simd->mix->peak(g->need, FRAMES) > 0;
  g->leaves        = false;
  lq_limit_meter_pass(&s->meter, LQ_LIMIT_N_GROUPS);
  if (!asked && !g->n_awake) {
    return false;
  }
  if (s->shaped) {
    g->leaves = lq_limit_sustain_process(&g->sustain, simd, &s->meter, fall, g->need, g->sustained);
  }
  const bool dips = simd->mix->peak(g->need, FRAMES) > 0;
  g->n_dips       = dips ? s->n_dips : g->n_dips - (g->n_dips < FRAMES ? g->n_dips : FRAMES);
  if (g->n_dips) {
    lq_window_max_process(&g->ahead, simd, g->need, g->need, FRAMES);
    lq_boxes_process(&g->boxes, g->need, FRAMES);
  }
  for (size_t i = 0; s->shaped && i < FRAMES; ++i) {
    g->need[i] += g->sustained[i];
  }
  const bool moves = simd->mix->peak(g->need, FRAMES) > 0;
  if (asked || moves) {
    g->n_awake = s->n_memory;
  } else {
    g->n_awake = g->n_awake > FRAMES ? g->n_awake - FRAMES : 0;
  }
  return moves;
}

// What lies at half the rate interpolates to itself and its envelope's Hilbert transform, which
// decays as slowly as 1 / t: what a swell of it adds for seconds no ear of finite reach reads. So
// it is given room. [linear]
static float room(lq_limit_stage* const s, const lq_simd* const simd, const unsigned c,
                  const float ceiling_lin)
{
  if (!s->detector.fine) {
    return 0;
  }
  const float* const newest  = s->heard[c] + s->at + s->n_past + FRAMES;
  s->half_rate[c][s->n_held] = simd->limit->half_rate(s->detector.fine, newest - LQ_LIMIT_FINE);
  const float amplitude      = simd->mix->peak(s->half_rate[c], LQ_LIMIT_HELD);
  const float room_lin       = ROOM_SHARE * (amplitude - ROOM_FROM * ceiling_lin);
  const float most           = ROOM_MOST * ceiling_lin;
  return room_lin > most ? most : room_lin > 0 ? room_lin : 0;
}

// The wishes of the sides, linked.
static void hear(lq_limit_stage* const s, const lq_simd* const simd, const float ceiling_lin,
                 const bool hears)
{
  const size_t from = s->n_past - (LQ_LIMIT_TAPS - 1) - (s->detector.fine ? LQ_LIMIT_REACH : 0);
  for (unsigned c = 0; c < s->n_channels; ++c) {
    float* const need = s->gain[c].need;
    if (!hears) {
      memset(need, 0, FRAMES * sizeof(float));
      continue;
    }
    const float goal = ceiling_lin - room(s, simd, c, ceiling_lin);
    if (simd->limit->peaks(&s->detector, need, s->heard[c] + s->at + from, goal, FRAMES)) {
      simd->limit->reduction(need, goal, FRAMES);
    }
  }
  s->n_held = (s->n_held + 1) % LQ_LIMIT_HELD;
  if (s->n_gains == 2) {
    simd->compress->link(s->gain[0].need, s->gain[1].need, (lq_compress_line){s->link, 0, 0},
                         FRAMES);
  } else if (s->n_channels == 2) {
    float both[FRAMES];
    simd->compress->greater(both, s->gain[0].need, s->gain[1].need, FRAMES);
    memcpy(s->gain[0].need, both, sizeof both);
  }
}

// The block that comes in to the end of what is heard; the one that leaves to io.
static void wait(lq_limit_stage* const s, float* const* const io)
{
  for (unsigned c = 0; c < s->n_channels; ++c) {
    float* const now = s->heard[c] + s->at + s->n_past;
    memcpy(now, io[c], FRAMES * sizeof(float));
    if (s->line[c].n_frames) {
      lq_line_process(&s->line[c], io[c], FRAMES);
    } else {
      memcpy(io[c], now - s->n_late, FRAMES * sizeof(float));
    }
  }
}

static void advance(lq_limit_stage* const s)
{
  s->at += FRAMES;
  if (s->at == N_BLOCKS * FRAMES) {
    for (unsigned c = 0; c < s->n_channels; ++c) {
      memmove(s->heard[c], s->heard[c] + s->at, s->n_past * sizeof(float));
    }
    s->at = 0;
  }
}

bool lq_limit_stage_process(lq_limit_stage* const s, const lq_simd* const simd, const double fall,
                            const float ceiling_lin, const bool hears, float* const* const io)
{
  bool moved = false;
  s->n_hears = hears ? N_HEARS : s->n_hears - (s->n_hears > 0);
  wait(s, io);
  hear(s, simd, ceiling_lin, s->n_hears > 0);
  for (unsigned g = 0; g < s->n_gains; ++g) {
    if (shape(s, &s->gain[g], simd, fall)) {
      moved = true;
      for (unsigned c = g; c < s->n_channels; c += s->n_gains) {
        float dry[FRAMES];
        memcpy(dry, io[c], sizeof dry);
        simd->limit->apply(io[c], dry, s->gain[g].need, FRAMES);
      }
    }
  }
  advance(s);
  return moved;
}

bool lq_limit_stage_leaves(const lq_limit_stage* const s)
{
  return s->gain[0].leaves || (s->n_gains == 2 && s->gain[1].leaves);
}
