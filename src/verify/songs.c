// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The same songs everywhere, in one order, of one length.
#include "verify/work.h"

#include <math.h>
#include <string.h>

enum { HOLES_MOST = 4 };

// A frame more or less is the rounding of a rate; decoders of lossy files may add or lose some.
static const double lossy_close_sec = 0.05;

static double length_sec(const lq_entry* const e)
{
  return (double)e->heard.m.n_frames / e->heard.m.rate_hz;
}

static void compare_lengths(lq_work* const w, const lq_entry* const first, const lq_entry* const e)
{
  const lq_heard* const a = &first->heard;
  const lq_heard* const b = &e->heard;
  if (!a->done || !b->done || a->info.truncated || b->info.truncated) {
    return;
  }
  const bool   lossy = a->info.lossy || b->info.lossy;
  const double close = lossy ? lossy_close_sec : 1.01 / fmin(a->m.rate_hz, b->m.rate_hz);
  if (fabs(length_sec(first) - length_sec(e)) > close) {
    (void)lq_remark_add(
        &w->remarks, LQ_RULE_LENGTH, lq_spot_file(e->name),
        lq_remark_text(&w->remarks, "%.3f s as in %s", length_sec(first), first->name), "%.3f s",
        length_sec(e));
  }
}

// One song of one folder against the others.
static void compare_song(lq_work* const w, const lq_release* const r, const size_t at,
                         const lq_entry* const e)
{
  for (size_t k = 0; k < r->n; ++k) {
    const lq_entry* const other = k == at ? NULL : lq_release_song(w, r->of[k], e->title);
    const bool            first = k > at;
    if (k < at && other) {
      return; // told from there
    }
    if (k != at && !other && !lq_work_is_gone(w, r->of[k]->folder, e->title)) {
      const char* const folder = r->of[k]->folder;
      (void)lq_remark_add(&w->remarks, LQ_RULE_SONG_MISSING, lq_spot_file(folder), NULL,
                          "'%s', which %s has", e->title, r->of[at]->folder);
    }
    if (first && other) {
      if (other->numbered && e->numbered && other->number != e->number) {
        (void)lq_remark_add(&w->remarks, LQ_RULE_SONG_ORDER, lq_spot_file(other->name),
                            lq_remark_text(&w->remarks, "%u as in %s", e->number, e->name), "%u",
                            other->number);
      }
      compare_lengths(w, e, other);
    }
  }
}

static void judge_release(lq_work* const w, const lq_release* const r)
{
  for (size_t k = 0; k < r->n; ++k) {
    const lq_verified_group* const g = r->of[k];
    for (size_t i = 0; i < g->n_entries; ++i) {
      const lq_entry* const e = &w->walk.entries[g->first + i];
      if (e->kind == LQ_ENTRY_SOUND) {
        compare_song(w, r, k, e);
      }
    }
  }
}

// Numbers of one folder: each once, and none left out.
static void judge_numbers(lq_work* const w, const lq_verified_group* const g)
{
  const lq_entry* last = NULL;
  for (size_t i = 0; i < g->n_entries; ++i) {
    const lq_entry* const e = &w->walk.entries[g->first + i];
    if (e->kind != LQ_ENTRY_SOUND || !e->numbered) {
      continue;
    }
    if (last && last->number == e->number && strcmp(last->title, e->title) != 0) {
      (void)lq_remark_add(&w->remarks, LQ_RULE_SONG_ORDER, lq_spot_file(e->name),
                          "a number of its own", "%u is also %s", e->number, last->title);
    }
    if (last && e->number > last->number + 1 && e->number - last->number <= HOLES_MOST &&
        !w->n_gone) {
      (void)lq_remark_add(&w->remarks, LQ_RULE_SONG_MISSING, lq_spot_file(g->folder), NULL,
                          "there is no number %u before %s", last->number + 1,
                          lq_entry_file(e->name));
    }
    last = e;
  }
}

lq_status lq_songs_judge(lq_work* const w)
{
  for (size_t i = 0; i < w->n_groups; ++i) {
    const lq_release* const r = lq_release_of(w, &w->groups[i]);
    if (!r && lq_group_is_album(w, &w->groups[i])) {
      judge_numbers(w, &w->groups[i]);
    }
  }
  for (size_t i = 0; i < w->n_releases; ++i) {
    if (w->releases[i].n > 1) {
      judge_release(w, &w->releases[i]);
    }
    if (w->releases[i].n == 1 && lq_group_is_album(w, w->releases[i].of[0])) {
      judge_numbers(w, w->releases[i].of[0]);
    }
  }
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}
