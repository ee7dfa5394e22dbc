// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The same plan gives the same bits: over threads, block sizes and CPU levels.
#include "session_tools.h"

#include "dsp/simd.h"

// Everything at once: clips with fades that overlap, mono and stereo, buses in buses, sends before
// and behind the fader, keys, latencies, automation of a control, a device, a send and a bus.
static desk big_session(void)
{
  desk           d      = desk_new(48000);
  const lq_point ride[] = {
      {0, -12, 0}, {0.1, 0, 0}, {0.2, -3, LQ_SHAPE_HOLD}, {0.25, -40, 0}, {0.4, 0, 0}};
  const lq_point turn[] = {{0, -100, 0}, {0.3, 100, 0}};
  const char*    files[4];
  for (unsigned i = 0; i < 4; ++i) {
    files[i] = desk_noise(&d, 48000, 1 + i % 2, 8000 + 977 * i, i);
  }
  lq_session_add(d.session, LQ_STRIP_BUS, "drums");
  lq_session_add(d.session, LQ_STRIP_BUS, "all");
  lq_session_add(d.session, LQ_STRIP_RETURN, "plate");
  for (unsigned i = 0; i < 9; ++i) {
    char name[16];
    snprintf(name, sizeof name, "t%u", i);
    lq_strip* t = desk_track(&d, name, files[i % 4]);
    for (unsigned k = 0; k < i; ++k) {
      const lq_clip clip = {.start_sec    = 0.031 * k + 0.07,
                            .offset_sec   = 0.003 * k,
                            .length_sec   = 0.05 + 0.01 * i,
                            .fade_in_sec  = 0.01,
                            .fade_out_sec = 0.02,
                            .gain_db      = -1.5 * k};
      desk_clip(&d, t, files[(i + k) % 4], &clip);
    }
    t->out = i % 3 ? "main" : "drums";
    lq_device_set(&t->controls[LQ_CONTROL_TRIM], "gain", -2);
    desk_late(&d, t, 131 * i);
    desk_automate(&d, &t->controls[i % 2 ? LQ_CONTROL_FADER : LQ_CONTROL_TRIM], 0, ride, 5);
    desk_automate(&d, &t->controls[LQ_CONTROL_PAN], 0, turn, 2);
    CHECK(!lq_strip_add_send(t, d.session->pool, i % 2 ? "plate" : "all", -7));
    lq_device* const send = &((lq_send*)t->sends)[0].device;
    lq_device_set(send, "tap", (float)(i / 2 % 2));
    desk_automate(&d, send, 0, ride, 5);
  }
  lq_session_find(d.session, "drums")->out                      = "all";
  desk_late(&d, lq_session_find(d.session, "drums"), 1025)->key = "t5";
  desk_late(&d, lq_session_find(d.session, "t2"), 9)->key       = "t4";
  lq_device* const verb = desk_late(&d, lq_session_find(d.session, "plate"), 2000);
  lq_device_set(verb, "tail", 200000);
  const lq_point gains[] = {{0, 1, 0}, {0.01, 0.5, 0}, {0.3, -0.7F, 0}};
  desk_automate(&d, verb, LATE_GAIN, gains, 3);
  desk_automate(&d, &lq_session_find(d.session, "main")->controls[LQ_CONTROL_FADER], 0, ride, 5);
  return d;
}

static void threads_do_not_matter(void)
{
  desk d    = big_session();
  tape want = desk_render_as(&d, &(lq_render_options){.n_jobs = 1});
  CHECK(tape_first(&want) != SIZE_MAX);
  const unsigned jobs[] = {2, 7, 0};
  for (size_t i = 0; i < 3; ++i) {
    tape got = desk_render_as(&d, &(lq_render_options){.n_jobs = jobs[i]});
    CHECK(tape_same(&got, &want));
    tape_free(&got);
  }
  tape_free(&want);
  desk_free(&d);
}

static void block_sizes_do_not_matter(void)
{
  desk         d        = big_session();
  tape         want     = desk_render_as(&d, &(lq_render_options){.n_jobs = 2});
  const size_t blocks[] = {1024, 1000, 512, 64, 63, 17, 1};
  for (size_t i = 0; i < 7; ++i) {
    tape got = desk_render_as(&d, &(lq_render_options){.n_jobs = 2, .block_frames = blocks[i]});
    CHECK(tape_same(&got, &want));
    tape_free(&got);
  }
  tape_free(&want);
  desk_free(&d);
}

static void cpu_levels_do_not_matter(void)
{
  desk d    = big_session();
  tape want = desk_render_as(&d, &(lq_render_options){.simd = lq_simd_level(0)});
  for (unsigned i = 1; i < lq_simd_count(); ++i) {
    const lq_simd* const simd = lq_simd_find(lq_simd_level(i)->name);
    if (simd) {
      tape got = desk_render_as(&d, &(lq_render_options){.simd = simd});
      CHECK(tape_same(&got, &want));
      tape_free(&got);
    }
  }
  tape_free(&want);
  desk_free(&d);
}

// Every registered processor on a track of its own, off on another: blocks of the engine cut them
// as they please.
static void no_processor_minds_the_blocks(void)
{
  desk              d     = desk_new(48000);
  const char* const noise = desk_noise(&d, 48000, 1, 9000, 3);
  d.session->tempo_bpm    = 120;
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    for (unsigned on = 0; on < 2; ++on) {
      char      name[64];
      lq_device device;
      snprintf(name, sizeof name, "%s %u", (*p)->symbol, on);
      lq_strip* const t = desk_track(&d, name, noise);
      CHECK(!lq_device_init(&device, d.session->pool, *p, (*p)->n_band_params ? 2 : 0));
      device.on = on;
      CHECK(!lq_chain_push(&t->chain, d.session->pool, &device));
    }
  }
  tape want = desk_render_as(&d, &(lq_render_options){.n_jobs = 1});
  CHECK(tape_first(&want) != SIZE_MAX);
  const size_t blocks[] = {1000, 17};
  for (size_t i = 0; i < 2; ++i) {
    tape got = desk_render_as(&d, &(lq_render_options){.n_jobs = 2, .block_frames = blocks[i]});
    CHECK(tape_same(&got, &want));
    tape_free(&got);
  }
  tape_free(&want);
  desk_free(&d);
}

static void renders_repeat(void)
{
  desk d = big_session();
  tape a = desk_render(&d), b = desk_render(&d);
  CHECK(tape_same(&a, &b));
  tape_free(&a);
  tape_free(&b);
  desk_free(&d);
}

static const check_test tests[] = {
    CHECK_TEST(threads_do_not_matter), CHECK_TEST(block_sizes_do_not_matter),
    CHECK_TEST(cpu_levels_do_not_matter), CHECK_TEST(no_processor_minds_the_blocks),
    CHECK_TEST(renders_repeat)};
CHECK_MAIN(tests)
