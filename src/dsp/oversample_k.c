// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/oversample.h"

#include "dsp/kernels.h"

#include <string.h>

// Each output sums its pairs in their order, whatever the width of a register.
#if defined(__AVX512F__)
enum { WIDTH = 16 };
#elif defined(__AVX__)
enum { WIDTH = 8 };
#else
enum { WIDTH = 4 };
#endif
enum { TOGETHER = 4 }; // registers of outputs that hide each other's latency
typedef float lanes __attribute__((vector_size(WIDTH * sizeof(float))));
_Static_assert((int)WIDTH <= (int)LQ_OVERSAMPLE_PAD, "a register may stand out");

static inline lanes load(const float* const x)
{
  lanes v;
  memcpy(&v, x, sizeof v);
  return v;
}

static inline __attribute__((always_inline)) void
fold_at(float* const y, const float* const centre, const float* const* const pairs,
        const float* const taps, const unsigned n_taps, const size_t i, const unsigned n)
{
  lanes sum[TOGETHER];
  for (unsigned g = 0; g < n; ++g) {
    sum[g] = taps[0] * (load(pairs[0] + i + g * WIDTH) + load(pairs[1] + i + g * WIDTH));
  }
  for (unsigned k = 1; k < n_taps; ++k) {
    const float *const a = pairs[2 * k] + i, *const b = pairs[2 * k + 1] + i;
    for (unsigned g = 0; g < n; ++g) {
      sum[g] += taps[k] * (load(a + g * WIDTH) + load(b + g * WIDTH));
    }
  }
  for (unsigned g = 0; g < n; ++g) {
    const lanes out = centre ? 0.5F * (load(centre + i + g * WIDTH) + sum[g]) : sum[g];
    memcpy(y + i + g * WIDTH, &out, sizeof out);
  }
}

static void fold(float* const y, const float* const centre, const float* const* const pairs,
                 const float* const taps, const unsigned n_taps, const size_t n_frames)
{
  size_t i = 0;
  for (; i + TOGETHER * WIDTH <= n_frames; i += TOGETHER * WIDTH) {
    fold_at(y, centre, pairs, taps, n_taps, i, TOGETHER);
  }
  for (; i < n_frames; i += WIDTH) {
    fold_at(y, centre, pairs, taps, n_taps, i, 1);
  }
}

extern const lq_oversample_kernels LQ_KERNELS(oversample);
const lq_oversample_kernels        LQ_KERNELS(oversample) = {.fold = fold};
