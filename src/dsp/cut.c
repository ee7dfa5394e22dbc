// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/cut.h"

#include "base/maths.h"

static const double K = 1.41421356237309504880; // 1/q of Butterworth

typedef struct {
  double a1, a2, a3;
} coef;

static coef design(const double g)
{
  const double a1 = 1.0 / (1.0 + g * (g + K));
  return (coef){.a1 = a1, .a2 = g * a1, .a3 = g * g * a1};
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

// One frame of both filters, both channels in the lanes.
static inline lq_pair step(const coef* const lo, const coef* const hi, lq_pair* const s,
                           const lq_pair x)
{
  const lq_pair v3 = x - s[1];
  const lq_pair v1 = lo->a1 * s[0] + lo->a2 * v3;
  const lq_pair v2 = s[1] + lo->a2 * s[0] + lo->a3 * v3;
  s[0]             = 2.0 * v1 - s[0];
  s[1]             = 2.0 * v2 - s[1];
  const lq_pair y  = x - K * v1 - v2;
  const lq_pair u3 = y - s[3];
  const lq_pair u1 = hi->a1 * s[2] + hi->a2 * u3;
  const lq_pair u2 = s[3] + hi->a2 * s[2] + hi->a3 * u3;
  s[2]             = 2.0 * u1 - s[2];
  s[3]             = 2.0 * u2 - s[3];
  return u2;
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
