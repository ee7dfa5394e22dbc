// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who feeds whom, in numbers that a desk has: deep and wide. Fixed: 48 kHz, a click at frame 3000.
#include "session_tools.h"

enum { CLICK_AT = 3000 };

// A click of `want` at its frame and nothing elsewhere.
static void check_click(const desk* const d, const double want)
{
  tape   t    = desk_render(d);
  double rest = 0;
  for (size_t i = 0; i < t.n; ++i) {
    rest += i == CLICK_AT ? 0 : fabs(tape_at(&t, 0, i)) + fabs(tape_at(&t, 1, i));
  }
  CHECK_NEAR(tape_at(&t, 0, CLICK_AT), want, 1e-6 * want);
  CHECK_NEAR(tape_at(&t, 1, CLICK_AT), want, 1e-6 * want);
  CHECK_NEAR(rest, 0, 0);
  tape_free(&t);
}

static lq_strip* bus(desk* const d, const lq_strip_kind kind, const char* const name)
{
  lq_strip* const s = lq_session_add(d->session, kind, name);
  CHECK(s != NULL);
  return s;
}

// 40 buses, each into the next and each late by another time; every one has a track of its own.
static void forty_nested_buses_meet(void)
{
  enum { DEEP = 40 };
  desk              d     = desk_new(48000);
  const char* const click = desk_click(&d, 2, 9000, CLICK_AT);
  char              name[32];
  for (unsigned i = 0; i < DEEP; ++i) {
    snprintf(name, sizeof name, "track %u", i);
    lq_strip* const t = desk_track(&d, name, click);
    t->out            = lq_pool_format(d.session->pool, "bus %u", i);
    desk_late(&d, t, 3 * i % 17);
    snprintf(name, sizeof name, "bus %u", i);
    lq_strip* const b = bus(&d, LQ_STRIP_BUS, name);
    b->out            = i ? lq_pool_format(d.session->pool, "bus %u", i - 1) : "main";
    desk_late(&d, b, 1 + 7 * i % 100);
  }
  check_click(&d, DEEP);
  desk_free(&d);
}

static void sixty_buses_side_by_side_sum(void)
{
  desk              d     = desk_new(48000);
  const char* const click = desk_click(&d, 2, 9000, CLICK_AT);
  for (unsigned i = 0; i < 60; ++i) {
    char name[32];
    snprintf(name, sizeof name, "bus %u", i);
    desk_late(&d, bus(&d, LQ_STRIP_BUS, name), 11 * i % 300);
    snprintf(name, sizeof name, "track %u", i);
    desk_track(&d, name, click)->out = lq_pool_format(d.session->pool, "bus %u", i);
  }
  check_click(&d, 60);
  desk_free(&d);
}

// A return that sends on to another one (an echo into a plate), before and behind its fader, a bus
// that sends, a return that goes to a bus: all in time.
static void returns_and_buses_send_on(void)
{
  for (unsigned pre = 0; pre < 2; ++pre) {
    desk            d = desk_new(48000);
    lq_pool* const  p = d.session->pool;
    lq_strip* const t = desk_track(&d, "t", desk_click(&d, 2, 9000, CLICK_AT));
    t->out            = "bus";
    desk_late(&d, bus(&d, LQ_STRIP_BUS, "bus"), 70);
    bus(&d, LQ_STRIP_BUS, "space");
    bus(&d, LQ_STRIP_RETURN, "echo")->out = "space";
    desk_late(&d, lq_session_find(d.session, "echo"), 500);
    desk_late(&d, bus(&d, LQ_STRIP_RETURN, "plate"), 2048);
    lq_strip* const echo = lq_session_find(d.session, "echo");
    lq_device_set(&echo->controls[LQ_CONTROL_FADER], "level", -6.0206F);
    CHECK(!lq_strip_add_send(lq_session_find(d.session, "t"), p, "echo", 0));
    CHECK(!lq_strip_add_send(echo, p, "plate", 0));
    CHECK(!lq_strip_add_send(lq_session_find(d.session, "bus"), p, "plate", 0));
    lq_device_set((lq_device*)&echo->sends[0].device, "tap", (float)pre);
    // bus 1, echo 0.5, plate: bus 1 and echo 0.5 or, before its fader, 1
    check_click(&d, 1 + 0.5 + 1 + (pre ? 1 : 0.5));
    desk_free(&d);
  }
}

