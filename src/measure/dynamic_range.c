// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/dynamic_range.h"

#include "base/maths.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static bool grow(float** const list, const size_t n)
{
  float* const more = realloc(*list, n * sizeof **list);
  if (more) {
    *list = more;
  }
  return more != NULL;
}

lq_status lq_dynamic_range_push(lq_dynamic_range* const d, const double peak,
                                const double mean_square)
{
  if (d->n == d->room) {
    const size_t room = 2 * d->room + 64;
    if (!grow(&d->peak, room) || !grow(&d->mean_square, room)) {
      return LQ_ERR_MEMORY;
    }
    d->room = room;
  }
  d->peak[d->n]          = (float)peak;
  d->mean_square[d->n++] = (float)mean_square;
  return LQ_OK;
}

void lq_dynamic_range_free(lq_dynamic_range* const d)
{
  free(d->peak);
  free(d->mean_square);
}

static int greatest_first(const void* const a, const void* const b)
{
  const float x = *(const float*)a, y = *(const float*)b;
  return (x < y) - (x > y);
}

double lq_dynamic_range_db(lq_dynamic_range* const d)
{
  if (!d->n) {
    return -(double)INFINITY;
  }
  qsort(d->peak, d->n, sizeof *d->peak, greatest_first);
  qsort(d->mean_square, d->n, sizeof *d->mean_square, greatest_first);
  const size_t loud = d->n >= 5 ? d->n / 5 : 1;
  double       sum  = 0;
  for (size_t i = 0; i < loud; ++i) {
    sum += 2.0 * (double)d->mean_square[i]; // a sine's RMS is its peak here
  }
  const double peak = (double)d->peak[d->n > 1];
  return sum > 0 && peak > 0 ? lq_lin_to_db(peak / sqrt(sum / (double)loud)) : -(double)INFINITY;
}
