// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/pile.h"

#include "base/maths.h"

#include <math.h>
#include <stdlib.h>

enum { APART = 3, MOST_STARTS = 200, MOST_LOOKED = 400, MOST_DISTINCT = 40 };

typedef struct {
  double depth_db;            // below the greatest
  double rotated_db, body_db; // its phase-rotated peak, and the energy around it, over the peak
  size_t hop;
  bool   up;
} event;

typedef struct {
  event* list;
  size_t n;
} events;

static double height(const lq_ceiling_hop* const hop, const bool of_samples)
{
  return fabs((double)(of_samples ? hop->sample : hop->peak));
}

static double greatest_of(const lq_ceiling_hop* const hops, const size_t n, const bool of_samples)
{
  double greatest = 0;
  for (size_t i = 0; i < n; ++i) {
    greatest = fmax(greatest, height(&hops[i], of_samples));
  }
  return greatest;
}

static bool stands_out(const lq_ceiling_hop* const hops, const size_t n, const size_t at,
                       const bool of_samples)
{
  const double h     = height(&hops[at], of_samples);
  const size_t first = at < APART ? 0 : at - APART;
  const size_t last  = at + APART < n ? at + APART : n - 1;
  for (size_t i = first; i <= last; ++i) {
    if (height(&hops[i], of_samples) > h) {
      return false;
    }
  }
  return true;
}

static event describe(const lq_ceiling_hop* const hops, const size_t n, const size_t at,
                      const double h, const double greatest)
{
  double rotated = 0, power = 0, count = 0;
  for (size_t i = at < 1 ? 0 : at - 1; i < n && i < at + 3; ++i) {
    rotated = fmax(rotated, (double)hops[i].rotated);
  }
  for (size_t i = at < 4 ? 0 : at - 4; i < n && i < at + 5; ++i) {
    power += (double)hops[i].power;
    ++count;
  }
  return (event){.depth_db   = lq_lin_to_db(greatest / h),
                 .rotated_db = lq_lin_to_db(rotated / h),
                 .body_db    = lq_power_to_db(power / (count * h * h)),
                 .hop        = at,
                 .up         = hops[at].sample > 0};
}

static int by_depth(const void* const a, const void* const b)
{
  const event* const x = a;
  const event* const y = b;
  return x->depth_db != y->depth_db ? (x->depth_db > y->depth_db) - (x->depth_db < y->depth_db)
                                    : (x->hop > y->hop) - (x->hop < y->hop);
}

static lq_status gather(events* const e, const lq_ceiling_hop* const hops, const size_t n,
                        const double greatest, const bool of_samples)
{
  const double least = greatest * lq_db_to_lin(-4);
  size_t       room  = 0;
  for (size_t i = 0; i < n; ++i) {
    const double h = height(&hops[i], of_samples);
    if (h < least || !stands_out(hops, n, i, of_samples)) {
      continue;
    }
    if (e->n == room) {
      room              = 2 * room + 256;
      event* const more = realloc(e->list, room * sizeof *more);
      if (!more) {
        return LQ_ERR_MEMORY;
      }
      e->list = more;
    }
    e->list[e->n++] = describe(hops, n, i, h, greatest);
  }
  if (e->n) {
    qsort(e->list, e->n, sizeof *e->list, by_depth);
  }
  return LQ_OK;
}

