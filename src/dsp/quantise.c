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

double lq_quantise_rise_lin(const unsigned bits, const lq_dither_kind dither, const double rate_hz)
{
  const double      deviations = 6;
  double            power      = dither == LQ_DITHER_OFF ? 1.0 / 12.0 : 0.25; // steps^2
  lq_quantise_shape shape;
  if (dither == LQ_DITHER_SHAPED && lq_quantise_shape_design(&shape, rate_hz)) {
    double gain = 1;
    for (size_t k = 0; k < LQ_QUANTISE_SHAPE_ORDER; ++k) {
      gain += shape.tap[k] * shape.tap[k];
    }
    power *= gain;
  }
  return bits >= LQ_QUANTISE_MAX_BITS
             ? 0
             : deviations * sqrt(power) / (double)(UINT64_C(1) << (bits - 1));
}
