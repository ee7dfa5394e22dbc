// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A session taken apart: the mix stays the same bits, and its parts add up to it. Fixed: 48 kHz,
// noise, latency in tracks, buses, returns and main, automation, keys, sends before and behind.
#include "session_tools.h"

#include "model/apart.h"
#include "proc/all.h"

enum { N = 20000, MOST_PARTS = 32 };

// Late, and deaf to keys, which the fake would take for something to subtract.
static lq_device* wait(desk* const d, lq_strip* const strip, const unsigned frames)
{
  static lq_proc waits;
  waits                   = late_proc;
  waits.flags             = 0;
  lq_device* const device = desk_push(d, strip, &waits);
  lq_device_set(device, "frames", (float)frames);
  return device;
}

static lq_device* squash(desk* const d, lq_strip* const strip, const char* const key)
{
  lq_device* const device = desk_push(d, strip, &lq_compressor);
  lq_device_set(device, "threshold", -40);
  lq_device_set(device, "ratio", 4);
  device->key = key;
  return device;
}

// All that holds a song together: what takes a key may depend on level.
static desk song(void)
{
  static const lq_point ride[] = {{0.05, -12, LQ_SHAPE_LINEAR},
                                  {0.2, 0, LQ_SHAPE_HOLD},
                                  {0.3, -7, LQ_SHAPE_CURVE},
                                  {0.4, -1, LQ_SHAPE_LINEAR}};
  desk                  d      = desk_new(48000);
  lq_pool* const        p      = d.session->pool;
  char                  name[16];
  wait(&d, lq_session_add(d.session, LQ_STRIP_BUS, "inner"), 701)->on = true;
  lq_session_find(d.session, "inner")->out                            = "outer";
  lq_session_add(d.session, LQ_STRIP_BUS, "outer");
  lq_session_add(d.session, LQ_STRIP_BUS, "parallel"); // by outs and by sends
  wait(&d, lq_session_find(d.session, "parallel"), 93);
  desk_push(&d, lq_session_add(d.session, LQ_STRIP_RETURN, "plate"), &lq_reverb);
  wait(&d, lq_session_add(d.session, LQ_STRIP_RETURN, "echo"), 1999);
  CHECK(!lq_strip_add_send(lq_session_find(d.session, "echo"), p, "plate", -6));
  CHECK(!lq_strip_add_send(lq_session_find(d.session, "outer"), p, "plate", -9));
  for (unsigned i = 0; i < 6; ++i) {
    static const char* const outs[] = {"main", "inner", "outer", "parallel", "inner", "echo"};
    snprintf(name, sizeof name, "t%u", i);
    lq_strip* const t = desk_track(&d, name, desk_noise(&d, 48000, 1 + i % 2, N - 100 * i, i));
    t->out            = outs[i];
    wait(&d, t, 37 * i);
    lq_device_set(&t->controls[LQ_CONTROL_PAN], "position", -80 + 30 * (float)i);
    desk_automate(&d, &t->controls[LQ_CONTROL_FADER], 0, ride, 4);
    CHECK(!lq_strip_add_send(t, p, i % 2 ? "plate" : "parallel", -9));
    CHECK(!lq_strip_add_send(t, p, i % 3 ? "echo" : "main", -12));
    lq_device_set((lq_device*)&t->sends[0].device, "tap", (float)(i % 2));
  }
  lq_strip* const main_strip = lq_session_find(d.session, "main");
  wait(&d, main_strip, 128);
  squash(&d, main_strip, NULL);
  wait(&d, main_strip, 77);
  lq_device_set(squash(&d, main_strip, NULL), "threshold", -50);
  squash(&d, lq_session_find(d.session, "parallel"), NULL);
  squash(&d, lq_session_find(d.session, "inner"), "t0");
  squash(&d, lq_session_find(d.session, "outer"), "inner");
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
      parts[n++] = (lq_part){.strip = &d.session->strips[i]};
    }
  }
  parts[n++] =
      (lq_part){.strip = lq_session_find(d.session, "main"), .sent = true}; // what is sent there
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
    parts[n++] = (lq_part){.strip = &d.session->strips[i]};
  }
  parts[n++] =
      (lq_part){.strip = lq_session_find(d.session, "parallel"), .sent = true}; // t3's out is t3's
  parts[n++] = (lq_part){.strip = lq_session_find(d.session, "plate")};
  parts[n++] = (lq_part){.strip = lq_session_find(d.session, "echo"), .sent = true};
  parts[n++] = (lq_part){.strip = lq_session_find(d.session, "main"), .sent = true};
  CHECK_AT_MOST(rest_dbfs(&d, parts, n, false), -125);
  desk_free(&d);
}

