// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc_tools.h"

#include "dsp/svf.h"

enum { N = 48000 };
static const double rate_hz = 48000;

typedef void span(const lq_svf_coef* c, lq_svf_state* s, float* x, size_t n_frames);
typedef void gain_span(const lq_svf_coef* c, lq_svf_state* s, double gain_lin, float* x, size_t n);

// Fixed: 48 kHz, 1 s of sine, second half measured.
static double gain_db(const lq_svf_coef c, span* const f, gain_span* const g, const double gain_lin,
                      const double freq_hz)
{
  static float x[N];
  lq_svf_state s = {0};
  fill_sine(x, N, 0.5, freq_hz, rate_hz);
  if (f) {
    f(&c, &s, x, N);
  } else {
    g(&c, &s, gain_lin, x, N);
  }
  return tone_level_db(x + N / 2, N / 2, freq_hz, rate_hz) - 20 * log10(0.5);
}

static void passes_are_butterworth_at_the_corner(void)
{
  const lq_svf_coef c = lq_svf_design(1000, sqrt(0.5), rate_hz);
  CHECK_NEAR(gain_db(c, lq_svf_lowpass, NULL, 0, 1000), -3.0103, 0.001);
  CHECK_NEAR(gain_db(c, lq_svf_highpass, NULL, 0, 1000), -3.0103, 0.001);
  CHECK_NEAR(gain_db(c, lq_svf_bandpass, NULL, 0, 1000), 0, 0.001);
  CHECK_NEAR(gain_db(c, lq_svf_highpass, NULL, 0, 100), -40, 0.03);
  CHECK_NEAR(gain_db(c, lq_svf_lowpass, NULL, 0, 100), 0, 0.01);
}

static void bell_and_shelves_reach_their_gain(void)
{
  const double up = lq_db_to_lin(9), down = lq_db_to_lin(-9);
  CHECK_NEAR(gain_db(lq_svf_design(1000, 2 * sqrt(up), rate_hz), NULL, lq_svf_bell, up, 1000), 9,
             0.001);
  CHECK_NEAR(gain_db(lq_svf_design(1000, 2 * sqrt(down), rate_hz), NULL, lq_svf_bell, down, 1000),
             -9, 0.001);
  const lq_svf_coef low  = lq_svf_design_low_shelf(500, sqrt(0.5), up, rate_hz);
  const lq_svf_coef high = lq_svf_design_high_shelf(500, sqrt(0.5), down, rate_hz);
  CHECK_NEAR(gain_db(low, NULL, lq_svf_low_shelf, up, 500), 4.5, 0.001);
  CHECK_NEAR(gain_db(low, NULL, lq_svf_low_shelf, up, 20), 9, 0.01);
  CHECK_NEAR(gain_db(low, NULL, lq_svf_low_shelf, up, 15000), 0, 0.01);
  CHECK_NEAR(gain_db(high, NULL, lq_svf_high_shelf, down, 500), -4.5, 0.001);
  CHECK_NEAR(gain_db(high, NULL, lq_svf_high_shelf, down, 20), 0, 0.01);
  CHECK_NEAR(gain_db(high, NULL, lq_svf_high_shelf, down, 15000), -9, 0.01);
}

static void design_survives_any_corner(void)
{
  static const double corners_hz[] = {0, 1e-9, 24000, 1e6};
  for (unsigned i = 0; i < 4; ++i) {
    const lq_svf_coef c = lq_svf_design(corners_hz[i], 40, rate_hz);
    lq_svf_state      s = {0};
    float             x[512];
    fill_noise(x, 512, 1, 1);
    lq_svf_lowpass(&c, &s, x, 512);
    CHECK(isfinite(x[511]));
  }
}

static const check_test tests[] = {CHECK_TEST(passes_are_butterworth_at_the_corner),
                                   CHECK_TEST(bell_and_shelves_reach_their_gain),
                                   CHECK_TEST(design_survives_any_corner)};
CHECK_MAIN(tests)
