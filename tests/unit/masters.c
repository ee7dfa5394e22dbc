// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Masters as files: a plan that changes nothing gives the mix's bits back, and a plan that was
// solved gives the bits of its solving when it is rendered again.
#include "audio_tools.h"

#include "assist/destinations.h"
#include "assist/dips.h"
#include "base/maths.h"
#include "base/pool.h"
#include "deliver/deliver.h"
#include "proc/all.h"

#include <math.h>
#include <string.h>

enum { RATE = 48000, N = 4 * RATE };

static float* sound[2];

// Noise and hits on the grid of 24 bits, as a mix has them.
static const char* mix(const double level)
{
  const lq_audio_out_spec spec = {.rate_hz = RATE, .bits = 24, .force = true};
  for (unsigned c = 0; c < 2; ++c) {
    sound[c] = sound[c] ? sound[c] : malloc(N * sizeof *sound[c]);
    for (size_t i = 0; i < N; ++i) {
      const double t   = (double)i / RATE;
      const double u   = (double)(lq_rng_at(c, i) >> 11U) * 0x1p-52 - 1;
      const double hit = exp(-40 * fmod(t, 0.25)) * sin(2 * LQ_PI * 150 * fmod(t, 0.25));
      sound[c][i]      = (float)(round(level * (0.1 * u + 0.8 * hit) * 0x1p23) * 0x1p-23);
    }
  }
  static char      path[512];
  lq_error         e = {0};
  const tool_sound s = {.n_frames = N, .n_channels = 2, .x = {sound[0], sound[1]}};
  snprintf(path, sizeof path, "%s", tool_path("mix.wav"));
  CHECK(!tool_write(path, &s, spec, &e));
  return path;
}

static lq_master* plan(const char* const path, const char* const* const devices)
{
  lq_master* m = NULL;
  CHECK(!lq_master_new(&m));
  m->title       = "song";
  m->source_path = path;
  for (size_t i = 0; devices && devices[i]; ++i) {
    lq_device            d;
    const lq_proc* const proc = lq_proc_find(devices[i]);
    CHECK(!lq_device_init(&d, m->pool, proc, proc->n_band_params ? 2 : 0));
    CHECK(!lq_chain_push(&m->chain, m->pool, &d));
  }
  return m;
}

// The delivery, printed, named, and as 24-bit integers.
static int32_t* delivered(lq_master* const m, lq_delivery* const d, const char* const folder)
{
  lq_print* print = NULL;
  lq_error  e     = {0};
  m->deliveries   = d;
  m->n_deliveries = 1;
  CHECK(!lq_deliver_plan(m, folder, true, NULL, &print, &e));
  CHECK(!lq_print_commit(print, &e));
  lq_audio_in* in = NULL;
  CHECK(!lq_audio_in_open(&in, lq_print_path(print), &e));
  CHECK(lq_audio_in_info(in)->n_frames == N);
  float* const   x     = malloc(2 * N * sizeof *x);
  int32_t* const y     = malloc(2 * N * sizeof *y);
  float* const   to[2] = {x, x + N};
  size_t         n     = 0;
  CHECK(!lq_audio_in_read(in, to, N, &n, &e) && n == N);
  for (size_t i = 0; i < 2 * (size_t)N; ++i) {
    y[i] = (int32_t)((double)x[i] * 0x1p23);
  }
  free(x);
  lq_audio_in_close(in);
  unlink(lq_print_path(print));
  lq_print_free(print);
  return y;
}

// Most that two files differ by, in steps of 24 bits.
static int32_t most_steps(const int32_t* const y)
{
  int32_t most = 0;
  for (size_t i = 0; i < 2 * (size_t)N; ++i) {
    const int32_t off = abs(y[i] - (int32_t)((double)sound[i / N][i % N] * 0x1p23));
    most              = off > most ? off : most;
  }
  return most;
}

