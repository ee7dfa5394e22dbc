// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/true_peak.h"

#include "dsp/kernels.h"

#include <stdint.h>
#include <string.h>

enum { LANES = 16 };

// Magnitudes compare as integers, and infinities and NaNs then come out on top.
static inline int32_t magnitude(const float x)
{
  int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits & 0x7FFFFFFF;
}

static float greatest(const int32_t* const most)
{
  int32_t top = 0;
  for (size_t k = 0; k < LANES; ++k) {
    top = most[k] > top ? most[k] : top;
  }
  float x;
  memcpy(&x, &top, sizeof x);
  return x;
}

static float copy(float* restrict const y, const float* restrict const x, const size_t n_frames)
{
  int32_t most[LANES] = {0};
  size_t  i           = 0;
  for (; i + LANES <= n_frames; i += LANES) {
    for (size_t k = 0; k < LANES; ++k) {
      const int32_t a = magnitude(x[i + k]);
      y[i + k]        = x[i + k];
      most[k]         = a > most[k] ? a : most[k];
    }
  }
  for (; i < n_frames; ++i) {
    const int32_t a = magnitude(x[i]);
    y[i]            = x[i];
    most[0]         = a > most[0] ? a : most[0];
  }
  return greatest(most);
}

static void bound(const float* const x, const size_t n_frames, float* const peak, float* const bend)
{
  int32_t most[LANES] = {0}, bent[LANES] = {0};
  size_t  i = 0;
  for (; i + LANES <= n_frames; i += LANES) {
    for (size_t k = 0; k < LANES; ++k) {
      const float*  p = x + i + k;
      const int32_t a = magnitude(p[0]);
      const int32_t d = magnitude((p[0] - p[-1]) - (p[-1] - p[-2]));
      most[k]         = a > most[k] ? a : most[k];
      bent[k]         = d > bent[k] ? d : bent[k];
    }
  }
  for (; i < n_frames; ++i) {
    const float*  p = x + i;
    const int32_t a = magnitude(p[0]);
    const int32_t d = magnitude((p[0] - p[-1]) - (p[-1] - p[-2]));
    most[0]         = a > most[0] ? a : most[0];
    bent[0]         = d > bent[0] ? d : bent[0];
  }
  *peak = greatest(most);
  *bend = greatest(bent);
}

// Each output sums its taps from the newest on, whatever the width of a register.
#if defined(__AVX512F__)
enum { WIDTH = 16 };
#elif defined(__AVX__)
enum { WIDTH = 8 };
#else
enum { WIDTH = 4 };
#endif
typedef float   lanes __attribute__((vector_size(WIDTH * sizeof(float))));
typedef int32_t words __attribute__((vector_size(WIDTH * sizeof(int32_t))));

enum { TOGETHER = 4 }; // phases that share their loads and hide each other's latency

static inline words greater(const words most, const lanes x)
{
  const words a    = (words)x & 0x7FFFFFFF;
  const words more = a > most;
  return (a & more) | (most & ~more);
}

// The outputs i to i + WIDTH of `n` phases from h on.
static inline __attribute__((always_inline)) words peak_at(const float* const h, const unsigned n,
                                                           const unsigned     n_taps,
                                                           const float* const x, words most)
{
  lanes sum[TOGETHER];
  memset(sum, 0, sizeof sum);
  for (unsigned k = 0; k < n_taps; ++k) {
    lanes v;
    memcpy(&v, x - k, sizeof v);
    for (unsigned p = 0; p < n; ++p) {
      sum[p] += h[p * n_taps + k] * v;
    }
  }
  for (unsigned p = 0; p < n; ++p) {
    most = greater(most, sum[p]);
  }
  return most;
}

static float peak(const lq_true_peak* const t, const float* const x, const size_t n_frames)
{
  int32_t  most[LANES] = {0};
  words    top         = {0};
  unsigned p           = 0;
  for (; p + TOGETHER <= t->n_phases; p += TOGETHER) {
    for (size_t i = 0; i + WIDTH <= n_frames; i += WIDTH) {
      top = peak_at(t->tap + p * t->n_taps, TOGETHER, t->n_taps, x + i, top);
    }
  }
  for (; p < t->n_phases; ++p) {
    for (size_t i = 0; i + WIDTH <= n_frames; i += WIDTH) {
      top = peak_at(t->tap + p * t->n_taps, 1, t->n_taps, x + i, top);
    }
  }
  memcpy(most, &top, sizeof top);
  for (p = 0; p < t->n_phases; ++p) {
    for (size_t i = n_frames - n_frames % WIDTH; i < n_frames; ++i) {
      const float* const at  = x + i; // the past lies in front of x
      float              sum = 0;
      for (unsigned k = 0; k < t->n_taps; ++k) {
        sum += t->tap[p * t->n_taps + k] * *(at - k);
      }
      const int32_t a = magnitude(sum);
      most[0]         = a > most[0] ? a : most[0];
    }
  }
  return greatest(most);
}

extern const lq_true_peak_kernels LQ_KERNELS(true_peak);
const lq_true_peak_kernels LQ_KERNELS(true_peak) = {.copy = copy, .bound = bound, .peak = peak};
