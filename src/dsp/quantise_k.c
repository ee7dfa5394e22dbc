// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/quantise.h"

#include "base/rng.h"
#include "dsp/kernels.h"

#include <string.h>

enum { N = 256 };

// Two 32-bit uniforms summed, centred to the last bit: symmetric about 0, -1 < d < 1.
static void tpdf(double* restrict const d, const uint64_t seed, const uint64_t position,
                 const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    const uint64_t z = lq_rng_at(seed, position + i);
    // Below 2^52, so as the low bits of 2^52: a conversion that any CPU has in lanes.
    const uint64_t bits = ((z >> 32U) + (z & 0xFFFFFFFFU)) | 0x4330000000000000U;
    double         sum;
    memcpy(&sum, &bits, sizeof sum);
    d[i] = (sum - (0x1p52 + 0x1p32 - 1)) * 0x1p-32;
  }
}

// Itself, or 0 for what is not a number; by its bits, since a comparison would branch.
static inline float number(float x)
{
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  bits &= 0U - (uint32_t)((bits & 0x7FFFFFFFU) <= 0x7F800000U); // not beyond infinity
  memcpy(&x, &bits, sizeof x);
  return x;
}

static uint64_t span(int32_t* restrict const y, const float* restrict const x,
                     const double* restrict const d, const size_t n_frames, const unsigned bits)
{
  const double full = (double)(UINT64_C(1) << (bits - 1));
  const double low = -full, high = full - 1;
  const double round = 0x1.8p52; // adding and taking it away rounds to nearest even
  double       v[N], w[N];
  for (size_t i = 0; i < n_frames; ++i) {
    v[i] = (((double)number(x[i]) * full + d[i]) + round) - round;
    w[i] = v[i] > high ? high : v[i];
  }
  // A loop of its own: beside the other end's comparison a compiler makes branches of both.
  for (size_t i = 0; i < n_frames; ++i) {
    w[i] = w[i] < low ? low : w[i];
    y[i] = (int32_t)w[i];
  }
  int64_t n = 0;
  for (size_t i = 0; i < n_frames; ++i) {
    n += v[i] != w[i];
  }
  return (uint64_t)n;
}

static void quantise(int32_t* const y, const float* const x, const size_t n_frames,
                     const unsigned bits, const bool dither, const uint64_t seed,
                     const uint64_t position, uint64_t* const n_clipped)
{
  double   d[N]    = {0};
  uint64_t n_clips = 0;
  for (size_t i = 0; i < n_frames; i += N) {
    const size_t n = n_frames - i < N ? n_frames - i : N;
    if (dither) {
      tpdf(d, seed, position + i, n);
    }
    n_clips += span(y + i, x + i, d, n, bits);
  }
  if (n_clipped) {
    *n_clipped += n_clips;
  }
}

extern const lq_quantise_kernels LQ_KERNELS(quantise);
const lq_quantise_kernels        LQ_KERNELS(quantise) = {.quantise = quantise};
