// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/strokes.h"

#include "base/maths.h"

#include <math.h>

enum { WINDOW_HOPS = 8, DEEPEST_DB = 40, NEAR_DB = 3 };

void lq_strokes_push(lq_strokes* const s, const double mean_square)
{
  s->most = fmax(s->most, mean_square);
  if (++s->n_hops == WINDOW_HOPS) {
    const double db = s->most > 1e-12 ? -lq_power_to_db(s->most) : LQ_STROKE_LEVELS - 1;
    ++s->count[(unsigned)fmax(0, fmin(LQ_STROKE_LEVELS - 1, floor(db + 0.5)))];
    s->most   = 0;
    s->n_hops = 0;
  }
}

// From the loudest window down to 40 dB under it: what lies deeper is no bleed that anybody minds.
static void find_range(const lq_strokes* const s, unsigned* const first, unsigned* const last)
{
  *first = 0;
  while (*first < LQ_STROKE_LEVELS - 1 && !s->count[*first]) {
    ++*first;
  }
  *last = *first + DEEPEST_DB < LQ_STROKE_LEVELS - 1 ? *first + DEEPEST_DB : LQ_STROKE_LEVELS - 2;
}

static uint32_t around(const lq_strokes* const s, const unsigned at, const unsigned reach)
{
  uint32_t n = 0;
  for (unsigned i = at > reach ? at - reach : 0; i <= at + reach && i < LQ_STROKE_LEVELS; ++i) {
    n += s->count[i];
  }
  return n;
}

// The emptiest place between the means of the parts.
static unsigned valley(const lq_strokes* const s, const double from, const double to)
{
  unsigned best = (unsigned)floor(0.5 * (from + to));
  for (unsigned i = (unsigned)from + NEAR_DB; i + NEAR_DB <= (unsigned)to; ++i) {
    best = around(s, i, NEAR_DB) < around(s, best, NEAR_DB) ? i : best;
  }
  return best;
}

lq_stroke_parts lq_strokes_part(const lq_strokes* const s)
{
  lq_stroke_parts p     = {0};
  double          n_all = 0, sum = 0, n_up = 0, sum_up = 0, best = 0;
  unsigned        first, last;
  find_range(s, &first, &last);
  for (unsigned i = first; i <= last; ++i) {
    n_all += s->count[i];
    sum += (double)s->count[i] * i;
  }
  for (unsigned i = first; i < last; ++i) {
    n_up += s->count[i];
    sum_up += (double)s->count[i] * i;
    const double n_down = n_all - n_up;
    if (n_up < 1 || n_down < 1) {
      continue;
    }
    const double apart   = (sum - sum_up) / n_down - sum_up / n_up;
    const double between = n_up * n_down * apart * apart;
    if (between > best) {
      best = between;
      p    = (lq_stroke_parts){.hard_db = -sum_up / n_up,
                               .soft_db = -(sum - sum_up) / n_down,
                               .n_hard  = (uint32_t)n_up,
                               .n_soft  = (uint32_t)n_down};
    }
  }
  if (best > 0) {
    const unsigned at = valley(s, -p.hard_db, -p.soft_db);
    p.split_db        = -(double)at;
    p.between         = around(s, at, NEAR_DB) / n_all;
  }
  return p;
}
