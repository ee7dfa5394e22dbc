// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The simulated cut against what sines do to a groove in closed form.
#include "proc_tools.h"
#include "vinyl_tools.h"

#include "measure/groove.h"

enum { SECONDS = 4, MOST = 96000 * SECONDS };
static const double PEAK_CM_S = 7, RPM = 100.0 / 3;

static float memory[2][MOST];

static double riaa_lin(const double hz)
{
  const double f[] = {hz, 1000};
  double       p[2];
  for (int i = 0; i < 2; ++i) {
    const double w = 2 * LQ_PI * f[i], a = w * 3180e-6, b = w * 318e-6, c = w * 75e-6;
    p[i] = (1 + a * a) * (1 + c * c) / (1 + b * b);
  }
  return sqrt(p[0] / p[1]);
}

static double kept_by_integrator(const double hz) // Butterworth high-pass at 15 Hz
{
  return 1 / sqrt(1 + pow(15 / hz, 4));
}

static lq_groove* cut(const double rate_hz, const unsigned n_channels, const size_t n_frames,
                      const size_t block, const lq_simd* const simd)
{
  lq_groove* g = NULL;
  CHECK(!lq_groove_new(&g, rate_hz, n_channels, PEAK_CM_S, RPM, simd));
  for (size_t at = 0, turn = 0; at < n_frames; ++turn) {
    size_t n               = block ? block : 1 + lq_rng_at(9, turn) % 3000;
    n                      = n < n_frames - at ? n : n_frames - at;
    const float* const x[] = {memory[0] + at, memory[1] + at};
    CHECK(!lq_groove_process(g, x, n));
    at += n;
  }
  CHECK(!lq_groove_finish(g));
  return g;
}

// A step in the middle of a sine.
static lq_groove_step sine(const double rate_hz, const double hz, const double left,
                           const double right)
{
  const size_t n_frames = (size_t)rate_hz * SECONDS;
  fill_sine(memory[0], n_frames, left, hz, rate_hz);
  fill_sine(memory[1], n_frames, right, hz, rate_hz);
  lq_groove* const            g      = cut(rate_hz, 2, n_frames, 1024, lq_simd_best());
  size_t                      n      = 0;
  const lq_groove_step* const s      = lq_groove_steps(g, &n);
  lq_groove_step              middle = s[n / 2];
  lq_groove_free(g);
  return middle;
}

static void a_sine_moves_sideways(void) // fixed: full scale on both sides
{
  static const double rates_hz[] = {44100, 48000, 96000};
  static const double hz[]       = {37.3, 100.7, 313.1, 1001, 5003, 9907};
  for (unsigned r = 0; r < 3; ++r) {
    for (unsigned i = 0; i < sizeof hz / sizeof *hz; ++i) {
      const lq_groove_step s    = sine(rates_hz[r], hz[i], 1, 1);
      const double         v    = PEAK_CM_S * riaa_lin(hz[i]);
      const double         bend = v / 100 * 2 * LQ_PI * hz[i];
      const double         um   = 1e4 * v / (2 * LQ_PI * hz[i]) * kept_by_integrator(hz[i]);
      CHECK_NEAR(s.lateral_cm_s / v, 1, 0.01);
      CHECK_NEAR(s.bend_m_s2 / bend, 1, 0.01);
      CHECK_NEAR(s.inner_um / um, 1, hz[i] < 5000 ? 0.01 : 0.05); // what a trapezium loses
      CHECK_NEAR(s.outer_um / um, 1, hz[i] < 5000 ? 0.01 : 0.05);
      CHECK_AT_MOST(s.vertical_cm_s, 1e-4);
      CHECK_AT_MOST(s.deep_um + s.shallow_um, 1e-4);
    }
  }
}

