// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/flat_top.h"

#include "base/maths.h"

#include <math.h>
#include <stdbool.h>

enum { LEAST_RUN = 3, CLIFF = 6 /* tolerances; a parabola of three samples falls by 4 at most */ };

static float tolerance(const float top)
{
  return 2e-4F * top + 2.5F / 32768.0F;
}

static bool same_kind(const lq_flat_run* const a, const lq_flat_run* const b, const float tol)
{
  return a->n == b->n && fabsf(a->before - b->before) < 4 * tol &&
         fabsf(a->after - b->after) < 4 * tol;
}

static void end_run(lq_flat_side* const s, const float after)
{
  const float tol  = tolerance(s->top);
  const float drop = s->top - fminf(s->run.before, after);
  s->run.after     = after;
  if (s->run.n >= LEAST_RUN && drop >= CLIFF * tol) {
    s->first   = s->n_runs ? s->first : s->n_frames;
    s->last    = s->n_frames;
    s->longest = s->run.n > s->longest ? s->run.n : s->longest;
    ++s->n_runs;
    bool known = s->n_kinds == LQ_FLAT_TOP_KINDS;
    for (unsigned k = 0; k < s->n_kinds && !known; ++k) {
      known = same_kind(&s->kind[k], &s->run, tol);
    }
    if (!known) {
      s->kind[s->n_kinds++] = s->run;
    }
  }
  s->run.n = 0;
}

static void hear(lq_flat_side* const s, const float* const x, const float sign, const size_t n)
{
  float least = s->top - tolerance(s->top);
  for (size_t i = 0; i < n; ++i) {
    const float y = sign * x[i];
    if (y >= least && y > 0) {
      if (y > s->top + tolerance(s->top)) { // a new top: what was flat below it was not the ceiling
        s->top    = y;
        least     = y - tolerance(y);
        s->n_runs = s->run.n = 0;
        s->n_kinds = s->longest = 0;
      }
      if (s->run.n++ == 0) {
        s->run.before = s->previous;
      }
    } else if (s->run.n) {
      end_run(s, y);
    }
    s->previous = y;
    ++s->n_frames;
  }
}

void lq_flat_top_start(lq_flat_top* const f, const unsigned n_channels)
{
  *f = (lq_flat_top){.n_channels = n_channels};
}

void lq_flat_top_process(lq_flat_top* const f, const float* const* const x, const size_t n_frames)
{
  for (unsigned c = 0; c < f->n_channels; ++c) {
    hear(&f->side[c][0], x[c], 1, n_frames);
    hear(&f->side[c][1], x[c], -1, n_frames);
  }
}

lq_flat_sum lq_flat_top_read(const lq_flat_top* const f)
{
  lq_flat_sum sum = {0};
  for (unsigned c = 0; c < f->n_channels; ++c) {
    for (unsigned k = 0; k < 2; ++k) {
      const lq_flat_side* const s = &f->side[c][k];
      if (!s->n_runs) {
        continue;
      }
      sum.first = sum.n_runs && sum.first < s->first ? sum.first : s->first;
      sum.last  = s->last > sum.last ? s->last : sum.last;
      sum.top   = fmaxf(sum.top, s->top);
      sum.n_runs += s->n_runs;
      sum.n_kinds += s->n_kinds;
      sum.longest = s->longest > sum.longest ? s->longest : sum.longest;
      sum.channels |= 1U << c;
    }
  }
  return sum;
}

double lq_flat_confidence(const lq_flat_sum* const sum)
{
  return 1.0 - lq_exp(-(double)sum->n_kinds / 3.0);
}
