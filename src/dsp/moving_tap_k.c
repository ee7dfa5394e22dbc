// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/moving_tap.h"

#include "dsp/kernels.h"

#include <string.h>

// Each frame sums its pairs in their order, whatever the width of a register.
#if defined(__AVX512F__)
enum { WIDTH = 16 };
#elif defined(__AVX__)
enum { WIDTH = 8 };
#else
enum { WIDTH = 4 };
#endif
typedef float lanes __attribute__((vector_size(WIDTH * sizeof(float))));
_Static_assert((int)WIDTH <= (int)LQ_MOVING_TAP_PAD, "a register may stand out");
_Static_assert(LQ_MOVING_TAP_DEGREE == 7, "four even powers, four odd ones");

static inline lanes load(const float* const x)
{
  lanes v;
  memcpy(&v, x, sizeof v);
  return v;
}

static inline lanes polynomial(const lanes* const c, const lanes z)
{
  return ((c[3] * z + c[2]) * z + c[1]) * z + c[0];
}

static void read(const lq_moving_tap* const t, float* const y, const float* const x,
                 const float* const m, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; i += WIDTH) {
    lanes even[4], odd[4]; // Farrow: the taps' powers first, the fraction last
    for (unsigned j = 0; j < 4; ++j) {
      even[j] = odd[j] = (lanes){0};
    }
    for (unsigned k = 0; k < LQ_MOVING_TAP_PAIRS; ++k) {
      const lanes a = load(x + i - k), b = load(x + i + 1 + k);
      const lanes sum = a + b, difference = b - a;
      for (unsigned j = 0; j < 4; ++j) {
        even[j] += t->sum[k][j] * sum;
        odd[j] += t->difference[k][j] * difference;
      }
    }
    const lanes at  = load(m + i);
    const lanes out = polynomial(even, at * at) + at * polynomial(odd, at * at);
    memcpy(y + i, &out, sizeof out);
  }
}

extern const lq_moving_tap_kernels LQ_KERNELS(moving_tap);
const lq_moving_tap_kernels        LQ_KERNELS(moving_tap) = {.read = read};
