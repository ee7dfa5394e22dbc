// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/grain.h"

#include "base/maths.h"

#include <math.h>

// Fewer small samples than this say nothing about which values are missing.
enum { LEAST_SMALL = 4 * LQ_GRAIN_VALUES };

void lq_grain_process(lq_grain* const g, const float* const* const x, const unsigned n_channels,
                      const size_t n_frames)
{
  for (unsigned c = 0; c < n_channels; ++c) {
    for (size_t i = 0; i < n_frames; ++i) {
      // 2^23 steps to full scale; floats are exact here up to there.
      const float   steps = x[c][i] * 8388608.0F;
      const float   size  = fminf(fabsf(steps), 16777216.0F);
      const int32_t whole = (int32_t)size;
      g->n_fine += (float)whole != size;
      g->used |= (uint32_t)whole;
      if (whole > 0 && whole < LQ_GRAIN_VALUES && steps > 0) {
        g->seen[whole / 64] |= (uint64_t)1 << (whole % 64);
        ++g->n_small;
      }
    }
    g->n_samples += n_frames;
  }
}

static unsigned n_seen(const lq_grain* const g)
{
  unsigned n = 0;
  for (unsigned i = 0; i < LQ_GRAIN_VALUES; ++i) {
    n += (unsigned)((g->seen[i / 64] >> (i % 64)) & 1U);
  }
  return n;
}

double lq_grain_bits(const lq_grain* const g)
{
  if (!g->used) {
    return g->n_fine ? 32 : 0;
  }
  if (g->n_fine) {
    return 32;
  }
  unsigned bits = 24;
  for (uint32_t used = g->used; !(used & 1U); used >>= 1U) {
    --bits;
  }
  const unsigned n = n_seen(g);
  if (bits == 24 && g->n_small >= LEAST_SMALL && n > 0 && n < LQ_GRAIN_VALUES / 16) {
    return 24.0 - lq_log2((double)LQ_GRAIN_VALUES / (double)n);
  }
  return bits;
}
