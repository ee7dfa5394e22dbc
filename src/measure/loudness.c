// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/loudness.h"

#include "base/maths.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { GRID = LQ_LOUDNESS_HOPS_A_GRID, MOMENTARY = LQ_LOUDNESS_GRIDS_MOMENTARY };
enum { SHORT = LQ_LOUDNESS_GRIDS_SHORT, RING = LQ_LOUDNESS_RING };

static const double offset_db     = -0.691; // BS.1770: makes 997 Hz read its own level
static const double absolute_lufs = -70.0;

void lq_loudness_start(lq_loudness* const l, const double grid_frames)
{
  *l = (lq_loudness){.grid_frames = grid_frames};
}

void lq_loudness_free(lq_loudness* const l)
{
  free(l->grid);
  free(l->window);
  free(l->sorted);
}

static bool grow(double** const list, const size_t n)
{
  double* const more = realloc(*list, n * sizeof **list);
  if (more) {
    *list = more;
  }
  return more != NULL;
}

lq_status lq_loudness_reserve(lq_loudness* const l, const size_t n_hops)
{
  const size_t need = l->n_grids + n_hops / GRID + 2;
  if (need <= l->room) {
    return LQ_OK;
  }
  const size_t room = need + need / 2 + 64;
  if (!grow(&l->grid, room) || !grow(&l->window, room) || !grow(&l->sorted, room)) {
    return LQ_ERR_MEMORY;
  }
  l->room = room;
  return LQ_OK;
}

// Energy of the window of n_grids * 100 ms that ends with the hop at ring place `at`.
static double window(const double* const ring, size_t at, const unsigned n_grids)
{
  double sum = ring[at];
  for (unsigned g = 1; g < n_grids; ++g) {
    at = at >= GRID ? at - GRID : at + RING - GRID;
    sum += ring[at];
  }
  return sum;
}

void lq_loudness_push(lq_loudness* const l, const double energy)
{
  const size_t at       = (size_t)(l->n_hops % RING);
  l->hop[at % GRID]     = energy;
  const double* const h = l->hop;
  l->ring[at] = (((h[0] + h[1]) + (h[2] + h[3])) + ((h[4] + h[5]) + (h[6] + h[7]))) + (h[8] + h[9]);
  ++l->n_hops;
  l->momentary  = window(l->ring, at, MOMENTARY);
  l->short_term = window(l->ring, at, SHORT);
  if (l->n_hops >= (uint64_t)GRID * MOMENTARY && l->momentary > l->max_momentary) {
    l->max_momentary = l->momentary;
  }
  if (l->n_hops >= RING && l->short_term > l->max_short_term) {
    l->max_short_term = l->short_term;
  }
  if (l->n_hops % GRID == 0) {
    l->grid[l->n_grids]     = l->ring[at];
    l->window[l->n_grids++] = l->short_term;
  }
}

double lq_loudness_lufs(const double mean_square)
{
  return mean_square > 0 ? offset_db + lq_power_to_db(mean_square) : -(double)INFINITY;
}

static double of_grids(const lq_loudness* const l, const double energy, const unsigned n_grids)
{
  return lq_loudness_lufs(energy / (n_grids * l->grid_frames));
}

double lq_loudness_momentary_lufs(const lq_loudness* const l)
{
  return l->n_hops < (uint64_t)GRID * MOMENTARY ? -(double)INFINITY
                                                : of_grids(l, l->momentary, MOMENTARY);
}

double lq_loudness_short_term_lufs(const lq_loudness* const l)
{
  return l->n_hops < RING ? -(double)INFINITY : of_grids(l, l->short_term, SHORT);
}

double lq_loudness_max_momentary_lufs(const lq_loudness* const l)
{
  return of_grids(l, l->max_momentary, MOMENTARY);
}

double lq_loudness_max_short_term_lufs(const lq_loudness* const l)
{
  return of_grids(l, l->max_short_term, SHORT);
}

// The energy of a window that reads `lufs`.
static double energy_at(const lq_loudness* const l, const double lufs, const unsigned n_grids)
{
  return lq_exp((lufs - offset_db) * (LQ_LN10 / 10.0)) * n_grids * l->grid_frames;
}

static double mean_block_above(const lq_loudness* const l, const double gate)
{
  double sum = 0;
  size_t n   = 0;
  for (size_t i = MOMENTARY - 1; i < l->n_grids; ++i) {
    const double* const g     = l->grid + i;
    const double        block = ((g[0] + g[-1]) + g[-2]) + g[-3];
    if (block > gate) {
      sum += block;
      ++n;
    }
  }
  return n ? sum / (double)n : 0.0;
}

double lq_loudness_integrated_lufs(const lq_loudness* const l)
{
  const double absolute = energy_at(l, absolute_lufs, MOMENTARY);
  const double relative = 0.1 * mean_block_above(l, absolute); // -10 LU
  return of_grids(l, mean_block_above(l, relative > absolute ? relative : absolute), MOMENTARY);
}

double lq_loudness_range_lu(const lq_loudness* const l)
{
  const double absolute = energy_at(l, absolute_lufs, SHORT);
  double       sum      = 0;
  size_t       n        = 0;
  for (size_t i = SHORT - 1; i < l->n_grids; ++i) {
    if (l->window[i] >= absolute) {
      l->sorted[n++] = l->window[i];
      sum += l->window[i];
    }
  }
  if (!n) {
    return 0.0;
  }
  const double gate = 0.01 * sum / (double)n; // -20 LU
  qsort(l->sorted, n, sizeof *l->sorted, lq_by_size);
  size_t first = 0;
  while (first < n && l->sorted[first] < gate) {
    ++first;
  }
  // Tech 3342: place round((n - 1) p / 100 + 1), counted from 1.
  const double last = (double)(n - first - 1);
  const double low  = l->sorted[first + (size_t)floor(last * 0.10 + 0.5)];
  const double high = l->sorted[first + (size_t)floor(last * 0.95 + 0.5)];
  return lq_power_to_db(high / low);
}
