// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pan against the laws as written in docs/dsp/pan.md, in plain double with libm.
#include "proc_tools.h"

enum { N = 256 };

typedef struct {
  double left, right; // levels for an input of 1, 1
} sides;

static sides levels(const unsigned n_channels, const float in_left, const float in_right,
                    const char* const law, const char* const stereo, const float position)
{
  static float left[N], right[N];
  rig          r = rig_new(lq_proc_find("pan"), 48000, n_channels, 0);
  rig_set(&r, "law", law);
  rig_set(&r, "stereo", stereo);
  r.values[0] = position;
  rig_start(&r);
  for (int i = 0; i < N; ++i) {
    left[i]  = in_left;
    right[i] = in_right;
  }
  rig_run(&r, (float* [2]){left, right}, N, 64, 0);
  rig_free(&r);
  return (sides){left[N - 1], right[N - 1]};
}

static double db(const double lin)
{
  return 20 * log10(lin);
}

static void centre_levels_are_their_names(void)
{
  static const struct {
    const char* law;
    double      db;
  } laws[] = {{"power", -3.0103}, {"compromise", -4.5154}, {"linear", -6.0206}, {"unity", 0}};
  for (unsigned k = 0; k < 4; ++k) {
    const sides s = levels(1, 1, 0, laws[k].law, "balance", 0);
    CHECK_NEAR(db(s.left), laws[k].db, 0.001);
    CHECK(s.left == s.right);
  }
}

static void ends_are_one_side_alone(void)
{
  static const char* const laws[] = {"power", "compromise", "linear", "unity"};
  for (unsigned k = 0; k < 4; ++k) {
    const sides l = levels(1, 1, 0, laws[k], "balance", -100),
                r = levels(1, 1, 0, laws[k], "balance", 100);
    CHECK(l.left == 1.0 && fabs(l.right) < 1e-7);
    CHECK(r.right == 1.0 && fabs(r.left) < 1e-7);
  }
}

static void laws_match_their_formulas(void) // fixed: every 5 steps, both sides mirrored
{
  for (int p = -100; p <= 100; p += 5) {
    const double t = (p + 100) / 200.0; // 0 left, 1 right
    const sides  w = levels(1, 1, 0, "power", "balance", (float)p);
    const sides  l = levels(1, 1, 0, "linear", "balance", (float)p);
    const sides  c = levels(1, 1, 0, "compromise", "balance", (float)p);
    const sides  u = levels(1, 1, 0, "unity", "balance", (float)p);
    CHECK_NEAR(w.left * w.left + w.right * w.right, 1, 1e-6); // constant power
    CHECK_NEAR(l.left + l.right, 1, 1e-6);                    // constant sum
    CHECK_NEAR(w.right, sin(t * LQ_PI / 2), 1e-6);
    CHECK_NEAR(l.right, t, 1e-6);
    CHECK_NEAR(c.right, sqrt(t * sin(t * LQ_PI / 2)), 1e-6);
    CHECK_NEAR(u.right, t >= 0.5 ? 1 : sin(t * LQ_PI), 1e-6);
    CHECK_NEAR(c.left * c.left, w.left * l.left, 1e-6);
  }
}

static void balance_turns_the_far_side_down(void)
{
  const sides c = levels(2, 0.5F, 0.25F, "power", "balance", 0);
  CHECK(c.left == 0.5 && c.right == 0.25); // the centre is transparent
  const sides r = levels(2, 0.5F, 0.25F, "power", "balance", 50);
  CHECK_NEAR(db(r.left / 0.5), db(sin(LQ_PI / 4)), 0.001);
  CHECK(r.right == 0.25); // the near side stays
  const sides l = levels(2, 0.5F, 0.25F, "linear", "balance", -50);
  CHECK(l.left == 0.5);
  CHECK_NEAR(db(l.right / 0.25), -6.0206, 0.001);
}

static void dual_pans_each_side(void) // differs by mode: left and right each to a place of its own
{
  rig r = rig_new(lq_proc_find("pan"), 48000, 2, 0);
  rig_set(&r, "stereo", "dual");
  rig_set(&r, "left", "L50");
  rig_set(&r, "right", "center");
  rig_start(&r);
  float left[N], right[N];
  for (int i = 0; i < N; ++i) {
    left[i]  = 1;
    right[i] = 0.5F;
  }
  rig_run(&r, (float* [2]){left, right}, N, 64, 0);
  CHECK_NEAR(left[N - 1], cos(LQ_PI / 8) + 0.5 * sqrt(0.5), 1e-6);
  CHECK_NEAR(right[N - 1], sin(LQ_PI / 8) + 0.5 * sqrt(0.5), 1e-6);
  rig_free(&r);
  const sides wide = levels(2, 0.5F, 0.25F, "power", "dual", 0); // L100 and R100: as it was
  CHECK_NEAR(wide.left, 0.5, 1e-7);
  CHECK_NEAR(wide.right, 0.25, 1e-7);
}

static void automation_does_not_click(void) // fixed: a 100 Hz tone thrown from side to side
{
  enum { LONG = 48000 };
  static float left[LONG], right[LONG];
  rig          r = rig_new(lq_proc_find("pan"), 48000, 1, 0);
  r.values[0]    = -100;
  rig_start(&r);
  fill_sine(left, LONG, 1, 100, 48000);
  for (int at = 0; at < LONG; at += 64) {
    r.values[0] = at / 6400 % 2 ? 100 : -100;
    rig_update(&r);
    rig_run(&r, (float* [2]){left + at, right + at}, 64, 64, 0);
  }
  double most = 0;
  for (int i = 1; i < LONG; ++i) {
    most = fmax(most, fabs(right[i] - right[i - 1]));
  }
  printf("# greatest step %.4f of full scale\n", most);
  CHECK_AT_MOST(most, 1.0 / 64 + 0.0131); // the ramp's own step and the tone's: 2 pi 100 / 48000
  rig_free(&r);
}

static const check_test tests[] = {
    CHECK_TEST(centre_levels_are_their_names), CHECK_TEST(ends_are_one_side_alone),
    CHECK_TEST(laws_match_their_formulas),     CHECK_TEST(balance_turns_the_far_side_down),
    CHECK_TEST(dual_pans_each_side),           CHECK_TEST(automation_does_not_click)};
CHECK_MAIN(tests)
