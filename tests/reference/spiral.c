// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pitch, radius and length of a side against arithmetic, on grooves written by hand.
#include "check.h"
#include "vinyl_tools.h"

#include "base/rng.h"

#include <stdlib.h>

enum { TURN = LQ_GROOVE_STEPS_A_TURN, MOST_STEPS = 90000 };

static lq_groove_step steps[MOST_STEPS];
static float          pitch_um[MOST_STEPS], radius_mm[MOST_STEPS];

static lq_spiral_cut side_of(const double minutes)
{
  const double step_sec = 60 / lp.rpm / TURN;
  const size_t n        = (size_t)(minutes * 60 / step_sec + 0.5);
  CHECK(n <= MOST_STEPS);
  memset(steps, 0, sizeof steps);
  return (lq_spiral_cut){.steps = steps, .n = n, .step_sec = step_sec};
}

static lq_spiral make(const lq_spiral_cut* const cut)
{
  lq_spiral s = {0};
  CHECK(!lq_spiral_make(&s, &lp, cut, pitch_um, radius_mm));
  return s;
}

static void a_steady_tone_has_one_pitch(void) // fixed: 20 minutes, both edges 25 um
{
  const lq_spiral_cut cut = side_of(20);
  for (size_t i = 0; i < cut.n; ++i) {
    steps[i].inner_um = steps[i].outer_um = 25;
  }
  const lq_spiral s       = make(&cut);
  const double    want_um = 56 + 8 + 25 + 25;
  const double    n_turns = 20 * lp.rpm;
  CHECK_NEAR(s.fixed_pitch_um, want_um, 1e-6);
  CHECK_NEAR(s.lines_per_inch, 25400 / want_um, 0.2); // the first turn has none before it
  CHECK_NEAR(s.used_mm, n_turns * want_um / 1000, 0.06);
  CHECK_NEAR(s.final_mm, 146.3 - s.used_mm, 1e-9);
  CHECK_NEAR(s.free_mm, s.final_mm - 57.5, 1e-9);
  CHECK_NEAR((double)pitch_um[cut.n / 2], want_um, 0.01);
  CHECK_NEAR((double)radius_mm[cut.n - 1], s.final_mm, 1e-4);
}

// 86 mm at so many lines an inch: docs/vinyl.md.
static void minutes_follow_from_lines_per_inch(void)
{
  static const double table[][2] = {{200, 20.4}, {225, 22.9}, {250, 25.5}, {300, 30.6}};
  for (unsigned k = 0; k < 4; ++k) {
    const lq_spiral_cut cut     = side_of(table[k][1]);
    const double        both_um = 25400 / table[k][0] - lp.width_um - lp.land_um;
    for (size_t i = 0; i < cut.n; ++i) {
      steps[i].inner_um = steps[i].outer_um = (float)(both_um / 2);
    }
    CHECK_NEAR(make(&cut).used_mm, 86, 0.4); // minutes are rounded
  }
}

static void one_loud_place_costs_its_own_width(void)
{
  const lq_spiral_cut cut  = side_of(2);
  const double        rest = make(&cut).used_mm;
  for (size_t at = 1000; at < 1010; ++at) {
    steps[at].inner_um = 60;
    steps[at].outer_um = 45;
  }
  CHECK_NEAR(1000 * (make(&cut).used_mm - rest), 60 + 45, 0.01);
}

// The carriage sets out half a turn before an edge goes outwards, and has a turn for one that went
// inwards.
static void the_preview_is_half_a_turn(void)
{
  const lq_spiral_cut cut = side_of(2);
  steps[1000].outer_um    = 64;
  make(&cut);
  const double rest_mm = 0.064 / TURN;
  const double before  = (double)(radius_mm[1000 - TURN / 2 - 2] - radius_mm[1000 - TURN / 2 - 1]);
  const double during  = (double)(radius_mm[1000 - TURN / 2 + 1] - radius_mm[1000 - TURN / 2 + 2]);
  CHECK_NEAR(before / rest_mm, 1, 0.02);
  CHECK_NEAR(during / rest_mm, 3, 0.05); // a turn's worth more, in half a turn
}

