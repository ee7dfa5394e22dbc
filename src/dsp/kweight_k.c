// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/kweight.h"

#include "dsp/kernels.h"

#include <string.h>

// Lanes never meet, so their number in a register does not change the bits.
#if defined(__AVX512F__)
enum { WIDTH = 8, N_GROUPS = 1 };
#elif defined(__AVX__)
enum { WIDTH = 4, N_GROUPS = 2 };
#else
enum { WIDTH = 2, N_GROUPS = 2 }; // two at a time hide the latency of one
#endif
enum { HOPS = LQ_KWEIGHT_HOPS, STATES = LQ_KWEIGHT_STATES, STEP = WIDTH * N_GROUPS };

typedef double lanes __attribute__((vector_size(WIDTH * sizeof(double))));
typedef float  thin __attribute__((vector_size(WIDTH * sizeof(float))));
typedef float  four __attribute__((vector_size(4 * sizeof(float))));

static inline lanes load(const float* const p)
{
  thin x;
  memcpy(&x, p, sizeof x);
  return __builtin_convertvector(x, lanes);
}

static inline four load_four(const float* const p)
{
  four x;
  memcpy(&x, p, sizeof x);
  return x;
}

// Four hops side by side, four frames at a time: out[frame][hop].
static void transpose(const float* const* const hop, const size_t n, float* const out)
{
  size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const four a = load_four(hop[0] + i), b = load_four(hop[1] + i);
    const four c = load_four(hop[2] + i), d = load_four(hop[3] + i);
    const four ab_low  = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    const four ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const four cd_low  = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    const four cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    const four row[4]  = {__builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5),
                          __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7),
                          __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5),
                          __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7)};
    for (size_t r = 0; r < 4; ++r) {
      memcpy(out + (i + r) * HOPS, &row[r], sizeof row[r]);
    }
  }
  for (; i < n; ++i) {
    for (size_t j = 0; j < 4; ++j) {
      out[i * HOPS + j] = hop[j][i];
    }
  }
}

// What each hop alone leaves in the filter: end[state][hop].
static void remember(const double* const memory, const size_t n, const float* const x,
                     double end[STATES][HOPS])
{
  for (size_t first = 0; first < HOPS; first += STEP) {
    lanes sum[N_GROUPS][STATES];
    memset(sum, 0, sizeof sum);
    for (size_t i = 0; i < n; ++i) {
      const double* const w = memory + (n - 1 - i) * STATES;
      for (size_t g = 0; g < N_GROUPS; ++g) {
        const lanes v = load(x + i * HOPS + first + g * WIDTH);
        for (size_t s = 0; s < STATES; ++s) {
          sum[g][s] += w[s] * v;
        }
      }
    }
    for (size_t g = 0; g < N_GROUPS; ++g) {
      for (size_t s = 0; s < STATES; ++s) {
        memcpy(&end[s][first + g * WIDTH], &sum[g][s], sizeof sum[g][s]);
      }
    }
  }
}

typedef struct {
  lanes s0, s1, s2, s3, weighted, plain;
} lane_state;

static inline void step(const lq_kweight_coef* const c, lane_state* const s, const lanes x)
{
  const lanes v = c->b0 * x + s->s0;
  const lanes y = v + s->s2;
  s->s0         = (c->b1 * x + s->s1) - c->a1 * v;
  s->s1         = c->b2 * x - c->a2 * v;
  s->s2         = (s->s3 - (v + v)) - c->c1 * y;
  s->s3         = v - c->c2 * y;
  s->weighted += y * y;
  s->plain += x * x;
}

