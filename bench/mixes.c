// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the mix assistant makes of songs, in figures, beside three baselines: the plain sum of the
/// tracks, all tracks at one loudness, and the assistant's levels and places alone.
/// `bench_mixes SONG...`, each a folder of tracks. docs/mixes.md says what the columns mean and how
/// the distance counts them.
#include "assist/balance.h"
#include "assist/mix.h"
#include "assist/scene.h"
#include "base/maths.h"
#include "base/path.h"
#include "base/pool.h"
#include "engine/sink.h"
#include "measure/features.h"
#include "proc/all.h"
#include "session/roles.h"
#include "session/tone_curve.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BANDS = LQ_SPECTRUM_BANDS, OCTAVES = LQ_TONE_OCTAVES, MOST_TRACKS = 512 };

// Released songs: quartiles of side over mid, -11.7 and -9.3 dB, widened by half.
static const double width_db = -10.5, width_half_db = 1.8;

typedef struct {
  double lar_db, width_db, octaves_off, octaves_outside, low_correlation, masking, fold_db;
  double octave_db[OCTAVES];
  double lufs, peak_dbtp, seconds;
  size_t n_tracks, n_unheard;
  double least_heard;
  char   least_name[64];
  double distance;
} figures;

typedef struct {
  lq_roles      roles;
  lq_tone_curve curve;
  bool          by_solo;
} knowledge;

static void die(const lq_status st, const lq_error* const e)
{
  fprintf(stderr, "%s: %s\n", lq_status_name(st), e->text);
  exit(1);
}

static bool leads(void* const user, const lq_strip* const strip)
{
  const knowledge* const k    = user;
  const lq_role* const   role = lq_role_find(&k->roles, strip->role);
  return role && (k->by_solo ? role->solo : role->lead);
}

// Without a voice the melody leads.
static void find_leads(knowledge* const k, const lq_session* const s)
{
  k->by_solo = false;
  bool any   = false;
  for (size_t i = 0; i < s->n_strips; ++i) {
    any |= s->strips[i].kind == LQ_STRIP_TRACK && !s->strips[i].mute && leads(k, &s->strips[i]);
  }
  k->by_solo = !any;
}

static void sum_bands(const lq_heard* const h, double* const mid, double* const side)
{
  for (size_t i = 0; i < h->n; ++i) {
    for (unsigned b = 0; b < BANDS; ++b) {
      mid[b] += (double)h->steps[i].mid[b];
      side[b] += (double)h->steps[i].side[b];
    }
  }
}

static double between(const double* const p, const double low_hz, const double high_hz)
{
  double sum = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    const double hz = lq_spectrum_band_hz(b);
    sum += hz > low_hz && hz < high_hz ? p[b] : 0;
  }
  return sum;
}

// An octave is its three thirds; relative to all of them.
static void measure_tone(figures* const f, const knowledge* const k, const double* const mid,
                         const double* const side)
{
  double both[BANDS];
  for (unsigned b = 0; b < BANDS; ++b) {
    both[b] = mid[b] + side[b];
  }
  const double all = between(both, 22, 22500);
  for (unsigned o = 0; o < OCTAVES; ++o) {
    const double hz  = 1000 * pow(2, (double)o - 5);
    f->octave_db[o]  = lq_power_to_db(fmax(1e-20, between(both, hz / 1.41, hz * 1.41) / all));
    const double off = fabs(f->octave_db[o] - k->curve.level_db[o]) / (1.5 * k->curve.strays_db[o]);
    f->octaves_off += fmin(4, off) / OCTAVES;
    f->octaves_outside += off > 1;
  }
  f->width_db    = lq_power_to_db(between(side, 0, 22500) / between(mid, 0, 22500));
  const double m = between(mid, 0, 120), s = between(side, 0, 120);
  f->low_correlation = (m - s) / (m + s);
}

