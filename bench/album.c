// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What becomes of an album, in figures: `bench_album ALBUM.yaml DIR TARGET...` hears, solves and
/// cuts it, and prints what was decided and what was read back of every song, with the time that
/// each step took. PROVE=0 in the environment leaves codecs out, EXACT=1 the guards.
#include "assist/album.h"
#include "audio/in.h"
#include "base/output.h"
#include "base/path.h"
#include "base/pool.h"
#include "check/check.h"
#include "deliver/cut.h"
#include "session/genres.h"
#include "session/plan.h"
#include "session/targets.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { MOST_TARGETS = 16 };

static void die(const lq_status st, const lq_error* const e)
{
  fprintf(stderr, "%s: %s\n", lq_status_name(st), e->text);
  exit(1);
}

static double now_sec(const clockid_t clock)
{
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void tell_time(const char* const what)
{
  static double wall, cpu;
  struct rusage own, children;
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &children);
  const double w = now_sec(CLOCK_MONOTONIC);
  const double c = now_sec(CLOCK_PROCESS_CPUTIME_ID) + (double)children.ru_utime.tv_sec +
                   1e-6 * (double)children.ru_utime.tv_usec;
  if (what) {
    printf("# %-8s %6.2f s of clock, %6.2f s of CPU, %ld MB\n", what, w - wall, c - cpu,
           own.ru_maxrss / 1024);
  }
  wall = w;
  cpu  = c;
}

static lq_status check(lq_findings* const findings, lq_pool* const pool, const char* const path,
                       const lq_measured_file* const mix, const lq_features* const features,
                       lq_band_steps** const heard, lq_error* const error)
{
  return lq_check_mix(findings, pool, path, mix, features, NULL, heard, NULL, NULL, error);
}

static lq_status lay_out(lq_layout* const layout, const lq_album* const album, lq_pool* const pool,
                         lq_error* const error)
{
  double* const lengths_sec = LQ_POOL_TAKE(pool, double, album->n_songs + 1);
  for (size_t k = 0; k < album->n_songs; ++k) {
    lq_audio_in* in = NULL;
    LQ_TRY(lq_audio_in_open(&in, album->songs[k].path, error));
    const lq_audio_info* const info = lq_audio_in_info(in);
    const lq_status st = lq_song_length(&album->songs[k], (double)info->n_frames / info->rate_hz,
                                        &lengths_sec[k], error);
    lq_audio_in_close(in);
    LQ_TRY(st);
  }
  return lq_layout_make(layout, album, lengths_sec, pool, error);
}

static void print_songs(const lq_album_facts* const f)
{
  for (size_t k = 0; k < f->n_songs; ++k) {
    const lq_album_song_facts* const s = &f->songs[k];
    printf("%2u %-16s %7.2f LUFS, loud %7.2f, %+6.2f LU; tone %.2f -> %.2f dB\n     %s\n     %s\n",
           s->track, s->title, s->before.integrated_lufs, s->loud_lufs, s->level_lu, s->tone_db,
           s->tone_after_db, s->level_why, s->tone_why);
  }
}

static void print_place(const lq_album_facts* const f, const lq_album_print_facts* const p)
{
  printf(
      "== %s %.0f Hz %u bits: %.2f LUFS, LRA %.1f, %.3f dBTP exact, %u passes, limiter %.3f; %s\n"
      "   %s\n   %s\n",
      p->target->id, p->rate_hz, p->bits, p->integrated_lufs, p->range_lu, p->peak_dbtp,
      p->n_passes, p->limiter_db, lq_verdict_name(p->verdict), p->why,
      lq_service_text(p->target, &p->service).text);
  for (size_t k = 0; k < p->n_songs; ++k) {
    const lq_album_song_print* const s = &p->songs[k];
    printf("%2u %-16s aim %7.2f got %7.2f max S %6.2f, %6.3f dBTP, gain %+6.2f, -%4.1f dB most, "
           "%3.1f usual, cost %.2f, codec %.2f dB, %zu dips; %s: %s\n",
           f->songs[k].track, f->songs[k].title, s->aim_lufs, s->m.integrated_lufs,
           s->m.max_short_term_lufs, s->peak_dbtp, s->gain_db, s->reduction_db, s->usual_db,
           s->cost_lu, s->codec_db, s->n_dips, lq_verdict_name(s->verdict), s->reason);
  }
}

