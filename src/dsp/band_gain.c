// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/band_gain.h"

#include <assert.h>
#include <string.h>

void lq_band_gain_reset(lq_band_gain* const b)
{
  *b = (lq_band_gain){.done_frames = LQ_GRID_FRAMES};
}

// Straight lines between two of these are stable: dsp/biquad.h says why.
static lq_svf_pair_coef between(const lq_svf_pair_coef* const a, const lq_svf_pair_coef* const b,
                                const double t)
{
  return (lq_svf_pair_coef){.p = a->p + t * (b->p - a->p),
                            .q = a->q + t * (b->q - a->q),
                            .t = a->t + t * (b->t - a->t),
                            .k = b->k};
}

static lq_svf_pair_coef now(const lq_band_edge* const e, const unsigned section,
                            const unsigned done_frames)
{
  return done_frames < LQ_GRID_FRAMES
             ? between(&e->from[section], &e->to[section], (double)done_frames / LQ_GRID_FRAMES)
             : e->to[section];
}

// @return whether it moves
static bool aim(lq_band_edge* const e, const double freq_hz, const double rate_hz,
                const bool at_once, const unsigned done_frames)
{
  const bool   on    = freq_hz > 0;
  const bool   fresh = at_once || on != e->on;
  const double g     = lq_svf_pair_warp(freq_hz, rate_hz);
  bool         moves = false;
  if (on != e->on) {
    memset(e->state, 0, sizeof e->state);
  }
  for (unsigned i = 0; i < LQ_BAND_GAIN_SECTIONS; ++i) {
    const lq_svf_pair_coef to   = lq_svf_pair_design(g, lq_butterworth_k4[i]);
    const lq_svf_pair_coef from = fresh ? to : now(e, i, done_frames);
    moves                       = moves || to.q != from.q;
    e->from[i]                  = from;
    e->to[i]                    = to;
  }
  e->on = on;
  return moves;
}

void lq_band_gain_to(lq_band_gain* const b, const double low_hz, const double high_hz,
                     const double rate_hz)
{
  const bool low_moves  = aim(&b->low, low_hz, rate_hz, !b->started, b->done_frames);
  const bool high_moves = aim(&b->high, high_hz, rate_hz, !b->started, b->done_frames);
  b->done_frames        = low_moves || high_moves ? 0 : LQ_GRID_FRAMES;
  b->started            = true;
}

static void load(lq_pair* const x, float* const* const io, const unsigned n_channels,
                 const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    x[i] = (lq_pair){(double)io[0][i], (double)io[n_channels - 1][i]};
  }
}

static void store(const lq_pair* const x, float* const* const io, const unsigned n_channels,
                  const size_t n_frames)
{
  for (unsigned c = 0; c < n_channels; ++c) {
    for (size_t i = 0; i < n_frames; ++i) {
      io[c][i] = (float)x[i][c];
    }
  }
}

// Differences from the input, so that a root of 1 adds nothing at all.
static inline lq_pair section(const lq_svf_pair_coef* const c, lq_pair* const s, const lq_pair x,
                              const double at_edge, const double beyond)
{
  lq_pair band, low;
  lq_svf_pair_step(c, s, x, &band, &low);
  band               = c->k * band;
  const lq_pair high = x - band - low;
  return x + (at_edge * band + beyond * high);
}

// Both sections in one loop, each with its states in registers.
static void stretch(const lq_svf_pair_coef c0, const lq_svf_pair_coef c1,
                    lq_pair s[LQ_BAND_GAIN_SECTIONS][2], lq_pair* const x, const float* const root,
                    const size_t n_frames)
{
  lq_pair s0[] = {s[0][0], s[0][1]}, s1[] = {s[1][0], s[1][1]};
  for (size_t i = 0; i < n_frames; ++i) {
    const double  r       = (double)root[i];
    const double  at_edge = r - 1.0, beyond = r * r - 1.0;
    const lq_pair y = section(&c0, s0, x[i], at_edge, beyond);
    x[i]            = section(&c1, s1, y, at_edge, beyond);
  }
  memcpy(s[0], s0, sizeof s0);
  memcpy(s[1], s1, sizeof s1);
}

static void edge(lq_band_edge* const e, const unsigned done_frames, lq_pair* const x,
                 const float* const root, const size_t n_frames)
{
  size_t i = 0;
  for (unsigned done = done_frames + 1; i < n_frames && done < LQ_GRID_FRAMES; ++i, ++done) {
    stretch(now(e, 0, done), now(e, 1, done), e->state, x + i, root + i, 1);
  }
  stretch(e->to[0], e->to[1], e->state, x + i, root + i, n_frames - i);
}

static void pass(lq_band_gain* const b, const size_t n_frames)
{
  const size_t left = LQ_GRID_FRAMES - b->done_frames;
  b->done_frames += (unsigned)(n_frames < left ? n_frames : left);
}

// Double between the edges: what the first one took away the second one may have to bring back.
void lq_band_gain_process(lq_band_gain* const b, float* const* const io, const unsigned n_channels,
                          const float* const down, const float* const up, const size_t n_frames)
{
  lq_pair x[LQ_BAND_GAIN_FRAMES];
  assert(n_frames <= LQ_BAND_GAIN_FRAMES);
  load(x, io, n_channels, n_frames);
  if (b->low.on) {
    edge(&b->low, b->done_frames, x, down, n_frames);
  }
  for (size_t i = 0; i < n_frames && !b->low.on; ++i) {
    const double half = (double)down[i] * (double)down[i];
    x[i]              = (half * half) * x[i];
  }
  if (b->high.on) {
    edge(&b->high, b->done_frames, x, up, n_frames);
  }
  store(x, io, n_channels, n_frames);
  pass(b, n_frames);
}

void lq_band_gain_listen(lq_band_gain* const b, float* const* const io, const unsigned n_channels,
                         const size_t n_frames)
{
  lq_pair x[LQ_BAND_GAIN_FRAMES];
  assert(n_frames <= LQ_BAND_GAIN_FRAMES);
  load(x, io, n_channels, n_frames);
  for (unsigned k = 0; k < LQ_BAND_GAIN_SECTIONS; ++k) {
    const lq_svf_pair_coef c = b->low.to[k];
    for (size_t i = 0; i < n_frames; ++i) {
      lq_pair band, low;
      lq_svf_pair_step(&c, b->low.state[k], x[i], &band, &low);
      x[i] = x[i] - c.k * band - low;
    }
  }
  store(x, io, n_channels, n_frames);
  pass(b, n_frames);
}
