// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A session on many threads: the same bits, and (built with -fsanitize=thread) no race.
#include "session_tools.h"

enum { N_TRACKS = 12 };

static lq_device* add(desk* const d, lq_strip* const strip, const char* const symbol)
{
  return desk_push(d, strip, lq_proc_find(symbol));
}

// 12 tracks over 2 buses that meet in a third, 2 returns that everything feeds, ducking by key,
// automation on faders, pans, sends and a processor.
static desk band(void)
{
  desk           d      = desk_new(48000);
  const lq_point ride[] = {{0, -12, 0}, {0.1, 0, 0}, {0.2, -3, LQ_SHAPE_HOLD}, {0.25, -20, 0}};
  const lq_point turn[] = {{0, -100, 0}, {0.3, 100, 0}};
  const lq_point move[] = {{0, 80, 0}, {0.2, 900, 0}, {0.4, 20, 0}};
  d.session->tempo_bpm  = 120;
  const char* files[4];
  for (unsigned i = 0; i < 4; ++i) {
    files[i] = desk_noise(&d, i == 3 ? 44100 : 48000, 1 + i % 2, 12000 + 977 * i, i);
  }
  lq_session_add(d.session, LQ_STRIP_BUS, "drums");
  lq_session_add(d.session, LQ_STRIP_BUS, "rest");
  lq_session_add(d.session, LQ_STRIP_BUS, "all");
  lq_session_add(d.session, LQ_STRIP_RETURN, "plate");
  lq_session_add(d.session, LQ_STRIP_RETURN, "echo");
  for (unsigned i = 0; i < N_TRACKS; ++i) {
    char name[16];
    snprintf(name, sizeof name, "t%u", i);
    lq_strip* const t = desk_track(&d, name, files[i % 4]);
    t->out            = i < 4 ? "drums" : "rest";
    desk_automate(&d, add(&d, t, "hpf"), 0, move, 3);
    add(&d, t, "eq");
    lq_device* const c = add(&d, t, "compressor");
    if (i % 3 == 1) {
      c->key = "t0";
    }
    if (i % 4 == 2) {
      add(&d, t, "limiter");
    }
    desk_automate(&d, &t->controls[LQ_CONTROL_FADER], 0, ride, 4);
    desk_automate(&d, &t->controls[LQ_CONTROL_PAN], 0, turn, 2);
    CHECK(!lq_strip_add_send(t, d.session->pool, i % 2 ? "plate" : "echo", -7));
    desk_automate(&d, &((lq_send*)t->sends)[0].device, 0, ride, 4);
  }
  lq_session_find(d.session, "drums")->out = "all";
  lq_session_find(d.session, "rest")->out  = "all";
  lq_device* const glue = add(&d, lq_session_find(d.session, "all"), "compressor");
  glue->key             = "drums";
  add(&d, lq_session_find(d.session, "plate"), "reverb");
  add(&d, lq_session_find(d.session, "echo"), "echo");
  return d;
}

static void one_job_or_many_give_the_same_bits(void)
{
  desk d    = band();
  tape want = desk_render_as(&d, &(lq_render_options){.n_jobs = 1});
  CHECK(tape_first(&want) != SIZE_MAX);
  const unsigned jobs[] = {2, 8};
  for (size_t i = 0; i < 2; ++i) {
    tape got = desk_render_as(&d, &(lq_render_options){.n_jobs = jobs[i]});
    CHECK(tape_same(&got, &want));
    tape_free(&got);
  }
  tape_free(&want);
  desk_free(&d);
}

static bool stop_soon(void* const user, const double done)
{
  (void)user;
  return done > 0.3;
}

static void a_stopped_render_leaves_nobody_waiting(void)
{
  desk d = band();
  for (unsigned i = 0; i < 5; ++i) {
    tape                    t       = {0};
    lq_error                e       = {0};
    const lq_render_options options = {.n_jobs = 8, .progress = stop_soon};
    CHECK(lq_render_session(d.session, (lq_sink){tape_write, &t}, &options, NULL, &e) ==
          LQ_ERR_CANCELLED);
    tape_free(&t);
  }
  desk_free(&d);
}

static lq_status refuse(void* const user, const float* const* const x, const size_t n,
                        lq_error* const error)
{
  (void)x;
  (void)n;
  (void)error;
  return ++*(unsigned*)user > 3 ? LQ_ERR_WRITE : LQ_OK;
}

static void a_sink_that_fails_leaves_nobody_waiting(void)
{
  desk d = band();
  for (unsigned i = 0; i < 5; ++i) {
    unsigned                n       = 0;
    const lq_render_options options = {.n_jobs = 8};
    CHECK(lq_render_session(d.session, (lq_sink){refuse, &n}, &options, NULL, NULL) ==
          LQ_ERR_WRITE);
  }
  desk_free(&d);
}

static const check_test tests[] = {CHECK_TEST(one_job_or_many_give_the_same_bits),
                                   CHECK_TEST(a_stopped_render_leaves_nobody_waiting),
                                   CHECK_TEST(a_sink_that_fails_leaves_nobody_waiting)};
CHECK_MAIN(tests)
