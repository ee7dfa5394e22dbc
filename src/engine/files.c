// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files.h"

#include "audio/reader.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  lq_file   file;
  lq_status status;
  lq_error  error;
} entry;

struct lq_files {
  entry* entries; // [n] by path
  size_t n;
  double origin_sec;
};

static int compare(const void* const a, const void* const b)
{
  return strcmp(((const entry*)a)->file.path, ((const entry*)b)->file.path);
}

static void look(void* const user, const size_t i)
{
  entry* const e      = &((lq_files*)user)->entries[i];
  lq_reader*   reader = NULL;
  e->status           = lq_reader_open(&reader, e->file.path, 0, &e->error);
  if (!e->status) {
    e->file.info       = *lq_reader_info(reader);
    e->file.n_channels = lq_reader_channels(reader);
    lq_reader_close(reader);
  }
}

static entry* find(const lq_files* const files, const char* const path)
{
  const entry wanted = {.file = {.path = path}};
  return bsearch(&wanted, files->entries, files->n, sizeof wanted, compare);
}

lq_status lq_clip_fail(lq_error* const error, const lq_status status, const lq_strip* const track,
                       const lq_clip* const clip, const char* const text)
{
  return lq_fail(error, status, clip->at, "track '%s', clip '%s': %s", track->name,
                 clip->file ? clip->file : clip->path, text);
}

static lq_status first_fault(const lq_files* const files, const lq_session* const session,
                             lq_error* const error)
{
  for (size_t i = 0; i < session->n_strips; ++i) {
    const lq_strip* const track = &session->strips[i];
    for (size_t k = 0; k < track->n_clips; ++k) {
      const entry* const e = find(files, track->clips[k].path);
      if (e->status) {
        return lq_clip_fail(error, e->status, track, &track->clips[k], e->error.text);
      }
    }
  }
  return LQ_OK;
}

static double stamp_sec(const lq_file* const file)
{
  return (double)file->info.time_reference_frames / file->info.rate_hz;
}

static lq_status find_origin(lq_files* const files, const lq_session* const session,
                             lq_error* const error)
{
  bool any = false;
  for (size_t i = 0; i < session->n_strips; ++i) {
    const lq_strip* const track = &session->strips[i];
    for (size_t k = 0; k < track->n_clips; ++k) {
      const lq_clip* const clip = &track->clips[k];
      const lq_file* const file = &find(files, clip->path)->file;
      if (clip->at_stamp && !file->info.stamped) {
        return lq_clip_fail(error, LQ_ERR_MISSING, track, clip,
                            "it is to start at its time stamp, and its file has none (no bext "
                            "chunk); say start: as a time.");
      }
      if (clip->at_stamp && (!any || stamp_sec(file) < files->origin_sec)) {
        files->origin_sec = stamp_sec(file);
        any               = true;
      }
    }
  }
  return LQ_OK;
}

static void collect(lq_files* const files, const lq_session* const session)
{
  for (size_t i = 0; i < session->n_strips; ++i) {
    for (size_t k = 0; k < session->strips[i].n_clips; ++k) {
      files->entries[files->n++].file.path = session->strips[i].clips[k].path;
    }
  }
  qsort(files->entries, files->n, sizeof *files->entries, compare);
  size_t n = 0;
  for (size_t i = 0; i < files->n; ++i) {
    if (!n || strcmp(files->entries[n - 1].file.path, files->entries[i].file.path) != 0) {
      files->entries[n++].file.path = files->entries[i].file.path;
    }
  }
  files->n = n;
}

lq_status lq_files_new(lq_files** const files, const lq_session* const session, lq_crew* const crew,
                       lq_error* const error)
{
  size_t n = 0;
  for (size_t i = 0; i < session->n_strips; ++i) {
    n += session->strips[i].n_clips;
  }
  lq_files* const f = calloc(1, sizeof *f);
  if (!f || !(f->entries = calloc(n + 1, sizeof *f->entries))) {
    free(f);
    return LQ_ERR_MEMORY;
  }
  collect(f, session);
  lq_crew_run(crew, f->n, look, f);
  lq_status st = first_fault(f, session, error);
  st           = st ? st : find_origin(f, session, error);
  if (st) {
    lq_files_free(f);
    return st;
  }
  *files = f;
  return LQ_OK;
}

void lq_files_free(lq_files* const files)
{
  if (files) {
    free(files->entries);
    free(files);
  }
}

const lq_file* lq_files_find(const lq_files* const files, const char* const path)
{
  const entry* const e = find(files, path);
  assert(e);
  return &e->file;
}

double lq_files_start_sec(const lq_files* const files, const lq_clip* const clip)
{
  return clip->at_stamp ? stamp_sec(lq_files_find(files, clip->path)) - files->origin_sec
                        : clip->start_sec;
}

double lq_files_origin_sec(const lq_files* const files)
{
  return files->origin_sec;
}

static double track_rate_hz(const lq_files* const files, const lq_strip* const strip)
{
  return strip->n_clips ? lq_files_find(files, strip->clips[0].path)->info.rate_hz : 0;
}

lq_status lq_files_rate(const lq_files* const files, const lq_session* const session,
                        double* const rate_hz, lq_error* const error)
{
  double best_hz = session->rate_hz;
  size_t n_best  = 0;
  for (size_t i = 0; !(session->rate_hz > 0) && i < session->n_strips; ++i) {
    const double hz = track_rate_hz(files, &session->strips[i]);
    size_t       n  = 0;
    for (size_t k = 0; k < session->n_strips; ++k) {
      n += hz > 0 && track_rate_hz(files, &session->strips[k]) == hz;
    }
    if (n > n_best || (n == n_best && n && hz > best_hz)) {
      best_hz = hz;
      n_best  = n;
    }
  }
  if (!(session->rate_hz > 0) && !n_best) {
    return lq_fail_file(error, LQ_ERR_MISSING, session->file,
                        "the session has no clips; there is nothing to render.");
  }
  if (!(best_hz >= LQ_AUDIO_MIN_RATE_HZ && best_hz <= LQ_AUDIO_MAX_RATE_HZ)) {
    return lq_fail_file(error, LQ_ERR_BAD_VALUE, session->file,
                        "the session's rate is %g Hz; expected %d to %d Hz.", best_hz,
                        LQ_AUDIO_MIN_RATE_HZ, LQ_AUDIO_MAX_RATE_HZ);
  }
  *rate_hz = best_hz;
  return LQ_OK;
}