// What one loudspeaker loses of the lead in its worst octave, of those within 20 dB of its best.
static void measure_fold(figures* const f, const lq_desk* const desk, knowledge* const k)
{
  double mid[BANDS] = {0}, side[BANDS] = {0}, best = 0;
  for (size_t i = 0; i < desk->n; ++i) {
    const lq_strip* const strip = desk->heard[i].strip;
    if (strip->kind == LQ_STRIP_TRACK && !strip->mute && leads(k, strip)) {
      sum_bands(&desk->heard[i], mid, side);
    }
  }
  for (unsigned o = 0; o < OCTAVES; ++o) {
    const double hz = 1000 * pow(2, (double)o - 5);
    best = fmax(best, between(mid, hz / 1.41, hz * 1.41) + between(side, hz / 1.41, hz * 1.41));
  }
  for (unsigned o = 0; o < OCTAVES && best > 0; ++o) {
    const double hz = 1000 * pow(2, (double)o - 5);
    const double m  = between(mid, hz / 1.41, hz * 1.41);
    const double s  = between(side, hz / 1.41, hz * 1.41);
    if (m + s > 0.01 * best) {
      f->fold_db = fmax(f->fold_db, lq_power_to_db((m + s) / fmax(m, 1e-20)));
    }
  }
}

static void measure_tracks(figures* const f, const lq_scene* const scene)
{
  f->least_heard = 1;
  for (size_t i = 0; i < scene->n; ++i) {
    const lq_scene_track* const t = &scene->tracks[i];
    if (!t->n_active) {
      continue;
    }
    const double heard = lq_scene_heard(scene, t);
    ++f->n_tracks;
    f->n_unheard += heard < 0.6;
    if (heard < f->least_heard) {
      f->least_heard = heard;
      snprintf(f->least_name, sizeof f->least_name, "%s", t->strip->name);
    }
    if (getenv("TRACKS")) {
      printf("    %-28s %-16s %6.1f LUFS heard %3.0f %% masked %.3f %s\n", t->strip->name,
             t->strip->role, t->lufs, 100 * heard, lq_scene_masked(scene, t),
             t->lead ? "lead" : "");
    }
  }
  f->masking = lq_scene_masking(scene);
  f->lar_db  = lq_scene_lar_db(scene, 0, scene->n_steps);
}

// Each figure in units of what may be: 1 is the edge.
static double distance(const figures* const f, const double want_lar_db)
{
  const double lar = isfinite(f->lar_db) ? fabs(f->lar_db - want_lar_db) / 1.5 : 0;
  const double unheard =
      f->n_tracks ? 10.0 * (double)f->n_unheard / (double)f->n_tracks : 0; // a tenth
  return fmin(4, lar) + fmin(4, fabs(f->width_db - width_db) / width_half_db) + f->octaves_off +
         fmin(4, fmax(0, 1 - f->low_correlation) / 0.1) + fmin(4, unheard) + f->masking / 0.25 +
         fmin(4, f->fold_db / 2);
}

static figures measure(const lq_session* const s, knowledge* const k, const double want_lar_db)
{
  figures   f     = {0};
  lq_desk   desk  = {0};
  lq_scene  scene = {0};
  lq_error  e     = {0};
  lq_meter* meter = NULL;
  double    rate_hz;
  uint64_t  n;
  double    mid[BANDS] = {0}, side[BANDS] = {0};
  lq_status st = lq_session_measure(s, &rate_hz, &n, &e);
  find_leads(k, s);
  st = st ? st : lq_meter_new(&meter, rate_hz, 2);
  st = st ? st : lq_desk_hear(&desk, s, LQ_TAP_POST, lq_sink_meter(meter), NULL, &e);
  st = st ? st : lq_scene_make(&scene, &desk, leads, k);
  if (st) {
    die(st, &e);
  }
  sum_bands(&desk.heard[desk.n - 1], mid, side);
  measure_tone(&f, k, mid, side);
  measure_fold(&f, &desk, k);
  measure_tracks(&f, &scene);
  f.lufs      = lq_meter_read(meter).integrated_lufs;
  f.peak_dbtp = lq_meter_read(meter).true_peak_dbtp;
  f.distance  = distance(&f, want_lar_db);
  lq_meter_free(meter);
  lq_scene_free(&scene);
  lq_desk_free(&desk);
  return f;
}