static void a_send_has_a_place_before_and_behind_the_fader(void)
{
  for (unsigned pre = 0; pre < 2; ++pre) {
    desk            d = desk_new(48000);
    lq_strip* const a = desk_track(&d, "a", desk_click(&d, 2, 9000, CLICK_AT));
    a->out            = "";
    bus(&d, LQ_STRIP_RETURN, "plate");
    lq_strip* const t = lq_session_find(d.session, "a");
    CHECK(!lq_strip_add_send(t, d.session->pool, "plate", 0));
    lq_device_set((lq_device*)&t->sends[0].device, "pan", 100);
    lq_device_set((lq_device*)&t->sends[0].device, "tap", (float)pre);
    tape out = desk_render(&d);
    CHECK_NEAR(tape_at(&out, 0, CLICK_AT), 0, 1e-7);
    CHECK_NEAR(tape_at(&out, 1, CLICK_AT), 1, 0);
    tape_free(&out);
    desk_free(&d);
  }
}

static void a_return_or_main_can_be_a_key(void) // the fake takes its key away
{
  desk            d    = desk_new(48000);
  const char*     c    = desk_click(&d, 2, 9000, CLICK_AT);
  lq_strip* const kick = desk_track(&d, "kick", c);
  kick->out            = "";
  desk_late(&d, bus(&d, LQ_STRIP_RETURN, "room"), 900);
  lq_session_find(d.session, "room")->mute = true;
  CHECK(!lq_strip_add_send(lq_session_find(d.session, "kick"), d.session->pool, "room", 0));
  lq_device* const duck = desk_late(&d, desk_track(&d, "bass", c), 10);
  duck->key             = "room";
  tape t                = desk_render(&d);
  CHECK(tape_first(&t) == SIZE_MAX);
  tape_free(&t);
  duck->key = "main"; // which bass feeds
  lq_error e;
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_LOOP);
  desk_free(&d);
}

// A soloed track deep in buses: their sends and returns stay; a muted bus stays muted.
static void solo_reaches_through_nested_buses(void)
{
  desk           d                    = desk_new(48000);
  lq_pool* const p                    = d.session->pool;
  const char*    c                    = desk_click(&d, 2, 9000, CLICK_AT);
  desk_track(&d, "in", c)->out        = "inner";
  desk_track(&d, "else", c)->out      = "outer";
  bus(&d, LQ_STRIP_BUS, "inner")->out = "outer";
  bus(&d, LQ_STRIP_BUS, "outer");
  bus(&d, LQ_STRIP_RETURN, "plate");
  CHECK(!lq_strip_add_send(lq_session_find(d.session, "outer"), p, "plate", 0));
  lq_session_find(d.session, "in")->solo = true;
  check_click(&d, 2);
  lq_session_find(d.session, "in")->solo    = false;
  lq_session_find(d.session, "outer")->solo = true; // both are on their way through it
  check_click(&d, 4);
  lq_session_find(d.session, "inner")->mute = true;
  check_click(&d, 2);
  desk_free(&d);
}

static const check_test tests[] = {CHECK_TEST(forty_nested_buses_meet),
                                   CHECK_TEST(sixty_buses_side_by_side_sum),
                                   CHECK_TEST(returns_and_buses_send_on),
                                   CHECK_TEST(a_send_has_a_place_before_and_behind_the_fader),
                                   CHECK_TEST(a_return_or_main_can_be_a_key),
                                   CHECK_TEST(solo_reaches_through_nested_buses)};
CHECK_MAIN(tests)
