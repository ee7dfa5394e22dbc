// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the analysis says of signals whose figures are known.
#include "check.h"

#include "base/rng.h"
#include "measure/analysis.h"

#include <math.h>
#include <stdlib.h>

enum { RATE = 48000, N = 12 * RATE };

static const double pi = 3.14159265358979323846;

static double noise(const uint64_t seed, const uint64_t at)
{
  return (double)(lq_rng_at(seed, at) >> 11U) / 4503599627370496.0 - 1.0;
}

static float* made(double (*const f)(size_t i, unsigned c), const unsigned c)
{
  float* const x = malloc(N * sizeof *x);
  for (size_t i = 0; i < N; ++i) {
    x[i] = (float)f(i, c);
  }
  return x;
}

static lq_analysis analysed(double (*const f)(size_t i, unsigned c), const unsigned n_channels,
                            const size_t block)
{
  float*       x[2] = {made(f, 0), made(f, 1)};
  lq_analyser* a    = NULL;
  lq_analysis  r    = {0};
  CHECK(lq_analyser_new(&a, RATE, n_channels) == LQ_OK);
  for (size_t i = 0; i < N; i += block) {
    const float* const at[2] = {x[0] + i, x[1] + i};
    CHECK(lq_analyser_process(a, at, N - i < block ? N - i : block) == LQ_OK);
  }
  CHECK(lq_analyser_finish(a, &r) == LQ_OK);
  lq_analyser_free(a);
  free(x[0]);
  free(x[1]);
  return r;
}

static double tone(const size_t i, const unsigned c)
{
  (void)c;
  return 0.5 * sin(2 * pi * 1000 * (double)i / RATE);
}

static void a_tone_has_a_crest_of_3_db_and_no_dynamics(void)
{
  lq_analysis r = analysed(tone, 2, 4096);
  CHECK_NEAR(r.crest_db, 3.01, 0.01);
  CHECK_NEAR(r.octave_crest_db[5], 3.01, 0.1); // once it has rung in
  CHECK_NEAR(r.allpass_rise_db, 0, 0.8);       // it starts all of a sudden
  CHECK_NEAR(r.dr_db, 0, 0.02);
  CHECK_NEAR(r.psr_min_lu, 0, 0.1); // -6.02 dBTP over -6.02 LUFS
  CHECK_NEAR(r.psr_median_lu, 0, 0.1);
  CHECK_NEAR(r.true_peak_exact_dbtp, -6.02, 0.02);
  CHECK_NEAR(r.third_db[17], -9.03, 0.02);
  CHECK_NEAR(r.sixth_db[34], -9.03, 0.02);
  CHECK(r.stereo && r.side_db == -INFINITY);
  CHECK_NEAR(r.correlation, 1, 1e-6);
  CHECK_NEAR(r.mono_loss_db, 0, 1e-6);
  CHECK(r.n_steps == 120 && r.step_sec == 0.1);
  CHECK(r.momentary_lufs[2] == -INFINITY && r.short_term_lufs[28] == -INFINITY);
  CHECK_NEAR((double)r.momentary_lufs[3], -6.02, 0.1);
  CHECK_NEAR((double)r.short_term_lufs[29], -6.02, 0.1);
  CHECK_NEAR((double)r.true_peak_dbtp[60], -6.02, 0.1);
  CHECK_NEAR((double)r.psr_lu[119], 0, 0.1);
  lq_analysis_free(&r);
}

static double inverted(const size_t i, const unsigned c)
{
  return (c ? -1.0 : 1.0) * tone(i, c);
}

static void opposite_channels_vanish_in_mono(void)
{
  lq_analysis r = analysed(inverted, 2, 1000);
  CHECK_NEAR(r.correlation, -1, 1e-6);
  CHECK_NEAR(r.correlation_min, -1, 1e-6);
  CHECK_NEAR((double)r.correlations[50], -1, 1e-6);
  CHECK(r.mono_loss_db > 60 && r.side_db > 60);
  CHECK_NEAR(r.octave_correlation[5], -1, 1e-3);
  lq_analysis_free(&r);
}

static double independent(const size_t i, const unsigned c)
{
  return (c ? 0.1 : 0.2) * noise(c + 1, i);
}

static void independent_channels_lose_3_db_and_the_balance_shows(void)
{
  lq_analysis r = analysed(independent, 2, 777);
  CHECK_NEAR(r.correlation, 0, 0.01);
  CHECK_NEAR(r.side_db, 0, 0.1);
  CHECK_NEAR(r.balance_db, -6.02, 0.05);
  CHECK_NEAR(r.mono_loss_db, 3.01, 0.05);
  CHECK_NEAR(r.octave_balance_db[8], -6.02, 0.2);
  CHECK_NEAR(r.octave_mono_loss_db[8], 3.01, 0.2);
  CHECK_NEAR(r.octave_correlation[8], 0, 0.03);
  CHECK_NEAR(r.tilt_db_per_octave, 3.01, 0.1); // white: twice the width, twice the power
  CHECK(r.edges.low_hz < 20 && r.edges.high_hz > 23900);
  lq_analysis_free(&r);
}