static void a_plan_that_changes_nothing_gives_the_bits_back(void)
{
  // Everything there is on a master's chain, at what it is worth when nothing was said.
  static const char* const all[]  = {"eq", "multiband", "dyneq", "width", "limiter", NULL};
  static const char* const none[] = {NULL};
  const char* const        path   = mix(0.9);
  for (unsigned i = 0; i < 2; ++i) {
    lq_master* const m = plan(path, i ? all : none);
    lq_delivery      d = {.target = "place", .bits = 24, .format = "wav", .dither = LQ_DITHER_OFF};
    lq_device        limiter;
    CHECK(!lq_device_init(&limiter, m->pool, lq_proc_find("limiter"), 0));
    lq_device_set(&limiter, "ceiling", 0);
    if (i) { // as they come a limiter holds -1 dBTP, and a multiband compressor compresses
      lq_device_set(&m->chain.devices[4], "ceiling", 0);
      lq_device_set(&m->chain.devices[1], "mode", 2); // shelves: no phase is turned
      for (unsigned b = 0; b < m->chain.devices[1].n_bands; ++b) {
        lq_device_set_band(&m->chain.devices[1], b, "ratio", 1);
        lq_device_set_band(&m->chain.devices[2], b, "range", 0);
      }
    }
    CHECK(!lq_chain_push(&d.chain, m->pool, &limiter));
    int32_t* const y = delivered(m, &d, tool_folder);
    CHECK(most_steps(y) == 0);
    free(y);
    d.dither         = LQ_DITHER_TPDF;
    int32_t* const z = delivered(m, &d, tool_folder);
    CHECK(most_steps(z) == 1); // and nothing but the dither
    free(z);
    lq_master_free(m);
  }
}

static void a_solved_plan_renders_to_the_same_bits(void)
{
  const char* const path = mix(0.5);
  const lq_target   t[2] = {
        {.id            = "loud",
         .rate_hz       = 44100,
         .bits          = 16,
         .dither        = LQ_DITHER_TPDF,
         .format        = "wav",
         .loudness_lufs = -14,
         .ceiling_dbtp  = -1},
        {.id = "here", .bits = 24, .format = "flac", .loudness_lufs = -16, .ceiling_dbtp = -2}};
  const lq_target* const at[2]     = {&t[0], &t[1]};
  lq_print*              solved[2] = {0};
  lq_print*              again[2]  = {0};
  lq_error               e         = {0};
  static const char*     eq[]      = {"eq", NULL};
  lq_master* const       m         = plan(path, eq);
  const lq_master_brief  b         = {.plan_folder = tool_folder,
                                      .targets     = at,
                                      .n_targets   = 2,
                                      .amounts     = LQ_AMOUNTS,
                                      .exact       = true,
                                      .force       = true,
                                      .prints      = solved};
  lq_device_set_band(&m->chain.devices[0], 0, "gain", 2);
  CHECK(!lq_destinations_solve(m, &b, NULL, &e));
  CHECK(m->n_deliveries == 2);
  CHECK(!lq_deliver_plan(m, tool_folder, true, NULL, again, &e));
  for (unsigned i = 0; i < 2; ++i) {
    unsigned char *one, *two;
    size_t         n_one, n_two;
    CHECK(!lq_print_commit(solved[i], &e));
    one = tool_load(lq_print_path(solved[i]), &n_one);
    CHECK(!lq_print_commit(again[i], &e));
    two = tool_load(lq_print_path(again[i]), &n_two);
    CHECK(n_one == n_two && n_one > 100000 && !memcmp(one, two, n_one));
    CHECK_NEAR(lq_print_read(again[i])->m.integrated_lufs, t[i].loudness_lufs, 0.05);
    unlink(lq_print_path(again[i]));
    free(one);
    free(two);
    lq_print_free(solved[i]);
    lq_print_free(again[i]);
  }
  lq_master_free(m);
}

// A codec of few bits adds more than 1 dB to the peaks of dense music: the ceiling comes down until
// what is decoded stays under full scale, and that stands in the reason and with the print.
static void codecs_bring_the_ceiling_down(void)
{
  const char* const      path  = mix(0.5);
  const lq_codec_spec    opus  = {LQ_CODEC_OPUS, 48};
  const lq_target        t     = {.id            = "stream",
                                  .bits          = 24,
                                  .dither        = LQ_DITHER_TPDF,
                                  .format        = "wav",
                                  .loudness_lufs = -12,
                                  .ceiling_dbtp  = -0.2,
                                  .codecs        = &opus,
                                  .n_codecs      = 1};
  const lq_target* const at    = &t;
  double                 db[2] = {0, 0};
  for (unsigned i = 0; i < 2; ++i) {
    lq_print*             print = NULL;
    lq_error              e     = {0};
    size_t                n     = 0;
    lq_master* const      m     = plan(path, NULL);
    const lq_master_brief b     = {.plan_folder = tool_folder,
                                   .targets     = &at,
                                   .n_targets   = 1,
                                   .amounts     = LQ_AMOUNTS,
                                   .exact       = true,
                                   .force       = true,
                                   .prove       = i == 1,
                                   .prints      = &print};
    CHECK(!lq_destinations_solve(m, &b, NULL, &e));
    db[i] = lq_print_read(print)->peak_dbtp;
    CHECK_NEAR(lq_print_read(print)->m.integrated_lufs, -12, 0.05);
    if (!i) {
      CHECK(!lq_print_prove(print, &opus, 1, NULL, NULL, &e));
      CHECK(lq_print_decoded_over_db(print) > 0.1); // or this shows nothing
      CHECK(lq_print_codecs(print, &n)[0].n_overs > 0 && n == 1);
    } else {
      const lq_codec_facts* const f = lq_print_codecs(print, &n);
      CHECK(n == 1 && f[0].available && f[0].peak_dbtp <= 0 && !f[0].n_overs);
      CHECK(strstr(m->deliveries[0].chain.devices[0].why, "codec"));
    }
    lq_print_free(print);
    lq_master_free(m);
  }
  CHECK(db[1] < db[0] - 0.1);
}

