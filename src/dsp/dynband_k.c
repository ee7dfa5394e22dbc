// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/dynband.h"

#include "dsp/kernels.h"
#include "dsp/lanes.h"
#include "dsp/log2.h"

// Vectors wider than the CPU's are split badly, so eight bands are one or two parts.
#if defined(__AVX2__)
enum { WIDE = 8 };
#else
enum { WIDE = 4 };
#endif
enum { MOST_VECS = LQ_DYNBAND_LANES / 2, N = LQ_DYNBAND_N };

// What is heard is compared with the whole, but with nothing below -100 dB: silence has no tone.
static const float QUIET = 1e-10F;
// Louder than 180 dB full scale is as loud: squares stay finite, and so does what remembers them.
static const float LOUDEST = 1e9F;

typedef float   part __attribute__((vector_size(4 * WIDE)));
typedef int32_t part_bits __attribute__((vector_size(4 * WIDE)));

// Part `h` begins at band h.
static inline part get(const lq_eight* const x, const unsigned h)
{
  return *(const part*)&x->v[h];
}

static inline void put(lq_eight* const x, const unsigned h, const part v)
{
  *(part*)&x->v[h] = v;
}

static inline part greatest(const part a, const part b)
{
  const part_bits where = a > b;
  return (part)((where & (part_bits)a) | (~where & (part_bits)b));
}

static inline part least(const part a, const part b)
{
  const part_bits where = a < b;
  return (part)((where & (part_bits)a) | (~where & (part_bits)b));
}

static inline part where_not_zero(const part x, const part v)
{
  return (part)((x != 0.0F) & (part_bits)v);
}

static void take(float* restrict const y, const float* restrict const x, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    const float z = x[i] < LOUDEST ? x[i] : LOUDEST;
    y[i]          = z > -LOUDEST ? z : -LOUDEST;
  }
}

static inline void hear_part(const lq_dynband_ear* const ear, lq_eight state[2],
                             const float* const x, const size_t n_steps, lq_eight* const square,
                             const unsigned h)
{
  const lq_dynband_ear c  = *ear;
  part                 s1 = get(&state[0], h), s2 = get(&state[1], h);
  for (size_t step = 0; step < n_steps; ++step) {
    const float* const in  = x + step * LQ_DYNBAND_STEP;
    part               sum = {0};
    for (size_t i = 0; i < LQ_DYNBAND_STEP; i += 2) {
      const part x0 = (part){0} + in[i], x1 = (part){0} + in[i + 1];
      const part v0 =
          get(&c.first[2], h) * x0 + (get(&c.first[0], h) * s1 + get(&c.first[1], h) * s2);
      const part v1 = (get(&c.second[2], h) * x0 + get(&c.first[2], h) * x1) +
                      (get(&c.second[0], h) * s1 + get(&c.second[1], h) * s2);
      const part n1 = get(&c.n[0][0], h) * s1 + get(&c.n[0][1], h) * s2;
      const part n2 = get(&c.n[1][0], h) * s1 + get(&c.n[1][1], h) * s2;
      s1            = (s1 + (get(&c.x0[0], h) * x0 + get(&c.x1[0], h) * x1)) + n1;
      s2            = (s2 + (get(&c.x0[1], h) * x0 + get(&c.x1[1], h) * x1)) + n2;
      sum += v0 * v0 + v1 * v1;
    }
    put(&square[step], h, sum * (2.0F / LQ_DYNBAND_STEP)); // a sine's mean square is 1/2
  }
  put(&state[0], h, s1);
  put(&state[1], h, s2);
}

static void hear(const lq_dynband_ear* const ear, lq_eight state[2], const float* const x,
                 const size_t n_steps, lq_eight* const square)
{
  for (unsigned h = 0; h < N; h += WIDE) {
    hear_part(ear, state, x, n_steps, square, h);
  }
}

// Mean squares over the window, of the whole if so asked. When there is one side for two that are
// heard, the louder one.
static inline void average(const lq_dynband_law* const law, lq_dynband_ride* const ride,
                           const lq_dynband_levels* const in, lq_eight (*level)[LQ_DYNBAND_STEPS],
                           const unsigned                 h)
{
  const part window = get(&law->window, h), quiet = (part){0} + QUIET;
  for (unsigned c = 0; c < in->n_heard; ++c) {
    const bool      join = c >= in->n_sides;
    lq_eight* const out  = level[join ? 0 : c];
    part            s = get(&ride->square[c], h), w = get(&ride->whole[c], h);
    for (size_t i = 0; i < in->n_steps; ++i) {
      s += window * (get(&in->square[c][i], h) - s);
      part heard = s;
      if (in->whole[c]) {
        w += window * (in->whole[c][i] - w);
        heard = s / greatest(w, quiet);
      }
      put(&out[i], h, join ? greatest(heard, get(&out[i], h)) : heard);
    }
    put(&ride->square[c], h, s);
    put(&ride->whole[c], h, w);
  }
}

// 0 below the knee, a parabola in it, x above; no knee: t is 0.
static inline part knee(const part x, const part half)
{
  const part zero = {0};
  const part t    = least(greatest(x + half, zero), 2.0F * half);
  return t * t / (4.0F * half + 1e-9F) + greatest(x - half, zero);
}

