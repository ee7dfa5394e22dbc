// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The fast meter against slow and obvious ones, and against itself cut differently.
#include "check.h"

#include "base/rng.h"
#include "dsp/kweight.h"
#include "dsp/simd.h"
#include "dsp/true_peak.h"
#include "measure/meter.h"

#include <math.h>
#include <stdlib.h>

enum { N = 150011 }; // a prime number of frames

static double noise(const uint64_t seed, const uint64_t at)
{
  return (double)(lq_rng_at(seed, at) >> 11U) / 4503599627370496.0 - 1.0;
}

/// Like music: a falling spectrum, hits, and a few hot clicks.
static float* music(const uint64_t seed, const size_t n)
{
  float* const x   = malloc(n * sizeof *x);
  double       low = 0;
  for (size_t i = 0; i < n; ++i) {
    low += 0.1 * (noise(seed, i) - low);
    const double t = (double)(i % 9000) / 48000;
    x[i]           = (float)(0.4 * low + 0.4 * exp(-30 * t) * sin(1200 * t) +
                   (i % 5003 == 0 ? 0.3 * noise(seed + 9, i) : 0));
  }
  return x;
}

static lq_meter* metered(const float* const* const x, const unsigned n_channels, const size_t n,
                         const double rate_hz, const size_t block, const lq_simd* const simd)
{
  lq_meter* m = NULL;
  CHECK(lq_meter_new_with(&m, rate_hz, n_channels, simd) == LQ_OK);
  for (size_t i = 0, k = 0; i < n; ++k) {
    const size_t want  = block ? block : (size_t)(lq_rng_at(3, k) % 3000);
    const size_t take  = want < n - i ? want : n - i;
    const float* at[2] = {x[0] + i, n_channels > 1 ? x[1] + i : NULL};
    CHECK(lq_meter_process(m, at, take) == LQ_OK);
    if (k % 50 == 0) {
      (void)lq_meter_read(m); // looking does not disturb
    }
    i += take;
  }
  return m;
}

static bool same(const lq_measurement* const a, const lq_measurement* const b)
{
  return a->n_frames == b->n_frames && a->integrated_lufs == b->integrated_lufs &&
         a->loudness_range_lu == b->loudness_range_lu &&
         a->max_momentary_lufs == b->max_momentary_lufs &&
         a->max_short_term_lufs == b->max_short_term_lufs &&
         a->true_peak_dbtp == b->true_peak_dbtp && a->sample_peak_dbfs == b->sample_peak_dbfs &&
         a->rms_dbfs == b->rms_dbfs && a->n_nonfinite == b->n_nonfinite;
}

static void any_blocks_and_any_cpu_level_give_the_same_bits(void)
{
  float *const left = music(1, N), *const right = music(2, N);
  const float* const x[2] = {left, right};
  left[777] = NAN, left[149999] = INFINITY, right[3] = -INFINITY, right[150010] = NAN;
  static const double rates_hz[] = {48000, 44100, 22050, 8000, 11025};
  for (size_t r = 0; r < 5; ++r) {
    lq_meter* const      m    = metered(x, 2, N, rates_hz[r], N, lq_simd_best());
    const lq_measurement want = lq_meter_read(m);
    lq_meter_free(m);
    CHECK(want.n_nonfinite == 4);
    CHECK(isfinite(want.integrated_lufs) && isfinite(want.true_peak_dbtp));
    static const size_t blocks[] = {0, 64, 1, 1024, 4799};
    for (size_t b = 0; b < 5; ++b) {
      for (unsigned level = 0; level < lq_simd_count(); ++level) {
        const lq_simd* const simd = lq_simd_find(lq_simd_level(level)->name);
        if (simd && (b < 1 || (r < 1 && level == 0) || b == 3)) {
          lq_meter* const      cut = metered(x, 2, N, rates_hz[r], blocks[b], simd);
          const lq_measurement got = lq_meter_read(cut);
          lq_meter_free(cut);
          CHECK(same(&got, &want));
        }
      }
    }
  }
  free(left);
  free(right);
}

