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

static bool has_length(const lq_entry* const e)
{
  return e && e->heard.done && !e->heard.info.truncated;
}

// How long most files of a song are: the middle one of them, ordered by length.
static const lq_entry* middle(lq_work* const w, const lq_release* const r, const char* const title)
{
  const lq_entry* list[LQ_RELEASE_FOLDERS];
  size_t          n = 0;
  for (size_t k = 0; k < r->n; ++k) {
    const lq_entry* const e = lq_release_song(w, r->of[k], title);
    if (has_length(e)) {
      size_t at = n++;
      for (; at > 0 && length_sec(list[at - 1]) > length_sec(e); --at) {
        list[at] = list[at - 1];
      }
      list[at] = e;
    }
  }
  return n > 1 ? list[(n - 1) / 2] : NULL;
}

static void compare_length(lq_work* const w, const lq_entry* const usual, const lq_entry* const e)
{
  if (!usual || !has_length(e)) {
    return;
  }
  const bool   lossy = usual->heard.info.lossy || e->heard.info.lossy;
  const double close =
      lossy ? lossy_close_sec : 1.01 / fmin(usual->heard.m.rate_hz, e->heard.m.rate_hz);
  if (fabs(length_sec(usual) - length_sec(e)) > close) {
    (void)lq_remark_add(
        &w->remarks, LQ_RULE_LENGTH, lq_spot_file(e->name),
        lq_remark_text(&w->remarks, "%.3f s as in %s", length_sec(usual), usual->name), "%.3f s",
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
        compare_length(w, middle(w, r, e->title), e);
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
