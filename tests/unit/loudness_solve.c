// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Loudness solved through the limiter: on the spot, under the ceiling, and no further than the
// guard allows.
#include "check.h"

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

static lq_loudness_answer solve(const double level, const double hit, const double want_lufs,
                                const double rate_hz, const bool exact)
{
  char               path[] = "/tmp/lacquer-solve-XXXXXX.wav";
  lq_loudness_answer a      = {0};
  lq_measurement     before = {0};
  lq_pool*           pool   = NULL;
  lq_error           e      = {0};
  const lq_chain     none   = {0};
  const lq_target    target = {
         .id = "there", .rate_hz = rate_hz, .loudness_lufs = want_lufs, .ceiling_dbtp = -1};
  const int fd = mkstemps(path, 4);
  CHECK(fd >= 0);
  close(fd);
  write_music(path, level, hit);
  CHECK(!lq_pool_new(&pool));
  CHECK(!lq_loudness_measure(path, &none, &before, NULL, &e));
  const lq_loudness_job job = {.path        = path,
                               .chain       = &none,
                               .target      = &target,
                               .before_lufs = before.integrated_lufs,
                               .exact       = exact};
  CHECK(!lq_loudness_solve(&job, pool, &a, NULL, &e));
  lq_pool_free(pool);
  unlink(path);
  return a;
}

static void loudness_is_met_within_a_twentieth(void)
{
  static const double wants[] = {-23, -16, -14, -11};
  for (unsigned i = 0; i < sizeof wants / sizeof *wants; ++i) {
    const lq_loudness_answer a = solve(0.1, 0.3, wants[i], RATE, true);
    CHECK_NEAR(a.after.integrated_lufs, wants[i], 0.05);
    CHECK_AT_MOST(a.after.true_peak_dbtp, -1.0);
    CHECK_NEAR(a.short_lu, 0, 0);
  }
}

static void it_is_met_at_another_rate(void)
{
  const lq_loudness_answer a = solve(0.1, 0.3, -14, 48000, true);
  CHECK_NEAR(a.after.integrated_lufs, -14, 0.05);
  CHECK_AT_MOST(a.after.true_peak_dbtp, -1.0);
}

static void the_guard_stops_short_and_exact_does_not(void)
{
  const lq_loudness_answer guarded = solve(0.05, 0.9, -10, RATE, false);
  const lq_loudness_answer exact   = solve(0.05, 0.9, -10, RATE, true);
  CHECK(guarded.short_lu > 0.5);
  CHECK_NEAR(guarded.cost_lu, LQ_GUARD_COST_LU, 0.1);
  CHECK_NEAR(guarded.after.integrated_lufs + guarded.short_lu, -10, 1e-6);
  CHECK_AT_MOST(guarded.after.true_peak_dbtp, -1.0);
  CHECK(exact.cost_lu > LQ_GUARD_COST_LU);
  CHECK_NEAR(exact.after.integrated_lufs, -10, 0.1);
}

static const check_test tests[] = {CHECK_TEST(loudness_is_met_within_a_twentieth),
                                   CHECK_TEST(it_is_met_at_another_rate),
                                   CHECK_TEST(the_guard_stops_short_and_exact_does_not)};
CHECK_MAIN(tests)
