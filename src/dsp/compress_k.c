// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/compress.h"

#include "dsp/kernels.h"
#include "dsp/log2.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { N = LQ_COMPRESS_FRAMES, PAD = 4 };

// Four frames at a time, in as many registers as they take; each lane computes the same.
#if defined(__AVX__)
enum { LANES = 4 };
#else
enum { LANES = 2 };
#endif
enum { TURN = 4 / LANES };

typedef double vec __attribute__((vector_size(8 * LANES)));

// Through memcpy: a span begins anywhere.
static inline vec load(const double* const x)
{
  vec v;
  memcpy(&v, x, sizeof v);
  return v;
}

static inline void store(double* const x, const vec v)
{
  memcpy(x, &v, sizeof v);
}

// Lane by lane, which compilers know to be one instruction; a mask would be three.
static inline vec greatest(const vec a, const vec b)
{
  vec y;
  for (size_t k = 0; k < LANES; ++k) {
    y[k] = a[k] > b[k] ? a[k] : b[k];
  }
  return y;
}

static void cut(const lq_compress_cut_coef* const c, lq_compress_cut_state* const s, float* const y,
                const float* const x, const size_t n_frames)
{
  double in[N + 2], d[N + 6], f[N + PAD], out[N + 8 + PAD];
  memcpy(in, s->x, sizeof s->x);
  memcpy(d, s->d, sizeof s->d);
  memcpy(out, s->y, sizeof s->y);
  for (size_t i = 0; i < n_frames; ++i) {
    in[i + 2] = (double)x[i];
  }
  for (size_t i = 0; i < n_frames; ++i) {
    d[i + 6] = (in[i + 2] + c->sign * in[i + 1]) + c->sign * (in[i + 1] + c->sign * in[i]);
  }
  for (size_t i = 0; i < n_frames; ++i) {
    f[i] = ((c->fir[0] * d[i + 6] + c->fir[1] * d[i + 5]) +
            (c->fir[2] * d[i + 4] + c->fir[3] * d[i + 3])) +
           ((c->fir[4] * d[i + 2] + c->fir[5] * d[i + 1]) + c->fir[6] * d[i]);
  }
  memset(f + n_frames, 0, PAD * sizeof *f);
  vec y8[TURN], y4[TURN];
  for (size_t v = 0; v < TURN; ++v) {
    y8[v] = load(out + v * LANES);
    y4[v] = load(out + 4 + v * LANES);
  }
  for (size_t i = 0; i < n_frames; i += 4) {
    for (size_t v = 0; v < TURN; ++v) {
      const vec now = (load(f + i + v * LANES) - c->a8 * y8[v]) - c->a4 * y4[v];
      store(out + 8 + i + v * LANES, now);
      y8[v] = y4[v];
      y4[v] = now;
    }
  }
  for (size_t i = 0; i < n_frames; ++i) {
    y[i] = (float)out[i + 8];
  }
  memcpy(s->x, in + n_frames, sizeof s->x);
  memcpy(s->d, d + n_frames, sizeof s->d);
  memcpy(s->y, out + n_frames, sizeof s->y);
}

// x: [4 + n] with the past in front, PAD behind.
static void pole(const lq_compress_pole_coef* const c, lq_compress_pole_state* const s,
                 double* const y, const double* const x, const size_t n_frames)
{
  memcpy(y, s->y, sizeof s->y);
  vec last[TURN];
  for (size_t v = 0; v < TURN; ++v) {
    last[v] = load(y + v * LANES);
  }
  for (size_t i = 0; i < n_frames; i += 4) {
    for (size_t v = 0; v < TURN; ++v) {
      const double* const at = x + 4 + i + v * LANES;
      const vec           f  = (c->fir[0] * load(at) + c->fir[1] * load(at - 1)) +
                    (c->fir[2] * load(at - 2) + c->fir[3] * load(at - 3));
      last[v] = f + c->pole4 * last[v];
      store(y + 4 + i + v * LANES, last[v]);
    }
  }
  memcpy(s->x, x + n_frames, sizeof s->x);
  memcpy(s->y, y + n_frames, sizeof s->y);
}

static void mean_square(const lq_compress_pole_coef* const c, lq_compress_pole_state* const s,
                        float* restrict const y, const float* restrict const x,
                        const size_t n_frames)
{
  double in[4 + N + PAD], out[4 + N + PAD];
  memcpy(in, s->x, sizeof s->x);
  for (size_t i = 0; i < n_frames; ++i) {
    in[i + 4] = (double)x[i] * (double)x[i];
  }
  memset(in + 4 + n_frames, 0, PAD * sizeof *in);
  pole(c, s, out, in, n_frames);
  for (size_t i = 0; i < n_frames; ++i) {
    y[i] = (float)out[i + 4];
  }
}

// Frames one or two before those of `now`, when `before` are the ones in front of it.
static inline vec back_1(const vec before, const vec now)
{
#if defined(__AVX__)
  return __builtin_shufflevector(before, now, 3, 4, 5, 6);
#else
  return __builtin_shufflevector(before, now, 1, 2);
#endif
}

static inline vec back_2(const vec before, const vec now)
{
#if defined(__AVX__)
  return __builtin_shufflevector(before, now, 2, 3, 4, 5);
#else
  (void)now;
  return before;
#endif
}