static void loudness_is_that_of_a_plain_filter(void)
{
  static const double rates_hz[] = {48000, 44100, 11025, 192000};
  float* const        x          = music(4, N);
  for (size_t r = 0; r < 4; ++r) {
    // Annex 1 as it is written: filter, 400 ms blocks every 100 ms, two gates.
    const lq_kweight_coef c = lq_kweight_design(rates_hz[r]);
    lq_kweight_state      s = {{0}};
    double* const         y = malloc(N * sizeof *y);
    for (size_t i = 0; i < N; ++i) {
      const double v = lq_kweight_frame(&c, &s, (double)x[i]);
      y[i]           = v * v;
    }
    const size_t hop  = (size_t)(rates_hz[r] / 10 + 0.5);
    double       gate = pow(10, (-70 + 0.691) / 10), mean = 0;
    for (int pass = 0; pass < 2; ++pass) {
      double sum = 0;
      size_t n   = 0;
      for (size_t at = 0; at + 4 * hop <= N; at += hop) {
        double block = 0;
        for (size_t i = 0; i < 4 * hop; ++i) {
          block += y[at + i] / (double)(4 * hop);
        }
        if (block > gate) {
          sum += block;
          ++n;
        }
      }
      mean = sum / (double)n;
      gate = mean / 10;
    }
    const float* const   one[1] = {x};
    lq_meter* const      m      = metered(one, 1, N, rates_hz[r], 0, lq_simd_best());
    const lq_measurement got    = lq_meter_read(m);
    lq_meter_free(m);
    CHECK_NEAR(got.integrated_lufs, -0.691 + 10 * log10(mean), 1e-6);
    free(y);
  }
  free(x);
}

static double response_db(const double rate_hz, const double hz)
{
  // Two filters in a row, straight from the z transform.
  const lq_kweight_coef c       = lq_kweight_design(rate_hz);
  const double          w       = 2 * 3.14159265358979323846 * hz / rate_hz;
  const double          b[2][3] = {{c.b0, c.b1, c.b2}, {1, -2, 1}};
  const double          a[2][3] = {{1, c.a1, c.a2}, {1, c.c1, c.c2}};
  double                db      = 0;
  for (int i = 0; i < 2; ++i) {
    const double above = hypot(b[i][0] + b[i][1] * cos(w) + b[i][2] * cos(2 * w),
                               b[i][1] * sin(w) + b[i][2] * sin(2 * w));
    const double under = hypot(a[i][0] + a[i][1] * cos(w) + a[i][2] * cos(2 * w),
                               a[i][1] * sin(w) + a[i][2] * sin(2 * w));
    db += 20 * log10(above / under);
  }
  return db;
}

static void every_rate_has_the_response_of_48_khz(void)
{
  static const double rates_hz[] = {8000,  11025, 16000, 22050,  24000,  32000,
                                    44100, 88200, 96000, 176400, 192000, 384000};
  for (size_t r = 0; r < sizeof rates_hz / sizeof *rates_hz; ++r) {
    const double top_hz = fmin(0.5 * rates_hz[r], 16000);
    double       most   = 0;
    for (double hz = 15; hz < top_hz; hz *= 1.05) {
      const double off = response_db(rates_hz[r], hz) - response_db(48000, hz);
      most             = fmax(most, fabs(off));
    }
    printf("# %6.0f Hz: within %.4f dB\n", rates_hz[r], most);
    CHECK_AT_MOST(most, rates_hz[r] < 10000 ? 0.04 : 0.012);
  }
}

static void coefficients_at_48_khz_come_from_the_same_analogue_filter(void)
{
  const lq_kweight_coef a = lq_kweight_design(48000), b = lq_kweight_design(48000.0001);
  CHECK_NEAR(b.b0, a.b0, 1e-7);
  CHECK_NEAR(b.b1, a.b1, 1e-7);
  CHECK_NEAR(b.b2, a.b2, 1e-7);
  CHECK_NEAR(b.a1, a.a1, 1e-7);
  CHECK_NEAR(b.a2, a.a2, 1e-7);
  CHECK_NEAR(b.c1, a.c1, 1e-7);
  CHECK_NEAR(b.c2, a.c2, 1e-7);
}

