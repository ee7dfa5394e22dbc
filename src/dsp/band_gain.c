// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/band_gain.h"

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

static inline lq_pair load(float* const* const io, const unsigned n_channels, const size_t i)
{
  return (lq_pair){(double)io[0][i], n_channels > 1 ? (double)io[1][i] : 0.0};
}

static inline void store(float* const* const io, const unsigned n_channels, const size_t i,
                         const lq_pair x)
{
  for (unsigned c = 0; c < n_channels; ++c) {
    io[c][i] = (float)x[c];
  }
}

// Differences from the input, so that a root of 1 adds nothing at all.
static inline lq_pair edge(const lq_svf_pair_coef* const c, lq_pair (*const s)[2], lq_pair x,
                           const double root)
{
  const double at_edge = root - 1.0, beyond = root * root - 1.0;
  for (unsigned k = 0; k < LQ_BAND_GAIN_SECTIONS; ++k) {
    lq_pair band, low;
    lq_svf_pair_step(&c[k], s[k], x, &band, &low);
    band               = c[k].k * band;
    const lq_pair high = x - band - low;
    x                  = x + (at_edge * band + beyond * high);
  }
  return x;
}

static inline void run(const lq_band_gain_coef* const c, lq_band_gain_state* const s,
                       float* const* const io, const unsigned n_channels, const bool low_on,
                       const bool high_on, const float* const down, const float* const up,
                       const size_t n_frames)
{
  lq_band_gain_state t = *s;
  for (size_t i = 0; i < n_frames; ++i) {
    const double root = (double)down[i];
    lq_pair      x    = load(io, n_channels, i);
    x                 = low_on ? edge(c->low, t.low, x, root) : ((root * root) * (root * root)) * x;
    x                 = high_on ? edge(c->high, t.high, x, (double)up[i]) : x;
    store(io, n_channels, i, x);
  }
  *s = t;
}

void lq_band_gain_process(const lq_band_gain_coef* const c, lq_band_gain_state* const s,
                          float* const* const io, const unsigned n_channels,
                          const float* const down, const float* const up, const size_t n_frames)
{
  if (c->low_on && c->high_on) {
    run(c, s, io, n_channels, true, true, down, up, n_frames);
  } else if (c->low_on) {
    run(c, s, io, n_channels, true, false, down, up, n_frames);
  } else if (c->high_on) {
    run(c, s, io, n_channels, false, true, down, up, n_frames);
  } else {
    run(c, s, io, n_channels, false, false, down, up, n_frames);
  }
}

void lq_band_gain_listen(const lq_band_gain_coef* const c, lq_band_gain_state* const s,
                         float* const* const io, const unsigned n_channels, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    lq_pair x = load(io, n_channels, i);
    for (unsigned k = 0; k < LQ_BAND_GAIN_SECTIONS; ++k) {
      lq_pair band, low;
      lq_svf_pair_step(&c->low[k], s->low[k], x, &band, &low);
      x = x - c->low[k].k * band - low;
    }
    store(io, n_channels, i, x);
  }
}
