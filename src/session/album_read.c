// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/album.h"
#include "session/document.h"

#include <string.h>

// Every recording has its own.
static lq_status check_isrcs(const lq_reading* const r, const lq_album* const a)
{
  for (size_t i = 1; i < a->n_songs; ++i) {
    const char* const isrc = a->songs[i].tags.text[LQ_TAG_ISRC];
    for (size_t k = 0; k < i && isrc; ++k) {
      const lq_song* const other = &a->songs[k];
      if (other->tags.text[LQ_TAG_ISRC] && !strcmp(other->tags.text[LQ_TAG_ISRC], isrc)) {
        return lq_fail(r->error, LQ_ERR_BAD_VALUE, a->songs[i].isrc_at,
                       "the ISRC %s is also that of '%s' in line %u, column %u; every recording "
                       "has its own.",
                       isrc, other->tags.text[LQ_TAG_TITLE], other->isrc_at.line,
                       other->isrc_at.column);
      }
    }
  }
  return LQ_OK;
}

static lq_status check_sides(const lq_reading* const r, const lq_album_filling* const f)
{
  const lq_album* const a      = f->album;
  const lq_place        vinyl  = {.key = "vinyl"};
  const lq_place        sides  = {.parent = &vinyl, .key = "sides"};
  const unsigned        tracks = lq_album_n_tracks(a);
  const lq_node*        item   = f->sides ? f->sides->first : NULL;
  for (size_t i = 0; i < a->n_sides; ++i, item = item->next) {
    const lq_place here = {.parent = &sides, .index = i};
    if (a->sides[i] > tracks) {
      return lq_reading_fail(r, LQ_ERR_BAD_VALUE, item, &here,
                             "a side begins with track %u, and the album has %u.", a->sides[i],
                             tracks);
    }
  }
  return LQ_OK;
}

static lq_status check_album(const lq_reading* const r, const lq_node* const root,
                             const lq_album_filling* const f)
{
  const lq_album* const a     = f->album;
  const lq_place        title = {.key = "title"}, songs = {.key = "songs"}, disc = {.key = "disc"};
  if (!a->tags.text[LQ_TAG_ALBUM]) {
    return lq_reading_fail(r, LQ_ERR_MISSING, root, &title,
                           "the album has no title; expected title: Night Drive.");
  }
  if (!lq_album_n_tracks(a)) {
    return lq_reading_fail(r, LQ_ERR_MISSING, root, &songs,
                           "the album has no song that is a track; expected songs: and a list.");
  }
  if (a->tags.n_discs && a->tags.disc > a->tags.n_discs) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, f->disc, &disc, "this is disc %u of %u.",
                           a->tags.disc, a->tags.n_discs);
  }
  LQ_TRY(check_isrcs(r, a));
  return check_sides(r, f);
}

static lq_status read_document(const lq_reading* const r, const lq_node* const root,
                               lq_album* const album)
{
  lq_key           keys[LQ_MOST_ALBUM_KEYS];
  const size_t     n_keys = lq_album_keys(keys);
  lq_album_filling f      = {.album = album};
  LQ_TRY(lq_document_check(r, root, "an album"));
  LQ_TRY(lq_reading_keys(r, root, NULL, "an album", keys, n_keys, &f));
  return check_album(r, root, &f);
}

static lq_status read_any(lq_album** const album, const char* const text, const size_t n_bytes,
                          const char* const path, const lq_plan_source* const source,
                          lq_error* const error)
{
  lq_album* a = NULL;
  if (lq_album_new(&a)) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "there is no memory left to read it.");
  }
  lq_reading r    = {0};
  lq_node*   root = NULL;
  lq_status  st   = lq_document_open(&r, &root, a->pool, text, n_bytes, path, source, error);
  if (!st) {
    a->file   = text ? NULL : r.file;
    a->folder = r.folder ? r.folder : ".";
    st        = read_document(&r, root, a);
  }
  if (st) {
    lq_album_free(a);
    return st;
  }
  *album = a;
  return LQ_OK;
}

lq_status lq_album_read(lq_album** const album, const char* const path, lq_error* const error)
{
  return read_any(album, NULL, 0, path, &(lq_plan_source){0}, error);
}

lq_status lq_album_parse(lq_album** const album, const char* const text, const size_t n_bytes,
                         const lq_plan_source* const source, lq_error* const error)
{
  return read_any(album, text, n_bytes, source->name ? source->name : "plan", source, error);
}
