// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every curve against its formula in long double, and what makes it that curve.
#include "proc_tools.h"

#include "dsp/bend.h"

enum { N = 4096 };

static const char* const names[] = {"soft", "tape", "tube", "clip"};

// Formulas as docs/dsp/saturate.md states them.
static long double formula(const lq_bend_kind kind, const double drive_db, const double character,
                           const long double x)
{
  const long double g = powl(10, drive_db / 20.0L) - 1, v = g * x, a = fabsl(v);
  if (kind == LQ_BEND_TAPE) {
    return a < 1e-3L ? x - g * g * x * x * x / 15 : 3 * (1 / tanhl(v) - 1 / v) / g;
  }
  if (kind == LQ_BEND_CLIP) {
    const long double w = character, over = a - (1 - w);
    const long double u = w > 0 ? fminl(fmaxl(over / (2 * w), 0), 1) : 0;
    return copysignl(fminl(a, 1 - w) + 2 * w * (u - u * u * u + u * u * u * u / 2), v) / g;
  }
  const long double b = kind == LQ_BEND_TUBE ? atanhl(0.8L * character) : 0;
  return (tanhl(v + b) - tanhl(b)) / (1 - tanhl(b) * tanhl(b)) / g;
}

static void every_curve_is_its_formula(void) // fixed: input -2 to 2, errors against full scale
{
  static float x[N], y[N + LQ_BEND_PAD];
  for (unsigned kind = 0; kind < LQ_BEND_N; ++kind) {
    double most = 0, most_at = 0;
    for (double drive = 0.5; drive <= 36; drive += 3.55) {
      for (double character = 0; character <= 1; character += 0.25) {
        const lq_bend c = lq_bend_design((lq_bend_kind)kind, drive, character);
        for (unsigned i = 0; i < N; ++i) {
          x[i] = (float)i / (N / 4) - 2;
        }
        lq_simd_best()->bend->run(&c, y, x, N);
        for (unsigned i = 0; i < N; ++i) {
          const double want = (double)formula((lq_bend_kind)kind, drive, character, x[i]);
          most              = fmax(most, fabs((double)y[i] + x[i] - want));
          most_at           = fmax(most_at, fabs(lq_bend_at(&c, x[i]) - want));
        }
      }
    }
    printf("# %s: kernel within %.1f dB, double within %.1f dB\n", names[kind], 20 * log10(most),
           20 * log10(most_at));
    // The steep side of the leaning tube goes to 5 / g.
    CHECK_AT_MOST(20 * log10(most), kind == LQ_BEND_TUBE ? -105 : -125);
    CHECK_AT_MOST(20 * log10(most_at), -125);
  }
}

static void quiet_sounds_pass(void) // slope 1 at silence: at 1e-4 (-80 dBFS), 24 dB of drive
{
  for (unsigned kind = 0; kind < LQ_BEND_N; ++kind) {
    const lq_bend c                  = lq_bend_design((lq_bend_kind)kind, 24, 0.5);
    const float   x[LQ_BEND_PAD + 2] = {1e-4F, -1e-4F};
    float         y[LQ_BEND_PAD + 2];
    lq_simd_best()->bend->run(&c, y, x, 2);
    const double odd = 20 * log10(fabs((double)y[0] - y[1]) / 2e-4 + 1e-30);
    printf("# %s: %.1f dB\n", names[kind], odd);
    CHECK_AT_MOST(odd, -100);
    CHECK(kind != LQ_BEND_CLIP || (y[0] == 0 && y[1] == 0));
  }
}

static void no_drive_is_straight_to_the_bit(void)
{
  static float x[N], y[N + LQ_BEND_PAD];
  fill_noise(x, N, 4, 1);
  for (unsigned kind = 0; kind < LQ_BEND_N; ++kind) {
    const lq_bend c = lq_bend_design((lq_bend_kind)kind, 0, 0.7);
    lq_simd_best()->bend->run(&c, y, x, N);
    for (unsigned i = 0; i < N; ++i) {
      CHECK(y[i] == 0 && lq_bend_at(&c, x[i]) == (double)x[i]);
    }
    CHECK_NEAR(lq_bend_level(&c, 1), 1, 0);
  }
}

static void odd_curves_are_odd_and_the_tube_is_not(void)
{
  for (unsigned kind = 0; kind < LQ_BEND_N; ++kind) {
    const lq_bend c                  = lq_bend_design((lq_bend_kind)kind, 12, 0.5);
    const float   x[LQ_BEND_PAD + 2] = {0.5F, -0.5F};
    float         y[LQ_BEND_PAD + 2];
    lq_simd_best()->bend->run(&c, y, x, 2);
    CHECK((y[0] == -y[1]) == (kind != LQ_BEND_TUBE));
  }
}

static void the_known_level_is_that_of_noise(void) // Box and Muller's noise at -18 dBFS
{
  for (unsigned kind = 0; kind < LQ_BEND_N; ++kind) {
    const lq_bend c   = lq_bend_design((lq_bend_kind)kind, 15, 0.5);
    const double  rms = pow(10, -18.0 / 20);
    double        in = 0, out = 0, mean = 0;
    const int     n = 400000;
    for (int i = 0; i < n; ++i) {
      const double a = ((double)(lq_rng_at(1, (uint64_t)i) >> 11U) + 0.5) * 0x1p-53;
      const double b = (double)(lq_rng_at(2, (uint64_t)i) >> 11U) * 0x1p-53;
      const double x = rms * sqrt(-2 * log(a)) * cos(2 * LQ_PI * b);
      const double y = (double)formula((lq_bend_kind)kind, 15, 0.5, x);
      in += x * x;
      out += y * y;
      mean += y;
    }
    const double db = 10 * log10((out - mean * mean / n) / in);
    CHECK_NEAR(20 * log10(lq_bend_level(&c, 1)), db, 0.03);
  }
}

static const check_test tests[] = {
    CHECK_TEST(every_curve_is_its_formula), CHECK_TEST(quiet_sounds_pass),
    CHECK_TEST(no_drive_is_straight_to_the_bit), CHECK_TEST(odd_curves_are_odd_and_the_tube_is_not),
    CHECK_TEST(the_known_level_is_that_of_noise)};
CHECK_MAIN(tests)
