// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/in.h"
#include "base/path.h"
#include "cli/release.h"
#include "deliver/package.h"
#include "deliver/package_name.h"
#include "disc/cdtext.h"
#include "session/genres.h"
#include "session/plan.h"

#include <string.h>

// Rows of targets.yaml, at the place in the plan where each was named.
static lq_status choose(lq_release* const r, lq_error* const error)
{
  const lq_album* const a = r->album;
  r->chosen               = LQ_POOL_TAKE(r->pool, const lq_target*, a->n_targets + 1);
  LQ_TRY(r->chosen ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < a->n_targets; ++i) {
    const lq_target* const t = lq_target_find(&r->targets, a->targets[i]);
    if (!t) {
      return lq_fail(error, LQ_ERR_UNKNOWN, a->target_at[i],
                     "there is no destination '%s'. 'lacquer targets' lists them.", a->targets[i]);
    }
    if (!strcmp(t->id, "vinyl")) {
      r->vinyl = true;
    } else {
      r->chosen[r->n_chosen++] = t;
      r->cd                    = strcmp(t->id, "cd") ? r->cd : t;
    }
  }
  const lq_at at = {.file = a->file, .line = 1, .column = 1};
  if (!a->n_targets) {
    return lq_fail(error, LQ_ERR_MISSING, at,
                   "the album has no destination; expected 'for: [spotify, cd]', say. 'lacquer "
                   "targets' lists them.");
  }
  if (a->ddp && !r->cd) {
    return lq_fail(error, LQ_ERR_MISSING, at,
                   "a DDP set is asked for, and cd is not among the destinations; it is made from "
                   "that.");
  }
  if (a->n_formats && !r->n_chosen) {
    return lq_fail(error, LQ_ERR_MISSING, at,
                   "listeners' files are asked for, and no destination but vinyl; they are made "
                   "from the first of the others.");
  }
  if (r->cd && (r->cd->rate_hz != 44100 || r->cd->bits != 16)) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, at,
                   "the destination cd is %g Hz and %u bits by %s; a disc holds 44100 Hz and 16.",
                   r->cd->rate_hz, r->cd->bits, r->cd->file ? r->cd->file : "Lacquer");
  }
  return LQ_OK;
}

static lq_status song_length(const lq_song* const song, double* const length_sec,
                             lq_error* const error)
{
  lq_audio_in* in = NULL;
  LQ_TRY(lq_audio_in_open(&in, song->path, error));
  const lq_audio_info info = *lq_audio_in_info(in);
  lq_audio_in_close(in);
  return lq_song_length(song, (double)info.n_frames / info.rate_hz, length_sec, error);
}

static lq_status lay_out(lq_release* const r, lq_error* const error)
{
  const lq_album* const a       = r->album;
  double* const         lengths = LQ_POOL_TAKE(r->pool, double, a->n_songs + 1);
  LQ_TRY(lengths ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < a->n_songs; ++i) {
    LQ_TRY(song_length(&a->songs[i], &lengths[i], error));
  }
  LQ_TRY(lq_layout_make(&r->layout, a, lengths, r->pool, error));
  if (!r->cd) {
    return LQ_OK;
  }
  LQ_TRY(lq_layout_disc(&r->disc, &r->layout, a, r->pool));
  return lq_layout_demand_disc(&r->disc, &r->layout, a, error);
}

// What the master assistant is told of all songs.
static lq_status read_brief(lq_release* const r, lq_error* const error)
{
  const lq_album* const a = r->album;
  lq_genres             genres;
  r->brief = LQ_BRIEF;
  LQ_TRY(lq_genres_load(&genres, r->pool, error));
  LQ_TRY(a->brief ? lq_brief_read(&r->brief, r->pool, &genres, a->brief, error) : LQ_OK);
  LQ_TRY(a->genre ? lq_brief_genre(&r->brief, &genres, a->genre, error) : LQ_OK);
  r->brief.strength =
      (float)(a->brief && a->strength == 1 ? (double)r->brief.strength : a->strength);
  if (a->n_references) {
    r->brief.references   = a->references;
    r->brief.n_references = a->n_references;
  }
  return LQ_OK;
}

// The same in every folder: number and title.
static lq_status name_songs(lq_release* const r)
{
  const lq_album* const a = r->album;
  r->names                = LQ_POOL_TAKE(r->pool, const char*, a->n_songs + 1);
  LQ_TRY(r->names ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < a->n_songs; ++i) {
    const lq_tags         tags = lq_album_tags(a, i);
    const lq_package_song song = {.number  = lq_album_track(a, i),
                                  .n_songs = lq_album_n_tracks(a),
                                  .title   = tags.text[LQ_TAG_TITLE],
                                  .version = tags.text[LQ_TAG_VERSION],
                                  .ending  = "wav"};
    char* const           name = lq_package_name(r->pool, &song, r->names, i);
    LQ_TRY(name ? LQ_OK : LQ_ERR_MEMORY);
    r->names[i] = lq_path_stem(r->pool, name);
    LQ_TRY(r->names[i] ? LQ_OK : LQ_ERR_MEMORY);
  }
  return LQ_OK;
}

lq_latin1_way lq_release_way(const lq_album* const album)
{
  return album->cd_text == LQ_CD_TEXT_REFUSE ? LQ_LATIN1_REFUSE : LQ_LATIN1_MARK;
}

// Texts that a disc cannot hold are refused before an hour of music is rendered.
static lq_status try_text(const lq_release* const r, lq_error* const error)
{
  const lq_cdtext_spec spec  = {.way = lq_release_way(r->album)};
  unsigned char*       packs = NULL;
  size_t               n     = 0;
  return r->cd ? lq_cdtext_encode(&r->disc, &spec, r->pool, &packs, &n, NULL, error) : LQ_OK;
}

lq_status lq_release_plan(lq_release* const r, const char* const path, lq_error* const error)
{
  LQ_TRY(lq_album_read(&r->album, path, error));
  LQ_TRY(choose(r, error));
  LQ_TRY(lay_out(r, error));
  LQ_TRY(try_text(r, error));
  LQ_TRY(read_brief(r, error));
  return name_songs(r);
}
