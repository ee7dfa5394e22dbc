// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/true_peak.h"

#include "dsp/kernels.h"

#include <stdint.h>
#include <string.h>

// Numbers of lanes differ between CPU levels; a maximum does not mind.
#if defined(__AVX512F__)
enum { WIDTH = 16 };
#elif defined(__AVX__)
enum { WIDTH = 8 };
#else
enum { WIDTH = 4 };
#endif
typedef float   lanes __attribute__((vector_size(WIDTH * sizeof(float))));
typedef int32_t words __attribute__((vector_size(WIDTH * sizeof(int32_t))));

static inline lanes load(const float* const p)
{
  lanes x;
  memcpy(&x, p, sizeof x);
  return x;
}

// Magnitudes compare as integers, and infinities and NaNs then come out on top.
static inline words greater(const words most, const lanes x)
{
  const words a    = (words)x & 0x7FFFFFFF;
  const words more = a > most;
  return (a & more) | (most & ~more);
}

static inline int32_t magnitude(const float x)
{
  int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits & 0x7FFFFFFF;
}

static inline int32_t more_of(const int32_t a, const int32_t b)
{
  return a > b ? a : b;
}

static float greatest(const words most, int32_t top)
{
  for (size_t k = 0; k < WIDTH; ++k) {
    top = more_of(top, most[k]);
  }
  float x;
  memcpy(&x, &top, sizeof x);
  return x;
}

static float copy(float* restrict const y, const float* restrict const x, const size_t n_frames)
{
  words   most = {0};
  int32_t rest = 0;
  size_t  i    = 0;
  for (; i + WIDTH <= n_frames; i += WIDTH) {
    const lanes v = load(x + i);
    memcpy(y + i, &v, sizeof v);
    most = greater(most, v);
  }
  for (; i < n_frames; ++i) {
    y[i] = x[i];
    rest = more_of(rest, magnitude(x[i]));
  }
  return greatest(most, rest);
}

static void bound(const float* const x, const size_t n_frames, float* const peak, float* const bend)
{
  words   most = {0}, bent = {0};
  int32_t rest = 0, rest_bent = 0;
  size_t  i = 0;
  for (; i + WIDTH <= n_frames; i += WIDTH) {
    const lanes now = load(x + i), before = load(x + i - 1);
    most = greater(most, now);
    bent = greater(bent, (now - before) - (before - load(x + i - 2)));
  }
  for (; i < n_frames; ++i) {
    const float* const p = x + i;
    rest                 = more_of(rest, magnitude(p[0]));
    rest_bent            = more_of(rest_bent, magnitude((p[0] - p[-1]) - (p[-1] - p[-2])));
  }
  *peak = greatest(most, rest);
  *bend = greatest(bent, rest_bent);
}

// Each output sums its taps from the newest on, whatever the width of a register.
enum { TOGETHER = 4 }; // phases that share their loads and hide each other's latency

// The outputs i to i + WIDTH of `n` phases from h on.
static inline __attribute__((always_inline)) words peak_at(const float* const h, const unsigned n,
                                                           const unsigned     n_taps,
                                                           const float* const x, words most)
{
  lanes sum[TOGETHER];
  memset(sum, 0, sizeof sum);
  for (unsigned k = 0; k < n_taps; ++k) {
    const lanes v = load(x - k);
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
  words    top  = {0};
  int32_t  rest = 0;
  unsigned p    = 0;
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
  for (p = 0; p < t->n_phases; ++p) {
    for (size_t i = n_frames - n_frames % WIDTH; i < n_frames; ++i) {
      const float* const at  = x + i; // the past lies in front of x
      float              sum = 0;
      for (unsigned k = 0; k < t->n_taps; ++k) {
        sum += t->tap[p * t->n_taps + k] * *(at - k);
      }
      rest = more_of(rest, magnitude(sum));
    }
  }
  return greatest(top, rest);
}

extern const lq_true_peak_kernels LQ_KERNELS(true_peak);
const lq_true_peak_kernels LQ_KERNELS(true_peak) = {.copy = copy, .bound = bound, .peak = peak};
