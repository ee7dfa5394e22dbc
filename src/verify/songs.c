// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The same songs everywhere, in one order, of one length. Folders that lie side by side and are
// named after destinations or formats hold the same release; a song is known by the title in its
// file's name.
#include "verify/work.h"

#include <math.h>
#include <string.h>

enum { FOLDERS_MOST = 64, SONGS_MOST = 2000, HOLES_MOST = 4 };

// A frame more or less is the rounding of a rate; decoders of lossy files may add or lose some.
static const double lossy_close_sec = 0.05;

typedef struct {
  const lq_verified_group* of[FOLDERS_MOST];
  size_t                   n;
} release;

// The name of the folder, without those above it.
static const char* last_part(const lq_verified_group* const g)
{
  return lq_entry_file(g->folder);
}

static bool is_format(const char* const name)
{
  static const char* const formats[] = {"flac", "mp3", "opus", "wav", "aiff", "ogg"};
  for (size_t i = 0; i < sizeof formats / sizeof *formats; ++i) {
    const size_t n = strlen(formats[i]);
    if (!strncmp(name, formats[i], n) && (!name[n] || name[n] == '-' || name[n] == '_')) {
      return true;
    }
  }
  return false;
}

static bool holds_songs(const lq_work* const w, const lq_verified_group* const g)
{
  const char* const name = last_part(g);
  return g->n_sounds && g->n_sounds <= SONGS_MOST && strcmp(name, "vinyl") != 0 &&
         (is_format(name) || (w->options->targets && lq_target_find(w->options->targets, name)));
}

static bool side_by_side(const lq_verified_group* const a, const lq_verified_group* const b)
{
  const size_t n = (size_t)(last_part(a) - a->folder), k = (size_t)(last_part(b) - b->folder);
  return n == k && !strncmp(a->folder, b->folder, n);
}

static const lq_entry* song_in(const lq_work* const w, const lq_verified_group* const g,
                               const char* const title)
{
  for (size_t i = 0; i < g->n_entries; ++i) {
    const lq_entry* const e = &w->walk.entries[g->first + i];
    if (e->kind == LQ_ENTRY_SOUND && !strcmp(e->title, title)) {
      return e;
    }
  }
  return NULL;
}

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
static void compare_song(lq_work* const w, const release* const r, const size_t at,
                         const lq_entry* const e)
{
  for (size_t k = 0; k < r->n; ++k) {
    const lq_entry* const other = k == at ? NULL : song_in(w, r->of[k], e->title);
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

static void judge_release(lq_work* const w, const release* const r)
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
  bool* const done = LQ_POOL_TAKE(w->pool, bool, w->n_groups + 1);
  LQ_TRY(done ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < w->n_groups; ++i) {
    release r = {0};
    for (size_t k = i; k < w->n_groups && !done[i] && r.n < FOLDERS_MOST; ++k) {
      if (holds_songs(w, &w->groups[k]) && side_by_side(&w->groups[i], &w->groups[k])) {
        r.of[r.n++] = &w->groups[k];
        done[k]     = k > i;
      }
    }
    if (r.n > 1 && r.of[0] == &w->groups[i]) {
      judge_release(w, &r);
    }
    if (!done[i] && r.n < 2 && lq_group_is_album(w, &w->groups[i])) {
      judge_numbers(w, &w->groups[i]);
    }
  }
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}
