// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/master.h"

#include "assist/glue.h"
#include "assist/loudness.h"
#include "assist/tone.h"
#include "base/path.h"
#include "base/thread.h"

#include <math.h>

/// All destinations at once, each on a thread of its own.
typedef struct {
  const lq_master*         master;
  const lq_master_brief*   brief;
  const lq_render_options* options;
  lq_measurement           before;
  lq_loudness_answer*      answers; ///< [n_targets]
  lq_status*               status;  ///< [n_targets]
  lq_error*                errors;  ///< [n_targets]
} solving;

static void solve_one(void* const user, const size_t i)
{
  solving* const        s    = user;
  const lq_loudness_job job  = {.path        = s->master->source_path,
                                .chain       = &s->master->chain,
                                .target      = s->brief->targets[i],
                                .before_lufs = s->before.integrated_lufs,
                                .exact       = s->brief->exact};
  lq_pool*              pool = NULL; // pools are not shared between threads
  s->status[i]               = lq_pool_new(&pool);
  if (!s->status[i]) {
    s->status[i] = lq_loudness_solve(&job, pool, &s->answers[i], s->options, &s->errors[i]);
  }
  lq_pool_free(pool);
}

static const char* reason(lq_pool* const pool, const lq_target* const t,
                          const lq_loudness_answer* const a)
{
  if (a->short_lu > 0.05) {
    return lq_pool_format(pool,
                          "kept %.1f LU short of %g LUFS: the limiter already takes %.1f LU and up "
                          "to %.1f dB away, more would flatten the music",
                          a->short_lu, t->loudness_lufs, a->cost_lu, a->reduction_db);
  }
  return lq_pool_format(
      pool,
      "solved in %u pass%s: %.2f LUFS, %.2f dBTP; the limiter takes %.1f LU in all "
      "and %.1f dB at most",
      a->n_passes, a->n_passes == 1 ? "" : "es", a->after.integrated_lufs, a->after.true_peak_dbtp,
      fmax(0, a->cost_lu), a->reduction_db);
}

static lq_status add_delivery(lq_master* const master, const lq_target* const t,
                              const lq_loudness_answer* const a, lq_delivery* const d)
{
  *d = (lq_delivery){.target  = t->id,
                     .rate_hz = t->rate_hz,
                     .bits    = t->bits,
                     .dither  = t->dither,
                     .format  = t->format};
  lq_device limiter;
  LQ_TRY(lq_limiter_device(&limiter, master->pool, a->gain_db, a->ceiling_db));
  limiter.why = reason(master->pool, t, a);
  d->why      = a->short_lu > 0.05 ? limiter.why : NULL;
  return limiter.why ? lq_chain_push(&d->chain, master->pool, &limiter) : LQ_ERR_MEMORY;
}

static lq_status solve_all(lq_master* const master, const lq_master_brief* const brief,
                           const lq_render_options* const options, lq_error* const error)
{
  const size_t n    = brief->n_targets;
  lq_pool*     pool = master->pool;
  lq_delivery* made = LQ_POOL_TAKE(pool, lq_delivery, n);
  solving      s    = {.master  = master,
                       .brief   = brief,
                       .options = options,
                       .answers = LQ_POOL_TAKE(pool, lq_loudness_answer, n),
                       .status  = LQ_POOL_TAKE(pool, lq_status, n),
                       .errors  = LQ_POOL_TAKE(pool, lq_error, n)};
  lq_crew*     crew = NULL;
  if (!made || !s.answers || !s.status || !s.errors) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(lq_loudness_measure(master->source_path, &master->chain, &s.before, options, error));
  if (!isfinite(s.before.integrated_lufs)) {
    return lq_fail_file(error, LQ_ERR_FORMAT, master->source_path,
                        "there is nothing to hear in it, or less than 0.4 seconds: its loudness "
                        "cannot be measured, so it cannot be mastered.");
  }
  LQ_TRY(lq_crew_new(&crew, options ? options->n_jobs : 0));
  lq_crew_run(crew, n, solve_one, &s);
  lq_crew_free(crew);
  for (size_t i = 0; i < n; ++i) {
    if (s.status[i]) {
      if (error) {
        *error = s.errors[i];
      }
      return s.status[i];
    }
    LQ_TRY(add_delivery(master, brief->targets[i], &s.answers[i], &made[i]));
  }
  master->deliveries   = made;
  master->n_deliveries = n;
  return LQ_OK;
}

lq_status lq_assist_master(lq_master** const out, const char* const mix_path,
                           const lq_features* const mix, const lq_master_brief* const brief,
                           const lq_render_options* const options, lq_error* const error)
{
  lq_master* m = NULL;
  LQ_TRY(lq_master_new(&m));
  m->title       = lq_pool_copy(m->pool, brief->title);
  m->folder      = lq_pool_copy(m->pool, brief->plan_folder);
  m->source      = lq_path_relative(m->pool, brief->plan_folder, mix_path);
  m->source_path = lq_pool_copy(m->pool, mix_path);
  lq_status st   = m->title && m->folder && m->source && m->source_path ? LQ_OK : LQ_ERR_MEMORY;
  st             = st ? st : lq_tone_correct(m, mix, error);
  st             = st ? st : lq_glue_mix(m, mix);
  st             = st ? st : solve_all(m, brief, options, error);
  if (st) {
    lq_master_free(m);
    return st;
  }
  *out = m;
  return LQ_OK;
}
