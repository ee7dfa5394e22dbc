// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check.h"

#include "lacquer/model.h"

static void curves_hold_and_slide(void)
{
  const lq_point points[] = {{1, -6, LQ_SHAPE_LINEAR}, {3, 0, LQ_SHAPE_HOLD}, {4, -12, 0}};
  const lq_curve c        = {points, 3};
  CHECK_NEAR((double)lq_curve_at(&c, 0, 99), -6, 0);
  CHECK_NEAR((double)lq_curve_at(&c, 2, 99), -3, 1e-6);
  CHECK_NEAR((double)lq_curve_at(&c, 3.9, 99), 0, 0);
  CHECK_NEAR((double)lq_curve_at(&c, 9, 99), -12, 0);
  const lq_curve none = {0};
  CHECK_NEAR((double)lq_curve_at(&none, 9, 99), 99, 0);
}

static void strips_stand_in_order_and_main_is_last(void)
{
  lq_session* s = NULL;
  CHECK(!lq_session_new(&s));
  CHECK(lq_session_add(s, LQ_STRIP_RETURN, "plate") != NULL);
  CHECK(lq_session_add(s, LQ_STRIP_TRACK, "vox") != NULL);
  CHECK(lq_session_add(s, LQ_STRIP_BUS, "drums") != NULL);
  CHECK_TEXT(s->strips[0].name, "vox");
  CHECK_TEXT(s->strips[1].name, "drums");
  CHECK_TEXT(s->strips[2].name, "plate");
  CHECK_TEXT(s->strips[3].name, "main");
  CHECK(!lq_session_check(s, NULL));
  lq_session_free(s);
}

static void loops_are_found(void)
{
  lq_session* s = NULL;
  lq_error    e;
  CHECK(!lq_session_new(&s));
  lq_session_add(s, LQ_STRIP_BUS, "a")->out = "b";
  lq_session_add(s, LQ_STRIP_BUS, "b")->out = "a";
  CHECK(lq_session_check(s, &e) == LQ_ERR_LOOP);
  lq_session_find(s, "b")->out = "main";
  CHECK(lq_session_check(s, &e) == LQ_OK);
  CHECK(!lq_strip_add_send(lq_session_find(s, "b"), s->pool, "a", -10));
  CHECK(lq_session_check(s, &e) == LQ_ERR_LOOP);
  lq_session_free(s);
}

static void unknown_targets_are_found(void)
{
  lq_session* s = NULL;
  lq_error    e;
  CHECK(!lq_session_new(&s));
  lq_session_add(s, LQ_STRIP_TRACK, "a")->out = "nowhere";
  CHECK(lq_session_check(s, &e) == LQ_ERR_UNKNOWN);
  lq_session_free(s);
}

static const check_test tests[] = {
    CHECK_TEST(curves_hold_and_slide), CHECK_TEST(strips_stand_in_order_and_main_is_last),
    CHECK_TEST(loops_are_found), CHECK_TEST(unknown_targets_are_found)};
CHECK_MAIN(tests)
