// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A session taken apart: the mix stays the same bits, and its parts add up to it. Fixed: 48 kHz,
// noise, latency in tracks, buses, returns and main, automation, keys, sends before and behind.
#include "session_tools.h"

#include "model/apart.h"
#include "proc/all.h"

enum { N = 20000, MOST_PARTS = 32 };

// Nothing in it depends on level.
static desk song(void)
{
  static const lq_point ride[] = {{0.05, -12, LQ_SHAPE_LINEAR},
                                  {0.2, 0, LQ_SHAPE_HOLD},
                                  {0.3, -7, LQ_SHAPE_CURVE},
                                  {0.4, -1, LQ_SHAPE_LINEAR}};
  desk                  d      = desk_new(48000);
  lq_pool* const        p      = d.session->pool;
  char                  name[16];
  desk_late(&d, lq_session_add(d.session, LQ_STRIP_BUS, "inner"), 701)->on = true;
  lq_session_find(d.session, "inner")->out                                 = "outer";
  lq_session_add(d.session, LQ_STRIP_BUS, "outer");
  lq_session_add(d.session, LQ_STRIP_BUS, "parallel"); // by outs and by sends
  desk_late(&d, lq_session_find(d.session, "parallel"), 93);
  desk_push(&d, lq_session_add(d.session, LQ_STRIP_RETURN, "plate"), &lq_reverb);
  desk_late(&d, lq_session_add(d.session, LQ_STRIP_RETURN, "echo"), 1999);
  CHECK(!lq_strip_add_send(lq_session_find(d.session, "echo"), p, "plate", -6));
  CHECK(!lq_strip_add_send(lq_session_find(d.session, "outer"), p, "plate", -9));
  for (unsigned i = 0; i < 6; ++i) {
    static const char* const outs[] = {"main", "inner", "outer", "parallel", "inner", "echo"};
    snprintf(name, sizeof name, "t%u", i);
    lq_strip* const t = desk_track(&d, name, desk_noise(&d, 48000, 1 + i % 2, N - 100 * i, i));
    t->out            = outs[i];
    desk_late(&d, t, 37 * i);
    lq_device_set(&t->controls[LQ_CONTROL_PAN], "position", -80 + 30 * (float)i);
    desk_automate(&d, &t->controls[LQ_CONTROL_FADER], 0, ride, 4);
    CHECK(!lq_strip_add_send(t, p, i % 2 ? "plate" : "parallel", -9));
    CHECK(!lq_strip_add_send(t, p, i % 3 ? "echo" : "main", -12));
    lq_device_set((lq_device*)&t->sends[0].device, "tap", (float)(i % 2));
  }
  lq_strip* const main_strip = lq_session_find(d.session, "main");
  desk_late(&d, main_strip, 128);
  lq_device_set(&main_strip->controls[LQ_CONTROL_FADER], "level", -4);
  return d;
}

typedef struct {
  const lq_apart* apart;
  tape            parts[MOST_PARTS];
} listener;

static lq_status hear(void* const user, const lq_strip* const strip, const lq_tap_point point,
                      const float* const* const x, const unsigned n_channels, const size_t n,
                      lq_error* const error)
{
  listener* const l    = user;
  const int       part = l->apart->part[strip - l->apart->session.strips];
  (void)n_channels;
  return point == LQ_TAP_POST && part != LQ_NO_PART ? tape_write(&l->parts[part], x, n, error)
                                                    : LQ_OK;
}

