// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reading between frames: tones come out as they would be there, at every fraction.
#include "proc_tools.h"

#include "dsp/moving_tap.h"

enum { N = 2048, EDGE = 32 };

static float x[N], y[N + LQ_MOVING_TAP_PAD], m[N + LQ_MOVING_TAP_PAD];

// Error of a tone read at places that move through all fractions, against the tone itself.
static double error_db(const lq_moving_tap* const t, const double freq, const bool moving)
{
  double error = 0, all = 0;
  for (unsigned i = 0; i < N; ++i) {
    x[i] = (float)sin(2 * LQ_PI * freq * i);
    m[i] = moving ? (float)(i % 1000) / 999.0F - 0.5F : 0.0F;
  }
  lq_simd_best()->moving_tap->read(t, y, x + EDGE, m, N - 3 * EDGE);
  for (unsigned i = 0; i < N - 3 * EDGE; ++i) {
    const double want = sin(2 * LQ_PI * freq * (i + EDGE + 0.5 + m[i]));
    error += (y[i] - want) * (y[i] - want);
    all += want * want;
  }
  return 10 * log10(error / all);
}

static void tones_are_read_where_they_are(void)
{
  static const struct {
    double freq, most_db;
  } at[] = {{0.01, -93}, {0.1, -85}, {0.2, -85}, {0.3, -85}, {0.35, -82}, {0.4, -78}, {0.42, -78}};
  lq_moving_tap t;
  lq_moving_tap_design(&t);
  for (unsigned i = 0; i < sizeof at / sizeof *at; ++i) {
    const double all = error_db(&t, at[i].freq, true), half = error_db(&t, at[i].freq, false);
    printf("# %.2f of the rate: error %.1f dB, halfway %.1f dB\n", at[i].freq, all, half);
    CHECK_AT_MOST(all, at[i].most_db);
  }
}

static void whole_frames_are_nearly_themselves(void) // m = -1/2: the frame itself
{
  lq_moving_tap t;
  lq_moving_tap_design(&t);
  fill_noise(x, N, 1, 1);
  double most = 0;
  for (unsigned i = 0; i < N; ++i) {
    m[i] = -0.5F;
  }
  lq_simd_best()->moving_tap->read(&t, y, x + EDGE, m, N - 3 * EDGE);
  for (unsigned i = 0; i < N - 3 * EDGE; ++i) {
    most = fmax(most, fabs((double)y[i] - x[i + EDGE]));
  }
  printf("# %.1f dB\n", 20 * log10(most));
  CHECK_AT_MOST(20 * log10(most), -90);
}

static void the_polynomials_are_the_windowed_sinc(void) // in double, at 101 fractions
{
  lq_moving_tap t;
  lq_moving_tap_design(&t);
  double most = 0;
  for (unsigned f = 0; f <= 100; ++f) {
    const double at = f / 100.0, mid = at - 0.5;
    for (int k = -(LQ_MOVING_TAP_PAIRS - 1); k <= LQ_MOVING_TAP_PAIRS; ++k) {
      const double d = at - k, r = d / LQ_MOVING_TAP_PAIRS, b = 8 * sqrt(fmax(0, 1 - r * r));
      double       w = 0, top = 0, term = 1, one = 1;
      for (int j = 0; j < 60; term *= b / 2 / ++j, one *= 8.0 / 2 / j) {
        w += term * term;
        top += one * one;
      }
      const double want = fabs(r) >= 1 ? 0 : (d == 0 ? 1 : sin(LQ_PI * d) / (LQ_PI * d)) * w / top;
      const int    p    = k <= 0 ? -k : k - 1;
      double       even = 0, odd = 0;
      for (int j = 3; j >= 0; --j) {
        even = even * mid * mid + t.sum[p][j];
        odd  = odd * mid * mid + t.difference[p][j];
      }
      most = fmax(most, fabs(even + (k > 0 ? 1 : -1) * mid * odd - want));
    }
  }
  printf("# taps within %.1e\n", most);
  CHECK_AT_MOST(most, 3e-5); // their sum is made 1, too
}

static const check_test tests[] = {CHECK_TEST(tones_are_read_where_they_are),
                                   CHECK_TEST(whole_frames_are_nearly_themselves),
                                   CHECK_TEST(the_polynomials_are_the_windowed_sinc)};
CHECK_MAIN(tests)
