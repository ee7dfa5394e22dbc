// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the master assistant makes of mixes, in figures: `bench_masters MIX...` prints, for each,
/// how far it lies from the curve of released records before and after, what was moved, what a
/// second pass over the result moves still, and the peak-to-loudness ratio before and after a
/// limiter for -14 LUFS. GENRE=name in the environment: by that genre. The exit code is 1 when a
/// result lies farther from the curve than its mix did, or a second pass moves more than 0.3 dB.
#include "assist/fit.h"
#include "assist/loud.h"
#include "assist/master.h"
#include "assist/tone_moves.h"
#include "audio/out.h"
#include "base/path.h"
#include "base/pool.h"
#include "check/check.h"
#include "engine/bounce.h"
#include "engine/sink.h"
#include "measure/feature_file.h"
#include "measure/file.h"
#include "session/genres.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BANDS = LQ_SPECTRUM_BANDS };

static const double most_again_db = 0.305; // 0.3, which a float is not

typedef struct {
  lq_pool*       pool;
  lq_features    features;
  lq_measurement m;
  lq_mix_heard   heard;
  lq_band_steps* bands;
  lq_master*     plan;
  lq_findings    problems;
  double         distance_db;
} pass;

static void die(const char* const what, const lq_status st, const lq_error* const e)
{
  fprintf(stderr, "%s: %s: %s\n", what, lq_status_name(st), e->text);
  exit(1);
}

static lq_status distance(pass* const p, const lq_brief* const brief, lq_error* const e)
{
  lq_polish   polish = {0};
  lq_findings none   = {0};
  double      mid[BANDS], side[BANDS];
  LQ_TRY(lq_polish_start(&polish, p->plan, &p->heard, p->pool, &none));
  const lq_status st = lq_polish_aim(&polish, brief, NULL, e);
  lq_loud_mean(polish.loud, polish.steps, polish.n, mid, side);
  for (unsigned b = 0; b < BANDS; ++b) {
    mid[b] += side[b];
  }
  p->distance_db = lq_tone_distance_db(&polish.aims, mid);
  if (getenv("CURVE")) {
    double level_db[BANDS];
    lq_polish_tone(mid, level_db);
    for (unsigned b = 1; b < BANDS - 1; ++b) {
      printf("# %.0f %.2f %.2f %.2f\n", lq_spectrum_band_hz(b), level_db[b], polish.aims.tone_db[b],
             polish.aims.slack_db[b]);
    }
  }
  lq_polish_end(&polish);
  return st;
}

static void look(pass* const p, const char* const path, const lq_brief* const brief)
{
  lq_error         e = {0};
  lq_audio_info    info;
  lq_findings      found;
  lq_measured_file file;
  lq_status        st = lq_pool_new(&p->pool);
  st                  = st ? st : lq_measure_file(path, &p->m, &info, &e);
  st                  = st ? st : lq_feature_file(path, &p->features, NULL, NULL, NULL, &e);
  file                = (lq_measured_file){.file = path, .bits = info.bits, .m = p->m};
  st                  = st ? st
                           : lq_check_mix(&found, p->pool, path, &file, &p->features, NULL, &p->bands, NULL, NULL,
                                          &e);
  p->heard = (lq_mix_heard){.features = &p->features, .bands = p->bands, .findings = found};
  const lq_master_brief master = {
      .title = "bench", .plan_folder = ".", .song = brief, .amounts = LQ_AMOUNTS};
  st = st ? st
          : lq_assist_chain(&p->plan, path, &p->heard, &master, p->pool, &p->problems, NULL, &e);
  st = st ? st : distance(p, brief, &e);
  if (st) {
    die(path, st, &e);
  }
}

static void end(pass* const p)
{
  lq_master_free(p->plan);
  lq_features_free(&p->features);
  lq_band_steps_free(p->bands);
  lq_pool_free(p->pool);
}

// Only what the music went through; no limiter.
static void render(const char* const from, const lq_chain* const chain, const char* const to,
                   lq_bounce_result* const result)
{
  lq_error                e      = {0};
  lq_audio_out*           out    = NULL;
  const lq_bounce         bounce = {.path = from, .chain = chain, .stereo = true};
  lq_status               st     = lq_bounce_measure(&bounce, result, &e);
  const lq_audio_out_spec spec   = {
        .rate_hz = result->rate_hz, .n_channels = 2, .bits = 32, .force = true};
  st = st ? st : lq_audio_out_open(&out, to, &spec, &e);
  st = st ? st : lq_bounce_run(&bounce, lq_sink_file(out), NULL, result, &e);
  st = st ? st : lq_audio_out_commit(out, &e);
  if (st) {
    die(to, st, &e);
  }
}