// The worst of mix minus sum of parts, dBFS; the mix must be the very bits that it is without them.
static double rest_dbfs(const desk* const d, const lq_part* const parts, const size_t n,
                        const bool follow_sends)
{
  lq_apart apart;
  listener l     = {.apart = &apart};
  tape     want  = desk_render(d);
  double   worst = 0;
  CHECK(n <= MOST_PARTS &&
        !lq_apart_new(&apart, d->session->pool, d->session, parts, n, follow_sends));
  desk taken    = *d;
  taken.session = &apart.session;
  tape got      = desk_render_as(&taken, &(lq_render_options){.n_jobs = 2, .tap = {hear, &l}});
  CHECK(tape_same(&want, &got));
  for (size_t i = 0; i < got.n; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      double sum = 0;
      for (size_t k = 0; k < n; ++k) {
        sum += tape_at(&l.parts[k], c, i);
      }
      worst = fmax(worst, fabs(sum - tape_at(&got, c, i)));
    }
  }
  for (size_t k = 0; k < n; ++k) {
    CHECK(l.parts[k].n >= got.n);
    CHECK(tape_first(&l.parts[k]) != SIZE_MAX);
    tape_free(&l.parts[k]);
  }
  tape_free(&want);
  tape_free(&got);
  return 20 * log10(worst);
}

static void what_goes_into_main_adds_up(void)
{
  desk    d = song();
  lq_part parts[MOST_PARTS];
  size_t  n = 0;
  for (size_t i = 0; i + 1 < d.session->n_strips; ++i) {
    if (!strcmp(d.session->strips[i].out, "main")) {
      parts[n++] = (lq_part){&d.session->strips[i], false};
    }
  }
  parts[n++] = (lq_part){lq_session_find(d.session, "main"), true}; // what is sent there
  CHECK(n == 6);
  CHECK_AT_MOST(rest_dbfs(&d, parts, n, false), -125);
  desk_free(&d);
}

static void tracks_and_returns_add_up(void)
{
  desk    d = song();
  lq_part parts[MOST_PARTS];
  size_t  n = 0;
  for (size_t i = 0; i < 6; ++i) {
    parts[n++] = (lq_part){&d.session->strips[i], false};
  }
  parts[n++] = (lq_part){lq_session_find(d.session, "parallel"), true}; // t3's out is t3's
  parts[n++] = (lq_part){lq_session_find(d.session, "plate"), false};
  parts[n++] = (lq_part){lq_session_find(d.session, "echo"), true};
  parts[n++] = (lq_part){lq_session_find(d.session, "main"), true};
  CHECK_AT_MOST(rest_dbfs(&d, parts, n, false), -125);
  desk_free(&d);
}

static void tracks_with_what_comes_back_of_them_add_up(void)
{
  desk    d = song();
  lq_part parts[6];
  for (size_t i = 0; i < 6; ++i) {
    parts[i] = (lq_part){&d.session->strips[i], false};
  }
  CHECK_AT_MOST(rest_dbfs(&d, parts, 6, true), -125);
  desk_free(&d);
}

static void what_is_muted_or_not_soloed_is_in_no_part(void)
{
  desk d                                 = song();
  lq_session_find(d.session, "t1")->mute = true;
  lq_apart apart;
  listener l       = {.apart = &apart};
  lq_part  parts[] = {{lq_session_find(d.session, "t1"), false},
                      {lq_session_find(d.session, "t2"), false}};
  CHECK(!lq_apart_new(&apart, d.session->pool, d.session, parts, 2, false));
  tape     t = {0};
  lq_error e;
  CHECK(!lq_render_session(&apart.session, (lq_sink){tape_write, &t},
                           &(lq_render_options){.tap = {hear, &l}}, NULL, &e));
  CHECK(tape_first(&l.parts[0]) == SIZE_MAX && tape_first(&l.parts[1]) != SIZE_MAX);
  tape_free(&t);
  tape_free(&l.parts[0]);
  tape_free(&l.parts[1]);
  desk_free(&d);
}

static const check_test tests[] = {CHECK_TEST(what_goes_into_main_adds_up),
                                   CHECK_TEST(tracks_and_returns_add_up),
                                   CHECK_TEST(tracks_with_what_comes_back_of_them_add_up),
                                   CHECK_TEST(what_is_muted_or_not_soloed_is_in_no_part)};
CHECK_MAIN(tests)
