// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The exact true peak against what is known of tones, and against a slow interpolation of
/// band-limited noise at 64 times the rate.
#include "check.h"

#include "base/rng.h"
#include "measure/true_peak_exact.h"

#include <math.h>
#include <stdlib.h>

static const double pi = 3.14159265358979323846;

static double noise(const uint64_t seed, const uint64_t at)
{
  return (double)(lq_rng_at(seed, at) >> 11U) / 4503599627370496.0 - 1.0;
}

static double exact_dbtp(const float* const x, const size_t n, const size_t block, double* const at)
{
  lq_true_peak_exact* m = NULL;
  CHECK(lq_true_peak_exact_new(&m, 1, lq_simd_best()) == LQ_OK);
  for (size_t i = 0; i < n; i += block) {
    const float* const here[1] = {x + i};
    lq_true_peak_exact_process(m, here, n - i < block ? n - i : block);
  }
  lq_true_peak_exact_finish(m);
  const double got = lq_true_peak_exact_dbtp(m);
  if (at) {
    *at = lq_true_peak_exact_at(m);
  }
  lq_true_peak_exact_free(m);
  return got;
}

static void tones_up_to_0_49_of_the_rate_read_their_level_at_any_phase(void)
{
  enum { N = 6000 };
  static const double places[] = {0.01, 0.1, 0.25, 0.3333, 0.42, 0.45, 0.47, 0.48, 0.4872, 0.49};
  float* const        x        = malloc(N * sizeof *x);
  for (size_t f = 0; f < sizeof places / sizeof *places; ++f) {
    for (int phase = 0; phase < 8; ++phase) {
      for (size_t i = 0; i < N; ++i) { // in and out slowly, or the edges ring beyond the tone
        const double t    = ((double)i - N / 2) / (N / 2);
        const double fade = 0.5 + 0.5 * cos(pi * t);
        const double in   = 2 * pi * places[f] * ((double)i - N / 2 - 0.37) + phase * pi / 8;
        x[i]              = (float)(0.5 * fade * cos(in));
      }
      // The crest nearest to the middle of the fade; half a period away at most.
      CHECK_NEAR(exact_dbtp(x, N, N, NULL), -6.0206, places[f] < 0.05 ? 0.02 : 0.01);
    }
  }
  free(x);
}

static void a_quarter_of_the_rate_at_45_degrees_reads_3_db_over_its_samples(void)
{
  enum { N = 4000 };
  float* const x = malloc(N * sizeof *x);
  for (size_t i = 0; i < N; ++i) {
    const double t = ((double)i - N / 2) / (N / 2);
    x[i]           = (float)((0.5 + 0.5 * cos(pi * t)) * cos(0.5 * pi * ((double)i + 0.5)));
  }
  CHECK_NEAR(exact_dbtp(x, N, N, NULL), 0.0, 0.001);
  free(x);
}

/// Many cosines below 0.49 of the rate at random places, so that the curve is known everywhere.
enum { N_PARTS = 40, LENGTH = 512 };

typedef struct {
  double hz[N_PARTS], gain[N_PARTS], phase[N_PARTS];
} chord;

static double curve(const chord* const c, const double t)
{
  double       sum  = 0;
  const double u    = t / LENGTH; // a Hann-squared bell: band-limited enough, and 0 at both ends
  const double bell = u > 0 && u < 1 ? pow(sin(pi * u), 4) : 0;
  for (int k = 0; k < N_PARTS; ++k) {
    sum += c->gain[k] * cos(2 * pi * c->hz[k] * t + c->phase[k]);
  }
  return bell * sum;
}

static void band_limited_noise_agrees_with_its_own_curve_at_64_times_the_rate(void)
{
  double worst = 0;
  for (uint64_t seed = 0; seed < 12; ++seed) {
    chord c;
    float x[LENGTH];
    for (uint64_t k = 0; k < N_PARTS; ++k) {
      c.hz[k]    = 0.24 + 0.24 * noise(seed, 3 * k); // to 0.48, and the bell widens by 0.006
      c.gain[k]  = 0.1 * noise(seed, 3 * k + 1);
      c.phase[k] = pi * noise(seed, 3 * k + 2);
    }
    for (size_t i = 0; i < LENGTH; ++i) {
      x[i] = (float)curve(&c, (double)i);
    }
    double most = 0, place = 0, at = 0;
    for (size_t i = 0; i < LENGTH * 64; ++i) {
      const double y = fabs(curve(&c, (double)i / 64));
      place          = y > most ? (double)i / 64 : place;
      most           = fmax(most, y);
    }
    const double got = exact_dbtp(x, LENGTH, LENGTH, &at);
    CHECK_NEAR(got, 20 * log10(most), 0.01);
    CHECK_NEAR(at, place, 0.05);
    worst = fmax(worst, fabs(got - 20 * log10(most)));
  }
  printf("# worst error %.5f dB\n", worst);
}

// Every 64th of every frame by the same long filter, nothing left out.
static double everywhere_dbtp(const float* const x, const long n)
{
  lq_interpolate* const p = malloc(sizeof *p);
  lq_interpolate_design(p);
  double most = 0;
  for (long i = -LQ_INTERPOLATE_HALF; i < n + LQ_INTERPOLATE_HALF; ++i) {
    for (int phase = 0; phase < LQ_INTERPOLATE_PHASES; phase += 2) {
      double sum = 0;
      for (long k = 0; k < LQ_INTERPOLATE_TAPS; ++k) {
        const long from = i - LQ_INTERPOLATE_HALF + 1 + k;
        sum += from >= 0 && from < n ? (double)p->tap[phase][k] * (double)x[from] : 0;
      }
      most = fmax(most, fabs(sum));
    }
  }
  free(p);
  return 20 * log10(most);
}

