// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/album_place.h"
#include "base/pool.h"
#include "deliver/codec_jobs.h"
#include "deliver/print.h"

#include <limits.h>
#include <math.h>

typedef struct {
  lq_album_place* p;
  size_t          song, codec;
} question;

typedef struct {
  question*     questions; ///< [n]
  lq_codec_job* jobs;      ///< [n]
  size_t        n;
} asking;

// What is clear of full scale is not asked again.
static bool is_known(const lq_album_place* const p, const size_t song, const size_t codec)
{
  const lq_album_voice* const v = &p->voices[song];
  const lq_codec_facts* const f = v->codecs ? &v->codecs[codec] : NULL;
  return f && v->proven_gain_db == p->gain_db[song] && v->proven_ceiling_db == p->ceiling_db &&
         lq_dips_is_clear(f);
}

// What takes long comes first, so that no thread waits at the end: our AAC is another program.
static lq_status gather(asking* const a, lq_album_place* const p, const bool slow,
                        lq_pool* const pool, lq_error* const error)
{
  const lq_album_part* const parts = lq_album_print_parts(p->print);
  char* const                path  = LQ_POOL_TAKE(pool, char, PATH_MAX);
  LQ_TRY(path ? lq_album_print_path(p->print, path, PATH_MAX, error) : LQ_ERR_MEMORY);
  for (size_t k = 0; k < p->s->n; ++k) {
    const lq_album_voice* const v = &p->voices[k];
    for (size_t c = 0; c < p->target->n_codecs; ++c) {
      if ((p->target->codecs[c].kind == LQ_CODEC_AAC) != slow) {
        continue;
      }
      if ((v->codecs && v->proven == parts[k].digest) || is_known(p, k, c)) {
        continue; // or it is sample for sample what they were asked about
      }
      a->questions[a->n] = (question){.p = p, .song = k, .codec = c};
      a->jobs[a->n++]    = (lq_codec_job){.path         = path,
                                          .spec         = p->target->codecs[c],
                                          .ceiling_dbtp = LQ_DECODED_CEILING_DBTP,
                                          .frame        = p->cuts[k],
                                          .n_frames     = p->cuts[k + 1] - p->cuts[k]};
    }
  }
  return LQ_OK;
}

static lq_status answer(asking* const a, const lq_codec_facts* const facts, lq_pool* const pool)
{
  for (size_t i = 0; i < a->n; ++i) {
    const question* const q = &a->questions[i];
    lq_album_voice* const v = &q->p->voices[q->song];
    v->codecs = v->codecs ? v->codecs : LQ_POOL_TAKE(pool, lq_codec_facts, q->p->target->n_codecs);
    if (!v->codecs) {
      return LQ_ERR_MEMORY;
    }
    v->codecs[q->codec]  = facts[i];
    v->proven            = lq_album_print_parts(q->p->print)[q->song].digest;
    v->proven_gain_db    = q->p->gain_db[q->song];
    v->proven_ceiling_db = q->p->ceiling_db;
  }
  return LQ_OK;
}

// Peaks of all of a piece stay as far under the limiter's ceiling: nothing steps at its joins.
static void lower_peaks(lq_album_place* const p, const size_t song, const double by_db)
{
  const lq_album_piece* const piece    = &p->s->pieces[p->s->songs[song].piece];
  const double                codec_db = ceil(100 * (p->voices[song].codec_db + by_db)) / 100;
  for (size_t k = piece->first; k < piece->first + piece->n; ++k) {
    lq_album_voice* const v = &p->voices[k];
    v->codec_db             = fmax(v->codec_db, fmin(LQ_DIPS_MOST_DB, codec_db));
    v->drive.ceiling_db     = p->ceiling_db - v->codec_db;
    if (v->driven) {
      lq_drive_forget(&v->drive);
      v->gain_db = lq_drive_gain_step(lq_drive_foretell(&v->drive));
      v->there   = false;
    }
  }
}

// What the codecs of the place ask of one song is done.
static bool heed(lq_album_place* const p, const size_t k)
{
  lq_album_voice* const v        = &p->voices[k];
  const double          song_sec = (double)(p->cuts[k + 1] - p->cuts[k]) / p->rate_hz;
  const size_t          n        = v->codecs ? p->target->n_codecs : 0;
  double                lower_db = 0;
  const bool ask = lq_dips_heed(&v->dips, v->codecs, n, song_sec, v->codec_db, &lower_db);
  if (lower_db > 0) {
    lower_peaks(p, k, lower_db);
  }
  return ask;
}

lq_status lq_album_prove(lq_album_place* const places, const size_t n, lq_pool* const pool,
                         const lq_render_options* const options, lq_error* const error)
{
  const lq_render_options defaults = {0};
  size_t                  room     = 0;
  for (size_t i = 0; i < n; ++i) {
    room += places[i].s->n * places[i].target->n_codecs;
  }
  asking                a     = {.questions = LQ_POOL_TAKE(pool, question, room),
                                 .jobs      = LQ_POOL_TAKE(pool, lq_codec_job, room)};
  lq_codec_facts* const facts = LQ_POOL_TAKE(pool, lq_codec_facts, room);
  if (!a.questions || !a.jobs || !facts) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < 2 * n; ++i) {
    lq_album_place* const p = &places[i % n];
    LQ_TRY(p->target->n_codecs ? gather(&a, p, i < n, pool, error) : LQ_OK);
  }
  LQ_TRY(lq_codec_proof_run_all(a.jobs, a.n, options ? options : &defaults, pool, facts, error));
  LQ_TRY(answer(&a, facts, pool));
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < places[i].s->n; ++k) {
      places[i].printed = !heed(&places[i], k) && places[i].printed;
    }
  }
  return LQ_OK;
}
