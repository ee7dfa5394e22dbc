// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/intake.h"

#include "assist/notes.h"
#include "audio/stamp.h"
#include "base/path.h"
#include "base/text.h"
#include "base/thread.h"

#include <dirent.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TRACKS = 512 };

// One gating block. Source: ITU-R BS.1770-5, 2023, annex 1.
#define LONG_ENOUGH_SEC 0.4

static int natural(const void* const a, const void* const b)
{
  return lq_text_natural(*(const char* const*)a, *(const char* const*)b);
}

/// The sound files of a folder by name.
typedef struct {
  const char** names;
  size_t       n;
} listing;

static lq_status list_folder(listing* const l, lq_pool* const pool, const char* const folder,
                             lq_error* const error)
{
  DIR* const dir = opendir(folder);
  if (!dir) {
    return lq_fail_file(error, LQ_ERR_NOT_FOUND, folder, "'%s' cannot be opened as a folder.",
                        folder);
  }
  lq_status st = LQ_OK;
  for (const struct dirent* e; !st && (e = readdir(dir));) {
    const char* const path = lq_path_join(pool, folder, e->d_name);
    if (e->d_name[0] == '.' || !path || lq_path_is_folder(path)) {
      continue;
    }
    if (!lq_audio_named(e->d_name)) {
      continue;
    }
    const char** const names = lq_pool_grow(pool, l->names, l->n, sizeof *names);
    const char* const  name  = lq_pool_copy(pool, e->d_name);
    if (!names || !name) {
      st = LQ_ERR_MEMORY;
    } else if (l->n == MOST_TRACKS) {
      st = lq_fail_file(error, LQ_ERR_LIMIT, folder, "more than %d sound files in one folder.",
                        MOST_TRACKS);
    } else {
      names[l->n++] = name;
      l->names      = names;
    }
  }
  closedir(dir);
  if (!st && !l->n) {
    return lq_fail_file(error, LQ_ERR_NOT_FOUND, folder,
                        "there are no sound files in '%s'. Expected one file a track (WAV, AIFF, "
                        "FLAC ...).",
                        folder);
  }
  if (!st) {
    qsort(l->names, l->n, sizeof *l->names, natural);
  }
  return st;
}

/// Measuring all tracks, each on any thread.
typedef struct {
  lq_song*                 song;
  const lq_render_options* options;
  atomic_size_t            n_done;
  lq_status*               status;   ///< [n]
  lq_error*                errors;   ///< [n]
  double                   most_sec; ///< kept of each at 4 kHz
} measuring;

static bool keep_telling(void* const user, const double done)
{
  measuring* const               m = user;
  const lq_render_options* const o = m->options;
  (void)done;
  return o && o->progress && o->progress(o->user, (double)m->n_done / (double)m->song->n);
}

static void measure_one(void* const user, const size_t i)
{
  measuring* const m = user;
  lq_track* const  t = &m->song->tracks[i];
  m->status[i] = lq_signature_file(t->sig, t->path, m->most_sec, keep_telling, m, &m->errors[i]);
  ++m->n_done;
}

// A strip is called like its file, without the number in front; twice the same gets a number.
static const char* strip_name(const lq_song* const song, const char* const file)
{
  const char* name = lq_path_stem(song->pool, file);
  if (!name) {
    return NULL;
  }
  const char* const after = name + strspn(name, "0123456789");
  const char* const words = after + strspn(after, " _-.");
  name                    = after != name && *words ? words : name;
  const char* unique      = name;
  for (unsigned k = 2; k < 1000; ++k) {
    bool taken = !strcmp(unique, "main") || !strcmp(unique, "plate") || !strcmp(unique, "echo");
    for (size_t i = 0; i < song->n; ++i) {
      taken = taken || !strcmp(song->tracks[i].name, unique);
    }
    if (!taken) {
      break;
    }
    unique = lq_pool_format(song->pool, "%s %u", name, k);
  }
  return unique;
}

static lq_status add_track(lq_song* const song, const char* const folder,
                           const char* const plan_folder, const char* const name)
{
  lq_track t = {.path = lq_path_join(song->pool, folder, name),
                .name = strip_name(song, name),
                .sig  = LQ_POOL_TAKE(song->pool, lq_signature, 1),
                .twin = LQ_NO_TRACK};
  t.file     = t.path ? lq_path_relative(song->pool, plan_folder, t.path) : NULL;
  if (!t.path || !t.name || !t.sig || !t.file) {
    return LQ_ERR_MEMORY;
  }
  t.features              = &t.sig->features;
  song->tracks[song->n++] = t;
  return LQ_OK;
}