static void tracks_with_what_comes_back_of_them_add_up(void)
{
  desk    d = song();
  lq_part parts[6];
  for (size_t i = 0; i < 6; ++i) {
    parts[i] = (lq_part){.strip = &d.session->strips[i]};
  }
  CHECK_AT_MOST(rest_dbfs(&d, parts, 6, true), -125);
  desk_free(&d);
}

static void strips_of_one_part_share_it(void)
{
  desk    d = song();
  lq_part parts[6];
  for (size_t i = 0; i < 6; ++i) { // 0, 2, 4 and 1, 3, 5
    parts[i] = (lq_part){.strip = &d.session->strips[i / 3 + 2 * (i % 3)], .with_last = i % 3 > 0};
  }
  lq_apart apart;
  listener l = {.apart = &apart};
  CHECK(!lq_apart_new(&apart, d.session->pool, d.session, parts, 6, true));
  desk taken    = d;
  taken.session = &apart.session;
  tape   got    = desk_render_as(&taken, &(lq_render_options){.n_jobs = 2, .tap = {hear, &l}});
  double worst  = 0;
  for (size_t i = 0; i < got.n; ++i) {
    const double sum = tape_at(&l.parts[0], 0, i) + tape_at(&l.parts[1], 0, i);
    worst            = fmax(worst, fabs(sum - tape_at(&got, 0, i)));
  }
  CHECK_AT_MOST(20 * log10(worst), -125);
  CHECK(!l.parts[2].n);
  tape_free(&got);
  tape_free(&l.parts[0]);
  tape_free(&l.parts[1]);
  desk_free(&d);
}

// Fixed: 48 kHz, one track of two is silent from 0.1 to 0.2 s, its sends before and behind the
// fader too; in between nothing else changes.
static void a_part_is_silent_where_it_is_asked_to(void)
{
  desk                 d       = desk_new(48000);
  lq_pool* const       p       = d.session->pool;
  static const lq_span words[] = {{0.1, 0.2}};
  lq_session_add(d.session, LQ_STRIP_RETURN, "r");
  lq_session_add(d.session, LQ_STRIP_RETURN, "q");
  lq_strip* const a = desk_track(&d, "a", desk_noise(&d, 48000, 1, N, 1));
  CHECK(!lq_strip_add_send(a, p, "r", -6) && !lq_strip_add_send(a, p, "q", -3));
  lq_device_set((lq_device*)&a->sends[0].device, "tap", 1);
  lq_device_set(&a->controls[LQ_CONTROL_PAN], "position", 40);
  desk_track(&d, "b", desk_noise(&d, 48000, 2, N, 2));
  const lq_strip* const sa      = lq_session_find(d.session, "a");
  const lq_strip* const sb      = lq_session_find(d.session, "b");
  const lq_part         parts[] = {{.strip = sa},
                                   {.strip = sb, .with_last = true},
                                   {.strip = sa, .silent = words, .n_silent = 1},
                                   {.strip = sb, .with_last = true},
                                   {.strip = sb}};
  lq_apart              apart;
  listener              l = {.apart = &apart};
  CHECK(!lq_apart_new(&apart, p, d.session, parts, 5, true));
  desk taken    = d;
  taken.session = &apart.session;
  tape   got    = desk_render_as(&taken, &(lq_render_options){.tap = {hear, &l}});
  double within = 0, around = 0, halfway = 0, n = 0;
  for (size_t i = 0; i < N; ++i) {
    const double t = (double)i / 48000, all = tape_at(&l.parts[0], 0, i),
                 clean = tape_at(&l.parts[1], 0, i), without = tape_at(&l.parts[2], 0, i);
    if (t > 0.1 && t < 0.2) {
      within = fmax(within, fabs(clean - without));
    } else if (t < 0.09 - 0.0014 || t > 0.21 + 0.0014) { // a step of the grid
      around = fmax(around, fabs(clean - all));
    } else if (fabs(t - 0.096) < 0.0002 || fabs(t - 0.204) < 0.0002) { // two fifths of the fade
      halfway += (clean - without) / (all - without);
      n += 1;
    }
  }
  CHECK_AT_MOST(20 * log10(within), -125);
  CHECK_AT_MOST(20 * log10(around), -125);
  CHECK_NEAR(halfway / n, 0.5 * (1 - cos(0.4 * 3.14159265)), 0.02);
  tape_free(&got);
  for (unsigned i = 0; i < 3; ++i) {
    tape_free(&l.parts[i]);
  }
  desk_free(&d);
}

