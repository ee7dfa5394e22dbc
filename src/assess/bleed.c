// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/steps.h"
#include "base/pool.h"

#include <stdlib.h>
#include <string.h>

static bool may_bleed(const lq_assessed* const f)
{
  return f->kind == LQ_FILE_TRACK && !(f->role && !strcmp(f->role->name, "drums"));
}

bool lq_assessed_hears_all(const lq_assessed* const f)
{
  return f->role && (!strcmp(f->role->name, "overhead") || !strcmp(f->role->name, "room"));
}

// Roles of one group have the number of the first role in it.
unsigned lq_assess_group(const lq_assessment* const a, const lq_assessed* const f)
{
  unsigned i = 0;
  while (f->role && strcmp(a->roles.roles[i].group, f->role->group) != 0) {
    ++i;
  }
  return f->role ? i : (unsigned)a->roles.n;
}

lq_status lq_assess_bleed(lq_assessment* const a, lq_crew* const crew)
{
  size_t              n;
  const size_t* const list = lq_assess_select(a, may_bleed, &n);
  lq_bleed_mic* const mics = calloc(n + 1, sizeof *mics);
  a->bleeds                = LQ_POOL_TAKE(a->pool, lq_bleed, n * n + 1);
  lq_status st             = list && mics && a->bleeds ? LQ_OK : LQ_ERR_MEMORY;
  for (size_t i = 0; !st && i < n; ++i) {
    const lq_assessed* const f = &a->files[list[i]];
    mics[i].sig                = &f->sig;
    mics[i].group              = lq_assess_group(a, f);
    mics[i].hears_all          = lq_assessed_hears_all(f);
  }
  st = st ? st : lq_bleed_find(a->bleeds, mics, n, crew);
  for (size_t i = 0; !st && i < n * n; ++i) {
    lq_bleed b = a->bleeds[i];
    if (lq_bleed_is_heard(&b)) {
      b.from                   = list[b.from];
      b.into                   = list[b.into];
      a->bleeds[a->n_bleeds++] = b;
    }
  }
  free(mics);
  return st;
}
