// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Features of tracks whose truth is known because they were made here.
#include "check.h"

#include "base/rng.h"
#include "measure/features.h"
#include "measure/json.h"

#include <math.h>
#include <stdlib.h>

enum { RATE = 48000, SEC = 12, N = RATE * SEC };

static const double pi = 3.14159265358979323846;

static double noise(const uint64_t seed, const uint64_t at)
{
  return (double)(lq_rng_at(seed, at) >> 11U) / 4503599627370496.0 - 1.0;
}

static lq_features features_of(const float* const left, const float* const right, const size_t n,
                               const size_t block)
{
  lq_feature_meter* m = NULL;
  lq_features       f = {0};
  CHECK(lq_feature_meter_new(&m, RATE, right ? 2 : 1) == LQ_OK);
  for (size_t i = 0; i < n; i += block) {
    const float* const at[2] = {left + i, right ? right + i : NULL};
    CHECK(lq_feature_meter_process(m, at, n - i < block ? n - i : block) == LQ_OK);
  }
  CHECK(lq_feature_meter_finish(m, &f) == LQ_OK);
  lq_feature_meter_free(m);
  return f;
}

typedef double made(double t, size_t i);

static lq_features features_of_made(made* const make)
{
  float* const x = malloc(N * sizeof *x);
  for (size_t i = 0; i < N; ++i) {
    x[i] = (float)make((double)i / RATE, i);
  }
  const lq_features f = features_of(x, NULL, N, 1024);
  free(x);
  return f;
}

static double kick(const double t, const size_t i)
{
  (void)i;
  const double s = fmod(t, 0.5);
  return 0.8 * exp(-25 * s) * sin(2 * pi * 60 * s);
}

static double hat(const double t, const size_t i)
{
  const double white = noise(1, i) - noise(1, i ? i - 1 : 0);
  return 0.2 * exp(-60 * fmod(t, 0.25)) * white;
}

static double pad(const double t, const size_t i)
{
  (void)i;
  double sum = 0;
  for (int k = 1; k < 8; ++k) {
    sum += sin(2 * pi * 220 * k * t + k) / k;
  }
  return 0.2 * sum * fmin(1, t);
}

static double phrases(const double t, const size_t i)
{
  const int plays = (t > 2 && t < 4) || (t > 7 && t < 10);
  return 1e-4 * noise(2, i) + plays * 0.25 * sin(2 * pi * 1000 * t);
}

static double hum(const double t, const size_t i)
{
  return 1e-3 * (sin(2 * pi * 50 * t) + 0.3 * sin(2 * pi * 150 * t)) + 1e-5 * noise(3, i) +
         0.1 * (fmod(t, 3) < 1) * sin(2 * pi * 440 * t);
}

static double bass_run(const double t, const size_t i)
{
  static const double notes_hz[] = {41.2, 49, 50, 55, 60, 61.7, 65.4, 49};
  (void)i;
  return 0.5 * sin(2 * pi * notes_hz[(int)(t / 0.375) % 8] * fmod(t, 0.375)) *
         exp(-3 * fmod(t, 0.375));
}

static void bright_tracks_have_a_higher_centroid(void)
{
  lq_features k = features_of_made(kick), h = features_of_made(hat), p = features_of_made(pad);
  CHECK(k.centroid_hz < p.centroid_hz && p.centroid_hz < h.centroid_hz);
  CHECK(h.centroid_hz > 8000);
  CHECK(k.zero_crossings_hz < p.zero_crossings_hz && p.zero_crossings_hz < h.zero_crossings_hz);
  lq_features_free(&k);
  lq_features_free(&h);
  lq_features_free(&p);
}

static void drums_are_percussive_and_pads_are_not(void)
{
  lq_features k = features_of_made(kick), h = features_of_made(hat), p = features_of_made(pad);
  CHECK(k.percussiveness > 0.7);
  CHECK(h.percussiveness > 0.7);
  CHECK(p.percussiveness < 0.05);
  CHECK_NEAR(k.onsets_hz * 0.1 * (double)k.activity.n_active, 24, 1); // two a second for 12 s
  CHECK_NEAR(h.onsets_hz * 0.1 * (double)h.activity.n_active, 48, 1);
  CHECK(p.onsets_hz < 0.2);
  CHECK(k.crest_db > p.crest_db);
  lq_features_free(&k);
  lq_features_free(&h);
  lq_features_free(&p);
}

