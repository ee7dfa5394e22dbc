// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/codec_jobs.h"

#include "audio/reader.h"
#include "base/thread.h"
#include "deliver/codec_proof.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { BLOCK = 4096, CHANNELS = 2, PARTS = 1 << 16 };

typedef struct {
  const lq_codec_job* job;
  lq_codec_proof*     proof;
  lq_status           status;
  lq_error            error;
} task;

typedef struct {
  task*                    tasks; ///< [n]
  size_t                   n;
  const lq_render_options* options;
  atomic_size_t            n_parts; ///< done, of PARTS a task
  atomic_bool              stop;
} work;

static lq_status go_on(work* const w, const size_t n_parts)
{
  const size_t done = atomic_fetch_add(&w->n_parts, n_parts) + n_parts;
  if (w->options->progress &&
      w->options->progress(w->options->user, (double)done / ((double)w->n * PARTS))) {
    atomic_store(&w->stop, true);
  }
  return atomic_load(&w->stop) ? LQ_ERR_CANCELLED : LQ_OK;
}

static lq_status feed(work* const w, task* const t, lq_reader* const reader)
{
  const lq_codec_job* const job      = t->job;
  const uint64_t            n_frames = job->n_frames ? job->n_frames : lq_reader_frames(reader);
  float                     room[CHANNELS][BLOCK];
  float*                    x[CHANNELS] = {room[0], room[1]};
  uint64_t                  at          = 0;
  size_t                    parts       = 0;
  LQ_TRY(job->frame ? lq_reader_seek(reader, job->frame, &t->error) : LQ_OK);
  for (size_t n = 1; n && at < n_frames && !lq_codec_proof_missing(t->proof);) {
    const size_t want = n_frames - at < BLOCK ? (size_t)(n_frames - at) : BLOCK;
    LQ_TRY(lq_reader_read(reader, x, want, &n, &t->error));
    LQ_TRY(lq_codec_proof_push(t->proof, (const float* const*)x, n, &t->error));
    at += n;
    const size_t now = (size_t)((double)at / (double)n_frames * PARTS); // 0 frames do not open
    LQ_TRY(go_on(w, now - parts));
    parts = now;
  }
  LQ_TRY(go_on(w, PARTS - parts));
  return lq_codec_proof_finish(t->proof, &t->error);
}

static lq_status prove(work* const w, task* const t)
{
  lq_reader* reader = NULL;
  LQ_TRY(lq_reader_open(&reader, t->job->path, 0, &t->error));
  lq_status status =
      lq_codec_proof_new(&t->proof, t->job->spec, lq_reader_info(reader)->rate_hz,
                         lq_reader_channels(reader), t->job->ceiling_dbtp, &t->error);
  if (!status) {
    status = feed(w, t, reader);
  }
  lq_reader_close(reader);
  return status;
}

static void run_task(void* const user, const size_t i)
{
  work* const w = user;
  task* const t = &w->tasks[i];
  t->status     = atomic_load(&w->stop) ? LQ_ERR_CANCELLED : prove(w, t);
  if (t->status) {
    atomic_store(&w->stop, true); // the others are in vain
  }
}

// The first that went wrong by itself; those that were stopped by it say so only.
static lq_status verdict(const work* const w, lq_error* const error)
{
  lq_status status = LQ_OK;
  for (size_t i = 0; i < w->n; ++i) {
    const task* const t = &w->tasks[i];
    if (t->status && t->status != LQ_ERR_CANCELLED) {
      if (error) {
        *error = t->error;
      }
      return t->status;
    }
    status = t->status ? t->status : status;
  }
  return status;
}

static lq_status tell(const work* const w, lq_pool* const pool, lq_codec_facts* const facts)
{
  for (size_t i = 0; i < w->n; ++i) {
    LQ_TRY(lq_codec_proof_tell(w->tasks[i].proof, pool, &facts[i]));
  }
  return LQ_OK;
}

lq_status lq_codec_proof_run_all(const lq_codec_job* const jobs, const size_t n,
                                 const lq_render_options* const options, lq_pool* const pool,
                                 lq_codec_facts* const facts, lq_error* const error)
{
  lq_crew* crew  = NULL;
  task*    tasks = calloc(n ? n : 1, sizeof *tasks);
  if (!tasks || lq_crew_new(&crew, options->n_jobs)) {
    free(tasks);
    return lq_fail(error, LQ_ERR_MEMORY, (lq_at){0}, "There is no memory left for codec proofs.");
  }
  work w = {.tasks = tasks, .n = n, .options = options};
  for (size_t i = 0; i < n; ++i) {
    tasks[i].job = &jobs[i];
  }
  lq_crew_run(crew, n, run_task, &w);
  lq_crew_free(crew);
  lq_status status = verdict(&w, error);
  if (!status && tell(&w, pool, facts)) {
    status = lq_fail(error, LQ_ERR_MEMORY, (lq_at){0}, "There is no memory left for overs.");
  }
  for (size_t i = 0; i < n; ++i) {
    lq_codec_proof_free(tasks[i].proof);
  }
  free(tasks);
  return status;
}

lq_status lq_codec_proof_run(const char* const path, const lq_codec_spec spec,
                             const double ceiling_dbtp, lq_pool* const pool,
                             lq_codec_facts* const facts, lq_error* const error)
{
  const lq_codec_job      job     = {.path = path, .spec = spec, .ceiling_dbtp = ceiling_dbtp};
  const lq_render_options options = {.n_jobs = 1};
  return lq_codec_proof_run_all(&job, 1, &options, pool, facts, error);
}
