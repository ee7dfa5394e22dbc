// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Many callers at once: each gets what one alone gets. FFTW's planner and libmpg123's first call
// work on globals of theirs.
#include "session_tools.h"

#include "engine/bounce.h"
#include "measure/feature_file.h"
#include "measure/file.h"
#include "session/targets.h"

#include <pthread.h>

enum { N_THREADS = 8 };

typedef struct {
  const char*     path;
  const lq_chain* chain;
  lq_measurement  measured;
  lq_features     features;
  tape            bounced;
  lq_status       status;
} job;

static void* measure(void* const user)
{
  job* const j = user;
  lq_error   e;
  j->status = lq_measure_file(j->path, &j->measured, NULL, &e);
  return NULL;
}

static void* feature(void* const user)
{
  job* const j = user;
  lq_error   e;
  j->status = lq_feature_file(j->path, &j->features, NULL, NULL, NULL, &e);
  return NULL;
}

static void* bounce(void* const user)
{
  job* const      j = user;
  lq_error        e;
  const lq_bounce b = {.path = j->path, .chain = j->chain, .out_rate_hz = 44100};
  j->status         = lq_bounce_run(&b, (lq_sink){tape_write, &j->bounced}, NULL, NULL, &e);
  return NULL;
}

static void all_at_once(job* const jobs, void* (*const run)(void*))
{
  pthread_t threads[N_THREADS];
  for (unsigned i = 0; i < N_THREADS; ++i) {
    CHECK(!pthread_create(&threads[i], NULL, run, &jobs[i]));
  }
  for (unsigned i = 0; i < N_THREADS; ++i) {
    CHECK(!pthread_join(threads[i], NULL));
    CHECK(!jobs[i].status);
  }
}

static void measurements_agree(void)
{
  desk d               = desk_new(48000);
  job  jobs[N_THREADS] = {0}, alone = {.path = desk_noise(&d, 48000, 2, 60000, 1)};
  for (unsigned i = 0; i < N_THREADS; ++i) {
    jobs[i].path = alone.path;
  }
  all_at_once(jobs, measure);
  measure(&alone);
  for (unsigned i = 0; i < N_THREADS; ++i) {
    CHECK_NEAR(jobs[i].measured.integrated_lufs, alone.measured.integrated_lufs, 0);
    CHECK_NEAR(jobs[i].measured.true_peak_dbtp, alone.measured.true_peak_dbtp, 0);
    CHECK(jobs[i].measured.n_frames == 60000);
  }
  desk_free(&d);
}

static void features_agree(void)
{
  desk d               = desk_new(48000);
  job  jobs[N_THREADS] = {0}, alone = {.path = desk_noise(&d, 48000, 2, 60000, 1)};
  for (unsigned i = 0; i < N_THREADS; ++i) {
    jobs[i].path = alone.path;
  }
  all_at_once(jobs, feature);
  feature(&alone);
  for (unsigned i = 0; i < N_THREADS; ++i) {
    CHECK_NEAR(jobs[i].features.centroid_hz, alone.features.centroid_hz, 0);
    CHECK_NEAR(jobs[i].features.crest_db, alone.features.crest_db, 0);
    lq_features_free(&jobs[i].features);
  }
  lq_features_free(&alone.features);
  desk_free(&d);
}

static void bounces_agree(void)
{
  desk            d               = desk_new(48000);
  job             jobs[N_THREADS] = {0}, alone = {.path = desk_noise(&d, 48000, 2, 30000, 1)};
  lq_strip* const bus = lq_session_add(d.session, LQ_STRIP_BUS, "chain");
  desk_push(&d, bus, lq_proc_find("compressor"));
  desk_push(&d, bus, lq_proc_find("limiter"));
  alone.chain = &bus->chain;
  for (unsigned i = 0; i < N_THREADS; ++i) {
    jobs[i].path  = alone.path;
    jobs[i].chain = alone.chain; // read only, shared
  }
  all_at_once(jobs, bounce);
  bounce(&alone);
  for (unsigned i = 0; i < N_THREADS; ++i) {
    CHECK(tape_same(&jobs[i].bounced, &alone.bounced));
    tape_free(&jobs[i].bounced);
  }
  tape_free(&alone.bounced);
  desk_free(&d);
}

static void* load_targets(void* const user)
{
  job* const j    = user;
  lq_pool*   pool = NULL;
  lq_targets targets;
  lq_error   e;
  j->status = lq_pool_new(&pool);
  j->status = j->status ? j->status : lq_targets_load(&targets, pool, &e);
  lq_pool_free(pool);
  return NULL;
}

static void plans_are_read_side_by_side(void)
{
  job jobs[N_THREADS] = {0};
  all_at_once(jobs, load_targets);
}

static const check_test tests[] = {CHECK_TEST(measurements_agree), CHECK_TEST(features_agree),
                                   CHECK_TEST(bounces_agree),
                                   CHECK_TEST(plans_are_read_side_by_side)};
CHECK_MAIN(tests)
