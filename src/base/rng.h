// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Random numbers by position: the same number for the same seed and place, however the audio is
/// cut and whoever asks first.
#ifndef LQ_BASE_RNG_H
#define LQ_BASE_RNG_H

#include <stdint.h>

/// A well-mixed 64-bit word for a place. Source: G. Steele, D. Lea, C. Flood, "Fast Splittable
/// Pseudorandom Number Generators", 2014 (SplitMix64's finaliser, D. Stafford's variant 13).
static inline uint64_t lq_rng_at(const uint64_t seed, const uint64_t position)
{
  uint64_t z = seed + (position + 1) * 0x9E3779B97F4A7C15U; // 2^64 / golden ratio
  z          = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z          = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

#endif
