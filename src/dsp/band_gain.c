// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/band_gain.h"

#include <assert.h>
#include <string.h>

lq_band_gain_coef lq_band_gain_design(const double low_hz, const double high_hz,
                                      const double rate_hz)
{
  lq_band_gain_coef c    = {.low_on = low_hz > 0, .high_on = high_hz > 0};
  const double      low  = lq_svf_pair_warp(low_hz, rate_hz);
  const double      high = lq_svf_pair_warp(high_hz, rate_hz);
  for (unsigned i = 0; i < LQ_BAND_GAIN_SECTIONS; ++i) {
    c.low[i]  = lq_svf_pair_design(low, lq_butterworth_k4[i]);
    c.high[i] = lq_svf_pair_design(high, lq_butterworth_k4[i]);
  }
  return c;
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
static void edge(const lq_svf_pair_coef* const c, lq_pair s[LQ_BAND_GAIN_SECTIONS][2],
                 lq_pair* const x, const float* const root, const size_t n_frames)
{
  const lq_svf_pair_coef c0 = c[0], c1 = c[1];
  lq_pair                s0[] = {s[0][0], s[0][1]}, s1[] = {s[1][0], s[1][1]};
  for (size_t i = 0; i < n_frames; ++i) {
    const double  r       = (double)root[i];
    const double  at_edge = r - 1.0, beyond = r * r - 1.0;
    const lq_pair y = section(&c0, s0, x[i], at_edge, beyond);
    x[i]            = section(&c1, s1, y, at_edge, beyond);
  }
  memcpy(s[0], s0, sizeof s0);
  memcpy(s[1], s1, sizeof s1);
}

// Double between the edges: what the first one took away the second one may have to bring back.
void lq_band_gain_process(const lq_band_gain_coef* const c, lq_band_gain_state* const s,
                          float* const* const io, const unsigned n_channels,
                          const float* const down, const float* const up, const size_t n_frames)
{
  lq_pair x[LQ_BAND_GAIN_FRAMES];
  assert(n_frames <= LQ_BAND_GAIN_FRAMES);
  load(x, io, n_channels, n_frames);
  if (c->low_on) {
    edge(c->low, s->low, x, down, n_frames);
  }
  for (size_t i = 0; i < n_frames && !c->low_on; ++i) {
    const double half = (double)down[i] * (double)down[i];
    x[i]              = (half * half) * x[i];
  }
  if (c->high_on) {
    edge(c->high, s->high, x, up, n_frames);
  }
  store(x, io, n_channels, n_frames);
}

void lq_band_gain_listen(const lq_band_gain_coef* const c, lq_band_gain_state* const s,
                         float* const* const io, const unsigned n_channels, const size_t n_frames)
{
  lq_pair x[LQ_BAND_GAIN_FRAMES];
  assert(n_frames <= LQ_BAND_GAIN_FRAMES);
  load(x, io, n_channels, n_frames);
  for (unsigned k = 0; k < LQ_BAND_GAIN_SECTIONS; ++k) {
    for (size_t i = 0; i < n_frames; ++i) {
      lq_pair band, low;
      lq_svf_pair_step(&c->low[k], s->low[k], x[i], &band, &low);
      x[i] = x[i] - c->low[k].k * band - low;
    }
  }
  store(x, io, n_channels, n_frames);
}
