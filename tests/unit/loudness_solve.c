// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Loudness solved through the limiter: on the spot, under the ceiling, and no further than the
// guard allows. What is asserted was read back from the file that was written.
#include "check.h"

#include "assist/forecast.h"
#include "assist/loudness.h"
#include "audio/out.h"
#include "base/arena.h"
#include "base/maths.h"
#include "base/pool.h"
#include "base/rng.h"

#include <stdlib.h>
#include <unistd.h>

enum { RATE = 44100, SEC = 8 };

// Noise that breathes at 2 Hz, with a hit of `hit` every half second.
static void write_music(const char* const path, const double level, const double hit)
{
  enum { N = RATE * SEC };
  float* const  l   = lq_alloc_aligned(N * sizeof(float));
  float* const  r   = lq_alloc_aligned(N * sizeof(float));
  lq_error      e   = {0};
  lq_audio_out* out = NULL;
  for (size_t i = 0; i < N; ++i) {
    const double t     = (double)i / RATE;
    const double swell = 0.6 + 0.4 * sin(2 * LQ_PI * 2 * t);
    const double decay = hit * exp(-fmod(t, 0.5) * 60) * sin(2 * LQ_PI * 180 * fmod(t, 0.5));
    l[i] = (float)(level * swell * ((double)(lq_rng_at(1, i) >> 11U) * 0x1p-52 - 1) + decay);
    r[i] = (float)(level * swell * ((double)(lq_rng_at(2, i) >> 11U) * 0x1p-52 - 1) + decay);
  }
  const lq_audio_out_spec spec = {
      .rate_hz = RATE, .n_channels = 2, .bits = 24, .dither = LQ_DITHER_TPDF, .force = true};
  const float* const x[2] = {l, r};
  CHECK(!lq_audio_out_open(&out, path, &spec, &e));
  CHECK(!lq_audio_out_write(out, x, N, &e));
  CHECK(!lq_audio_out_commit(out, &e));
  free(l);
  free(r);
}

// What a destination may ask for.
typedef struct {
  double   level, hit; // of the music
  double   want_lufs, ceiling_dbtp, rate_hz;
  unsigned bits;
  bool     exact;
  double   plr_floor_lu;
} ask;

static lq_loudness_answer solve(const ask* const q)
{
  char               path[] = "/tmp/lacquer-solve-XXXXXX.wav";
  char               to[64];
  lq_loudness_answer a      = {0};
  lq_takes           takes  = {0};
  lq_pool*           pool   = NULL;
  lq_error           e      = {0};
  const lq_target    target = {
         .id = "there", .loudness_lufs = q->want_lufs, .ceiling_dbtp = q->ceiling_dbtp};
  const lq_delivery delivery = {
      .target = "there", .rate_hz = q->rate_hz, .bits = q->bits, .dither = LQ_DITHER_TPDF};
  const int fd = mkstemps(path, 4);
  CHECK(fd >= 0);
  close(fd);
  snprintf(to, sizeof to, "%.*s-master.wav", (int)(sizeof path - 5), path);
  write_music(path, q->level, q->hit);
  CHECK(!lq_pool_new(&pool));
  CHECK(!lq_takes_make(&takes, path, NULL, &q->rate_hz, 1, "/tmp", NULL, &e));
  const lq_loudness_job job = {.takes        = &takes,
                               .target       = &target,
                               .delivery     = &delivery,
                               .path         = to,
                               .plr_floor_lu = q->plr_floor_lu,
                               .exact        = q->exact};
  CHECK(!lq_loudness_solve(&job, pool, &a, NULL, &e));
  CHECK(access(to, F_OK)); // it has no name before it is given one
  CHECK(!lq_print_commit(a.print, &e));
  lq_readback again = {0};
  CHECK(!lq_readback_file(&again, to, &e)); // the file is what was told of it
  CHECK_NEAR(again.m.integrated_lufs, a.after.integrated_lufs, 0);
  CHECK_NEAR(again.peak_dbtp, a.peak_dbtp, 0);
  CHECK(again.info.bits == q->bits);
  lq_readback_free(&again);
  lq_print_free(a.print);
  lq_takes_free(&takes);
  lq_pool_free(pool);
  unlink(path);
  unlink(to);
  return a;
}

static void loudness_is_met_within_a_twentieth(void)
{
  static const double wants[]    = {-23, -16, -14, -11, -8};
  static const double hits[]     = {0.02, 0.3, 0.9};
  static const double ceilings[] = {-1, -0.5, -2};
  unsigned            n_passes   = 0;
  for (unsigned i = 0; i < 5; ++i) {
    for (unsigned k = 0; k < 3; ++k) {
      const ask                q = {.level        = 0.1,
                                    .hit          = hits[k],
                                    .want_lufs    = wants[i],
                                    .ceiling_dbtp = ceilings[(i + k) % 3],
                                    .rate_hz      = k == 1 ? 48000 : RATE,
                                    .bits         = k == 2 ? 16 : 24,
                                    .exact        = true};
      const lq_loudness_answer a = solve(&q);
      CHECK_NEAR(a.after.integrated_lufs, q.want_lufs, 0.05);
      CHECK_AT_MOST(a.peak_dbtp, q.ceiling_dbtp + 0.005); // rounds to 0.00 over
      CHECK_NEAR(a.short_lu, 0, 0);
      n_passes += a.n_passes;
    }
  }
  CHECK_AT_MOST(n_passes / 15.0, 3); // each
}

static void nothing_to_limit_is_one_pass(void)
{
  const ask q = {.level = 0.1, .want_lufs = -30, .ceiling_dbtp = -1, .rate_hz = RATE, .bits = 24};
  const lq_loudness_answer a = solve(&q);
  CHECK_NEAR(a.after.integrated_lufs, -30, 0.01);
  CHECK(a.n_passes == 1);
}