static void out_of_phase_it_moves_up_and_down(void)
{
  const lq_groove_step s  = sine(96000, 313.1, 1, -1);
  const double         v  = PEAK_CM_S * riaa_lin(313.1);
  const double         um = 1e4 * v / (2 * LQ_PI * 313.1) * kept_by_integrator(313.1);
  CHECK_NEAR(s.vertical_cm_s, v, 0.01 * v);
  CHECK_NEAR(s.deep_um, um, 0.01 * um);
  CHECK_NEAR(s.shallow_um, um, 0.01 * um);
  CHECK_NEAR(s.inner_um, um, 0.01 * um); // the groove widens on both sides
  CHECK_NEAR(s.outer_um, um, 0.01 * um);
  CHECK_AT_MOST(s.lateral_cm_s, 1e-4);
}

static void the_left_is_the_inner_wall(void)
{
  const double         v    = PEAK_CM_S * riaa_lin(313.1);
  const double         um   = 1e4 * v / (2 * LQ_PI * 313.1) * kept_by_integrator(313.1);
  const lq_groove_step left = sine(96000, 313.1, 1, 0), right = sine(96000, 313.1, 0, 1);
  CHECK_NEAR(left.inner_um, um, 0.01 * um);
  CHECK_AT_MOST(left.outer_um, 1e-4);
  CHECK_NEAR(right.outer_um, um, 0.01 * um);
  CHECK_AT_MOST(right.inner_um, 1e-4);
  CHECK_NEAR(left.lateral_cm_s, v / 2, 0.01 * v);
  CHECK_NEAR(left.vertical_cm_s, v / 2, 0.01 * v);
  CHECK_NEAR(left.shallow_um, um / 2, 0.01 * um);
}

static void excursions_are_those_of_the_table(void) // 0 dB: 7 cm/s; docs/vinyl.md
{
  static const double table[][2] = {{30, 44},  {50, 32},   {100, 25},
                                    {300, 20}, {1000, 11}, {10000, 5}};
  for (unsigned i = 0; i < sizeof table / sizeof *table; ++i) {
    const double um = sine(96000, table[i][0], 1, 1).inner_um;
    CHECK_NEAR(um / kept_by_integrator(table[i][0]), table[i][1], 0.6);
  }
}

// Highest level by slope, by a round and by a fine stylus, as in the table of docs/vinyl.md.
static void limits_are_those_of_the_table(void)
{
  static const double hz[]           = {3000, 5000, 8000, 10000, 15000};
  static const double radii[]        = {146.3, 100, 60};
  static const double table[3][5][3] = {
      {{12.5, 16.1, 24.3}, {9.1, 8.2, 16.4}, {5.4, 0.4, 8.6}, {3.5, -3.4, 4.8}, {0.1, -10.3, -2.1}},
      {{9.2, 9.5, 17.7},
       {5.7, 1.6, 9.8},
       {2.1, -6.2, 2.0},
       {0.2, -10.0, -1.8},
       {-3.2, -16.9, -8.7}},
      {{4.8, 0.6, 8.8},
       {1.3, -7.3, 0.9},
       {-2.4, -15.1, -6.9},
       {-4.2, -18.9, -10.7},
       {-7.6, -25.8, -17.6}}};
  for (unsigned f = 0; f < 5; ++f) {
    const lq_groove_step s   = sine(96000, hz[f] + 3.7, 1, 1);
    const lq_spiral_cut  cut = {.steps = &s, .n = 1, .step_sec = 0.03};
    for (unsigned r = 0; r < 3; ++r) {
      const lq_spiral_point p = lq_spiral_at(&lp, &cut, 0, radii[r]);
      CHECK_NEAR(-20 * log10(p.slope), table[r][f][0], 0.15);
      CHECK_NEAR(20 * log10(p.curve_um / 18), table[r][f][1], 0.15);
      CHECK_NEAR(20 * log10(p.curve_um / 7), table[r][f][2], 0.15);
    }
  }
}

