// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/steps.h"
#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// While A plays, B is looked at where it is quietest against A: what is there and follows A is A in
// B's microphone. A track that is digitally silent while A plays has never hung in the same room.
enum { MOST_BLOCKS = 160, LOW_A_BLOCK = LQ_SIGNATURE_HZ / 10 };

typedef struct {
  const lq_assessment* a;
  const size_t*        list;
  size_t               n;
  lq_bleed*            all;    ///< [n * n]
  lq_status*           status; ///< [n]
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

static bool hears_all(const lq_assessed* const f)
{
  return f->role && (!strcmp(f->role->name, "overhead") || !strcmp(f->role->name, "room"));
}

// Blocks in which no close microphone of the same group is louder: it is the source itself then,
// and not what it hears of another.
static void mark_own(const hearing* const h, const lq_assessed* const from, bool* const own)
{
  const lq_features* const f = &from->sig.features;
  for (size_t b = 0; b < f->n_blocks; ++b) {
    own[b] = true;
  }
  for (size_t k = 0; k < h->n; ++k) {
    const lq_assessed* const g     = &h->a->files[h->list[k]];
    const bool               rival = g != from && g->role && from->role && !hears_all(g) &&
                       !strcmp(g->role->group, from->role->group);
    for (size_t b = 0; rival && b < f->n_blocks && b < g->sig.features.n_blocks; ++b) {
      own[b] = own[b] && g->sig.features.power[b] <= f->power[b];
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

static lq_status hear(const lq_assessed* const from, const lq_assessed* const into,
                      const bool* const own, place* const places, lq_bleed* const bleed)
{
  const size_t n  = list_places(&from->sig.features, &into->sig.features, own, places);
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
    if (at + 512 < from->sig.n_low && at + 512 < into->sig.n_low) {
      starts[n_starts++] = at;
    }
  }
  return n_starts < 7 ? LQ_OK
                      : lq_coherence(lq_assessed_signal(from), lq_assessed_signal(into), starts,
                                     n_starts, &bleed->share);
}

static void one_source(void* const user, const size_t i)
{
  hearing* const           h      = user;
  const lq_assessed* const from   = &h->a->files[h->list[i]];
  place* const             places = malloc((from->sig.features.n_blocks + 1) * sizeof *places);
  bool* const              own    = malloc(from->sig.features.n_blocks + 1);
  h->status[i]                    = places && own ? LQ_OK : LQ_ERR_MEMORY;
  if (!h->status[i]) {
    mark_own(h, from, own);
  }
  for (size_t k = 0; !h->status[i] && k < h->n; ++k) {
    lq_bleed* const b = &h->all[i * h->n + k];
    *b                = (lq_bleed){.from = h->list[i], .into = h->list[k]};
    if (i != k) {
      h->status[i] = hear(from, &h->a->files[h->list[k]], own, places, b);
    }
  }
  free(places);
  free(own);
}

static bool may_bleed(const lq_assessed* const f)
{
  return f->kind == LQ_FILE_TRACK && !(f->role && !strcmp(f->role->name, "drums"));
}

static bool is_bleed(const lq_bleed* const b)
{
  return b->from != b->into && b->share > 0.5 && b->level_db > -50 && b->level_db < -3;
}

static lq_status keep(lq_assessment* const a, const hearing* const h)
{
  a->bleeds = LQ_POOL_TAKE(a->pool, lq_bleed, h->n * h->n + 1);
  if (!a->bleeds) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < h->n * h->n; ++i) {
    if (is_bleed(&h->all[i])) {
      a->bleeds[a->n_bleeds++] = h->all[i];
    }
  }
  return LQ_OK;
}

lq_status lq_assess_bleed(lq_assessment* const a, lq_crew* const crew)
{
  hearing h    = {.a = a};
  h.list       = lq_assess_select(a, may_bleed, &h.n);
  h.all        = calloc(h.n * h.n + 1, sizeof *h.all);
  h.status     = calloc(h.n + 1, sizeof *h.status);
  lq_status st = h.list && h.all && h.status ? LQ_OK : LQ_ERR_MEMORY;
  if (!st) {
    lq_crew_run(crew, h.n, one_source, &h);
    for (size_t i = 0; !st && i < h.n; ++i) {
      st = h.status[i];
    }
    st = st ? st : keep(a, &h);
  }
  free(h.all);
  free(h.status);
  return st;
}
