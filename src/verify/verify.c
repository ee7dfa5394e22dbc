// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The order of work.
#include "verify/verify.h"

#include "base/path.h"
#include "verify/judge.h"
#include "verify/work.h"

#include <string.h>

const char* lq_verified_verdict(const lq_verified* const v)
{
  return v->n_of[LQ_GRADE_ERROR]     ? "fail"
         : v->n_of[LQ_GRADE_WARNING] ? "pass-with-warnings"
                                     : "pass";
}

// The destination that one of the folders above a file is named after, the nearest first.
static const lq_target* target_of(const lq_verify_options* const o, lq_pool* const pool,
                                  const lq_entry* const e, bool* const version)
{
  *version = false;
  if (o->for_target) {
    return o->for_target;
  }
  char* folder = lq_path_folder(pool, e->path);
  for (unsigned up = 0; folder && o->targets; ++up) {
    const char* const      name = lq_entry_file(folder);
    const lq_target* const t    = lq_target_find(o->targets, name);
    if (t) {
      *version = up > 0;
      return t;
    }
    char* const slash = strrchr(folder, '/');
    if (!slash || up > LQ_WALK_MOST_DEPTH) {
      break;
    }
    *slash = '\0';
  }
  return NULL;
}

static lq_status find_all(lq_work* const w, lq_error* const error)
{
  const lq_verify_options* const o = w->options;
  for (size_t i = 0; i < o->n_paths; ++i) {
    LQ_TRY(lq_walk_add(&w->walk, o->paths[i], i, o->n_paths == 1, o->step, o->user, error));
  }
  LQ_TRY(lq_walk_finish(&w->walk));
  bool any = false;
  for (size_t i = 0; i < w->walk.n; ++i) {
    lq_entry* const e = &w->walk.entries[i];
    any |= e->kind != LQ_ENTRY_OTHER && e->kind != LQ_ENTRY_EMPTY;
    if (e->kind == LQ_ENTRY_SOUND) {
      e->target = target_of(o, w->pool, e, &e->version);
    }
  }
  if (!any) {
    return lq_fail_file(error, LQ_ERR_MISSING, o->paths[0],
                        "there is nothing to verify in '%s': no sound, no DDP set, no list of "
                        "checksums.",
                        o->paths[0]);
  }
  return LQ_OK;
}

static lq_status make_groups(lq_work* const w)
{
  w->groups = LQ_POOL_TAKE(w->pool, lq_verified_group, w->walk.n + 1);
  LQ_TRY(w->groups ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < w->walk.n; ++i) {
    const lq_entry* const e      = &w->walk.entries[i];
    const char* const     folder = lq_entry_folder(w->pool, e);
    lq_verified_group*    g      = w->n_groups ? &w->groups[w->n_groups - 1] : NULL;
    LQ_TRY(folder ? LQ_OK : LQ_ERR_MEMORY);
    const char* const shown = *folder ? folder : ".";
    if (!g || strcmp(g->folder, shown) != 0) {
      g  = &w->groups[w->n_groups++];
      *g = (lq_verified_group){.folder = shown, .first = i};
    }
    ++g->n_entries;
    if (e->kind == LQ_ENTRY_SOUND) {
      ++g->n_sounds;
      g->target = e->target;
    }
  }
  return LQ_OK;
}

lq_verified_group* lq_work_group(const lq_work* const w, const lq_entry* const entry)
{
  const size_t at = (size_t)(entry - w->walk.entries);
  size_t       lo = 0, hi = w->n_groups;
  while (hi - lo > 1) {
    const size_t mid = (lo + hi) / 2;
    lo               = w->groups[mid].first <= at ? mid : lo;
    hi               = w->groups[mid].first <= at ? hi : mid;
  }
  return &w->groups[lo];
}

bool lq_group_is_album(const lq_work* const w, const lq_verified_group* const g)
{
  size_t n = 0;
  for (size_t i = 0; i < g->n_entries; ++i) {
    const lq_entry* const e = &w->walk.entries[g->first + i];
    n += e->kind == LQ_ENTRY_SOUND && e->numbered;
  }
  return n > 1;
}