// Levels to gains in log2 units: two kneed lines make one that starts and ends softly; then the
// smooth decoupled detector of dsp/compress.h.
static inline void follow(const lq_dynband_law* const law, lq_dynband_ride* const ride,
                          const unsigned side, const lq_eight* const level, lq_eight* const gain,
                          const size_t n_steps, const unsigned h)
{
  const part way = get(&law->way, h), threshold = get(&law->threshold, h);
  const part half = get(&law->half_knee, h), reach = get(&law->reach, h);
  const part limit = get(&law->limit, h), slope = get(&law->slope, h),
             toward  = get(&law->toward, h);
  const part release = get(&law->release, h), attack = get(&law->attack, h);
  part       held = get(&ride->held[side], h), moved = get(&ride->moved[side], h), most = {0};
  for (size_t i = 0; i < n_steps; ++i) {
    const part over = way * (get(&level[i], h) - threshold);
    const part want = slope * (knee(over, half) - knee(over - reach, half));
    held            = least(greatest(want, held + release * (want - held)), limit);
    moved           = least(moved + attack * (held - moved), limit);
    most            = greatest(most, moved);
    put(&gain[i], h, toward * moved);
  }
  put(&ride->held[side], h, held);
  put(&ride->moved[side], h, moved);
  most = where_not_zero(get(&ride->scale_target, h), most);
  put(&ride->most, h, greatest(get(&ride->most, h), most));
}

static inline void link(const float amount, lq_eight* const left, lq_eight* const right,
                        const size_t n_steps, const unsigned h)
{
  for (size_t i = 0; i < n_steps; ++i) {
    const part a = get(&left[i], h), b = get(&right[i], h), louder = greatest(a, b);
    put(&left[i], h, a + amount * (louder - a));
    put(&right[i], h, b + amount * (louder - b));
  }
}

static void to_wets(lq_dynband_ride* const ride, lq_eight (*const gain)[LQ_DYNBAND_STEPS],
                    const unsigned n_sides, const unsigned n_channels, lq_dynband_wets* const wet,
                    const size_t n_steps)
{
  for (unsigned side = 0; side < n_sides; ++side) {
    float* const g = gain[side]->v;
    for (size_t i = 0; i < n_steps * N; ++i) {
      g[i] = lq_exp2f(g[i]) - 1.0F;
    }
  }
  for (size_t i = 0; i < n_steps; ++i) {
    if (ride->n_scale_steps) {
      const bool there = --ride->n_scale_steps == 0;
      for (unsigned k = 0; k < N; ++k) {
        ride->scale.v[k] =
            there ? ride->scale_target.v[k] : ride->scale.v[k] + ride->scale_step.v[k];
      }
    }
    const float* const left  = gain[0][i].v;
    const float* const right = gain[n_sides - 1][i].v;
    for (unsigned k = 0; n_channels == 1 && k < N; ++k) {
      wet[i].v[k] = (double)(ride->scale.v[k] * left[k]);
    }
    for (unsigned k = 0; n_channels == 2 && k < N; ++k) {
      wet[i].v[2 * k]     = (double)(ride->scale.v[k] * left[k]);
      wet[i].v[2 * k + 1] = (double)(ride->scale.v[k] * right[k]);
    }
  }
}

static void decide(const lq_dynband_law* const law, lq_dynband_ride* const ride,
                   const lq_dynband_levels* const in, const unsigned n_channels,
                   lq_dynband_wets* const wet)
{
  lq_eight level[LQ_MAX_CHANNELS][LQ_DYNBAND_STEPS];
  for (unsigned h = 0; h < N; h += WIDE) {
    average(law, ride, in, level, h);
  }
  for (unsigned side = 0; side < in->n_sides; ++side) {
    float* const l = level[side]->v;
    for (size_t i = 0; i < in->n_steps * N; ++i) {
      l[i] = 0.5F * lq_log2f(l[i]);
    }
  }
  for (unsigned h = 0; h < N; h += WIDE) {
    if (in->n_sides == 2) {
      link(law->link, level[0], level[1], in->n_steps, h);
    }
    for (unsigned side = 0; side < in->n_sides; ++side) {
      follow(law, ride, side, level[side], level[side], in->n_steps, h);
    }
  }
  to_wets(ride, level, in->n_sides, n_channels, wet, in->n_steps);
}

#define WIDTH 2
#include "dsp/dynband_lanes.inc"
#undef WIDTH
#if defined(__AVX2__)
#define WIDTH 4
#include "dsp/dynband_lanes.inc"
#undef WIDTH
#endif
#if defined(__AVX512F__)
#define WIDTH 8
#include "dsp/dynband_lanes.inc"
#undef WIDTH
#endif

typedef void runner(lq_dynband_filters* f, unsigned phase, const lq_dynband_wets* wet,
                    float* const* io, size_t n_frames);

#define RUNNER(name, n_channels, moving, width, n_vec)                                           \
  static void name##_##width##_##n_vec(lq_dynband_filters* const f, const unsigned phase,        \
                                       const lq_dynband_wets* const wet, float* const* const io, \
                                       const size_t n)                                           \
  {                                                                                              \
    sound_##width(f, n_channels, n_vec, moving, phase, wet, io, n);                              \
  }
#define RUNNERS(width, n_vec)                \
  RUNNER(mono, 1, false, width, n_vec)       \
  RUNNER(mono_moving, 1, true, width, n_vec) \
  RUNNER(stereo, 2, false, width, n_vec)     \
  RUNNER(stereo_moving, 2, true, width, n_vec)

LANES_SHAPES(RUNNERS)

static runner* const runners[LQ_DYNBAND_LANES / 2][2][2] = {LANES_TABLE(LANES_ROW)};

static void sound(lq_dynband_filters* const f, const unsigned n_channels, const bool moving,
                  const unsigned phase, const lq_dynband_wets* const wet, float* const* const io,
                  const size_t n_frames)
{
  const unsigned n_lanes = f->n_bands * n_channels;
  runners[(n_lanes - 1) / 2][n_channels - 1][moving](f, phase, wet, io, n_frames);
}

extern const lq_dynband_kernels LQ_KERNELS(dynband);
const lq_dynband_kernels        LQ_KERNELS(dynband) = {
           .take = take, .hear = hear, .decide = decide, .sound = sound};
