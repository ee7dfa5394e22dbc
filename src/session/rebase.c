// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plan.h"

#include "base/path.h"
#include "base/pool.h"
#include "model/album.h"
#include "session/plugin_device.h"

static lq_status rebase_strip(const lq_session* const session, lq_strip* const strip,
                              const char* const folder)
{
  for (size_t i = 0; i < strip->chain.n; ++i) {
    LQ_TRY(lq_plugin_device_rebase(session->pool, &strip->chain.devices[i], folder));
  }
  if (!strip->n_clips) {
    return LQ_OK;
  }
  lq_clip* const clips = LQ_POOL_TAKE(session->pool, lq_clip, strip->n_clips);
  if (!clips) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < strip->n_clips; ++i) {
    clips[i]      = strip->clips[i];
    clips[i].file = *clips[i].file == '/' ? clips[i].file
                                          : lq_path_relative(session->pool, folder, clips[i].path);
    if (!clips[i].file) {
      return LQ_ERR_MEMORY;
    }
  }
  strip->clips = clips;
  return LQ_OK;
}

lq_status lq_session_rebase(lq_session* const session, const char* const folder)
{
  for (size_t i = 0; i < session->n_strips; ++i) {
    LQ_TRY(rebase_strip(session, &session->strips[i], folder));
  }
  const char* const copy = lq_pool_copy(session->pool, folder);
  if (!copy) {
    return LQ_ERR_MEMORY;
  }
  session->folder = copy;
  return LQ_OK;
}

static lq_status rebase_file(lq_pool* const pool, const char* const folder, const char** const file,
                             const char* const path)
{
  if (*file && **file != '/') {
    *file = lq_path_relative(pool, folder, path);
    return *file ? LQ_OK : LQ_ERR_MEMORY;
  }
  return LQ_OK;
}

static lq_status rebase_songs(lq_album* const album, const char* const folder)
{
  lq_song* const songs = LQ_POOL_TAKE(album->pool, lq_song, album->n_songs);
  if (!songs) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < album->n_songs; ++i) {
    lq_song* const s = &songs[i];
    *s               = album->songs[i];
    LQ_TRY(rebase_file(album->pool, folder, &s->file, s->path));
    LQ_TRY(rebase_file(album->pool, folder, &s->plan_file, s->plan));
    LQ_TRY(rebase_file(album->pool, folder, &s->session_file, s->session));
  }
  album->songs = songs;
  return LQ_OK;
}

static lq_status rebase_references(lq_album* const album, const char* const folder)
{
  lq_reference* const refs = LQ_POOL_TAKE(album->pool, lq_reference, album->n_references);
  if (!refs) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < album->n_references; ++i) {
    refs[i] = album->references[i];
    LQ_TRY(rebase_file(album->pool, folder, &refs[i].file, refs[i].path));
  }
  album->references = refs;
  return LQ_OK;
}

lq_status lq_album_rebase(lq_album* const album, const char* const folder)
{
  const char* const copy = lq_pool_copy(album->pool, folder);
  if (!copy) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(rebase_songs(album, folder));
  LQ_TRY(rebase_references(album, folder));
  LQ_TRY(rebase_file(album->pool, folder, &album->cover, album->tags.picture));
  LQ_TRY(rebase_file(album->pool, folder, &album->brief_file, album->brief));
  album->folder = copy;
  return LQ_OK;
}
