// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/limit_shave.h"

#include "base/arena.h"
#include "base/maths.h"

#include <float.h>
#include <string.h>

enum { FRAMES = LQ_LIMIT_FRAMES, OVER = LQ_LIMIT_OVER, WINDOW = LQ_LIMIT_WINDOW };

void lq_limit_shave_design(lq_limit_shave_coef* const coef, const double rate_hz,
                           const double half_sec)
{
  const size_t most   = LQ_LIMIT_LAGS - LQ_LIMIT_PAD;
  const size_t wanted = (size_t)(half_sec * rate_hz);
  coef->detector      = lq_limit_detector_design(NULL);
  coef->n_lags        = wanted < 8 ? 8 : wanted > most ? most : wanted;
  for (size_t i = 0; i < WINDOW; ++i) {
    coef->window[i] = (float)(0.5 - 0.5 * lq_cos(2 * LQ_PI * ((double)i + 0.5) / WINDOW));
  }
  memset(coef->fade, 0, sizeof coef->fade);
  const size_t n = coef->n_lags * OVER;
  for (size_t i = 0; i < n; ++i) {
    coef->fade[i] = (float)(0.5 + 0.5 * lq_cos(LQ_PI * (double)i / (double)n));
  }
}

void lq_limit_shave_prepare(lq_limit_shave* const s, lq_arena* const arena)
{
  float* const line = LQ_TAKE(arena, float, 3 * FRAMES + LQ_LIMIT_PAD);
  if (s) {
    s->line = line;
  }
}

void lq_limit_shave_reset(lq_limit_shave* const s)
{
  memset(s->line, 0, (3 * FRAMES + LQ_LIMIT_PAD) * sizeof *s->line);
}

typedef struct {
  float  value;  ///< with its sign
  size_t eighth; ///< where in the interval, 0 to OVER
} peak;

// The highest point of the interval that begins at x[0], and the parabola through it.
static peak find(const lq_limit_detector* const d, const lq_simd* const simd, const float* const x)
{
  float u[OVER + 3]; // with a neighbour on either side
  simd->limit->points(d, u + 1, x - LQ_LIMIT_BEFORE);
  u[0]        = u[1]; // a parabola over the edge belongs to the next interval
  u[OVER + 1] = x[1];
  u[OVER + 2] = x[1];
  size_t at   = 1;
  for (size_t j = 2; j <= OVER + 1; ++j) {
    at = __builtin_fabsf(u[j]) > __builtin_fabsf(u[at]) ? j : at;
  }
  const float a = 0.5F * (u[at - 1] + u[at + 1]) - u[at], b = 0.5F * (u[at + 1] - u[at - 1]);
  const float q    = b * b / (4.0F * a);
  const bool  bent = at > 1 && at < OVER + 1 && a * u[at] < 0;
  return (peak){.value = bent ? u[at] - q : u[at], .eighth = at - 1};
}

// p[n_lags + k] for k from -n_lags to n_lags: the correlation around `eighth` / 8, faded.
static void pulse(const lq_limit_shave_coef* const coef, float* const p, const float* const r,
                  const size_t eighth)
{
  const ptrdiff_t n_lags = (ptrdiff_t)coef->n_lags;
  for (ptrdiff_t k = -n_lags; k <= n_lags; ++k) {
    const ptrdiff_t away    = k * OVER - (ptrdiff_t)eighth;
    const size_t    far     = (size_t)(away < 0 ? -away : away);
    const size_t    lag     = far / OVER;
    const float     part    = (float)(far % OVER) / OVER;
    const float     between = r[lag] + part * (r[lag + 1] - r[lag]);
    p[n_lags + k]           = between * coef->fade[far];
  }
}

// How high the pulse stands where the peak is.
static float height(const lq_limit_shave_coef* const coef, const float* const p,
                    const size_t eighth)
{
  const float* const at = p + coef->n_lags;
  if (eighth == 0 || eighth == OVER) {
    return at[eighth / OVER];
  }
  float           sum  = 0;
  const ptrdiff_t last = (ptrdiff_t)coef->n_lags;
  for (ptrdiff_t t = 0; t < LQ_LIMIT_TAPS; ++t) {
    const ptrdiff_t k = t - LQ_LIMIT_BEFORE;
    sum += k >= -last && k <= last ? coef->detector.fir[t][eighth] * at[k] : 0.0F;
  }
  return sum;
}

static void correlate(const lq_limit_shave_coef* const coef, const lq_simd* const simd,
                      float* const r, const float* const x)
{
  float around[WINDOW + LQ_LIMIT_LAGS] = {0};
  for (size_t i = 0; i < WINDOW; ++i) {
    around[i] = x[i] * coef->window[i];
  }
  const size_t group = LQ_LIMIT_LAG_GROUP;
  const size_t n     = (coef->n_lags + 2 + group - 1) / group * group;
  simd->limit->correlate(r, around, n);
}

// Brings the peak of the interval that begins at x[0] down.
static bool take_down(const lq_limit_shave_coef* const coef, const lq_simd* const simd,
                      const float ceiling_lin, float* const x)
{
  const peak  top  = find(&coef->detector, simd, x);
  const float over = __builtin_fabsf(top.value) - ceiling_lin * 0.9998F; // 0.002 dB, for rounding
  if (over <= 0) {
    return false;
  }
  float r[LQ_LIMIT_LAGS], p[2 * LQ_LIMIT_LAGS];
  correlate(coef, simd, r, x - WINDOW / 2);
  pulse(coef, p, r, top.eighth);
  const float h = height(coef, p, top.eighth);
  if (h <= 0) {
    return false;
  }
  const float  scale = (top.value > 0 ? over : -over) / h;
  float* const from  = x - coef->n_lags;
  for (size_t k = 0; k <= 2 * coef->n_lags; ++k) {
    from[k] -= scale * p[k];
  }
  return true;
}

bool lq_limit_shave_process(lq_limit_shave* const s, const lq_limit_shave_coef* const coef,
                            const lq_simd* const simd, const float ceiling_lin, float* const x)
{
  float* const work = s->line + FRAMES;
  float        y[FRAMES + 2];
  memcpy(work + FRAMES, x, FRAMES * sizeof *x);
  bool any = false;
  if (ceiling_lin < FLT_MAX &&
      simd->limit->peaks(&coef->detector, y + 1, work - LQ_LIMIT_BEFORE, ceiling_lin, FRAMES)) {
    y[0] = y[FRAMES + 1] = 0;
    for (size_t i = 1; i <= FRAMES; ++i) {
      if (y[i] > ceiling_lin && y[i] >= y[i - 1] && y[i] > y[i + 1]) {
        any |= take_down(coef, simd, ceiling_lin, work + i - 1);
      }
    }
  }
  memcpy(x, s->line, FRAMES * sizeof *x);
  memmove(s->line, work, 2 * FRAMES * sizeof *x);
  return any;
}