static void sixteen_bits_keep_the_ceiling_too(void) // their dither is 0.001 dB of it
{
  const ask                q = {.level        = 0.3,
                                .hit          = 0.1,
                                .want_lufs    = -12,
                                .ceiling_dbtp = -0.1,
                                .rate_hz      = RATE,
                                .bits         = 16,
                                .exact        = true};
  const lq_loudness_answer a = solve(&q);
  CHECK_AT_MOST(a.peak_dbtp, q.ceiling_dbtp + 0.005);
  CHECK_AT_MOST(a.ceiling_db, q.ceiling_dbtp - 0.0005);
}

static void the_guard_stops_short_and_exact_does_not(void)
{
  ask                      q       = {.level        = 0.05,
                                      .hit          = 0.9,
                                      .want_lufs    = -10,
                                      .ceiling_dbtp = -1,
                                      .rate_hz      = RATE,
                                      .bits         = 24,
                                      .plr_floor_lu = 3};
  const lq_loudness_answer guarded = solve(&q);
  q.exact                          = true;
  const lq_loudness_answer exact   = solve(&q);
  CHECK(guarded.guard == LQ_GUARD_COST || guarded.guard == LQ_GUARD_USUAL);
  CHECK(guarded.short_lu > 0.5);
  CHECK_AT_MOST(guarded.cost_lu, LQ_GUARD_COST_LU + 0.03);
  CHECK_AT_MOST(guarded.usual_db, LQ_GUARD_USUAL_DB + 0.03);
  CHECK(guarded.guard != LQ_GUARD_COST || guarded.cost_lu > LQ_GUARD_COST_LU - 0.15);
  CHECK_NEAR(guarded.after.integrated_lufs + guarded.short_lu, -10, 1e-6);
  CHECK_AT_MOST(guarded.peak_dbtp, -1 + 0.005);
  CHECK(exact.cost_lu > LQ_GUARD_COST_LU);
  CHECK_NEAR(exact.after.integrated_lufs, -10, 0.05);
}

static void a_genre_keeps_its_peaks(void) // the same music, the same wish, three floors
{
  ask q = {
      .level = 0.1, .hit = 0.4, .want_lufs = -11, .ceiling_dbtp = -1, .rate_hz = RATE, .bits = 24};
  q.plr_floor_lu                 = 12.5;
  const lq_loudness_answer loose = solve(&q);
  CHECK(loose.guard == LQ_GUARD_PLR);
  CHECK_NEAR(loose.plr_lu, 12.5, 0.15);
  CHECK_NEAR(loose.short_lu, 2.5, 0.15);
  q.plr_floor_lu                 = 9;
  const lq_loudness_answer dense = solve(&q);
  CHECK(dense.guard != LQ_GUARD_PLR);
  CHECK_AT_MOST(dense.short_lu, loose.short_lu - 0.5);
  q.plr_floor_lu                = 40; // no music has that: it may still lose LQ_GUARD_PLR_LOSS_LU
  const lq_loudness_answer none = solve(&q);
  CHECK(none.guard == LQ_GUARD_PLR);
  CHECK_NEAR(none.plr_lu, none.floor_lu, 0.15);
}

// Ten seconds of 10 ms each: every fifth stands `over_db` over a ceiling of -1 dB at 0 dB of drive.
static void what_a_limiter_does_is_foretold(void)
{
  enum { N = 1000 };
  static float  peak[N];
  static double energy[N];
  for (unsigned i = 0; i < N; ++i) {
    peak[i]   = (float)(i % 50 ? 0.25 : lq_db_to_lin(-1 + 4));
    energy[i] = 480 * 0.01;
  }
  const lq_envelope e = {.grid_frames = 4800, .n = N, .peak_lin = peak, .energy = energy};
  lq_forecaster     f;
  CHECK(!lq_forecaster_new(&f, &e));
  const double quiet = lq_forecast_at(&f, -20, -1).lufs;
  CHECK_NEAR(lq_forecast_at(&f, -10, -1).lufs - quiet, 10, 1e-9); // it does not work there
  CHECK_NEAR(lq_forecast_at(&f, -20, -1).usual_db, 0, 0);
  const lq_forecast loud = lq_forecast_at(&f, 0, -1);
  CHECK(loud.lufs < quiet + 20 - 0.1); // it costs something
  CHECK_NEAR(loud.usual_db, 4, 0.3);
  // What really came was half a dB less: so it will be here, and about so nearby.
  double grid[N / 10];
  for (unsigned i = 0; i < N / 10; ++i) {
    grid[i] = 480 * 0.1 * lq_db_to_lin(-1.5) * lq_db_to_lin(-1.5);
  }
  lq_forecast_learn(&f, 0, -1, grid, N / 10, 4800, -1);
  CHECK_NEAR(lq_forecast_at(&f, 0, -1).lufs, quiet + 20 - 1.5, 1e-6);
  CHECK_NEAR(lq_forecast_at(&f, 0.1, -1).lufs, quiet + 20 - 1.44, 0.05);
  lq_forecaster_free(&f);
}

static const check_test tests[] = {CHECK_TEST(loudness_is_met_within_a_twentieth),
                                   CHECK_TEST(nothing_to_limit_is_one_pass),
                                   CHECK_TEST(sixteen_bits_keep_the_ceiling_too),
                                   CHECK_TEST(the_guard_stops_short_and_exact_does_not),
                                   CHECK_TEST(a_genre_keeps_its_peaks),
                                   CHECK_TEST(what_a_limiter_does_is_foretold)};
CHECK_MAIN(tests)