static void sharpness_and_treble_are_bands(void) // fixed: full scale
{
  const lq_groove_step s = sine(96000, 7071, 1, 1), low = sine(96000, 1000, 1, 1),
                       high = sine(96000, 16000, 1, 1);
  const double v            = PEAK_CM_S * riaa_lin(7071);
  CHECK_NEAR(20 * log10(s.sharp_cm_s / v), 0, 1.5);
  CHECK_AT_MOST(20 * log10(low.sharp_cm_s / PEAK_CM_S), -50);
  CHECK_AT_MOST(20 * log10(high.sharp_cm_s / (PEAK_CM_S * riaa_lin(16000))), -8);
  CHECK_NEAR(10 * log10(s.treble_power / (v * v / 2)), 0, 0.5);
  CHECK_NEAR(10 * log10(high.treble_power / (pow(PEAK_CM_S * riaa_lin(16000), 2) / 2)), 0, 0.1);
}

static bool same_steps(const lq_groove* const a, const lq_groove* const b)
{
  size_t                      n_a = 0, n_b = 0;
  const lq_groove_step* const s_a = lq_groove_steps(a, &n_a);
  const lq_groove_step* const s_b = lq_groove_steps(b, &n_b);
  return n_a == n_b && n_a > 10 && !memcmp(s_a, s_b, n_a * sizeof *s_a);
}

static void blocks_and_cpu_do_not_matter(void) // fixed: noise, twice the rate and as it is
{
  static const double rates_hz[] = {44100, 96000};
  for (unsigned r = 0; r < 2; ++r) {
    const size_t n = (size_t)rates_hz[r];
    fill_noise(memory[0], n, 0.5, 1);
    fill_noise(memory[1], n, 0.5, 2);
    lq_groove* const want = cut(rates_hz[r], 2, n, 0, lq_simd_level(0));
    for (unsigned k = 0; k < lq_simd_count(); ++k) {
      static const size_t blocks[] = {1, 64, 77, 1024, 96000};
      for (unsigned b = 0; b < sizeof blocks / sizeof *blocks; ++b) {
        lq_groove* const got = cut(rates_hz[r], 2, n, blocks[b], lq_simd_level(k));
        CHECK(same_steps(got, want));
        lq_groove_free(got);
      }
    }
    lq_groove_free(want);
  }
}

static void mono_is_both_walls(void)
{
  fill_noise(memory[0], 48000, 0.5, 1);
  memcpy(memory[1], memory[0], sizeof memory[0]);
  lq_groove* const one = cut(48000, 1, 48000, 100, lq_simd_best());
  lq_groove* const two = cut(48000, 2, 48000, 100, lq_simd_best());
  CHECK(same_steps(one, two));
  lq_groove_free(one);
  lq_groove_free(two);
}

static void steps_stand_where_the_sound_stands(void) // fixed: one loud step in silence
{
  static const double rates_hz[] = {44100, 96000};
  for (unsigned r = 0; r < 2; ++r) {
    const size_t n = (size_t)rates_hz[r], from = n / 2;
    memset(memory, 0, sizeof memory);
    fill_sine(memory[0] + from, n / 100, 1, 1000, rates_hz[r]);
    lq_groove* const            g       = cut(rates_hz[r], 2, n, 1000, lq_simd_best());
    size_t                      n_steps = 0, first = 0;
    const lq_groove_step* const s = lq_groove_steps(g, &n_steps);
    while (first < n_steps && s[first].lateral_cm_s < 0.5F) {
      ++first;
    }
    CHECK(first == (size_t)(0.5 / lq_groove_step_sec(g)));
    CHECK(n_steps == (size_t)ceil(1 / lq_groove_step_sec(g)));
    lq_groove_free(g);
  }
}

static const check_test tests[] = {
    CHECK_TEST(a_sine_moves_sideways),
    CHECK_TEST(out_of_phase_it_moves_up_and_down),
    CHECK_TEST(the_left_is_the_inner_wall),
    CHECK_TEST(excursions_are_those_of_the_table),
    CHECK_TEST(limits_are_those_of_the_table),
    CHECK_TEST(sharpness_and_treble_are_bands),
    CHECK_TEST(blocks_and_cpu_do_not_matter),
    CHECK_TEST(mono_is_both_walls),
    CHECK_TEST(steps_stand_where_the_sound_stands),
};
CHECK_MAIN(tests)
