// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/crossover.h"

#include "dsp/kernels.h"
#include "dsp/lanes.h"

enum {
  MOST_VECS = LQ_CROSSOVER_LANES / 2,
  GROUP     = LQ_CROSSOVER_GROUP,
  STEP      = LQ_DYNBAND_STEP,
  TURN      = LQ_CROSSOVER_TURN
};

#define WIDTH 2
#include "dsp/crossover_lanes.inc"
#undef WIDTH
#if defined(__AVX2__)
#define WIDTH 4
#include "dsp/crossover_lanes.inc"
#undef WIDTH
#endif
#if defined(__AVX512F__)
#define WIDTH 8
#include "dsp/crossover_lanes.inc"
#undef WIDTH
#endif

typedef struct {
  void (*split)(const lq_crossover_coef* c, lq_crossover_split_state* s, const float* const* x,
                size_t n_groups, lq_crossover_row* low, lq_crossover_row* energy);
  void (*join)(const lq_crossover_coef* c, lq_crossover_join_state* s, const lq_crossover_row* low,
               const lq_crossover_row* gain, float* const* y, size_t n_groups);
} runner;

#define RUNNER(name, n_channels, width, n_vec)                                  \
  static void split_##name##_##width##_##n_vec(                                 \
      const lq_crossover_coef* const c, lq_crossover_split_state* const s,      \
      const float* const* const x, const size_t n, lq_crossover_row* const low, \
      lq_crossover_row* const energy)                                           \
  {                                                                             \
    split_##width(c, s, n_channels, n_vec, x, n, low, energy);                  \
  }                                                                             \
  static void join_##name##_##width##_##n_vec(                                  \
      const lq_crossover_coef* const c, lq_crossover_join_state* const s,       \
      const lq_crossover_row* const low, const lq_crossover_row* const gain,    \
      float* const* const y, const size_t n)                                    \
  {                                                                             \
    join_##width(c, s, n_channels, n_vec, low, gain, y, n);                     \
  }
#define RUNNERS(width, n_vec)   \
  RUNNER(mono, 1, width, n_vec) \
  RUNNER(stereo, 2, width, n_vec)
#define ROW(width, n_vec)                                           \
  {                                                                 \
    {split_mono_##width##_##n_vec, join_mono_##width##_##n_vec},    \
    {                                                               \
      split_stereo_##width##_##n_vec, join_stereo_##width##_##n_vec \
    }                                                               \
  }

LANES_SHAPES(RUNNERS)

static const runner runners[LQ_CROSSOVER_LANES / 2][LQ_MAX_CHANNELS] = {LANES_TABLE(ROW)};

static const runner* runner_of(const lq_crossover_coef* const c)
{
  return &runners[(c->n_bands * c->n_channels - 1) / 2][c->n_channels - 1];
}

static void split(const lq_crossover_coef* const c, lq_crossover_split_state* const s,
                  const float* const* const x, const size_t n_groups, lq_crossover_row* const low,
                  lq_crossover_row* const energy)
{
  runner_of(c)->split(c, s, x, n_groups, low, energy);
}

static void join(const lq_crossover_coef* const c, lq_crossover_join_state* const s,
                 const lq_crossover_row* const low, const lq_crossover_row* const gain,
                 float* const* const y, const size_t n_groups)
{
  runner_of(c)->join(c, s, low, gain, y, n_groups);
}

static void squares(const float* const a, const float* const b, const size_t n_steps,
                    float* const square)
{
  enum { LANES = 4 };
  for (size_t s = 0; s < n_steps; ++s) {
    float sum[LANES] = {0};
    for (size_t i = s * STEP; i < (s + 1) * STEP; i += LANES) {
      for (size_t k = 0; k < LANES; ++k) {
        const float d = b ? a[i + k] - b[i + k] : a[i + k];
        sum[k] += d * d;
      }
    }
    square[s] = ((sum[0] + sum[2]) + (sum[1] + sum[3])) * (2.0F / STEP); // a sine has 1/2
  }
}

static void weigh(float* restrict const y, const float* restrict const x, const float* const gain,
                  const size_t n_steps)
{
  for (size_t s = 0; s < n_steps; ++s) {
    const float from = gain[s], rise = (gain[s + 1] - gain[s]) / STEP;
    for (size_t i = 0; i < STEP; ++i) {
      y[s * STEP + i] += (from + (float)(int)(i + 1) * rise) * x[s * STEP + i];
    }
  }
}

extern const lq_crossover_kernels LQ_KERNELS(crossover);
const lq_crossover_kernels        LQ_KERNELS(crossover) = {
           .split = split, .join = join, .squares = squares, .weigh = weigh};
