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
  const char**                names; ///< [n_songs] in the package
  const char**                paths; ///< [n_songs] the same, to open them
  heard*                      heard; ///< [n_songs] of lossy ones
  char                        from[PATH_MAX];
} shelf;

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
  const shelf* const      s    = user;
  const lq_tags           tags = tags_of(s, song);
  const lq_audio_out_spec spec = {.tags = &tags, .kbps = s->kbps};
  return lq_cut_song(s->from, &s->r->layout, song, s->paths[song], &spec, error);
}

// What is told of a lossy file is what its listeners get.
static lq_status hear_one(void* const user, const size_t song, lq_error* const error)
{
  shelf* const s    = user;
  lq_readback  read = {0};
  LQ_TRY(lq_readback_file(&read, s->paths[song], error));
  s->heard[song] = (heard){.m = read.m, .peak_dbtp = read.peak_dbtp};
  lq_readback_free(&read);
  return LQ_OK;
}

static lq_status list(lq_release* const r, const shelf* const s, const size_t song)
{
  const lq_album_song_print* const p  = &s->facts->songs[song];
  const lq_place* const            at = &r->layout.places[song];
  const heard         h = s->kbps ? s->heard[song] : (heard){.m = p->m, .peak_dbtp = p->peak_dbtp};
  const lq_sheet_file file = {.file            = s->names[song],
                              .song            = song,
                              .duration_sec    = (double)(at->end - at->mark) / LQ_SECTORS_PER_SEC,
                              .rate_hz         = h.m.rate_hz,
                              .bits            = s->kbps ? 0 : s->facts->bits,
                              .integrated_lufs = h.m.integrated_lufs,
                              .range_lu        = h.m.loudness_range_lu,
                              .true_peak_dbtp  = h.peak_dbtp};
  return lq_release_list(r, &file);
}

static lq_status name_files(const lq_release* const r, shelf* const s)
{
  const size_t n = r->album->n_songs;
  s->names       = LQ_POOL_TAKE(r->pool, const char*, n + 1);
  s->paths       = LQ_POOL_TAKE(r->pool, const char*, n + 1);
  LQ_TRY(s->names && s->paths ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < n; ++i) {
    s->names[i] = lq_pool_format(r->pool, "%s/%s.%s", s->folder, r->names[i], s->ending);
    s->paths[i] = s->names[i] ? lq_path_join(r->pool, r->work, s->names[i]) : NULL;
    LQ_TRY(s->paths[i] ? LQ_OK : LQ_ERR_MEMORY);
  }
  return LQ_OK;
}

static lq_status fill(lq_release* const r, shelf* const s, lq_error* const error)
{
  const size_t      n      = r->album->n_songs;
  const char* const folder = lq_path_join(r->pool, r->work, s->folder);
  s->heard                 = LQ_POOL_TAKE(r->pool, heard, n + 1);
  LQ_TRY(folder && s->heard ? lq_make_folder(folder, error) : LQ_ERR_MEMORY);
  LQ_TRY(name_files(r, s));
  LQ_TRY(lq_crew_try(r->options.n_jobs, n, cut_one, s, error));
  LQ_TRY(s->kbps ? lq_crew_try(r->options.n_jobs, n, hear_one, s, error) : LQ_OK);
  for (size_t i = 0; i < n; ++i) {
    LQ_TRY(list(r, s, i));
  }
  return LQ_OK;
}

lq_status lq_release_list(lq_release* const r, const lq_sheet_file* const file)
{
  lq_sheet_file* const files = lq_pool_grow(r->pool, r->files, r->n_files, sizeof *files);
  LQ_TRY(files ? LQ_OK : LQ_ERR_MEMORY);
  files[r->n_files++] = *file;
  r->files            = files;
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
