// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/work.h"

#include <string.h>

enum { SONGS_MOST = 2000 };

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

const lq_entry* lq_release_song(const lq_work* const w, const lq_verified_group* const g,
                                const char* const title)
{
  for (size_t i = 0; i < g->n_entries; ++i) {
    const lq_entry* const e = &w->walk.entries[g->first + i];
    if ((e->kind == LQ_ENTRY_SOUND || e->kind == LQ_ENTRY_EMPTY) && !strcmp(e->title, title)) {
      return e;
    }
  }
  return NULL;
}

const lq_release* lq_release_of(const lq_work* const w, const lq_verified_group* const g)
{
  for (size_t i = 0; i < w->n_releases; ++i) {
    for (size_t k = 0; k < w->releases[i].n; ++k) {
      if (w->releases[i].of[k] == g) {
        return &w->releases[i];
      }
    }
  }
  return NULL;
}

lq_status lq_releases_find(lq_work* const w)
{
  w->releases = LQ_POOL_TAKE(w->pool, lq_release, LQ_RELEASES_MOST);
  LQ_TRY(w->releases ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < w->n_groups; ++i) {
    lq_verified_group* const g = &w->groups[i];
    lq_release*              r = NULL;
    for (size_t k = 0; k < w->n_releases && holds_songs(w, g); ++k) {
      r = side_by_side(w->releases[k].of[0], g) ? &w->releases[k] : r;
    }
    if (!r && holds_songs(w, g) && w->n_releases < LQ_RELEASES_MOST) {
      r = &w->releases[w->n_releases++];
    }
    if (r && r->n < LQ_RELEASE_FOLDERS) {
      r->of[r->n++] = g;
    }
  }
  return LQ_OK;
}