// Peaks no deeper than this.
static size_t within(const events* const e, const double depth_db)
{
  size_t low = 0, high = e->n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (e->list[middle].depth_db <= depth_db) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// A sound that comes again, bit for bit or nearly, counts once.
static size_t distinct(const event* const list, const size_t n)
{
  const event* seen[MOST_DISTINCT];
  size_t       n_seen = 0;
  for (size_t i = 0; i < n && i < MOST_LOOKED && n_seen < MOST_DISTINCT; ++i) {
    bool known = false;
    for (size_t k = 0; k < n_seen && !known; ++k) {
      known = seen[k]->up == list[i].up && fabs(seen[k]->rotated_db - list[i].rotated_db) < 0.04 &&
              fabs(seen[k]->body_db - list[i].body_db) < 0.6;
    }
    if (!known) {
      seen[n_seen++] = &list[i];
    }
  }
  return n_seen;
}

// -ln of the chance that a Poisson count of this mean is `least` or more.
static double surprise(const size_t least, const double mean)
{
  if (least == 0 || mean >= (double)least) {
    return 0;
  }
  double log_first = -mean, sum = 1, term = 1;
  for (size_t i = 1; i <= least; ++i) {
    log_first += lq_log(mean / (double)i);
  }
  for (size_t i = 1; i < 400 && term > 1e-12 * sum; ++i) {
    term *= mean / (double)(least + i);
    sum += term;
  }
  return -(log_first + lq_log(sum));
}

static void scan(const events* const e, lq_pile* const p)
{
  static const double widths_db[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.4};
  const size_t        n_starts    = within(e, 0.6);
  for (size_t i = 0; i < n_starts && i < MOST_STARTS; ++i) {
    const double top = e->list[i].depth_db;
    for (size_t w = 0; w < sizeof widths_db / sizeof *widths_db; ++w) {
      const double edge = top + widths_db[w];
      const size_t n    = within(e, edge) - i;
      if (n < 2 || edge > 1.0) {
        continue;
      }
      const size_t n_distinct = distinct(e->list + i, n);
      const size_t n_below    = within(e, edge + 2.2) - within(e, edge + 0.2);
      const double mean       = 0.5 * (double)(n_below + 2) * widths_db[w];
      // The first one opens the window and proves nothing; later starts are tries, which must pay.
      const double score = surprise(n_distinct - 1, mean) - lq_log((double)(i + 1)) - 1.0;
      if (score > p->score) {
        p->score      = score;
        p->n_peaks    = n;
        p->n_distinct = n_distinct;
        p->depth_db   = top;
        p->width_db   = widths_db[w];
      }
    }
  }
}

static void describe_top(const events* const e, lq_pile* const p)
{
  static const double depths_db[] = {0.3, 1, 2, 3};
  for (size_t i = 0; i < 4; ++i) {
    p->n_within[i] = within(e, depths_db[i]);
  }
  const size_t n   = within(e, 0.7);
  size_t       up  = 0;
  double       sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += e->list[i].rotated_db;
    up += e->list[i].up;
  }
  if (n) {
    p->rotated_db = sum / (double)n;
    p->both_sides = (double)(up < n - up ? up : n - up) / (double)n;
  }
}

lq_status lq_pile_find(lq_pile* const pile, const lq_ceiling_hop* const hops, const size_t n_hops)
{
  lq_pile best = {0};
  for (int of_samples = 0; of_samples < 2; ++of_samples) {
    events    e      = {0};
    lq_pile   p      = {.of_samples = of_samples != 0};
    lq_status status = LQ_OK;
    p.greatest       = greatest_of(hops, n_hops, p.of_samples);
    if (p.greatest > 0) {
      status = gather(&e, hops, n_hops, p.greatest, p.of_samples);
      if (!status) {
        scan(&e, &p);
        describe_top(&e, &p);
      }
    }
    free(e.list);
    LQ_TRY(status);
    if (!of_samples || p.score > best.score) {
      best = p;
    }
  }
  *pile = best;
  return LQ_OK;
}

bool lq_pile_has(const lq_pile* const p, const lq_ceiling_hop* const hop)
{
  const double h = height(hop, p->of_samples);
  return h > 0 && lq_lin_to_db(p->greatest / h) <= p->depth_db + p->width_db + 1e-9;
}

// Fitted on mixes of seven songs and what six limiters and a clipper made of them, each song judged
// by a fit without it: docs/check.md, "Limiter".
double lq_pile_confidence(const lq_pile* const p)
{
  return 1.0 / (1.0 + lq_exp(-2.1 * (p->score - 4.4)));
}

double lq_pile_limiting_db(const lq_pile* const p)
{
  const double near = lq_log((double)p->n_within[0] + 1.0);
  const double far  = lq_log((double)p->n_within[3] + 1.0);
  const double db   = 1.27 + 1.09 * near - 1.26 * (far - near) + 0.09 * p->rotated_db;
  return fmin(fmax(db, 1.0), 12.0);
}