static double biggest_move(const lq_master* const plan, const lq_bounce_result* const r,
                           const bool print)
{
  double most = 0;
  for (size_t i = 0; i < plan->chain.n; ++i) {
    const lq_device* const d    = &plan->chain.devices[i];
    const char* const      name = d->proc->symbol;
    if (!strcmp(name, "eq")) {
      for (unsigned b = 0; b < d->n_bands; ++b) {
        const float* const v = d->values + d->proc->n_params + b * d->proc->n_band_params;
        most                 = fmax(most, fabs((double)v[2]));
        if (print) {
          printf("      eq %.0f Hz %+.1f dB: %s\n", (double)v[1], (double)v[2], d->band_why[b]);
        }
      }
      continue;
    }
    double by_db = 0;
    if (!strcmp(name, "width")) {
      by_db = fmax(fabs((double)lq_device_get(d, "side")),
                   fabs((double)(lq_device_get(d, "side") + lq_device_get(d, "shelf"))));
      by_db = fmax(by_db, lq_device_get(d, "mono_below") > 20 ? 1 : 0); // a step, whatever it moves
    } else {
      for (unsigned k = 0; k < LQ_PROC_MAX_METERS; ++k) {
        by_db = fmax(by_db, fabs((double)r->meters[0][i][k]));
      }
    }
    most = fmax(most, by_db);
    if (print) {
      printf("      %s %.1f dB at most: %s\n", name, by_db, d->why);
    }
  }
  return most;
}

static void limit(const char* const path, const pass* const p, double* const plr_db,
                  double* const lufs)
{
  static const lq_target target = {
      .id = "bench", .bits = 24, .format = "wav", .loudness_lufs = -14, .ceiling_dbtp = -1};
  const lq_target* const targets = &target;
  lq_error               e       = {0};
  lq_master*             m       = NULL;
  lq_findings            none;
  const lq_brief         brief  = LQ_BRIEF;
  const lq_master_brief  master = {.title       = "bench",
                                   .plan_folder = ".",
                                   .targets     = &targets,
                                   .n_targets   = 1,
                                   .song        = &brief,
                                   .amounts     = {{0, 0, 0, 1}}};
  lq_meter*              meter  = NULL;
  lq_status st = lq_assist_master(&m, path, &p->heard, &master, p->pool, &none, NULL, &e);
  st           = st ? st : lq_meter_new(&meter, p->features.rate_hz, 2);
  if (st) {
    die(path, st, &e);
  }
  const lq_bounce bounce = {
      .path = path, .chain = &m->chain, .stereo = true, .out_chain = &m->deliveries[0].chain};
  st = lq_bounce_run(&bounce, lq_sink_meter(meter), NULL, NULL, &e);
  if (st) {
    die(path, st, &e);
  }
  const lq_measurement r = lq_meter_read(meter);
  *plr_db                = r.true_peak_dbtp - r.integrated_lufs;
  *lufs                  = r.integrated_lufs;
  lq_meter_free(meter);
  lq_master_free(m);
}

static bool bench(const char* const path, const lq_brief* const brief)
{
  pass             first = {0}, second = {0};
  lq_bounce_result r1, r2;
  double           plr_db, lufs;
  char             name[64], after[80];
  (void)snprintf(name, sizeof name, "/tmp/lacquer-masters-%ld", (long)getpid());
  (void)snprintf(after, sizeof after, "%s-1.wav", name);
  look(&first, path, brief);
  render(path, &first.plan->chain, after, &r1);
  look(&second, after, brief);
  char again[80];
  (void)snprintf(again, sizeof again, "%s-2.wav", name);
  render(after, &second.plan->chain, again, &r2);
  limit(after, &second, &plr_db, &lufs);
  const double moved        = biggest_move(first.plan, &r1, false);
  const double second_moved = biggest_move(second.plan, &r2, false);
  printf("%-28s %8.2f %6.2f %8.1f %9.2f %10.1f %6.1f %8.2f\n", path, first.distance_db,
         second.distance_db, moved, second_moved, first.m.true_peak_dbtp - first.m.integrated_lufs,
         plr_db, lufs);
  (void)biggest_move(first.plan, &r1, true);
  for (size_t i = 0; i < first.problems.n; ++i) {
    printf("      problem: %s\n", first.problems.findings[i].message);
  }
  if (second_moved > most_again_db) {
    printf("    the second pass:\n");
    (void)biggest_move(second.plan, &r2, true);
  }
  const bool good = second.distance_db <= first.distance_db + 0.02 && second_moved <= most_again_db;
  end(&first);
  end(&second);
  (void)unlink(after);
  (void)unlink(again);
  return good;
}

int main(const int argc, char** const argv)
{
  lq_error          e    = {0};
  lq_pool*          pool = NULL;
  lq_genres         genres;
  lq_brief          brief = LQ_BRIEF;
  const char* const genre = getenv("GENRE");
  bool              good  = true;
  lq_status         st    = lq_pool_new(&pool);
  st                      = st ? st : lq_genres_load(&genres, pool, &e);
  st                      = st ? st : lq_brief_genre(&brief, &genres, genre, &e);
  if (st) {
    die("masters", st, &e);
  }
  printf(
      "                              dB from the curve  moved    second     PLR          LUFS\n");
  printf("                               before  after  at most      pass     before  after\n");
  for (int i = 1; i < argc; ++i) {
    good = bench(argv[i], &brief) && good;
  }
  lq_pool_free(pool);
  return good ? 0 : 1;
}
