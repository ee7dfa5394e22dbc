// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/cut.h"

#include <string.h>

void lq_cut_reset(lq_cut* const c)
{
  *c = (lq_cut){.done_frames = LQ_GRID_FRAMES};
}

static double now(const lq_cut_corner* const c, const unsigned done_frames)
{
  return done_frames < LQ_GRID_FRAMES ? c->from + (double)done_frames * c->step : c->target;
}

static void corner_to(lq_cut_corner* const c, const unsigned done_frames, const double target)
{
  c->from   = now(c, done_frames);
  c->target = target;
  c->step   = (target - c->from) / LQ_GRID_FRAMES;
}

void lq_cut_to(lq_cut* const c, const double low_hz, const double high_hz, const double rate_hz)
{
  const double low  = low_hz > 0 ? lq_svf_pair_warp(low_hz, rate_hz) : 0.0;
  const double high = lq_svf_pair_warp(high_hz, rate_hz);
  if (!c->started) {
    c->started     = true;
    c->low.target  = low;
    c->high.target = high;
  } else if (low != c->low.target || high != c->high.target) {
    corner_to(&c->low, c->done_frames, low);
    corner_to(&c->high, c->done_frames, high);
    c->done_frames = 0;
  }
}

// One frame of both filters, both channels in the lanes.
static inline lq_pair step(const lq_svf_pair_coef* const lo, const lq_svf_pair_coef* const hi,
                           lq_pair* const s, const lq_pair x)
{
  lq_pair band, low, y;
  lq_svf_pair_step(lo, s, x, &band, &low);
  y = x - lo->k * band - low;
  lq_svf_pair_step(hi, s + 2, y, &band, &low);
  return low;
}

void lq_cut_process(lq_cut* const c, float* const* const x, const size_t n_frames)
{
  size_t  i    = 0;
  lq_pair s[4] = {c->state[0], c->state[1], c->state[2], c->state[3]};
  for (; i < n_frames && c->done_frames < LQ_GRID_FRAMES; ++i) {
    ++c->done_frames;
    const lq_svf_pair_coef lo = lq_svf_pair_design(now(&c->low, c->done_frames), LQ_BUTTERWORTH_K);
    const lq_svf_pair_coef hi = lq_svf_pair_design(now(&c->high, c->done_frames), LQ_BUTTERWORTH_K);
    const lq_pair          y  = step(&lo, &hi, s, (lq_pair){(double)x[0][i], (double)x[1][i]});
    x[0][i]                   = (float)y[0];
    x[1][i]                   = (float)y[1];
  }
  const lq_svf_pair_coef lo = lq_svf_pair_design(c->low.target, LQ_BUTTERWORTH_K),
                         hi = lq_svf_pair_design(c->high.target, LQ_BUTTERWORTH_K);
  for (; i < n_frames; ++i) {
    const lq_pair y = step(&lo, &hi, s, (lq_pair){(double)x[0][i], (double)x[1][i]});
    x[0][i]         = (float)y[0];
    x[1][i]         = (float)y[1];
  }
  for (unsigned k = 0; k < 4; ++k) {
    c->state[k] = s[k];
  }
}

void lq_cut_step(lq_cut* const c, const lq_simd* const simd, float* const* const x)
{
  if (c->done_frames < LQ_GRID_FRAMES) {
    lq_cut_process(c, x, LQ_GRID_FRAMES);
    return;
  }
  double state[8];
  memcpy(state, c->state, sizeof state);
  simd->space->cut(c->low.target, c->high.target, state, x);
  memcpy(c->state, state, sizeof state);
}