static void no_region_that_matters_is_left_out(void)
{
  enum { N = 6000 };
  float* const x = malloc(N * sizeof *x);
  for (int kind = 0; kind < 4; ++kind) {
    double low = 0;
    for (size_t i = 0; i < N; ++i) {
      const double u = noise(7 + (uint64_t)kind, i);
      low += 0.1 * (u - low);
      x[i] = (float)(kind == 0   ? 0.5 * u                                  // white
                     : kind == 1 ? low + (i == 4100 ? 0.4 : 0)              // a click on music
                     : kind == 2 ? fmax(-0.5, fmin(0.5, 3 * low + 0.2 * u)) // clipped
                                 : (i & 1U ? -0.3 : 0.3) * (i > 5990));     // rings behind the end
    }
    const double want = everywhere_dbtp(x, N), got = exact_dbtp(x, N, N, NULL);
    CHECK_NEAR(got, want, 0.006); // the parabola sees what lies between two 32nds
    CHECK(got >= want - 1e-4);
  }
  free(x);
}

static void blocks_and_cpu_levels_do_not_matter(void)
{
  enum { N = 20011 };
  float* const x = malloc(N * sizeof *x);
  for (size_t i = 0; i < N; ++i) {
    x[i] = (float)(0.3 * noise(3, i) * (1 + (i > 15000)));
  }
  double       at, at_whole;
  const double whole = exact_dbtp(x, N, N, &at_whole);
  CHECK(exact_dbtp(x, N, 1, &at) == whole && at == at_whole);
  CHECK(exact_dbtp(x, N, 4801, &at) == whole && at == at_whole);
  for (unsigned level = 0; level < lq_simd_count(); ++level) {
    const lq_simd* const simd = lq_simd_find(lq_simd_level(level)->name);
    lq_true_peak_exact*  m    = NULL;
    if (simd) {
      const float* const here[1] = {x};
      CHECK(lq_true_peak_exact_new(&m, 1, simd) == LQ_OK);
      lq_true_peak_exact_process(m, here, N);
      lq_true_peak_exact_finish(m);
      CHECK(lq_true_peak_exact_dbtp(m) == whole);
      lq_true_peak_exact_free(m);
    }
  }
  free(x);
}

// Beside a channel whose samples are 90 dB higher, and over several spans: nothing leaks in.
static void a_quiet_channel_is_measured_beside_a_loud_one(void)
{
  enum { N = 100003 };
  float *const quiet = malloc(N * sizeof *quiet), *const loud = malloc(N * sizeof *loud);
  for (size_t i = 0; i < N; ++i) {
    quiet[i] = (float)(0.3 * noise(11, i));
    loud[i]  = (float)(1e4 * noise(12, i));
  }
  lq_true_peak_exact* m = NULL;
  CHECK(lq_true_peak_exact_new(&m, 2, lq_simd_best()) == LQ_OK);
  for (size_t i = 0; i < N; i += 4096) {
    const float* const here[2] = {quiet + i, loud + i};
    lq_true_peak_exact_process(m, here, N - i < 4096 ? N - i : 4096);
  }
  lq_true_peak_exact_finish(m);
  CHECK_NEAR(lq_true_peak_exact_dbtp(m), exact_dbtp(loud, N, N, NULL), 0);
  CHECK_NEAR(lq_true_peak_exact_dbtp(m), 86, 4); // full-scale white noise at 80 dB: some dB more
  CHECK(lq_true_peak_exact_channel(m) == 1);
  lq_true_peak_exact_free(m);
  free(quiet);
  free(loud);
}

static void the_first_and_the_last_samples_count(void)
{
  float ends[3][300] = {{0}};
  ends[0][0] = ends[0][1] = 0.5F;
  ends[1][298] = ends[1][299] = 0.5F;
  ends[2][299]                = 0.5F;
  // Two equal samples: 4 / pi of one in the middle between them.
  CHECK_NEAR(exact_dbtp(ends[0], 300, 300, NULL), 20 * log10(0.5 * 4 / pi), 0.001);
  CHECK_NEAR(exact_dbtp(ends[1], 300, 300, NULL), 20 * log10(0.5 * 4 / pi), 0.001);
  CHECK_NEAR(exact_dbtp(ends[2], 300, 300, NULL), 20 * log10(0.5), 0.001);
  float silence[64] = {0};
  CHECK(exact_dbtp(silence, 64, 64, NULL) == -INFINITY);
}

static const check_test tests[] = {
    CHECK_TEST(tones_up_to_0_49_of_the_rate_read_their_level_at_any_phase),
    CHECK_TEST(a_quarter_of_the_rate_at_45_degrees_reads_3_db_over_its_samples),
    CHECK_TEST(band_limited_noise_agrees_with_its_own_curve_at_64_times_the_rate),
    CHECK_TEST(no_region_that_matters_is_left_out),
    CHECK_TEST(blocks_and_cpu_levels_do_not_matter),
    CHECK_TEST(a_quiet_channel_is_measured_beside_a_loud_one),
    CHECK_TEST(the_first_and_the_last_samples_count)};
CHECK_MAIN(tests)
