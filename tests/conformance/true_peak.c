// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// EBU Tech 3341 (2023), cases 15 to 23: true peak +0.2/-0.4 dB.
#include "check.h"

#include "lacquer/measure.h"
#include "measure/true_peak_exact.h"

#include <math.h>
#include <stdlib.h>

static const double pi         = 3.14159265358979323846;
static const double rates_hz[] = {8000,  11025, 16000, 22050,  24000,  32000, 44100,
                                  48000, 88200, 96000, 176400, 192000, 384000};

enum { N_RATES = sizeof rates_hz / sizeof *rates_hz };

static double true_peak_dbtp(const float* const x, const size_t n, const double rate_hz)
{
  lq_meter* meter = NULL;
  CHECK(lq_meter_new(&meter, rate_hz, 2) == LQ_OK);
  const float* const both[2] = {x, x};
  CHECK(lq_meter_process(meter, both, n) == LQ_OK);
  const double got = lq_meter_read(meter).true_peak_dbtp;
  lq_meter_free(meter);
  return got;
}

// The exact meter knows no rate.
static double exact_dbtp(const float* const x, const size_t n)
{
  lq_true_peak_exact* meter = NULL;
  CHECK(lq_true_peak_exact_new(&meter, 1, lq_simd_best()) == LQ_OK);
  lq_true_peak_exact_process(meter, &x, n);
  lq_true_peak_exact_finish(meter);
  const double got = lq_true_peak_exact_dbtp(meter);
  lq_true_peak_exact_free(meter);
  return got;
}

static void peak_is(const double want, const double amplitude, const double parts,
                    const double phase_degrees)
{
  for (size_t r = 0; r < N_RATES; ++r) {
    const size_t n = (size_t)rates_hz[r], fade = n / 100;
    float* const x = malloc(n * sizeof *x);
    for (size_t i = 0; i < n; ++i) {
      const size_t from_end = i < n - 1 - i ? i : n - 1 - i;
      const double g        = from_end < fade ? (double)from_end / (double)fade : 1;
      x[i]                  = (float)(g * amplitude *
                     sin(2 * pi * fmod((double)i / parts, 1) + phase_degrees * pi / 180));
    }
    CHECK_NEAR(true_peak_dbtp(x, n, rates_hz[r]), want - 0.1, 0.3);
    CHECK_NEAR(exact_dbtp(x, n), 20 * log10(amplitude), 0.02);
    free(x);
  }
}

static void tech_3341_case_15_a_quarter_of_the_rate_at_0_degrees(void)
{
  peak_is(-6, 0.5, 4, 0);
}

static void tech_3341_case_16_a_quarter_of_the_rate_at_45_degrees(void)
{
  peak_is(-6, 0.5, 4, 45);
}

static void tech_3341_case_17_a_sixth_of_the_rate_at_60_degrees(void)
{
  peak_is(-6, 0.5, 6, 60);
}

static void tech_3341_case_18_an_eighth_of_the_rate_at_67_5_degrees(void)
{
  peak_is(-6, 0.5, 8, 67.5);
}

static void tech_3341_case_19_above_full_scale(void)
{
  peak_is(3, 1.41, 4, 45);
}

// A sixth of the rate at 0.5, in its middle one period of a quarter of the rate at 1.0, made at
// four times the rate, low-passed, every fourth sample from `offset` on.
static void burst_reads_0(const size_t offset)
{
  enum { N = 9600, HIGH = 4 * N, HALF = 256 };
  float* const high  = malloc(HIGH * sizeof *high);
  double       phase = 0;
  const size_t start = HIGH / 2 / 24 * 24; // both tones cross zero here
  for (size_t i = 0; i < HIGH; ++i) {
    const int in_burst = i >= start && i < start + 16;
    high[i]            = (float)((in_burst ? 1.0 : 0.5) * sin(2 * pi * phase));
    phase += 1.0 / (in_burst ? 16 : 24);
  }
  float* const x = calloc(N, sizeof *x);
  for (size_t i = 0; i < N; ++i) {
    double sum = 0;
    for (long k = -HALF; k <= HALF; ++k) {
      const long   at = (long)(4 * i + offset) + k;
      const double t  = (double)k / 4;
      const double w  = 0.5 + 0.5 * cos(pi * (double)k / (HALF + 1));
      if (at >= 0 && at < HIGH) {
        sum += (k ? sin(pi * t) / (pi * t) : 1) * w / 4 * (double)high[at];
      }
    }
    const size_t from_end = i < N - 1 - i ? i : N - 1 - i;
    x[i]                  = (float)(sum * (from_end < 480 ? (double)from_end / 480 : 1));
  }
  for (size_t r = 0; r < N_RATES; ++r) {
    CHECK_NEAR(true_peak_dbtp(x, N, rates_hz[r]), -0.1, 0.3);
  }
  CHECK_NEAR(exact_dbtp(x, N), -0.1, 0.3);
  free(x);
  free(high);
}

static void tech_3341_case_20_burst_decimated_from_sample_0(void)
{
  burst_reads_0(0);
}

static void tech_3341_case_21_burst_decimated_from_sample_1(void)
{
  burst_reads_0(1);
}

static void tech_3341_case_22_burst_decimated_from_sample_2(void)
{
  burst_reads_0(2);
}

static void tech_3341_case_23_burst_decimated_from_sample_3(void)
{
  burst_reads_0(3);
}

static void a_peak_behind_the_last_sample_is_found(void)
{
  // Two equal samples at the very end: the curve goes on above them.
  float x[1000] = {0};
  x[998] = x[999] = 0.5F;
  CHECK(true_peak_dbtp(x, 1000, 48000) > -6.0206 + 1);
}

static const check_test tests[] = {
    CHECK_TEST(tech_3341_case_15_a_quarter_of_the_rate_at_0_degrees),
    CHECK_TEST(tech_3341_case_16_a_quarter_of_the_rate_at_45_degrees),
    CHECK_TEST(tech_3341_case_17_a_sixth_of_the_rate_at_60_degrees),
    CHECK_TEST(tech_3341_case_18_an_eighth_of_the_rate_at_67_5_degrees),
    CHECK_TEST(tech_3341_case_19_above_full_scale),
    CHECK_TEST(tech_3341_case_20_burst_decimated_from_sample_0),
    CHECK_TEST(tech_3341_case_21_burst_decimated_from_sample_1),
    CHECK_TEST(tech_3341_case_22_burst_decimated_from_sample_2),
    CHECK_TEST(tech_3341_case_23_burst_decimated_from_sample_3),
    CHECK_TEST(a_peak_behind_the_last_sample_is_found)};
CHECK_MAIN(tests)
