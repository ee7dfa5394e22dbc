// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Plug-ins in sessions (tests/lv2/toys): on time everywhere, and the same bits however they are
// run.
#include "plugin_tools.h"

static lq_device* push_plugin(desk* const d, lq_strip* const strip, const char* const uri)
{
  lq_plugin* p = NULL;
  CHECK(!lq_plugin_new(&p, d->session->pool, uri));
  return desk_push(d, strip, &p->proc);
}

static lq_strip* add(desk* const d, const lq_strip_kind kind, const char* const name)
{
  lq_strip* const s = lq_session_add(d->session, kind, name);
  CHECK(s != NULL);
  return s;
}

// Everything that a plug-in can be: behind latency, automated, with a worker, listening, off.
static desk big_session(void)
{
  enum { N = 60000 };
  desk      d = desk_new(48000);
  lq_strip* s = desk_track(&d, "Vocal", desk_noise(&d, 48000, 1, N, 1));
  lq_device_set(push_plugin(&d, s, "urn:lacquer-test:late"), "frames", 333);
  const lq_point   ride[] = {{0, -20, LQ_SHAPE_LINEAR}, {0.7, 6, LQ_SHAPE_LINEAR}};
  lq_device* const gain   = push_plugin(&d, s, "urn:lacquer-test:gain");
  desk_automate(&d, gain, 0, ride, 2);
  push_plugin(&d, s, "urn:lacquer-test:work");
  push_plugin(&d, s, "urn:lacquer-test:duck")->key = "Kick";
  s = desk_track(&d, "Kick", desk_noise(&d, 48000, 2, N, 2));
  push_plugin(&d, s, "urn:lacquer-test:work");
  push_plugin(&d, s, "urn:lacquer-test:late")->on = false;
  s                                               = add(&d, LQ_STRIP_RETURN, "plate");
  push_plugin(&d, s, "urn:lacquer-test:fold");
  CHECK(!lq_strip_add_send(lq_session_find(d.session, "Vocal"), d.session->pool, "plate", -6));
  push_plugin(&d, lq_session_find(d.session, "main"), "urn:lacquer-test:late");
  CHECK(!lq_session_check(d.session, NULL));
  return d;
}

static void blocks_and_threads_do_not_matter(void)
{
  desk d    = big_session();
  tape want = desk_render_as(&d, &(lq_render_options){.n_jobs = 1});
  CHECK(tape_first(&want) != SIZE_MAX);
  const size_t blocks[] = {17, 64, 1000, 1024};
  for (size_t i = 0; i < 8; ++i) {
    tape got = desk_render_as(
        &d, &(lq_render_options){.n_jobs = 1 + (unsigned)(i % 2), .block_frames = blocks[i / 2]});
    CHECK(tape_same(&got, &want));
    tape_free(&got);
  }
  tape_free(&want);
  desk_free(&d);
}

static void clicks_are_where_they_were(void)
{
  const size_t frames[] = {0, 1, 63, 64, 500, 4000};
  for (size_t i = 0; i < sizeof frames / sizeof *frames; ++i) {
    desk            d = desk_new(48000);
    lq_strip* const a = desk_track(&d, "a", desk_click(&d, 2, 20000, 5000));
    (void)desk_track(&d, "b", desk_click(&d, 2, 20000, 5000)); // without any latency
    lq_device_set(push_plugin(&d, a, "urn:lacquer-test:late"), "frames", (float)frames[i]);
    tape t = desk_render(&d);
    CHECK_NEAR((double)tape_first(&t), 5000, 0);
    CHECK_NEAR(tape_at(&t, 0, 5000), 2, 0); // they met
    CHECK_NEAR(tape_at(&t, 1, 5000), 2, 0);
    CHECK(t.n == 20000);
    tape_free(&t);
    desk_free(&d);
  }
}

// The plug-in takes the key away from its input: the same click in both leaves nothing.
static void keys_meet_what_they_control(void)
{
  for (unsigned muted = 0; muted < 2; ++muted) {
    desk            d   = desk_new(48000);
    lq_strip* const bus = add(&d, LQ_STRIP_BUS, "nowhere");
    bus->mute           = true;
    lq_strip* const key = desk_track(&d, "key", desk_click(&d, 1, 20000, 5000));
    lq_device_set(push_plugin(&d, key, "urn:lacquer-test:late"), "frames", 77);
    key->mute         = muted;
    lq_strip* const a = desk_track(&d, "a", desk_click(&d, 1, 20000, 5000));
    lq_device_set(push_plugin(&d, a, "urn:lacquer-test:late"), "frames", 300);
    push_plugin(&d, a, "urn:lacquer-test:duck")->key = "key";
    tape t                                           = desk_render(&d);
    CHECK(tape_first(&t) == (muted ? SIZE_MAX : 5000)); // all that is left is the key itself
    tape_free(&t);
    desk_free(&d);
  }
}

static void a_fault_names_strip_and_plugin(void)
{
  desk            d = desk_new(48000);
  lq_strip* const a = desk_track(&d, "Lead Vocal", desk_noise(&d, 48000, 1, 20000, 1));
  lq_device_set(push_plugin(&d, a, "urn:lacquer-test:sick"), "after", 9600);
  lq_error e = {0};
  tape     t = {0};
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_FAILED);
  CHECK_TEXT(e.text,
             "the chain of 'Lead Vocal' gives a value that is no number at 0.200 s; it came "
             "from the plug-in urn:lacquer-test:sick.");
  push_plugin(&d, a, "urn:lacquer-test:not-here");
  CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_FAILED);
  CHECK_TEXT(e.text,
             "the chain of 'Lead Vocal' cannot run: the plug-in urn:lacquer-test:not-here is "
             "not installed.");
  tape_free(&t);
  desk_free(&d);
}

static const check_test tests[] = {
    CHECK_TEST(blocks_and_threads_do_not_matter), CHECK_TEST(clicks_are_where_they_were),
    CHECK_TEST(keys_meet_what_they_control), CHECK_TEST(a_fault_names_strip_and_plugin)};
CHECK_MAIN(tests)
