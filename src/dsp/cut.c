// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/cut.h"

#include "base/maths.h"

#include <string.h>

static const double K = 1.41421356237309504880; // 1/q of Butterworth

// Two integrators a frame on, as one matrix, so that the chain from frame to frame is short:
// s0 = p s0 + q (x - s1), s1 = s1 + q s0 + t (x - s1).
typedef struct {
  double p, q, t;
} coef;

static coef design(const double g)
{
  const double a1 = 1.0 / (1.0 + g * (g + K));
  return (coef){.p = 2.0 * a1 - 1.0, .q = 2.0 * g * a1, .t = 2.0 * g * g * a1};
}

// tan(pi f / rate); a corner beyond the band has no more to cut.
static double warp(const double freq_hz, const double rate_hz)
{
  const double f = freq_hz / rate_hz;
  return lq_tan(LQ_PI * (f > 0.49 ? 0.49 : f));
}

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
  const double low  = low_hz > 0 ? warp(low_hz, rate_hz) : 0.0;
  const double high = warp(high_hz, rate_hz);
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

// The band and low outputs are the means of the integrators before and after.
static inline void advance(const coef* const c, lq_pair* const s, const lq_pair x,
                           lq_pair* const band, lq_pair* const low)
{
  const lq_pair s0 = (c->p * s[0] - c->q * s[1]) + c->q * x;
  const lq_pair s1 = (c->q * s[0] + (1.0 - c->t) * s[1]) + c->t * x;
  *band            = 0.5 * (s[0] + s0);
  *low             = 0.5 * (s[1] + s1);
  s[0]             = s0;
  s[1]             = s1;
}

// One frame of both filters, both channels in the lanes.
static inline lq_pair step(const coef* const lo, const coef* const hi, lq_pair* const s,
                           const lq_pair x)
{
  lq_pair band, low, y;
  advance(lo, s, x, &band, &low);
  y = x - K * band - low;
  advance(hi, s + 2, y, &band, &low);
  return low;
}

void lq_cut_process(lq_cut* const c, float* const* const x, const size_t n_frames)
{
  size_t  i    = 0;
  lq_pair s[4] = {c->state[0], c->state[1], c->state[2], c->state[3]};
  for (; i < n_frames && c->done_frames < LQ_GRID_FRAMES; ++i) {
    ++c->done_frames;
    const coef    lo = design(now(&c->low, c->done_frames));
    const coef    hi = design(now(&c->high, c->done_frames));
    const lq_pair y  = step(&lo, &hi, s, (lq_pair){(double)x[0][i], (double)x[1][i]});
    x[0][i]          = (float)y[0];
    x[1][i]          = (float)y[1];
  }
  const coef lo = design(c->low.target), hi = design(c->high.target);
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