static lq_status judge_files(lq_work* const w)
{
  for (size_t i = 0; i < w->walk.n; ++i) {
    const lq_entry* const e = &w->walk.entries[i];
    lq_judge_form(&w->remarks, e);
    lq_judge_sound(&w->remarks, e);
    lq_judge_stated(&w->remarks, e);
    lq_judge_tags(&w->remarks, e);
  }
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}

static lq_status work_through(lq_work* const w, lq_error* const error)
{
  lq_lists* lists = NULL;
  LQ_TRY(find_all(w, error));
  LQ_TRY(make_groups(w));
  LQ_TRY(lq_releases_find(w));
  LQ_TRY(lq_lists_find(&lists, w, error));
  LQ_TRY(lq_reports_read(w));
  LQ_TRY(lq_sheets_read(w));
  LQ_TRY(lq_work_tell_gone(w));
  LQ_TRY(lq_work_hear(w, error));
  LQ_TRY(lq_tags_gather(w));
  LQ_TRY(judge_files(w));
  LQ_TRY(lq_lists_judge(lists, w));
  LQ_TRY(lq_levels_judge(w));
  LQ_TRY(w->options->no_proof ? LQ_OK : lq_work_prove(w, error));
  LQ_TRY(lq_songs_judge(w));
  LQ_TRY(lq_tags_judge(w));
  LQ_TRY(lq_sheets_judge(w));
  LQ_TRY(lq_joins_judge(w, error));
  return lq_discs_judge(w, error);
}

// The group of a file that is not there.
static lq_verified_group* group_named(const lq_work* const w, const char* const path)
{
  const size_t k = (size_t)(lq_entry_file(path) - path);
  for (size_t i = 0; i < w->n_groups; ++i) {
    const char* const folder = w->groups[i].folder;
    const size_t      n      = strcmp(folder, ".") ? strlen(folder) : 0;
    if ((n ? n + 1 : 0) == k && !strncmp(path, folder, n)) {
      return &w->groups[i];
    }
  }
  return NULL;
}

static lq_status count(lq_work* const w, lq_verified* const v)
{
  bool* const bad = LQ_POOL_TAKE(w->pool, bool, w->walk.n + 1);
  LQ_TRY(bad ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < w->remarks.n; ++i) {
    const lq_remark* const   r = &w->remarks.list[i];
    const lq_entry* const    e = lq_walk_named(&w->walk, r->path);
    lq_verified_group* const g = e ? lq_work_group(w, e) : group_named(w, r->path);
    ++v->n_of[r->grade];
    if (g && r->grade) {
      g->worst = r->grade > g->worst ? r->grade : g->worst;
      ++g->n_remarks;
    }
    if (e && r->grade == LQ_GRADE_ERROR) {
      bad[e - w->walk.entries] = true;
    }
  }
  for (size_t i = 0; i < w->walk.n; ++i) {
    lq_work_group(w, &w->walk.entries[i])->n_good +=
        w->walk.entries[i].kind == LQ_ENTRY_SOUND && !bad[i];
  }
  return LQ_OK;
}

lq_status lq_verify(lq_verified* const verified, lq_pool* const pool,
                    const lq_verify_options* const options, lq_error* const error)
{
  lq_work w    = {.pool = pool, .options = options, .remarks = {.pool = pool}};
  w.walk       = (lq_walk){.pool = pool, .remarks = &w.remarks};
  lq_status st = work_through(&w, error);
  for (size_t i = 0; i < w.walk.n; ++i) {
    lq_heard_free(&w.walk.entries[i].heard);
  }
  lq_verified v = {0};
  lq_remarks_sort(&w.remarks);
  st = st ? st : count(&w, &v);
  if (st) {
    return st == LQ_ERR_MEMORY ? lq_fail(error, st, (lq_at){0}, "no memory is left.") : st;
  }
  v.entries   = w.walk.entries;
  v.n_entries = w.walk.n;
  v.groups    = w.groups;
  v.n_groups  = w.n_groups;
  v.remarks   = w.remarks;
  v.n_listed  = w.n_listed;
  *verified   = v;
  return LQ_OK;
}
