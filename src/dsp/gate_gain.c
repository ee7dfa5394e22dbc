// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/gate_gain.h"

#include "dsp/log2.h"

lq_gate_gain_coef lq_gate_gain_design(const double attack_sec, const double hold_sec,
                                      const double release_sec, const double rate_hz)
{
  // 1 - e^-18 is 1 in float; and a turn of the follower more.
  return (lq_gate_gain_coef){.follow = lq_compress_follow_design(attack_sec, release_sec, rate_hz),
                             .n_settle = (size_t)(18.0 * attack_sec * rate_hz) + 8,
                             .n_hold   = (uint32_t)(hold_sec * rate_hz + 0.5)};
}

void lq_gate_gain_reset(lq_gate_gain* const g, const double floor_lin)
{
  *g = (lq_gate_gain){0};
  lq_compress_follow_hold(&g->follow, floor_lin);
}

void lq_gate_gain_recount(lq_gate_gain* const g)
{
  g->n_open = 0;
}

bool lq_gate_gain_alike(const lq_gate_gain* const a, const lq_gate_gain* const b)
{
  const bool latches =
      a->latch.open == b->latch.open && (!a->latch.open || a->latch.n_silent == b->latch.n_silent);
  return latches && a->settled == b->settled &&
         (a->settled || lq_compress_follow_alike(&a->follow, &b->follow));
}

// Frames from `at` on up to where it closes.
static size_t until_closing(const uint32_t* const open, const size_t at, const size_t n_frames)
{
  size_t i = at + 1;
  while (i < n_frames && (open[i] || !open[i - 1])) {
    ++i;
  }
  return i - at;
}

// A settled one computes nothing until it closes, and closes from exactly 1: the same bits,
// wherever spans begin.
static void follow(lq_gate_gain* const g, const lq_simd* const simd,
                   const lq_gate_gain_coef* const coef, const uint32_t* const open, float* const x,
                   const size_t n_frames)
{
  for (size_t at = 0, n; at < n_frames; at += n) {
    n = until_closing(open, at, n_frames);
    if (g->settled && open[at]) {
      continue; // the target is 1, and so is the gain
    }
    if (g->settled) {
      lq_compress_follow_hold(&g->follow, 1);
    }
    simd->compress->follow(&coef->follow, &g->follow, x + at, n);
    size_t n_open = 0;
    while (n_open < n && open[at + n - 1 - n_open]) {
      ++n_open;
    }
    g->n_open  = n_open == n ? g->n_open + n : n_open;
    g->settled = g->n_open >= coef->n_settle;
  }
}

bool lq_gate_gain_stays(lq_gate_gain* const g, const lq_simd* const simd,
                        const lq_gate_gain_coef* const coef, const lq_gate_gain_lines* const lines,
                        const float* const x, const float scale, const size_t n_frames)
{
  enum { CHUNK = 64 };
  if (!g->settled || !g->latch.open || lines->threshold.step != 0 || lines->hysteresis.step != 0) {
    return false;
  }
  const float enough   = lines->threshold.from - lines->hysteresis.from;
  size_t      n_silent = g->latch.n_silent; // or fewer
  bool        heard    = false;
  for (size_t at = 0, n; at < n_frames; at += n) {
    n = n_frames - at < CHUNK ? n_frames - at : CHUNK;
    if (n_silent + n > coef->n_hold) {
      return false;
    }
    heard    = scale * lq_log2f(simd->mix->peak(x + at, n)) >= enough;
    n_silent = heard ? n - 1 : n_silent + n;
  }
  if (!heard) {
    return false; // by the peak; how long it was silent takes every frame
  }
  uint32_t back = 0;
  while (!(scale * lq_log2f(x[n_frames - 1 - back]) >= enough)) {
    ++back;
  }
  g->latch.n_silent = back;
  return true;
}

bool lq_gate_gain_process(lq_gate_gain* const g, const lq_simd* const simd,
                          const lq_gate_gain_coef* const  coef,
                          const lq_gate_gain_lines* const lines, float* const x,
                          const size_t n_frames)
{
  uint32_t            open[LQ_COMPRESS_FRAMES];
  const lq_latch_rule rule   = {lines->threshold, lines->hysteresis, coef->n_hold};
  const size_t        n_open = simd->dynamics->latch(&g->latch, &rule, open, x, n_frames);
  if (g->settled && n_open == n_frames) {
    return false;
  }
  simd->dynamics->expand(x, open, lines->threshold, lines->slope, lines->range, n_frames);
  follow(g, simd, coef, open, x, n_frames);
  return true;
}
