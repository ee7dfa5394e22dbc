// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/activity.h"

#include "base/maths.h"
#include "measure/loudness.h"

#include <math.h>
#include <stdlib.h>

enum { WINDOW = LQ_LOUDNESS_GRIDS_MOMENTARY };

static double window(const float* const power, const size_t end)
{
  double sum = 0;
  size_t n   = 0;
  for (; n < WINDOW && n <= end; ++n) {
    sum += (double)power[end - n];
  }
  return sum / (double)n;
}

static double power_of(const double lufs)
{
  return lq_exp((lufs + 0.691) * (LQ_LN10 / 10.0)); // BS.1770's offset, backwards
}

// Two gates as in BS.1770 over windows, so that silence between phrases does not set the gate.
static double gated(const float* const power, const size_t n, const double floor_power)
{
  double gate = floor_power, mean = 0;
  for (int pass = 0; pass < 2; ++pass) {
    double sum   = 0;
    size_t count = 0;
    for (size_t i = 0; i < n; ++i) {
      const double w = window(power, i);
      if (w > gate) {
        sum += w;
        ++count;
      }
    }
    mean = count ? sum / (double)count : 0.0;
    gate = fmax(floor_power, 0.1 * mean); // -10 LU
  }
  return mean;
}

static int by_size(const void* const a, const void* const b)
{
  const float x = *(const float*)a, y = *(const float*)b;
  return (x > y) - (x < y);
}

static double percentile_lufs(const float* const sorted, const size_t n, const double p)
{
  return n ? lq_loudness_lufs((double)sorted[(size_t)floor(p * (double)(n - 1) + 0.5)])
           : -(double)INFINITY;
}

// Mark the blocks of open windows; a window's quiet edge is not yet, or no longer, the track.
static void mark(uint8_t* const active, const float* const power, const size_t n, const double on,
                 const double off)
{
  bool open = false;
  for (size_t i = 0; i < n; ++i) {
    const double w = window(power, i);
    open           = w > (open ? off : on);
    for (size_t k = 0; open && k < WINDOW && k <= i; ++k) {
      active[i - k] |= (double)power[i - k] > off;
    }
  }
  // Three blocks of rest inside a phrase are the phrase.
  size_t last = n;
  for (size_t i = 0; i < n; ++i) {
    if (!active[i]) {
      continue;
    }
    for (size_t k = last; last < n && i - last <= WINDOW && k < i; ++k) {
      active[k] = 1;
    }
    last = i;
  }
}

static void levels(lq_activity* const a, const float* const power, float* const list)
{
  size_t n   = 0;
  double sum = 0;
  for (size_t i = 0; i < a->n_blocks; ++i) {
    if (a->active[i]) {
      sum += (double)power[i];
      a->first_sec = a->n_active ? a->first_sec : 0.1 * (double)i;
      a->last_sec  = 0.1 * (double)(i + 1);
      ++a->n_active;
      const size_t end = i + 1 < WINDOW ? a->n_blocks : i;
      if (end < a->n_blocks && a->active[i - 1] && a->active[i - 2] && a->active[i - 3]) {
        list[n++] = (float)window(power, i);
      }
    }
  }
  a->share = (double)a->n_active / (double)a->n_blocks;
  a->lufs  = a->n_active ? lq_loudness_lufs(sum / (double)a->n_active) : -(double)INFINITY;
  for (size_t i = 0; !n && a->n_active && i < a->n_blocks; ++i) {
    if (a->active[i]) {
      list[0] = fmaxf(list[0], (float)window(power, i)); // too short for a whole window
    }
  }
  n += !n && a->n_active;
  qsort(list, n, sizeof *list, by_size);
  a->low_lufs    = percentile_lufs(list, n, 0.10);
  a->middle_lufs = percentile_lufs(list, n, 0.50);
  a->high_lufs   = percentile_lufs(list, n, 0.95);

  n = 0;
  for (size_t i = 0; i < a->n_blocks; ++i) {
    if (!a->active[i] && power[i] > 1e-14F) { // -140 dB: what a converter never reaches
      list[n++] = power[i];
    }
  }
  qsort(list, n, sizeof *list, by_size);
  a->noise_lufs = percentile_lufs(list, n, 0.10);
}

lq_status lq_activity_find(lq_activity* const activity, const float* const power,
                           const size_t n_blocks, const lq_activity_gate gate)
{
  const double never = -(double)INFINITY;
  lq_activity  a     = {.n_blocks    = n_blocks,
                        .lufs        = never,
                        .low_lufs    = never,
                        .middle_lufs = never,
                        .high_lufs   = never,
                        .noise_lufs  = never};
  if (n_blocks) {
    a.active          = calloc(n_blocks, 1);
    float* const list = calloc(n_blocks, sizeof *list);
    if (!a.active || !list) {
      free(a.active);
      free(list);
      return LQ_ERR_MEMORY;
    }
    const double least = power_of(gate.floor_lufs);
    const double own   = gated(power, n_blocks, least);
    if (own > 0) {
      const double on  = own * lq_exp(gate.on_lu * (LQ_LN10 / 10.0));
      const double off = own * lq_exp(gate.off_lu * (LQ_LN10 / 10.0));
      mark(a.active, power, n_blocks, fmax(on, least), fmax(off, least));
    }
    levels(&a, power, list);
    free(list);
  }
  *activity = a;
  return LQ_OK;
}

void lq_activity_free(lq_activity* const a)
{
  free(a->active);
  a->active = NULL;
}

bool lq_activity_next(const lq_activity* const a, size_t* const from, size_t* const to)
{
  size_t i = *to;
  while (i < a->n_blocks && !a->active[i]) {
    ++i;
  }
  *from = i;
  while (i < a->n_blocks && a->active[i]) {
    ++i;
  }
  *to = i;
  return *from < *to;
}