static void run(const lq_kweight_coef* const coef, const size_t n, const float* const x,
                double start[STATES][HOPS], double* const weighted, double* const plain)
{
  const lq_kweight_coef c = *coef;
  for (size_t first = 0; first < HOPS; first += STEP) {
    lane_state s[N_GROUPS];
    memset(s, 0, sizeof s);
    for (size_t g = 0; g < N_GROUPS; ++g) {
      memcpy(&s[g].s0, &start[0][first + g * WIDTH], sizeof s[g].s0);
      memcpy(&s[g].s1, &start[1][first + g * WIDTH], sizeof s[g].s1);
      memcpy(&s[g].s2, &start[2][first + g * WIDTH], sizeof s[g].s2);
      memcpy(&s[g].s3, &start[3][first + g * WIDTH], sizeof s[g].s3);
    }
    for (size_t i = 0; i < n; ++i) {
      for (size_t g = 0; g < N_GROUPS; ++g) {
        step(&c, &s[g], load(x + i * HOPS + first + g * WIDTH));
      }
    }
    for (size_t g = 0; g < N_GROUPS; ++g) {
      memcpy(&start[0][first + g * WIDTH], &s[g].s0, sizeof s[g].s0);
      memcpy(&start[1][first + g * WIDTH], &s[g].s1, sizeof s[g].s1);
      memcpy(&start[2][first + g * WIDTH], &s[g].s2, sizeof s[g].s2);
      memcpy(&start[3][first + g * WIDTH], &s[g].s3, sizeof s[g].s3);
      memcpy(&weighted[first + g * WIDTH], &s[g].weighted, sizeof s[g].weighted);
      memcpy(&plain[first + g * WIDTH], &s[g].plain, sizeof s[g].plain);
    }
  }
}

// The first frame of the hops that have one more than the rest; their start moves behind it.
static void first_frame(const lq_kweight* const k, const float* const x, const size_t* const start,
                        double state[STATES][HOPS], double* const weighted, double* const plain)
{
  for (size_t j = 0; j < HOPS; ++j) {
    weighted[j] = plain[j] = 0.0;
    if (start[j + 1] - start[j] == k->max_hop) {
      lq_kweight_state s = {{state[0][j], state[1][j], state[2][j], state[3][j]}};
      const double     v = (double)x[j];
      // lq_kweight_frame(), here again so that it is compiled with this file's flags.
      const double m = k->coef.b0 * v + s.s[0];
      const double y = m + s.s[2];
      state[0][j]    = (k->coef.b1 * v + s.s[1]) - k->coef.a1 * m;
      state[1][j]    = k->coef.b2 * v - k->coef.a2 * m;
      state[2][j]    = (s.s[3] - (m + m)) - k->coef.c1 * y;
      state[3][j]    = m - k->coef.c2 * y;
      weighted[j]    = y * y;
      plain[j]       = v * v;
    }
  }
}

static void energies(const lq_kweight* const k, lq_kweight_state* const state, const float* const x,
                     const size_t* const start, float* const scratch, double* const weighted,
                     double* const plain)
{
  const float* hop[HOPS];
  for (size_t j = 0; j < HOPS; ++j) {
    hop[j] = x + start[j + 1] - k->max_hop; // one frame early where the hop is short
  }
  transpose(hop, k->max_hop, scratch);
  transpose(hop + 4, k->max_hop, scratch + 4);
  for (size_t j = 0; j < HOPS; ++j) {
    if (start[j + 1] - start[j] < k->max_hop) {
      scratch[j] = 0.0F;
    }
  }
  double end[STATES][HOPS];
  remember(k->memory, k->max_hop, scratch, end);

  double           at[STATES][HOPS];
  lq_kweight_state s = *state;
  for (size_t j = 0; j < HOPS; ++j) {
    const double(*const p)[STATES] = k->power[start[j + 1] - start[j] == k->max_hop];
    lq_kweight_state next;
    for (size_t to = 0; to < STATES; ++to) {
      at[to][j]  = s.s[to];
      next.s[to] = end[to][j] + ((p[0][to] * s.s[0] + p[1][to] * s.s[1]) +
                                 (p[2][to] * s.s[2] + p[3][to] * s.s[3]));
    }
    s = next;
  }
  double first_weighted[HOPS], first_plain[HOPS];
  first_frame(k, scratch, start, at, first_weighted, first_plain);
  run(&k->coef, k->max_hop - 1, scratch + HOPS, at, weighted, plain);
  for (size_t j = 0; j < HOPS; ++j) {
    weighted[j] += first_weighted[j];
    plain[j] += first_plain[j];
  }
  for (size_t i = 0; i < STATES; ++i) {
    state->s[i] = at[i][HOPS - 1];
  }
}

extern const lq_kweight_kernels LQ_KERNELS(kweight);
const lq_kweight_kernels        LQ_KERNELS(kweight) = {.energies = energies};
