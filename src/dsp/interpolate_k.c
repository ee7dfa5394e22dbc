// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/interpolate.h"

#include "dsp/kernels.h"

#include <string.h>

// Each output sums its taps in their order, whatever the width of a register.
#if defined(__AVX512F__)
enum { WIDTH = 16 };
#elif defined(__AVX__)
enum { WIDTH = 8 };
#else
enum { WIDTH = 4 };
#endif
enum { TOGETHER = 4 }; // registers of outputs that hide each other's latency
typedef float lanes __attribute__((vector_size(WIDTH * sizeof(float))));

static void run(const float* restrict const tap, const size_t n_taps, const float* restrict const x,
                const size_t n_frames, float* restrict const y)
{
  size_t i = 0;
  for (; i + TOGETHER * WIDTH <= n_frames; i += TOGETHER * WIDTH) {
    lanes sum[TOGETHER];
    memset(sum, 0, sizeof sum);
    for (size_t k = 0; k < n_taps; ++k) {
      for (size_t g = 0; g < TOGETHER; ++g) {
        lanes v;
        memcpy(&v, x + i + k + g * WIDTH, sizeof v);
        sum[g] += tap[k] * v;
      }
    }
    memcpy(y + i, sum, sizeof sum);
  }
  for (; i < n_frames; ++i) {
    float sum = 0.0F;
    for (size_t k = 0; k < n_taps; ++k) {
      sum += tap[k] * x[i + k];
    }
    y[i] = sum;
  }
}

extern const lq_interpolate_kernels LQ_KERNELS(interpolate);
const lq_interpolate_kernels        LQ_KERNELS(interpolate) = {.run = run};
