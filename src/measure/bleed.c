// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/bleed.h"

#include "base/maths.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_BLOCKS = 160, LOW_A_BLOCK = LQ_SIGNATURE_HZ / 10 };

typedef struct {
  const lq_bleed_mic* mics;
  size_t              n;
  lq_bleed*           all;    // [n * n]
  lq_status*          status; // [n]
} hearing;

typedef struct {
  float  ratio;
  size_t block;
} place;

static int by_ratio(const void* const a, const void* const b)
{
  const place *const p = a, *const q = b;
  return p->ratio != q->ratio ? (p->ratio > q->ratio) - (p->ratio < q->ratio)
                              : (p->block > q->block) - (p->block < q->block);
}

// Blocks in which no close microphone of the same group is louder: it is the source itself then,
// and not what it hears of another.
static void mark_own(const hearing* const h, const size_t from, bool* const own)
{
  const lq_features* const f = &h->mics[from].sig->features;
  for (size_t b = 0; b < f->n_blocks; ++b) {
    own[b] = true;
  }
  for (size_t k = 0; k < h->n; ++k) {
    const lq_features* const g = &h->mics[k].sig->features;
    const bool               rival =
        k != from && !h->mics[k].hears_all && h->mics[k].group == h->mics[from].group;
    for (size_t b = 0; rival && b < f->n_blocks && b < g->n_blocks; ++b) {
      own[b] = own[b] && g->power[b] <= f->power[b];
    }
  }
}

// Blocks in which `a` is loud, by how little of `b` there is; 0 when b is cut silent in one.
static size_t list_places(const lq_features* const a, const lq_features* const b,
                          const bool* const own, place* const to)
{
  const double loud = lq_exp((a->activity.high_lufs - 10 + 0.691) * (LQ_LN10 / 10));
  size_t       n    = 0;
  for (size_t i = 0; i < a->n_blocks && i < b->n_blocks; ++i) {
    if (own[i] && (double)a->power[i] > loud) {
      if (b->power[i] < 1e-12F) {
        return 0;
      }
      to[n++] = (place){.ratio = b->power[i] / a->power[i], .block = i};
    }
  }
  qsort(to, n, sizeof *to, by_ratio);
  return n;
}

static lq_status hear(const lq_signature* const from, const lq_signature* const into,
                      const bool* const own, place* const places, lq_bleed* const bleed)
{
  const size_t n  = list_places(&from->features, &into->features, own, places);
  bleed->level_db = -(double)INFINITY;
  if (n < 20) {
    return LQ_OK;
  }
  bleed->level_db = lq_power_to_db((double)places[n / 10].ratio);
  if (bleed->level_db < -50) {
    return LQ_OK;
  }
  size_t       starts[MOST_BLOCKS], n_starts = 0;
  const size_t quiet = n / 3;
  for (size_t i = 0; i < quiet && n_starts < MOST_BLOCKS; ++i) {
    const size_t at = places[i].block * LOW_A_BLOCK;
    if (at + 512 < from->n_low && at + 512 < into->n_low) {
      starts[n_starts++] = at;
    }
  }
  return n_starts < 7
             ? LQ_OK
             : lq_coherence((lq_signal){from->low, from->n_low},
                            (lq_signal){into->low, into->n_low}, starts, n_starts, &bleed->share);
}

static void one_source(void* const user, const size_t i)
{
  hearing* const            h      = user;
  const lq_signature* const from   = h->mics[i].sig;
  place* const              places = malloc((from->features.n_blocks + 1) * sizeof *places);
  bool* const               own    = malloc(from->features.n_blocks + 1);
  h->status[i]                     = places && own ? LQ_OK : LQ_ERR_MEMORY;
  if (!h->status[i]) {
    mark_own(h, i, own);
  }
  for (size_t k = 0; !h->status[i] && k < h->n; ++k) {
    lq_bleed* const b = &h->all[i * h->n + k];
    *b                = (lq_bleed){.from = i, .into = k};
    if (i != k) {
      h->status[i] = hear(from, h->mics[k].sig, own, places, b);
    }
  }
  free(places);
  free(own);
}

lq_status lq_bleed_find(lq_bleed* const all, const lq_bleed_mic* const mics, const size_t n,
                        lq_crew* const crew)
{
  hearing   h  = {.mics = mics, .n = n, .all = all, .status = calloc(n + 1, sizeof *h.status)};
  lq_status st = h.status ? LQ_OK : LQ_ERR_MEMORY;
  if (!st) {
    lq_crew_run(crew, n, one_source, &h);
  }
  for (size_t i = 0; !st && i < n; ++i) {
    st = h.status[i];
  }
  free(h.status);
  return st;
}

bool lq_bleed_is_heard(const lq_bleed* const b)
{
  return b->from != b->into && b->share > 0.5 && b->level_db > -50 && b->level_db < -3;
}

double lq_bleed_lead_db(const lq_bleed_mic* const mics, const size_t n, const size_t which)
{
  const lq_features* const f    = &mics[which].sig->features;
  double                   best = -(double)INFINITY;
  for (size_t b = 0; b < f->n_blocks; ++b) {
    double other = 1e-12;
    for (size_t k = 0; k < n; ++k) {
      const lq_features* const g = &mics[k].sig->features;
      if (k != which && mics[k].group == mics[which].group && b < g->n_blocks) {
        other = fmax(other, (double)g->power[b]);
      }
    }
    best = fmax(best, lq_power_to_db((double)f->power[b] / other + 1e-15));
  }
  return best;
}