static void turns_never_touch(void) // fixed: 5 minutes of random edges
{
  const lq_spiral_cut cut = side_of(5);
  for (size_t i = 0; i < cut.n; ++i) {
    const double loud = 20 + 20 * sin((double)i / 500);
    steps[i].inner_um = (float)(loud * (double)(lq_rng_at(1, i) >> 11U) * 0x1p-53);
    steps[i].outer_um = (float)(loud * (double)(lq_rng_at(2, i) >> 11U) * 0x1p-53);
  }
  const lq_spiral s     = make(&cut);
  double          least = INFINITY;
  for (size_t i = 0; i + TURN < cut.n; ++i) {
    const double need_um = 64 + (double)(steps[i].inner_um + steps[i + TURN].outer_um);
    least = fmin(least, 1000 * (double)(radius_mm[i] - radius_mm[i + TURN]) - need_um);
  }
  CHECK(least > -0.02); // radii are floats of 150 mm
  printf("# variable %.1f mm, fixed %.1f mm; the nearest turns keep %.3f um\n", s.used_mm,
         s.fixed_used_mm, least);
  CHECK_AT_MOST(s.used_mm, 0.9 * s.fixed_used_mm);
  CHECK_AT_MOST(s.wide_um, s.fixed_pitch_um * 1.01);
  CHECK(s.close_um >= 63.9);
}

static void the_level_that_fits_fits(void) // fixed: 22 minutes of 30 um
{
  lq_spiral_cut cut = side_of(22);
  for (size_t i = 0; i < cut.n; ++i) {
    steps[i].inner_um = steps[i].outer_um = 30;
  }
  double fit_db = 0;
  CHECK(!lq_spiral_fit_db(&fit_db, &lp, &cut));
  const double both_um = 88800.0 / (22 * lp.rpm) - 64; // closed form but for the first turn
  CHECK_NEAR(fit_db, 20 * log10(both_um / 60), 0.05);
  cut.level_db = fit_db;
  CHECK(make(&cut).free_mm >= 0);
  CHECK_AT_MOST(make(&cut).free_mm, 0.02);
}

static void what_never_fits_and_what_always_fits(void)
{
  lq_spiral_cut cut    = side_of(42); // 1400 turns at 64 um are 89.6 mm
  double        fit_db = 0;
  CHECK(!lq_spiral_fit_db(&fit_db, &lp, &cut));
  CHECK(fit_db == -(double)INFINITY);
  cut = side_of(3);
  CHECK(!lq_spiral_fit_db(&fit_db, &lp, &cut));
  CHECK(fit_db == (double)INFINITY);
  cut.n = 0;
  CHECK(!lq_spiral_fit_db(&fit_db, &lp, &cut));
  CHECK_NEAR(make(&cut).used_mm, 0, 0);
}

static void a_band_is_as_wide_as_asked(void) // fixed: quiet, one band in a gap of 3 s, one in 0 s
{
  lq_spiral_cut  cut  = side_of(4);
  const double   rest = make(&cut).used_mm, lines = make(&cut).lines_per_inch;
  lq_spiral_band bands[] = {{60, 63}, {120, 120}};
  cut.bands              = bands;
  cut.n_bands            = 2;
  const lq_spiral s      = make(&cut);
  CHECK_NEAR(s.used_mm - rest, 1.6, 1e-6);
  CHECK_NEAR(s.lines_per_inch, lines, 1e-6);
  const size_t from = (size_t)(60 / cut.step_sec), to = (size_t)(63 / cut.step_sec) + 1;
  CHECK_NEAR((double)(radius_mm[from] - radius_mm[to]) - 0.064 * (double)(to - from) / TURN, 0.8,
             0.01);
}

static void the_inner_turns_have_less_room_to_move(void)
{
  lq_spiral_cut cut = side_of(10);
  for (size_t i = 0; i < cut.n; ++i) {
    steps[i].lateral_cm_s = 14;
    steps[i].bend_m_s2    = 2000;
    steps[i].inner_um = steps[i].outer_um = 80;
  }
  cut.level_db      = -20 * log10(2);
  const lq_spiral s = make(&cut);
  const double    v = 2 * 3.14159265358979 * s.final_mm / 1000 * lp.rpm / 60;
  CHECK_NEAR(s.slope.value, 0.07 / v, 1e-4);
  CHECK_NEAR(s.curve_um.value, 1e6 * v * v / 1000, 0.1);
  CHECK_NEAR(s.slope.at_sec, 600, 0.1);
  CHECK_NEAR(s.lateral_cm_s.value, 7, 1e-6);
}

static const check_test tests[] = {
    CHECK_TEST(a_steady_tone_has_one_pitch),
    CHECK_TEST(minutes_follow_from_lines_per_inch),
    CHECK_TEST(one_loud_place_costs_its_own_width),
    CHECK_TEST(the_preview_is_half_a_turn),
    CHECK_TEST(turns_never_touch),
    CHECK_TEST(the_level_that_fits_fits),
    CHECK_TEST(what_never_fits_and_what_always_fits),
    CHECK_TEST(a_band_is_as_wide_as_asked),
    CHECK_TEST(the_inner_turns_have_less_room_to_move),
};
CHECK_MAIN(tests)
