// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/butterworth.h"
#include "dsp/fdn.h"
#include "dsp/kernels.h"
#include "dsp/space.h"

#include <string.h>

// Frames side by side; the sums of each frame are the same. Sixteen are no faster: the room's
// recursion waits for itself, and more rounds of shuffling stand around it.
#if defined(__AVX2__)
enum { W = 8 };
#else
enum { W = 4 };
#endif
enum { FIR_WORDS = 32 / W };

typedef float word __attribute__((vector_size(4 * W)));

static inline word load(const float* const x)
{
  word y;
  memcpy(&y, x, sizeof y);
  return y;
}

static inline void store(float* const y, const word x)
{
  memcpy(y, &x, sizeof x);
}

static inline word splat(const float x)
{
  return x - (word){0};
}

static void fir(float* restrict const y, const float* restrict const x,
                const float* restrict const taps, const unsigned n_taps, const size_t n_frames)
{
  size_t i = 0;
  for (; i + (size_t)FIR_WORDS * W <= n_frames; i += (size_t)FIR_WORDS * W) {
    word sum[FIR_WORDS] = {{0}};
    for (unsigned k = 0; k < n_taps; ++k) {
      for (unsigned q = 0; q < FIR_WORDS; ++q) {
        sum[q] += taps[k] * load(x + i + (size_t)q * W - k);
      }
    }
    memcpy(y + i, sum, sizeof sum);
  }
  for (; i < n_frames; ++i) {
    float sum = 0;
    for (unsigned k = 0; k < n_taps; ++k) {
      sum += taps[k] * *(x + i - k);
    }
    y[i] = sum;
  }
}

#include "dsp/space_cut.inc"
#include "dsp/space_fdn.inc"

extern const lq_space_kernels LQ_KERNELS(space);
const lq_space_kernels        LQ_KERNELS(space) = {.fir = fir, .fdn = fdn, .cut = cut};
