// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// DDP sets first, then what is told by them: CUE sheets, TOC files, tracks.
#include "verify/disc_work.h"

#include "base/path.h"

#include <string.h>

enum { DISCS_MOST = 256 };

typedef struct {
  lq_work*      work;
  lq_known_disc list[DISCS_MOST];
  size_t        n;
} discs;

// Lists of checksums are looked at already, file by file.
static bool told_by_lists(const lq_work* const w, const lq_entry* const e,
                          const char* const sentence)
{
  const lq_verified_group* const g     = lq_work_group(w, e);
  bool                           lists = false;
  for (size_t i = 0; i < g->n_entries; ++i) {
    lists |= w->walk.entries[g->first + i].kind == LQ_ENTRY_MANIFEST;
  }
  return lists &&
         (strstr(sentence, "the checksum of ") || strstr(sentence, "has a checksum for '"));
}

static void tell_faults(lq_work* const w, const lq_entry* const e, const lq_disc_faults* const f)
{
  for (size_t i = 0; i < f->n; ++i) {
    const char* const sentence = f->items[i].sentence;
    const size_t      n        = strlen(sentence);
    if (!told_by_lists(w, e, sentence)) {
      (void)lq_remark_add(&w->remarks, f->items[i].error ? LQ_RULE_DDP : LQ_RULE_DDP_ODD,
                          lq_spot_file(e->name), NULL, "%.*s",
                          (int)(n && sentence[n - 1] == '.' ? n - 1 : n), sentence);
    }
  }
}

static lq_status judge_set(discs* const d, const lq_entry* const e)
{
  lq_work* const    w      = d->work;
  const char* const folder = lq_path_folder(w->pool, e->path);
  lq_ddp* const     ddp    = LQ_POOL_TAKE(w->pool, lq_ddp, 1);
  lq_error          error;
  lq_cd_tracks      tracks = {0};
  LQ_TRY(folder && ddp ? LQ_OK : LQ_ERR_MEMORY);
  const lq_status st = lq_ddp_read(folder, w->pool, ddp, &error);
  LQ_TRY(st == LQ_ERR_MEMORY ? st : LQ_OK);
  if (st) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_DDP, lq_spot_file(e->name), NULL, "%s", error.text);
    return LQ_OK;
  }
  tell_faults(w, e, &ddp->faults);
  if (!ddp->disc.n_tracks || d->n >= DISCS_MOST) {
    return LQ_OK;
  }
  lq_known_disc* const known = &d->list[d->n++];
  *known = (lq_known_disc){.disc = &ddp->disc, .entry = e, .image = ddp->image_path};
  LQ_TRY(lq_cd_tracks_find(&tracks, w, e));
  lq_cd_tracks_compare(w, &tracks, known);
  return lq_cd_image_compare(w, &tracks, known);
}

// The disc that lies nearest: in the same folder, or in one beside it.
static lq_known_disc nearest(const discs* const d, const lq_entry* const e)
{
  const char* const own   = lq_entry_folder(d->work->pool, e);
  const char* const above = own ? lq_path_folder(d->work->pool, own) : NULL;
  lq_known_disc     found = {0};
  for (size_t i = d->n; above && i-- > 0;) {
    const char* const its       = lq_entry_folder(d->work->pool, d->list[i].entry);
    const char* const its_above = its ? lq_path_folder(d->work->pool, its) : NULL;
    if (its_above && d->list[i].entry != e &&
        (!strcmp(own, its) || !strcmp(above, its_above) || !strcmp(own, its_above))) {
      found = d->list[i];
    }
  }
  return found;
}

static lq_status judge_cue(discs* const d, const lq_entry* const e)
{
  lq_known_disc       known  = {0};
  const lq_known_disc with   = nearest(d, e);
  lq_cd_tracks        tracks = {0};
  LQ_TRY(lq_cue_judge(d->work, e, &known));
  if (!known.disc) {
    return LQ_OK;
  }
  if (with.disc) {
    lq_disc_compare(d->work, &known, &with);
  } else {
    LQ_TRY(lq_cd_tracks_find(&tracks, d->work, e));
    lq_cd_tracks_compare(d->work, &tracks, &known);
    if (d->n < DISCS_MOST) {
      d->list[d->n++] = known;
    }
  }
  return LQ_OK;
}

lq_status lq_discs_judge(lq_work* const w, lq_error* const error)
{
  static const lq_entry_kind order[] = {LQ_ENTRY_DDPID, LQ_ENTRY_CUE, LQ_ENTRY_TOC};
  discs* const               d       = LQ_POOL_TAKE(w->pool, discs, 1);
  LQ_TRY(d ? LQ_OK : LQ_ERR_MEMORY);
  d->work = w;
  for (size_t k = 0; k < sizeof order / sizeof *order; ++k) {
    for (size_t i = 0; i < w->walk.n; ++i) {
      const lq_entry* const e = &w->walk.entries[i];
      if (e->kind != order[k]) {
        continue;
      }
      const lq_known_disc with = nearest(d, e);
      LQ_TRY(e->kind == LQ_ENTRY_DDPID ? judge_set(d, e)
             : e->kind == LQ_ENTRY_CUE ? judge_cue(d, e)
                                       : lq_toc_judge(w, e, &with));
      if (lq_work_step(w, 0)) {
        return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
      }
    }
  }
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}
