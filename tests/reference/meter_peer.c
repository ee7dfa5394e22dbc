// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Agreement with libebur128, where it is installed.
#include "check.h"

#include "base/rng.h"
#include "lacquer/measure.h"

#include <ebur128.h>
#include <math.h>
#include <stdlib.h>

static double noise(const uint64_t seed, const uint64_t at)
{
  return (double)(lq_rng_at(seed, at) >> 11U) / 4503599627370496.0 - 1.0;
}

/// Ten seconds that swell and pause.
static void fill(float* const x, const size_t n, const int kind, const double rate_hz,
                 const unsigned channel)
{
  double low = 0;
  for (size_t i = 0; i < n; ++i) {
    const double t     = (double)i / rate_hz;
    const double swell = 0.05 + 0.4 * pow(sin(0.4 * t), 2);
    low += 0.08 * (noise(channel, i) - low);
    const double beat = fmod(t, 0.5);
    const double hit  = exp(-12 * beat) * sin(2 * 3.14159265358979323846 * 60 * beat);
    const double v    = kind == 0   ? swell * low
                        : kind == 1 ? 0.3 * swell * noise(channel, i)
                                    : 0.3 * hit + 0.3 * swell * low +
                                       0.1 * sin(2765 * t + channel) * (fmod(t, 5) < 3);
    x[i]              = (float)(v * fmin(1, fmin((double)i, (double)(n - 1 - i)) / 480));
  }
}

static void agrees(const double rate_hz, const unsigned n_channels, const double peak_tolerance)
{
  for (int kind = 0; kind < 3; ++kind) {
    const size_t n = (size_t)(rate_hz * 10);
    float*       x[6];
    float* const mixed = malloc(n * n_channels * sizeof *mixed);
    for (unsigned c = 0; c < n_channels; ++c) {
      x[c] = malloc(n * sizeof(float));
      fill(x[c], n, kind, rate_hz, c);
      for (size_t i = 0; i < n; ++i) {
        mixed[i * n_channels + c] = x[c][i];
      }
    }
    ebur128_state* s      = ebur128_init(n_channels, (unsigned long)rate_hz,
                                         EBUR128_MODE_I | EBUR128_MODE_S | EBUR128_MODE_TRUE_PEAK |
                                             EBUR128_MODE_SAMPLE_PEAK);
    double         most_m = -INFINITY, most_s = -INFINITY;
    const size_t   hop = (size_t)rate_hz / 100;
    for (size_t i = 0; i + hop <= n; i += hop) {
      double now;
      ebur128_add_frames_float(s, mixed + i * n_channels, hop);
      ebur128_loudness_momentary(s, &now);
      most_m = i + hop >= 40 * hop ? fmax(most_m, now) : most_m;
      if (kind || n_channels > 2) {
        continue; // it sums 3 s anew each time: once is enough
      }
      ebur128_loudness_shortterm(s, &now);
      most_s = i + hop >= 300 * hop ? fmax(most_s, now) : most_s;
    }
    double lufs, peak = 0, sample = 0;
    ebur128_loudness_global(s, &lufs);
    for (unsigned c = 0; c < n_channels; ++c) {
      double p;
      ebur128_true_peak(s, c, &p);
      peak = fmax(peak, p);
      ebur128_sample_peak(s, c, &p);
      sample = fmax(sample, p);
    }
    ebur128_destroy(&s);

    lq_meter* m = NULL;
    CHECK(lq_meter_new(&m, rate_hz, n_channels) == LQ_OK);
    CHECK(lq_meter_process(m, (const float* const*)x, n) == LQ_OK);
    const lq_measurement got = lq_meter_read(m);
    lq_meter_free(m);
    CHECK_NEAR(got.integrated_lufs, lufs, 0.01);
    CHECK_NEAR(got.max_momentary_lufs, most_m, 0.01);
    if (isfinite(most_s)) {
      CHECK_NEAR(got.max_short_term_lufs, most_s, 0.01);
    }
    CHECK_NEAR(got.sample_peak_dbfs, 20 * log10(sample), 1e-4);
    // Its interpolator is another one (49 taps in all), and white noise shows the difference.
    CHECK_NEAR(got.true_peak_dbtp, 20 * log10(peak), kind == 1 ? 1.0 : peak_tolerance);
    for (unsigned c = 0; c < n_channels; ++c) {
      free(x[c]);
    }
    free(mixed);
  }
}

static void loudness_of_48_khz_stereo_agrees_within_0_01_lu(void)
{
  agrees(48000, 2, 0.2);
}

static void loudness_of_44_1_khz_stereo_agrees_within_0_01_lu(void)
{
  agrees(44100, 2, 0.2);
}

static void loudness_of_5_1_agrees_within_0_01_lu(void)
{
  agrees(48000, 6, 0.2);
}

static const check_test tests[] = {CHECK_TEST(loudness_of_48_khz_stereo_agrees_within_0_01_lu),
                                   CHECK_TEST(loudness_of_44_1_khz_stereo_agrees_within_0_01_lu),
                                   CHECK_TEST(loudness_of_5_1_agrees_within_0_01_lu)};
CHECK_MAIN(tests)
