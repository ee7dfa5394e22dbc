// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/codec.h"
#include "base/output.h"
#include "base/path.h"
#include "base/thread.h"
#include "cli/release.h"
#include "deliver/cut.h"
#include "measure/readback.h"

#include <limits.h>
#include <string.h>

/// A file as it was read back.
typedef struct {
  lq_measurement m;
  double         peak_dbtp;
} heard;

/// A folder of one file a song, all cut from one print.
typedef struct {
  const lq_release*           r;
  const lq_album_print_facts* facts;
  const char*                 folder; ///< its name in the package
  const char*                 ending;
  unsigned                    kbps;  ///< 0: not lossy
  heard*                      heard; ///< [n_songs] of lossy ones
  char                        from[PATH_MAX];
} shelf;

static const char* name_of(const shelf* const s, const size_t song, lq_pool* const pool)
{
  return lq_pool_format(pool, "%s/%s.%s", s->folder, s->r->names[song], s->ending);
}

static lq_tags tags_of(const shelf* const s, const size_t song)
{
  const lq_album_print_facts* const f    = s->facts;
  const lq_measurement* const       m    = &f->songs[song].m;
  lq_tags                           tags = lq_album_tags(s->r->album, song);
  tags.loudness                          = (lq_loudness_tags){.known           = true,
                                                              .integrated_lufs = m->integrated_lufs,
                                                              .range_lu        = m->loudness_range_lu,
                                                              .true_peak_dbtp  = f->songs[song].peak_dbtp,
                                                              .momentary_lufs  = m->max_momentary_lufs,
                                                              .short_term_lufs = m->max_short_term_lufs,
                                                              .album_known     = true,
                                                              .album_lufs      = f->integrated_lufs,
                                                              .album_peak_dbtp = f->peak_dbtp};
  return tags;
}

static lq_status cut_one(void* const user, const size_t song, lq_error* const error)
{
  const shelf* const s    = user;
  lq_pool*           pool = NULL; // pools are not shared between threads
  LQ_TRY(lq_pool_new(&pool));
  const lq_tags           tags = tags_of(s, song);
  const lq_audio_out_spec spec = {.tags = &tags, .kbps = s->kbps};
  const char* const       name = name_of(s, song, pool);
  const char* const       path = name ? lq_path_join(pool, s->r->work, name) : NULL;
  const lq_status         st =
      path ? lq_cut_song(s->from, &s->r->layout, song, path, &spec, error) : LQ_ERR_MEMORY;
  lq_pool_free(pool);
  return st;
}

// What is told of a lossy file is what its listeners get.
static lq_status hear_one(void* const user, const size_t song, lq_error* const error)
{
  shelf* const s    = user;
  lq_pool*     pool = NULL;
  lq_readback  read = {0};
  LQ_TRY(lq_pool_new(&pool));
  const char* const name = name_of(s, song, pool);
  const char* const path = name ? lq_path_join(pool, s->r->work, name) : NULL;
  const lq_status   st   = path ? lq_readback_file(&read, path, error) : LQ_ERR_MEMORY;
  s->heard[song]         = (heard){.m = read.m, .peak_dbtp = read.peak_dbtp};
  lq_readback_free(&read);
  lq_pool_free(pool);
  return st;
}

static lq_status list(lq_release* const r, const shelf* const s, const size_t song)
{
  const lq_album_song_print* const p  = &s->facts->songs[song];
  const lq_place* const            at = &r->layout.places[song];
  const heard         h = s->kbps ? s->heard[song] : (heard){.m = p->m, .peak_dbtp = p->peak_dbtp};
  const lq_sheet_file file = {.file            = name_of(s, song, r->pool),
                              .song            = song,
                              .duration_sec    = (double)(at->end - at->mark) / LQ_SECTORS_PER_SEC,
                              .rate_hz         = h.m.rate_hz,
                              .bits            = s->kbps ? 0 : s->facts->bits,
                              .integrated_lufs = h.m.integrated_lufs,
                              .range_lu        = h.m.loudness_range_lu,
                              .true_peak_dbtp  = h.peak_dbtp};
  return file.file ? lq_release_list(r, &file) : LQ_ERR_MEMORY;
}

static lq_status fill(lq_release* const r, shelf* const s, lq_error* const error)
{
  const size_t      n      = r->album->n_songs;
  const char* const folder = lq_path_join(r->pool, r->work, s->folder);
  s->heard                 = LQ_POOL_TAKE(r->pool, heard, n + 1);
  LQ_TRY(folder && s->heard ? lq_make_folder(folder, error) : LQ_ERR_MEMORY);
  LQ_TRY(lq_crew_try(r->options.n_jobs, n, cut_one, s, error));
  LQ_TRY(s->kbps ? lq_crew_try(r->options.n_jobs, n, hear_one, s, error) : LQ_OK);
  for (size_t i = 0; i < n; ++i) {
    LQ_TRY(list(r, s, i));
  }
  return LQ_OK;
}

lq_status lq_release_list(lq_release* const r, const lq_sheet_file* const file)
{
  if (r->n_files == r->room_files) {
    const size_t         room = 2 * r->room_files + 64;
    lq_sheet_file* const more = LQ_POOL_TAKE(r->pool, lq_sheet_file, room);
    LQ_TRY(more ? LQ_OK : LQ_ERR_MEMORY);
    if (r->n_files) {
      memcpy(more, r->files, r->n_files * sizeof *more);
    }
    r->files      = more;
    r->room_files = room;
  }
  r->files[r->n_files++] = *file;
  return LQ_OK;
}

static lq_status deliver(lq_release* const r, const size_t i, lq_error* const error)
{
  const lq_album_facts* const facts = lq_album_tell(r->sound);
  shelf                       s     = {.r      = r,
                                       .facts  = &facts->prints[i],
                                       .folder = r->chosen[i]->id,
                                       .ending = r->chosen[i]->format};
  LQ_TRY(lq_album_print_path(r->prints[i], s.from, sizeof s.from, error));
  return fill(r, &s, error);
}

// "mp3 320" and "flac", from the first destination: the one that was thought of first.
static lq_status listen(lq_release* const r, const char* const format, lq_error* const error)
{
  const lq_album_facts* const facts = lq_album_tell(r->sound);
  shelf                       s     = {.r = r, .facts = &facts->prints[0], .ending = format};
  lq_codec_spec               spec;
  if (!lq_codec_parse(format, &spec)) {
    s.ending = spec.kind == LQ_CODEC_VORBIS ? "ogg" : lq_codec_name(spec.kind);
    s.kbps   = spec.kbps;
  }
  s.folder = s.kbps ? lq_pool_format(r->pool, "%s-%u", s.ending, s.kbps) : format;
  LQ_TRY(s.folder ? lq_album_print_path(r->prints[0], s.from, sizeof s.from, error)
                  : LQ_ERR_MEMORY);
  return fill(r, &s, error);
}

lq_status lq_release_files(lq_release* const r, lq_error* const error)
{
  lq_progress p  = lq_progress_start(r->args, "writing the files");
  lq_status   st = LQ_OK;
  for (size_t i = 0; i < r->n_chosen && !st; ++i) {
    st = deliver(r, i, error);
  }
  for (size_t i = 0; i < r->album->n_formats && !st; ++i) {
    st = lq_interrupted() ? LQ_ERR_CANCELLED : listen(r, r->album->formats[i], error);
  }
  lq_progress_end(&p, st);
  return st;
}
