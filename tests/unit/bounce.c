// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// One file through chains.
#include "session_tools.h"

#include "engine/bounce.h"

static tape bounce(const lq_bounce* const b, const size_t block, lq_bounce_result* const result)
{
  tape                    t       = {0};
  lq_error                e       = {0};
  const lq_render_options options = {.block_frames = block};
  lq_bounce_result        before;
  CHECK(!lq_bounce_measure(b, &before, &e));
  const lq_status st = lq_bounce_run(b, (lq_sink){tape_write, &t}, &options, result, &e);
  if (st) {
    printf("# %s\n", e.text);
  }
  CHECK(!st);
  CHECK(t.n == result->n_frames);
  CHECK(before.n_frames == result->n_frames);
  CHECK(before.n_channels == result->n_channels);
  CHECK_NEAR(before.rate_hz, result->rate_hz, 0);
  return t;
}

// Two chains in a strip that is never rendered: a place to build them in.
static void build(desk* const d, const unsigned a_frames, const unsigned b_frames)
{
  desk_late(d, lq_session_add(d->session, LQ_STRIP_BUS, "a"), a_frames);
  desk_late(d, lq_session_add(d->session, LQ_STRIP_BUS, "b"), b_frames);
}

static void what_comes_out_lies_where_it_lay(void)
{
  desk d = desk_new(0);
  build(&d, 1500, 37);
  const lq_chain *a = &lq_session_find(d.session, "a")->chain,
                 *b = &lq_session_find(d.session, "b")->chain;
  lq_device_set(&a->devices[0], "gain", 0.5F);
  lq_device_set(&b->devices[0], "gain", 4);
  const lq_bounce  job = {.path = desk_noise(&d, 44100, 2, 7777, 1), .chain = a, .out_chain = b};
  lq_bounce_result r;
  tape             t = bounce(&job, 0, &r);
  CHECK(t.n == 7777);
  CHECK(r.latency_frames == 1537);
  double worst = 0;
  float  peak  = 0;
  for (size_t i = 0; i < t.n; ++i) {
    worst = fmax(worst, fabs(tape_at(&t, 1, i) - 2 * noise_at(1001, i)));
    peak  = fmaxf(peak, fmaxf(fabsf(noise_at(1, i)), fabsf(noise_at(1001, i))));
  }
  CHECK_NEAR(worst, 0, 0);
  CHECK_NEAR(r.meters[0][0][0], peak / 2, 1e-6);
  CHECK_NEAR(r.meters[1][0][0], peak * 2, 1e-6);
  const size_t blocks[] = {1, 17, 1000};
  for (size_t i = 0; i < 3; ++i) {
    tape got = bounce(&job, blocks[i], &r);
    CHECK(tape_same(&got, &t));
    tape_free(&got);
  }
  tape_free(&t);
  desk_free(&d);
}

static void tails_come_when_they_are_asked_for(void)
{
  desk d = desk_new(0);
  build(&d, 10, 20);
  const lq_chain* a = &lq_session_find(d.session, "a")->chain;
  lq_device_set(&a->devices[0], "tail", 500);
  lq_bounce        job = {.path = desk_noise(&d, 44100, 2, 5000, 1), .chain = a};
  lq_bounce_result r;
  tape             t = bounce(&job, 0, &r);
  CHECK(t.n == 5000);
  tape_free(&t);
  job.tail = true;
  t        = bounce(&job, 0, &r);
  CHECK(t.n == 5500);
  CHECK_NEAR(tape_at(&t, 0, 5200), 0, 0);
  tape_free(&t);
  desk_free(&d);
}

static void mono_becomes_stereo_when_asked(void)
{
  desk d = desk_new(0);
  char path[512];
  snprintf(path, sizeof path, "%s", desk_noise(&d, 44100, 1, 500, 1));
  lq_bounce        job = {.path = path};
  lq_bounce_result r;
  lq_error         e;
  CHECK(!lq_bounce_measure(&job, &r, &e));
  CHECK(r.n_channels == 1);
  job.stereo = true;
  tape t     = bounce(&job, 0, &r);
  CHECK(r.n_channels == 2);
  CHECK(!memcmp(t.x[0], t.x[1], t.n * sizeof(float)));
  CHECK_NEAR(tape_at(&t, 1, 77), noise_at(1, 77), 0);
  tape_free(&t);
  desk_free(&d);
}

// 1 kHz at 48 kHz made 44.1 kHz, late in both chains: phase and level say that it is in place.
static void another_rate_keeps_the_place(void)
{
  desk d = desk_new(0);
  build(&d, 777, 333);
  float* const x = malloc(48000 * sizeof *x);
  for (size_t i = 0; i < 48000; ++i) {
    x[i] = (float)(0.5 * sin(2 * LQ_PI * 1000 * (double)i / 48000));
  }
  const lq_bounce  job = {.path  = desk_file(&d, 48000, 2, (const float* const[]){x, x}, 48000),
                          .chain = &lq_session_find(d.session, "a")->chain,
                          .out_rate_hz = 44100,
                          .out_chain   = &lq_session_find(d.session, "b")->chain};
  lq_bounce_result r;
  tape             t = bounce(&job, 0, &r);
  CHECK(t.n == 44100);
  CHECK_NEAR(r.rate_hz, 44100, 0);
  double worst = 0;
  for (size_t i = 2000; i < 42000; ++i) {
    worst = fmax(worst, fabs(tape_at(&t, 0, i) - 0.5 * sin(2 * LQ_PI * 1000 * (double)i / 44100)));
  }
  CHECK_AT_MOST(20 * log10(worst / 0.5), -120);
  tape other = bounce(&job, 100, &r);
  CHECK(tape_same(&other, &t));
  tape_free(&other);
  tape_free(&t);
  free(x);
  desk_free(&d);
}

static bool stop(void* const user, const double done)
{
  (void)user;
  return done > 0.2;
}

static void bounces_stop_and_refuse(void)
{
  desk d = desk_new(0);
  build(&d, 10, 20);
  const lq_chain*         a       = &lq_session_find(d.session, "a")->chain;
  lq_bounce               job     = {.path = desk_noise(&d, 44100, 2, 500000, 1), .chain = a};
  tape                    t       = {0};
  lq_error                e       = {0};
  const lq_render_options options = {.progress = stop};
  CHECK(lq_bounce_run(&job, (lq_sink){tape_write, &t}, &options, NULL, &e) == LQ_ERR_CANCELLED);
  CHECK(t.n > 0 && t.n < 500000);
  a->devices[0].key = "kick";
  CHECK(lq_bounce_run(&job, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_BAD_VALUE);
  a->devices[0].key = NULL;
  job.path          = "/nowhere/mix.wav";
  CHECK(lq_bounce_run(&job, (lq_sink){tape_write, &t}, NULL, NULL, &e) == LQ_ERR_NOT_FOUND);
  CHECK(strstr(e.text, "mix.wav") != NULL);
  tape_free(&t);
  desk_free(&d);
}

static const check_test tests[] = {
    CHECK_TEST(what_comes_out_lies_where_it_lay), CHECK_TEST(tails_come_when_they_are_asked_for),
    CHECK_TEST(mono_becomes_stereo_when_asked), CHECK_TEST(another_rate_keeps_the_place),
    CHECK_TEST(bounces_stop_and_refuse)};
CHECK_MAIN(tests)