// y1[n] = max(x[n], k x[n] + r y1[n-1]), k = 1 - r, unrolled twice and twice again:
// y1[n] = max(f[n], p[n] + r^2 y1[n-2]) with a floor f and a sum p of two inputs, then the same of
// those, so that only r^4 y1[n-4] is left in the chain. The attack's pole likewise. Both chains in
// one loop: where one waits the other works.
static void follow(const lq_compress_follow_coef* const c, lq_compress_follow_state* const s,
                   float* const x, const size_t n_frames)
{
  enum { PAST = 5 }; // one more than are kept, which nothing hears
  double in[PAST + N + PAD], y1[PAST + N + PAD], out[4 + N + PAD];
  in[0] = y1[0] = 0;
  memcpy(in + 1, s->x, sizeof s->x);
  memcpy(y1 + 1, s->y1, sizeof s->y1);
  memcpy(out, s->attack.y, sizeof s->attack.y);
  for (size_t i = 0; i < n_frames; ++i) {
    in[i + PAST] = (double)x[i];
  }
  memset(in + PAST + n_frames, 0, PAD * sizeof *in);
  const double r = c->release, r2 = r * r, k = c->keep;
  const double a = c->attack.pole, a2 = a * a, b = c->attack.fir[0];
  const vec    x0 = load(in + PAST - LANES), u0 = r * load(in + PAST - LANES - 1);
  vec          p2 = k * (x0 + u0), f2 = greatest(x0, k * x0 + u0), y = load(y1 + PAST - LANES);
  vec          b2 = b * (y + a * load(y1 + PAST - LANES - 1));
  vec          last[TURN], end[TURN];
  for (size_t v = 0; v < TURN; ++v) {
    last[v] = load(s->y1 + v * LANES);
    end[v]  = load(s->attack.y + v * LANES);
  }
  for (size_t i = 0; i < n_frames; i += 4) {
    for (size_t v = 0; v < TURN; ++v) {
      const size_t at  = i + v * LANES;
      const vec    now = load(in + PAST + at), u = r * load(in + PAST - 1 + at);
      const vec    p = k * (now + u), f = greatest(now, k * now + u);
      const vec    p4 = p + r2 * back_2(p2, p), f4 = greatest(f, p + r2 * back_2(f2, f));
      last[v]     = greatest(f4, p4 + c->release4 * last[v]);
      const vec q = b * (last[v] + a * back_1(y, last[v]));
      end[v]      = (q + a2 * back_2(b2, q)) + c->attack.pole4 * end[v];
      store(y1 + PAST + at, last[v]);
      store(out + 4 + at, end[v]);
      p2 = p;
      f2 = f;
      b2 = q;
      y  = last[v];
    }
  }
  for (size_t i = 0; i < n_frames; ++i) {
    x[i] = (float)out[i + 4];
  }
  memcpy(s->x, in + 1 + n_frames, sizeof s->x);
  memcpy(s->y1, y1 + 1 + n_frames, sizeof s->y1);
  memcpy(s->attack.y, out + n_frames, sizeof s->attack.y);
}

static void magnitude(float* restrict const y, const float* restrict const x, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    y[i] = __builtin_fabsf(x[i]);
  }
}

static void greater(float* const y, const float* const a, const float* const b,
                    const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    y[i] = a[i] > b[i] ? a[i] : b[i];
  }
}

static void level(float* const x, const float scale, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    x[i] = scale * lq_log2f(x[i]);
  }
}

static inline float on_line(const lq_compress_line l, const size_t i)
{
  return l.from + (l.at + (float)(int)i) * l.step;
}

// A line at rest is a number, the same bits.
static inline bool rests(const lq_compress_line l)
{
  return l.step == 0.0F;
}

static void link(float* restrict const a, float* restrict const b, const lq_compress_line amount,
                 const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    const float m = a[i] > b[i] ? a[i] : b[i];
    const float t = on_line(amount, i);
    a[i] += t * (m - a[i]);
    b[i] += t * (m - b[i]);
  }
}

static inline float curve_at(const float x, const float threshold, const float slope, const float h)
{
  const float d    = x - threshold;
  float       t    = d + h;
  t                = t > 0 ? t : 0;
  t                = t < 2 * h ? t : 2 * h;
  const float over = d - h > 0 ? d - h : 0;
  return slope * (t * t * (1.0F / (4 * h + 1e-9F)) + over); // hard knee: t is 0
}

static void curve(float* const x, const lq_compress_line threshold, const lq_compress_line slope,
                  const lq_compress_line half_knee, const size_t n_frames)
{
  if (rests(threshold) && rests(slope) && rests(half_knee)) {
    for (size_t i = 0; i < n_frames; ++i) {
      x[i] = curve_at(x[i], threshold.from, slope.from, half_knee.from);
    }
    return;
  }
  for (size_t i = 0; i < n_frames; ++i) {
    x[i] = curve_at(x[i], on_line(threshold, i), on_line(slope, i), on_line(half_knee, i));
  }
}

static void gain(float* restrict const g, const float* restrict const x,
                 const lq_compress_line makeup, const lq_compress_line mix, const size_t n_frames)
{
  if (rests(makeup) && rests(mix) && mix.from == 1.0F) {
    for (size_t i = 0; i < n_frames; ++i) {
      g[i] = lq_exp2f(makeup.from - x[i]);
    }
    return;
  }
  for (size_t i = 0; i < n_frames; ++i) {
    const float m = on_line(mix, i);
    g[i]          = (1.0F - m) + m * lq_exp2f(on_line(makeup, i) - x[i]);
  }
}

static void apply(float* restrict const y, const float* restrict const g, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    y[i] *= g[i];
  }
}

extern const lq_compress_kernels LQ_KERNELS(compress);
const lq_compress_kernels        LQ_KERNELS(compress) = {.cut         = cut,
                                                         .mean_square = mean_square,
                                                         .magnitude   = magnitude,
                                                         .greater     = greater,
                                                         .level       = level,
                                                         .link        = link,
                                                         .curve       = curve,
                                                         .follow      = follow,
                                                         .gain        = gain,
                                                         .apply       = apply};
