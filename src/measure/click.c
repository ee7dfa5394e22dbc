// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/click.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The loud blocks of 100 ms stand evenly apart, from the first to the last.
static bool is_even(const lq_features* const f)
{
  float  most = 0;
  size_t last = 0, least_gap = SIZE_MAX, most_gap = 0, n = 0;
  for (size_t i = 0; i < f->n_blocks; ++i) {
    most = fmaxf(most, f->power[i]);
  }
  for (size_t i = 1; i + 1 < f->n_blocks; ++i) {
    if (f->power[i] > 0.1F * most && f->power[i] >= f->power[i - 1] &&
        f->power[i] > f->power[i + 1]) {
      if (n++) {
        least_gap = i - last < least_gap ? i - last : least_gap;
        most_gap  = i - last > most_gap ? i - last : most_gap;
      }
      last = i;
    }
  }
  return n >= 12 && least_gap > 1 && most_gap - least_gap <= 1 &&
         (double)last > 0.8 * (double)f->n_blocks;
}

static int by_size(const void* const a, const void* const b)
{
  const float x = *(const float*)a, y = *(const float*)b;
  return (x > y) - (x < y);
}

// A microphone hears something between the beats, a click track nothing.
static bool is_empty_between(const lq_features* const f)
{
  float* const sorted = malloc(f->n_blocks * sizeof *sorted + 1);
  if (!sorted || !f->n_blocks) {
    free(sorted);
    return false;
  }
  memcpy(sorted, f->power, f->n_blocks * sizeof *sorted);
  qsort(sorted, f->n_blocks, sizeof *sorted, by_size);
  const float quiet = sorted[f->n_blocks * 3 / 10], most = sorted[f->n_blocks - 1];
  free(sorted);
  return quiet < 3e-6F * most; // -55 dB
}

bool lq_sounds_like_click(const lq_features* const f)
{
  double whole = 0, best = 0;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    whole += f->band_power[b];
    best = fmax(best, f->band_power[b] + (b ? f->band_power[b - 1] : 0));
  }
  return f->percussiveness > 0.75 && f->centroid_hz > 500 && best > 0.8 * whole && is_even(f) &&
         is_empty_between(f);
}