static void a_track_is_active_while_it_plays(void)
{
  lq_features f = features_of_made(phrases);
  CHECK_NEAR(f.activity.first_sec, 2.0, 0.11);
  CHECK_NEAR(f.activity.last_sec, 10.0, 0.11);
  CHECK_NEAR(f.activity.share, 5.0 / 12, 0.02);
  CHECK_NEAR(f.activity.lufs, -15.05, 0.2); // a mono sine at -12.04 dBFS
  CHECK_NEAR(f.activity.middle_lufs, -15.05, 0.1);
  CHECK_NEAR(f.activity.high_lufs, f.activity.low_lufs, 1.5);
  CHECK_NEAR(f.crest_db, 3.01, 0.15);
  CHECK_NEAR(f.activity.noise_lufs, -81.5, 1.5); // 1e-4 of white noise, K-weighted
  size_t from = 0, to = 0, n = 0;
  while (lq_activity_next(&f.activity, &from, &to)) {
    CHECK_NEAR((double)from, n ? 70 : 20, 1);
    CHECK_NEAR((double)to, n ? 100 : 40, 1);
    ++n;
  }
  CHECK(n == 2);
  CHECK(f.n_blocks == 120);
  lq_features_free(&f);
}

static void steady_hum_is_found_and_a_bass_line_is_not_hum(void)
{
  lq_features f = features_of_made(hum);
  CHECK_NEAR(f.hum_50_dbfs, -59.6, 1.0); // 1e-3 and 0.3e-3 by power
  CHECK(f.hum_60_dbfs == -INFINITY);
  lq_features_free(&f);
  f = features_of_made(bass_run);
  CHECK(f.hum_50_dbfs == -INFINITY && f.hum_60_dbfs == -INFINITY);
  lq_features_free(&f);
}

static void stereo_figures_are_those_of_the_channels(void)
{
  float *left = malloc(N * sizeof *left), *right = malloc(N * sizeof *right);
  for (size_t i = 0; i < N; ++i) {
    left[i]  = (float)(0.2 * noise(1, i) + 0.01);
    right[i] = left[i];
  }
  lq_features f = features_of(left, right, N, 1000);
  CHECK(f.dual_mono && f.side_db == -INFINITY);
  CHECK_NEAR(f.correlation, 1, 1e-6);
  CHECK_NEAR(f.dc_lin, 0.01, 0.001);
  lq_features_free(&f);
  for (size_t i = 0; i < N; ++i) {
    left[i] -= 0.01F;
    right[i] = (float)(0.1 * noise(2, i));
  }
  f = features_of(left, right, N, 1000);
  CHECK(!f.dual_mono);
  CHECK_NEAR(f.correlation, 0, 0.01);
  CHECK_NEAR(f.side_db, 0, 0.1);
  CHECK_NEAR(f.balance_db, -6.02, 0.05);
  lq_features_free(&f);
  for (size_t i = 0; i < N; ++i) {
    right[i] = -left[i];
  }
  f = features_of(left, right, N, 1000);
  CHECK_NEAR(f.correlation, -1, 1e-6);
  CHECK(f.side_db > 60);
  lq_features_free(&f);
  free(left);
  free(right);
}

static void spectrum_puts_tones_into_their_bands(void)
{
  static const double places_hz[] = {31.5, 100, 1000, 10000};
  static const size_t bands[]     = {2, 7, 17, 27};
  for (size_t p = 0; p < 4; ++p) {
    float* const x = malloc(N * sizeof *x);
    for (size_t i = 0; i < N; ++i) {
      x[i] = (float)(i < N / 2 ? 0.5 * sin(2 * pi * places_hz[p] * (double)i / RATE) : 0);
    }
    lq_features f = features_of(x, NULL, N, 4096);
    // The silent half does not thin the average.
    double near = 0;
    for (size_t b = bands[p] - 1; b <= bands[p] + 1; ++b) {
      near += f.band_power[b];
    }
    CHECK_NEAR(10 * log10(near), -9.03, 0.2);
    CHECK(f.band_power[bands[p]] > (p ? 0.95 : 0.5) * near);
    lq_features_free(&f);
    free(x);
  }
}

static void white_noise_rises_1_db_a_third_octave(void)
{
  float* const x = malloc(N * sizeof *x);
  for (size_t i = 0; i < N; ++i) {
    x[i] = (float)(0.3 * noise(4, i));
  }
  lq_features f = features_of(x, NULL, N, 4096);
  for (size_t b = 5; b < 30; ++b) {
    CHECK_NEAR(10 * log10(f.band_power[b] / f.band_power[20]), (double)b - 20, b < 10 ? 1.2 : 0.5);
  }
  lq_features_free(&f);
  free(x);
}