static void true_peak_is_that_of_the_whole_filter(void)
{
  static const double rates_hz[] = {48000, 44100, 8000, 96000};
  enum { M = 40000 };
  for (int white = 0; white < 2; ++white) {
    float* const x = music(6, M);
    for (size_t i = 0; white && i < M; ++i) {
      x[i] = (float)(0.5 * noise(5, i));
    }
    for (size_t r = 0; r < 4; ++r) {
      const lq_true_peak t    = lq_true_peak_design(rates_hz[r]);
      double             most = 0;
      for (size_t i = 0; i < M + t.n_taps; ++i) {
        most = i < M ? fmax(most, fabs((double)x[i])) : most;
        for (unsigned p = 0; p < t.n_phases; ++p) {
          double y = 0;
          for (unsigned k = 0; k < t.n_taps; ++k) {
            y += k <= i && i - k < M ? (double)t.tap[p * t.n_taps + k] * (double)x[i - k] : 0;
          }
          most = fmax(most, fabs(y));
        }
      }
      const float* const one[1] = {x};
      lq_meter* const    m      = metered(one, 1, M, rates_hz[r], 0, lq_simd_best());
      CHECK_NEAR(lq_meter_read(m).true_peak_dbtp, 20 * log10(most), 1e-4);
      lq_meter_free(m);
    }
    free(x);
  }
}

static void interpolators_pass_music_unchanged(void)
{
  // Every phase of every rate: 0 dB at 0 Hz; our own within 0.05 dB to 0.42 of the rate.
  static const double rates_hz[] = {44100, 8000, 96000, 192000, 32000};
  for (size_t r = 0; r < 5; ++r) {
    const lq_true_peak t = lq_true_peak_design(rates_hz[r]);
    CHECK((t.n_phases + 1) * rates_hz[r] >= 192000);
    for (unsigned p = 0; p < t.n_phases; ++p) {
      for (double f = 0; f <= 0.42; f += 0.02) {
        double re = 0, im = 0;
        for (unsigned k = 0; k < t.n_taps; ++k) {
          re += (double)t.tap[p * t.n_taps + k] * cos(2 * 3.14159265358979323846 * f * k);
          im += (double)t.tap[p * t.n_taps + k] * sin(2 * 3.14159265358979323846 * f * k);
        }
        CHECK_NEAR(10 * log10(re * re + im * im), 0, 0.05);
      }
    }
  }
}

static void extremes_stay_numbers(void)
{
  float* const x = malloc(N * sizeof *x);
  for (size_t i = 0; i < N; ++i) {
    x[i] = (i & 1U) ? -3.4e38F : 3.4e38F;
  }
  const float* const   one[1] = {x};
  lq_meter* const      m      = metered(one, 1, N, 48000, 0, lq_simd_best());
  const lq_measurement got    = lq_meter_read(m);
  CHECK(isfinite(got.integrated_lufs) && isfinite(got.true_peak_dbtp) && isfinite(got.rms_dbfs));
  CHECK_NEAR(got.sample_peak_dbfs, 20 * log10(3.4e38), 0.01);
  lq_meter_free(m);
  free(x);
}

static void the_grid_adds_up_to_the_whole(void)
{
  float* const       x      = music(8, N);
  const float* const one[1] = {x};
  lq_meter* const    m      = metered(one, 1, N, 44100, 0, lq_simd_best());
  const double       lufs   = lq_meter_read(m).integrated_lufs;
  lq_meter_finish(m);
  size_t              n;
  const double* const grid = lq_meter_grid(m, &n);
  CHECK(n == N / 4410 && lq_meter_grid_frames(m) == 4410);
  CHECK(lq_meter_read(m).integrated_lufs == lufs);
  CHECK(grid[0] > 0);
  lq_meter_free(m);
  free(x);
}

static const check_test tests[] = {
    CHECK_TEST(any_blocks_and_any_cpu_level_give_the_same_bits),
    CHECK_TEST(loudness_is_that_of_a_plain_filter),
    CHECK_TEST(every_rate_has_the_response_of_48_khz),
    CHECK_TEST(coefficients_at_48_khz_come_from_the_same_analogue_filter),
    CHECK_TEST(true_peak_is_that_of_the_whole_filter),
    CHECK_TEST(interpolators_pass_music_unchanged),
    CHECK_TEST(extremes_stay_numbers),
    CHECK_TEST(the_grid_adds_up_to_the_whole)};
CHECK_MAIN(tests)