static lq_status cut_all(const lq_album_brief* const b, const lq_target* const t,
                         const lq_album_print* const print, lq_pool* const pool,
                         lq_error* const error)
{
  const lq_audio_out_spec spec = {.force = true};
  char                    from[PATH_MAX];
  const char* const       folder = lq_path_join(pool, b->folder, t->id);
  LQ_TRY(lq_make_folder(folder, error));
  LQ_TRY(lq_album_print_path(print, from, sizeof from, error));
  for (size_t k = 0; k < b->album->n_songs; ++k) {
    const char* const to = lq_pool_format(pool, "%s/%02zu.%s", folder, k + 1, t->format);
    LQ_TRY(lq_cut_song(from, b->layout, k, to, &spec, error));
  }
  return LQ_OK;
}

static lq_status work(const char* const path, lq_album_brief* const b, lq_pool* const pool,
                      lq_error* const error)
{
  const lq_render_options options              = {.n_jobs = 0};
  lq_album*               album                = NULL;
  lq_album_sound*         sound                = NULL;
  lq_album_print*         prints[MOST_TARGETS] = {0};
  lq_layout               layout;
  lq_genres               genres;
  lq_brief                brief = LQ_BRIEF;
  LQ_TRY(lq_album_read(&album, path, error));
  LQ_TRY(lay_out(&layout, album, pool, error));
  LQ_TRY(lq_genres_load(&genres, pool, error));
  LQ_TRY(album->genre ? lq_brief_genre(&brief, &genres, album->genre, error) : LQ_OK);
  brief.strength = (float)album->strength;
  b->album       = album;
  b->layout      = &layout;
  b->song        = &brief;
  tell_time(NULL);
  LQ_TRY(lq_album_hear(&sound, b, &options, error));
  tell_time("hear");
  print_songs(lq_album_tell(sound));
  LQ_TRY(lq_album_solve(sound, prints, &options, error));
  tell_time("solve");
  for (size_t i = 0; i < b->n_targets; ++i) {
    print_place(lq_album_tell(sound), &lq_album_tell(sound)->prints[i]);
    LQ_TRY(cut_all(b, b->targets[i], prints[i], pool, error));
    lq_album_print_free(prints[i]);
  }
  tell_time("cut");
  for (size_t k = 0; k < album->n_songs; ++k) {
    const char* const      to   = lq_pool_format(pool, "%s/%02zu.master.yaml", b->folder, k + 1);
    const lq_master* const plan = lq_album_plan(sound, k);
    LQ_TRY(plan ? lq_master_write(plan, to, true, error) : LQ_OK);
  }
  lq_album_sound_free(sound);
  lq_album_free(album);
  return LQ_OK;
}

int main(const int argc, char** const argv)
{
  lq_error         e    = {0};
  lq_pool*         pool = NULL;
  lq_targets       all;
  const lq_target* targets[MOST_TARGETS];
  lq_status        st = lq_pool_new(&pool);
  if (argc < 4) {
    fprintf(stderr, "usage: bench_album ALBUM.yaml DIR TARGET...\n");
    return 2;
  }
  st               = st ? st : lq_make_folder(argv[2], &e);
  st               = st ? st : lq_targets_load(&all, pool, &e);
  lq_album_brief b = {.folder      = argv[2],
                      .plan_folder = argv[2],
                      .targets     = targets,
                      .amounts     = LQ_AMOUNTS,
                      .check       = check,
                      .exact       = getenv("EXACT") != NULL,
                      .prove       = !getenv("PROVE")};
  for (int i = 3; i < argc && !st && b.n_targets < MOST_TARGETS; ++i) {
    targets[b.n_targets] = lq_target_find(&all, argv[i]);
    if (!targets[b.n_targets++]) {
      fprintf(stderr, "there is no destination '%s'\n", argv[i]);
      return 2;
    }
  }
  st = st ? st : work(argv[1], &b, pool, &e);
  if (st) {
    die(st, &e);
  }
  lq_pool_free(pool);
  return 0;
}