static void any_blocks_give_the_same_features(void)
{
  float *left = malloc(N * sizeof *left), *right = malloc(N * sizeof *right);
  for (size_t i = 0; i < N; ++i) {
    left[i]  = (float)(kick((double)i / RATE, i) + 0.1 * noise(5, i));
    right[i] = (float)pad((double)i / RATE, i);
  }
  left[5000]    = NAN;
  lq_features a = features_of(left, right, N - 17, N), b = features_of(left, right, N - 17, 333);
  CHECK(a.n_blocks == b.n_blocks && a.whole.n_nonfinite == 1 && b.whole.n_nonfinite == 1);
  CHECK(!memcmp(a.power, b.power, a.n_blocks * sizeof *a.power));
  CHECK(!memcmp(a.band_power, b.band_power, sizeof a.band_power));
  CHECK(a.centroid_hz == b.centroid_hz && a.percussiveness == b.percussiveness);
  CHECK(a.activity.lufs == b.activity.lufs && a.correlation == b.correlation);
  CHECK(a.whole.integrated_lufs == b.whole.integrated_lufs && a.crest_db == b.crest_db);
  lq_features_free(&a);
  lq_features_free(&b);
  free(left);
  free(right);
}

static void nothing_and_silence_give_numbers_or_minus_infinity(void)
{
  float* const x = calloc(N, sizeof *x);
  for (size_t n = 0; n <= N; n = n ? n * 20 : 1) {
    lq_features f = features_of(x, NULL, n, 4096);
    CHECK(f.activity.n_active == 0 && f.activity.lufs == -INFINITY && f.centroid_hz == 0);
    CHECK(f.crest_db == 0 && f.percussiveness == 0 && f.correlation == 1);
    lq_features_free(&f);
  }
  x[100]        = 0.5F;
  lq_features f = features_of(x, NULL, 400, 400); // 8 ms
  CHECK(f.n_blocks == 1 && isfinite(f.activity.lufs) && isfinite(f.crest_db));
  lq_features_free(&f);
  free(x);
}

static void json_has_every_key_and_never_nan(void)
{
  const lq_measurement m = {.n_frames            = 66150,
                            .rate_hz             = 44100,
                            .n_channels          = 2,
                            .integrated_lufs     = -14.0049,
                            .max_momentary_lufs  = -12.346,
                            .max_short_term_lufs = -INFINITY,
                            .true_peak_dbtp      = -0.001,
                            .sample_peak_dbfs    = -INFINITY,
                            .rms_dbfs            = NAN};
  json_t* const        j = lq_measurement_json(&m, "a \xff.wav", 24);
  char* const          s = json_dumps(j, JSON_COMPACT | JSON_REAL_PRECISION(12));
  CHECK_TEXT(s,
             "{\"file\":\"a ?.wav\",\"duration_sec\":1.5,\"sample_rate_hz\":44100,\"channels\":2,"
             "\"bits\":24,\"integrated_lufs\":-14.0,\"loudness_range_lu\":null,"
             "\"max_momentary_lufs\":-12.35,\"max_short_term_lufs\":null,"
             "\"true_peak_dbtp\":0.0,\"sample_peak_dbfs\":null,\"plr_lu\":14.0,"
             "\"rms_dbfs\":null,\"nonfinite_samples\":0}");
  free(s);
  json_decref(j);
}

static const check_test tests[] = {CHECK_TEST(bright_tracks_have_a_higher_centroid),
                                   CHECK_TEST(drums_are_percussive_and_pads_are_not),
                                   CHECK_TEST(a_track_is_active_while_it_plays),
                                   CHECK_TEST(steady_hum_is_found_and_a_bass_line_is_not_hum),
                                   CHECK_TEST(stereo_figures_are_those_of_the_channels),
                                   CHECK_TEST(spectrum_puts_tones_into_their_bands),
                                   CHECK_TEST(white_noise_rises_1_db_a_third_octave),
                                   CHECK_TEST(any_blocks_give_the_same_features),
                                   CHECK_TEST(nothing_and_silence_give_numbers_or_minus_infinity),
                                   CHECK_TEST(json_has_every_key_and_never_nan)};
CHECK_MAIN(tests)