// Places that touch become one as deep as the deeper; what is still over after a dip deepens it;
// the rest of the song stays at 0 dB.
static void dips_are_where_codecs_went_over(void)
{
  static const lq_codec_over first[] = {
      {2.0, 2.001, 0.3, 0}, {2.05, 2.06, 0.8, 1}, {9, 9.1, 0.2, 0}};
  static const lq_codec_over second[] = {{9.05, 9.05, 0.4, 0}, {0.001, 0.002, 0.1, 1}};
  lq_codec_facts             facts    = {.available = true, .overs = first, .n_listed = 3};
  lq_dips                    dips     = {0};
  lq_dips_deepen(&dips, &facts, 1, 0.05);
  CHECK(dips.n == 0); // they only came near
  facts.n_overs = 3;
  lq_dips_deepen(&dips, &facts, 1, 0.05);
  CHECK(dips.n == 2);
  CHECK_NEAR(dips.at[0].db, 0.85, 1e-9);
  CHECK(dips.at[0].start_sec < 2.0 && dips.at[0].end_sec > 2.06);
  CHECK_NEAR(dips.at[1].db, 0.25, 1e-9);
  facts.overs    = second;
  facts.n_listed = 2;
  lq_dips_deepen(&dips, &facts, 1, 0.05);
  CHECK(dips.n == 3 && dips.at[0].start_sec >= 0.02);
  CHECK_NEAR(dips.at[2].db, 0.25 + 0.45, 1e-9);
  CHECK_NEAR(dips.at[1].db, 0.85, 1e-9);
  lq_master* const m = plan("none.wav", NULL);
  lq_device        fader;
  CHECK(!lq_dips_device(&dips, &fader, m->pool) && fader.why);
  const lq_curve* const c = &fader.curves[LQ_FADER_LEVEL];
  for (size_t i = 1; i < c->n; ++i) {
    CHECK(c->points[i].time_sec > c->points[i - 1].time_sec);
  }
  CHECK_NEAR(lq_curve_at(c, 5, 0), 0, 0);
  CHECK_NEAR(lq_curve_at(c, 2.03, 0), -0.85, 0.011);
  for (unsigned i = 0; i < 2 * LQ_MOST_DIPS; ++i) { // more than there is room for
    const lq_codec_over o = {20.0 + i, 20.0 + i, 0.1, 0};
    facts.overs           = &o;
    facts.n_listed        = 1;
    lq_dips_deepen(&dips, &facts, 1, 0);
  }
  CHECK(dips.n == LQ_MOST_DIPS);
  lq_master_free(m);
}

static void what_was_not_kept_leaves_nothing(void)
{
  const char* const path = mix(0.5);
  lq_master* const  m    = plan(path, NULL);
  lq_delivery       d    = {.target = "gone", .bits = 24, .format = "wav"};
  lq_print*         p    = NULL;
  lq_error          e    = {0};
  m->deliveries          = &d;
  m->n_deliveries        = 1;
  CHECK(!lq_deliver_plan(m, tool_folder, false, NULL, &p, &e));
  lq_print_free(p);
  CHECK(access(tool_path("gone"), F_OK)); // its folder went with it
  d.bits = 12;
  CHECK(lq_deliver_plan(m, tool_folder, false, NULL, &p, &e) == LQ_ERR_BAD_VALUE);
  CHECK(access(tool_path("gone"), F_OK));
  lq_master_free(m);
  for (unsigned c = 0; c < 2; ++c) {
    free(sound[c]);
  }
  tool_done();
}

static const check_test tests[] = {
    CHECK_TEST(a_plan_that_changes_nothing_gives_the_bits_back),
    CHECK_TEST(a_solved_plan_renders_to_the_same_bits), CHECK_TEST(codecs_bring_the_ceiling_down),
    CHECK_TEST(dips_are_where_codecs_went_over), CHECK_TEST(what_was_not_kept_leaves_nothing)};
CHECK_MAIN(tests)