// Drop files that hold nothing; what is broken stops the work, because a mix without a track that
// was meant to be in it is a wrong mix.
static lq_status sort_out(const measuring* const m, lq_session* const session,
                          const char* const folder, lq_error* const error)
{
  lq_song* const song        = m->song;
  size_t         kept        = 0;
  double         longest_sec = 0;
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (m->status[i] == LQ_ERR_MISSING) {
      LQ_TRY(lq_add_note(session->pool, &session->notes, &session->n_notes,
                         "left out: '%s' holds no audio", t->file));
      continue;
    }
    if (m->status[i]) {
      if (error) {
        *error = m->errors[i];
      }
      return m->status[i];
    }
    if (t->sig->info.truncated) {
      LQ_TRY(lq_add_note(session->pool, &session->notes, &session->n_notes,
                         "'%s' is cut off: its header promises more; used as far as it goes",
                         t->file));
    }
    if (t->features->whole.n_nonfinite) {
      LQ_TRY(lq_add_note(session->pool, &session->notes, &session->n_notes,
                         "'%s' has %llu samples that are no numbers; they are silenced", t->file,
                         (unsigned long long)t->features->whole.n_nonfinite));
    }
    t->rate_hz    = t->sig->info.rate_hz;
    longest_sec   = fmax(longest_sec, (double)t->sig->info.n_frames / t->rate_hz);
    t->n_channels = t->features->n_channels;
    t->silent     = !isfinite(t->features->activity.lufs);
    if (t->features->n_blocks > song->n_blocks) {
      song->n_blocks = t->features->n_blocks;
    }
    song->tracks[kept++] = *t;
  }
  song->n = kept;
  return longest_sec < LONG_ENOUGH_SEC && kept
             ? lq_fail_file(
                   error, LQ_ERR_FORMAT, folder,
                   "the longest track in '%s' has %.2f s; the loudness of less than %.1f s "
                   "cannot be measured, so there is nothing to balance.",
                   folder, longest_sec, LONG_ENOUGH_SEC)
             : LQ_OK;
}

// Files of a recorder that begin when somebody began to play: their stamps say when.
static lq_status place_by_stamps(const lq_song* const song, lq_session* const session)
{
  double* const        start = LQ_POOL_TAKE(song->pool, double, song->n);
  lq_audio_info* const infos = LQ_POOL_TAKE(song->pool, lq_audio_info, song->n);
  if (!start || !infos) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < song->n; ++i) {
    infos[i] = song->tracks[i].sig->info;
  }
  if (!lq_stamp_starts(infos, song->n, start)) {
    return LQ_OK;
  }
  for (size_t i = 0; i < song->n; ++i) {
    song->tracks[i].start_sec = start[i];
  }
  return lq_add_note(session->pool, &session->notes, &session->n_notes,
                     "the files carry BWF time stamps that differ: each starts by its own, the "
                     "earliest at 0 s");
}

lq_status lq_intake_folder(lq_song* const song, lq_session* const session, const char* const folder,
                           const char* const plan_folder, const lq_render_options* const options,
                           lq_error* const error)
{
  listing  l    = {0};
  lq_crew* crew = NULL;
  LQ_TRY(list_folder(&l, song->pool, folder, error));
  song->tracks = LQ_POOL_TAKE(song->pool, lq_track, l.n);
  // All of ten minutes of each file is kept at 4 kHz, less when there are very many files.
  const double all_sec = 512e6 / (sizeof(float) * LQ_SIGNATURE_HZ); // half a gigabyte
  measuring    m       = {.song     = song,
                          .options  = options,
                          .status   = LQ_POOL_TAKE(song->pool, lq_status, l.n),
                          .errors   = LQ_POOL_TAKE(song->pool, lq_error, l.n),
                          .most_sec = fmin(600.0, all_sec / (double)l.n)};
  if (!song->tracks || !m.status || !m.errors) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < l.n; ++i) {
    LQ_TRY(add_track(song, folder, plan_folder, l.names[i]));
  }
  LQ_TRY(lq_crew_new(&crew, options ? options->n_jobs : 0));
  lq_crew_run(crew, song->n, measure_one, &m);
  lq_crew_free(crew);
  LQ_TRY(sort_out(&m, session, folder, error));
  if (!song->n) {
    return lq_fail_file(error, LQ_ERR_FORMAT, folder, "no file in '%s' holds any audio.", folder);
  }
  return place_by_stamps(song, session);
}

void lq_song_forget_waves(lq_song* const song)
{
  for (size_t i = 0; i < song->n; ++i) {
    lq_signature* const s = song->tracks[i].sig;
    free(s->low);
    s->low   = NULL;
    s->n_low = 0;
  }
}

void lq_song_release(lq_song* const song)
{
  for (size_t i = 0; i < song->n; ++i) {
    if (song->tracks[i].sig) {
      lq_signature_free(song->tracks[i].sig);
    }
  }
}