// Noise through a moving mean of 3 and its like, clipped: its phase is what keeps its peaks low.
static double clipped(const size_t i, const unsigned c)
{
  double sum = 0;
  (void)c;
  for (size_t k = 0; k < 40; ++k) {
    sum += i >= k ? noise(5, i - k) * (1.0 - (double)k / 40) : 0;
  }
  return fmax(-0.5, fmin(0.5, 0.5 * sum));
}

static double unclipped(const size_t i, const unsigned c)
{
  double sum = 0;
  (void)c;
  for (size_t k = 0; k < 40; ++k) {
    sum += i >= k ? noise(5, i - k) * (1.0 - (double)k / 40) : 0;
  }
  return 0.05 * sum;
}

static void turning_the_phase_undoes_clipping(void)
{
  lq_analysis was = analysed(clipped, 1, 4800), free_one = analysed(unclipped, 1, 4800);
  CHECK(was.allpass_rise_db > 2.0);
  CHECK(fabs(free_one.allpass_rise_db) < 1.0);
  CHECK(!was.stereo && was.correlation == 1.0);
  lq_analysis_free(&was);
  lq_analysis_free(&free_one);
}

// 12 s: four blocks of 3 s of tone at 0.5, one of them with two clicks to 1.
static double clicks(const size_t i, const unsigned c)
{
  return i == 4 * RATE || i == 8 * RATE ? 1.0 : 0.5 * tone(i, c);
}

static void dr_is_the_second_peak_over_the_loudest_fifth(void)
{
  lq_analysis r = analysed(clicks, 1, 5000);
  CHECK_NEAR(r.dr_db, 12.04, 0.02); // second-highest peak 1 over a tone of 0.25
  lq_analysis_free(&r);
}

static void blocks_do_not_matter(void)
{
  lq_analysis a = analysed(independent, 2, 4096), b = analysed(independent, 2, 1);
  CHECK(a.whole.integrated_lufs == b.whole.integrated_lufs && a.crest_db == b.crest_db);
  CHECK(a.true_peak_exact_dbtp == b.true_peak_exact_dbtp && a.psr_min_lu == b.psr_min_lu);
  CHECK(a.dr_db == b.dr_db && a.tilt_db_per_octave == b.tilt_db_per_octave);
  CHECK(!memcmp(a.octave_crest_db, b.octave_crest_db, sizeof a.octave_crest_db));
  CHECK(!memcmp(a.octave_side_db, b.octave_side_db, sizeof a.octave_side_db));
  CHECK(!memcmp(a.short_term_lufs, b.short_term_lufs, a.n_steps * sizeof(float)));
  lq_analysis_free(&a);
  lq_analysis_free(&b);
}

static void nothing_is_nothing(void)
{
  lq_analyser* a = NULL;
  lq_analysis  r = {0};
  CHECK(lq_analyser_new(&a, RATE, 25) == LQ_ERR_LIMIT && lq_analyser_new(&a, 7999, 1));
  for (unsigned n = 0; n < 3; ++n) { // no frame, one frame, a second of silence
    static const float silence[RATE] = {0};
    const float*       x[2]          = {silence, silence};
    CHECK(lq_analyser_new(&a, RATE, 2) == LQ_OK);
    CHECK(lq_analyser_process(a, x, n == 2 ? RATE : n) == LQ_OK);
    CHECK(lq_analyser_finish(a, &r) == LQ_OK);
    CHECK(r.true_peak_exact_dbtp == -INFINITY && r.psr_min_lu == -INFINITY && r.crest_db == 0);
    CHECK(r.dr_db == 0 && r.correlation == 0 && r.mono_loss_db == 0 && r.edges.high_hz == 0);
    CHECK(r.tilt_db_per_octave == 0 && r.third_db[17] == -INFINITY);
    lq_analysis_free(&r);
    lq_analyser_free(a);
  }
  lq_analyser_free(NULL);
}

static const check_test tests[] = {CHECK_TEST(a_tone_has_a_crest_of_3_db_and_no_dynamics),
                                   CHECK_TEST(opposite_channels_vanish_in_mono),
                                   CHECK_TEST(independent_channels_lose_3_db_and_the_balance_shows),
                                   CHECK_TEST(turning_the_phase_undoes_clipping),
                                   CHECK_TEST(dr_is_the_second_peak_over_the_loudest_fifth),
                                   CHECK_TEST(blocks_do_not_matter),
                                   CHECK_TEST(nothing_is_nothing)};
CHECK_MAIN(tests)
