// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/quantise.h"

#include "base/rng.h"

#include <assert.h>

uint64_t lq_quantise_seed(const uint64_t seed, const unsigned channel)
{
  return lq_rng_at(seed, channel);
}

// Two 32-bit uniforms summed, centred to the last bit: symmetric about 0, -1 < d < 1.
static double tpdf_lsb(const uint64_t seed, const uint64_t position)
{
  const uint64_t z = lq_rng_at(seed, position);
  return (double)((int64_t)((z >> 32U) + (z & 0xFFFFFFFFU)) - 0xFFFFFFFF) * 0x1p-32;
}

void lq_quantise(int32_t* const y, const float* const x, const size_t n_frames, const unsigned bits,
                 const bool dither, const uint64_t seed, const uint64_t position,
                 uint64_t* const n_clipped)
{
  assert(bits >= LQ_QUANTISE_MIN_BITS && bits <= LQ_QUANTISE_MAX_BITS);
  const double full = (double)(UINT64_C(1) << (bits - 1));
  const double low = -full, high = full - 1;
  const double round = 0x1.8p52; // adding and taking it away rounds to nearest even
  uint64_t     n     = 0;
  for (size_t i = 0; i < n_frames; ++i) {
    double v = x[i] == x[i] ? (double)x[i] * full : 0.0;
    v += dither ? tpdf_lsb(seed, position + i) : 0.0;
    n += v > high + 0.5 || v < low - 0.5;
    v    = v > high ? high : v;
    v    = v < low ? low : v;
    y[i] = (int32_t)((v + round) - round);
  }
  if (n_clipped) {
    *n_clipped += n;
  }
}