static void show(const char* const what, const figures* const f, const bool voice)
{
  printf("  %-10s", what);
  if (isfinite(f->lar_db)) {
    printf(" %+5.1f%c", f->lar_db, voice ? ' ' : '*');
  } else {
    printf("     - ");
  }
  printf(" %6.1f %4.2f %4zu %5.2f %3zu/%-3zu %4.0f %5.3f %4.1f %6.1f %6.1f %7.2f\n", f->width_db,
         f->octaves_off, (size_t)f->octaves_outside, f->low_correlation, f->n_unheard, f->n_tracks,
         100 * f->least_heard, f->masking, f->fold_db, f->lufs, f->peak_dbtp, f->distance);
}

// A session without anything but its files; with trims at one loudness or not.
static void strip_all(lq_session* const s, const bool keep_trims)
{
  for (size_t i = 0; i < s->n_strips; ++i) {
    lq_strip* const t = &s->strips[i];
    t->chain.n        = 0;
    t->n_sends        = 0;
    for (unsigned c = 0; c < LQ_CONTROL_N; ++c) {
      if (c != LQ_CONTROL_TRIM || !keep_trims) {
        lq_device fresh;
        if (!lq_device_init(&fresh, s->pool, t->controls[c].proc, 0)) {
          t->controls[c] = fresh;
        }
      }
    }
  }
}

static lq_session* assist(const char* const folder, const double strength, double* const seconds)
{
  lq_session*     s   = NULL;
  lq_error        e   = {0};
  lq_mix_job      job = {.folder = folder, .plan_folder = folder, .brief = LQ_BRIEF};
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  job.brief.strength = (float)strength;
  for (unsigned i = 0; i < LQ_STEP_N; ++i) { // SKIP="eq rides": what a step is worth
    job.brief.skip[i] = getenv("SKIP") && strstr(getenv("SKIP"), lq_step_names[i]);
  }
  const lq_status st = lq_assist_mix(&s, &job, NULL, &e);
  clock_gettime(CLOCK_MONOTONIC, &b);
  if (st) {
    die(st, &e);
  }
  *seconds = (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
  return s;
}

static void bench(const char* const folder, knowledge* const k, double* const total)
{
  static const char* const names[] = {"plain sum", "one level", "level+pan", "mix"};
  double                   seconds, other;
  lq_session* const        mix     = assist(folder, 1, &seconds);
  lq_session*              base[3] = {assist(folder, 0, &other), assist(folder, 0, &other),
                                      assist(folder, 0, &other)};
  strip_all(base[0], false);
  strip_all(base[1], true);
  find_leads(k, mix);
  const bool   voice = !k->by_solo;
  const double want  = voice ? 1 : -3; // pop
  printf("%s\n", folder);
  for (unsigned i = 0; i < 4; ++i) {
    const figures f = measure(i < 3 ? base[i] : mix, k, want);
    show(names[i], &f, voice);
    total[i] += f.distance;
    if (i == 3) {
      printf("  octaves   ");
      for (unsigned o = 0; o < OCTAVES; ++o) {
        printf(" %5.1f(%+.1f)", f.octave_db[o], f.octave_db[o] - k->curve.level_db[o]);
      }
      printf("\n  least heard: %s; written in %.1f s\n", f.least_name, seconds);
    }
  }
  for (unsigned i = 0; i < 3; ++i) {
    lq_session_free(base[i]);
  }
  lq_session_free(mix);
}

int main(const int argc, char** const argv)
{
  knowledge k        = {0};
  lq_pool*  pool     = NULL;
  lq_error  e        = {0};
  double    total[4] = {0};
  lq_status st       = lq_pool_new(&pool);
  st                 = st ? st : lq_roles_load(&k.roles, pool, &e);
  st                 = st ? st : lq_tone_curve_load(&k.curve, pool, &e);
  if (st) {
    die(st, &e);
  }
  printf("               LAR  S/M dB  oct out  <120  unheard min%%  mask  fold   LUFS   dBTP "
         "distance\n");
  for (int i = 1; i < argc; ++i) {
    bench(argv[i], &k, total);
  }
  printf("sum of distances: plain sum %.2f, one level %.2f, level+pan %.2f, mix %.2f\n", total[0],
         total[1], total[2], total[3]);
  lq_pool_free(pool);
  return total[3] < total[0] && total[3] < total[1] && total[3] < total[2] ? 0 : 1;
}