static void what_is_muted_or_not_soloed_is_in_no_part(void)
{
  desk d                                 = song();
  lq_session_find(d.session, "t1")->mute = true;
  lq_apart apart;
  listener l       = {.apart = &apart};
  lq_part  parts[] = {{.strip = lq_session_find(d.session, "t1")},
                      {.strip = lq_session_find(d.session, "t2")}};
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

// What they do to level is audible, or the tests above show nothing.
static void the_compressors_hold_it(void)
{
  desk d    = song();
  tape held = desk_render(&d);
  for (size_t i = 0; i < d.session->n_strips; ++i) {
    for (size_t k = 0; k < d.session->strips[i].chain.n; ++k) {
      lq_device* const c = &d.session->strips[i].chain.devices[k];
      c->on              = c->on && c->proc != &lq_compressor;
    }
  }
  tape   free_ = desk_render(&d);
  double a = 0, b = 0;
  for (size_t i = 0; i < held.n; ++i) {
    a += tape_at(&held, 0, i) * tape_at(&held, 0, i);
    b += tape_at(&free_, 0, i) * tape_at(&free_, 0, i);
  }
  CHECK_AT_MOST(10 * log10(a / b), -6);
  tape_free(&held);
  tape_free(&free_);
  desk_free(&d);
}

// Whatever takes a key does to a bus, or to one part of it, the same when the bus itself is the
// key: two tracks through each such processor, at knobs of its own, add up to their bus.
static unsigned add_up_through_every_processor(const lq_channels channels)
{
  unsigned n_procs = 0;
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    if (!((*p)->flags & LQ_PROC_KEY)) {
      continue;
    }
    desk            d   = desk_new(48000);
    lq_strip* const bus = lq_session_add(d.session, LQ_STRIP_BUS, "bus");
    lq_device       device;
    CHECK(!lq_device_init(&device, d.session->pool, *p, (*p)->n_band_params ? 2 : 0));
    for (size_t i = 0; i < lq_proc_n_values(*p, device.n_bands); ++i) {
      const lq_param* const row = lq_proc_row(*p, i);
      if (row->unit == LQ_UNIT_DB && !(row->flags & LQ_OUT)) { // thresholds low, ranges wide
        device.values[i] = lq_param_from_unit(row, 0.3F);
      }
    }
    device.channels = channels;
    CHECK(!lq_chain_push(&bus->chain, d.session->pool, &device));
    desk_track(&d, "a", desk_noise(&d, 48000, 2, N, 1))->out = "bus";
    desk_track(&d, "b", desk_click(&d, 2, N, 7000))->out     = "bus";
    const lq_part parts[] = {{.strip = lq_session_find(d.session, "a")},
                             {.strip = lq_session_find(d.session, "b")}};
    const double  rest    = rest_dbfs(&d, parts, 2, false);
    printf("# %s, %s: %.1f dBFS\n", (*p)->symbol, lq_channels_names()[channels], rest);
    CHECK(rest < -110);
    ++n_procs;
    desk_free(&d);
  }
  return n_procs;
}

static void every_processor_with_a_key_adds_up(void)
{
  for (lq_channels c = LQ_CHANNELS_BOTH; c < LQ_CHANNELS_N; ++c) {
    CHECK(add_up_through_every_processor(c) >= 1);
  }
}

static void a_limiter_on_main_breaks_the_sum(void)
{
  desk             d       = song();
  lq_device* const limiter = desk_push(&d, lq_session_find(d.session, "main"), &lq_limiter);
  lq_device_set(limiter, "gain", 30);
  lq_part parts[MOST_PARTS];
  size_t  n = 0;
  for (size_t i = 0; i + 1 < d.session->n_strips; ++i) {
    if (!strcmp(d.session->strips[i].out, "main")) {
      parts[n++] = (lq_part){.strip = &d.session->strips[i]};
    }
  }
  const double rest = rest_dbfs(&d, parts, n, false);
  CHECK(rest > -40);
  desk_free(&d);
}

static const check_test tests[] = {CHECK_TEST(the_compressors_hold_it),
                                   CHECK_TEST(every_processor_with_a_key_adds_up),
                                   CHECK_TEST(a_limiter_on_main_breaks_the_sum),
                                   CHECK_TEST(what_goes_into_main_adds_up),
                                   CHECK_TEST(tracks_and_returns_add_up),
                                   CHECK_TEST(tracks_with_what_comes_back_of_them_add_up),
                                   CHECK_TEST(strips_of_one_part_share_it),
                                   CHECK_TEST(a_part_is_silent_where_it_is_asked_to),
                                   CHECK_TEST(what_is_muted_or_not_soloed_is_in_no_part)};
CHECK_MAIN(tests)
