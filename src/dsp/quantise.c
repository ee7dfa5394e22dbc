// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/quantise.h"

#include "base/rng.h"
#include "dsp/simd.h"

#include <assert.h>
#include <math.h>

uint64_t lq_quantise_seed(const uint64_t seed, const unsigned channel)
{
  return lq_rng_at(seed, channel);
}

void lq_quantise(int32_t* const y, const float* const x, const size_t n_frames, const unsigned bits,
                 const bool dither, const uint64_t seed, const uint64_t position,
                 uint64_t* const n_clipped)
{
  assert(bits >= LQ_QUANTISE_MIN_BITS && bits <= LQ_QUANTISE_MAX_BITS);
  // Who writes files has no spec to take kernels from; every level gives the same bits.
  lq_simd_best()->quantise->quantise(y, x, n_frames, bits, dither, seed, position, n_clipped);
}

void lq_quantise_shaped(int32_t* const y, const float* const x, const size_t n_frames,
                        const unsigned bits, const lq_quantise_shape* const shape,
                        lq_quantise_past* const past, const uint64_t seed, const uint64_t position,
                        uint64_t* const n_clipped)
{
  assert(bits >= LQ_QUANTISE_MIN_BITS && bits <= LQ_QUANTISE_MAX_BITS);
  lq_simd_best()->quantise->shaped(y, x, n_frames, bits, shape, past, seed, position, n_clipped);
}

double lq_quantise_rise_lin(const unsigned bits, const bool dither,
                            const lq_quantise_shape* const shape)
{
  assert(bits >= LQ_QUANTISE_MIN_BITS && bits <= LQ_QUANTISE_MAX_BITS);
  double power = dither ? 1.0 / 4 : 1.0 / 12; // of the error, steps squared
  double gain  = 1;                           // of the filter, power
  for (unsigned k = 0; shape && k < LQ_QUANTISE_SHAPE_ORDER; ++k) {
    gain += shape->tap[k] * shape->tap[k];
  }
  return 6 * sqrt(power * gain) / (double)(1ULL << (bits - 1));
}
