// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How fine the steps of the samples really are: 16-bit audio in a 24-bit file, also after its
/// level was changed without dither. Two looks: the lowest bit that is ever used, and how many of
/// the small values occur at all (a level change spreads the old steps over a comb with gaps).
#ifndef LQ_MEASURE_GRAIN_H
#define LQ_MEASURE_GRAIN_H

#include <stddef.h>
#include <stdint.h>

enum { LQ_GRAIN_VALUES = 8192 }; ///< 24-bit steps above zero that are looked at: 32 of 16 bits

typedef struct {
  uint32_t used;   ///< bits of all samples in 24-bit steps, or'd
  uint64_t n_fine; ///< samples with something below 24 bits
  uint64_t n_small, n_samples;
  uint64_t seen[LQ_GRAIN_VALUES / 64];
} lq_grain;

/// @param x [n_channels][n_frames]; finite
void lq_grain_process(lq_grain* g, const float* const* x, unsigned n_channels, size_t n_frames);

/// Bits that the audio uses, up to 24 (and for floats that use more, 32); 0 for silence.
double lq_grain_bits(const lq_grain* g);

#endif
