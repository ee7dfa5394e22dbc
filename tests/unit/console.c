// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Trim, fader, polarity and send: exact levels, exact silence, exact transparency, no clicks.
#include "proc_tools.h"

enum { N = 4096 };

// Run noise of seed 1 and 2 through a processor set to one value; input and output.
static void run(const char* const proc, const unsigned n_channels, const char* const symbol,
                const char* const text, float in[2][N], float out[2][N])
{
  rig r = rig_new(lq_proc_find(proc), 48000, n_channels, 0);
  rig_set(&r, symbol, text);
  rig_start(&r);
  fill_noise(in[0], N, 0.8, 1);
  fill_noise(in[1], N, 0.8, 2);
  memcpy(out, in, 2 * sizeof in[0]);
  rig_run(&r, (float* [2]){out[0], out[1]}, N, 0, 4);
  CHECK(rig_latency(&r) == 0);
  rig_free(&r);
}

static double gain_db(const float* const in, const float* const out)
{
  double a = 0, b = 0;
  for (int i = 0; i < N; ++i) {
    a += (double)in[i] * in[i];
    b += (double)out[i] * out[i];
  }
  return 10 * log10(b / a);
}

static void neutral_is_the_same_bits(void)
{
  static const struct {
    const char *proc, *symbol, *text;
  } neutral[] = {{"trim", "gain", "0 dB"},       {"fader", "level", "0 dB"},
                 {"polarity", "mode", "normal"}, {"send", "level", "0 dB"},
                 {"mute", "muted", "off"},       {"delay", "time", "0 ms"}};
  static float in[2][N], out[2][N];
  for (unsigned k = 0; k < sizeof neutral / sizeof *neutral; ++k) {
    run(neutral[k].proc, 2, neutral[k].symbol, neutral[k].text, in, out);
    CHECK(!memcmp(in, out, sizeof in));
  }
}

static void levels_are_exact(void)
{
  static float in[2][N], out[2][N];
  static const struct {
    const char *proc, *symbol, *text;
    double      db;
  } cases[] = {{"trim", "gain", "6 dB", 6},        {"trim", "gain", "-60 dB", -60},
               {"trim", "gain", "60 dB", 60},      {"fader", "level", "-12.5 dB", -12.5},
               {"fader", "level", "24 dB", 24},    {"send", "level", "-18 dB", -18},
               {"polarity", "mode", "inverted", 0}};
  for (unsigned k = 0; k < sizeof cases / sizeof *cases; ++k) {
    run(cases[k].proc, 2, cases[k].symbol, cases[k].text, in, out);
    CHECK_NEAR(gain_db(in[0], out[0]), cases[k].db, 1e-4);
    CHECK_NEAR(gain_db(in[1], out[1]), cases[k].db, 1e-4);
  }
}

static void off_is_silence(void)
{
  static float             in[2][N], out[2][N];
  static const char* const procs[] = {"fader", "send"};
  for (unsigned k = 0; k < 2; ++k) {
    run(procs[k], 2, "level", "off", in, out);
    for (int i = 0; i < N; ++i) {
      CHECK(out[0][i] == 0.0F && out[1][i] == 0.0F);
    }
  }
}

static void inverted_is_the_negative(void)
{
  static float in[2][N], out[2][N];
  run("polarity", 2, "mode", "inverted", in, out);
  for (int i = 0; i < N; ++i) {
    CHECK(out[0][i] == -in[0][i] && out[1][i] == -in[1][i]);
  }
}

static void send_pan_balances_stereo_only(void)
{
  static float in[2][N], out[2][N];
  run("send", 2, "pan", "R50", in, out);
  CHECK_NEAR(gain_db(in[0], out[0]), -3.0103, 0.001);
  CHECK_NEAR(gain_db(in[1], out[1]), 0, 1e-6);
  run("send", 1, "pan", "R50", in, out); // a mono strip keeps its level
  CHECK(!memcmp(in[0], out[0], sizeof in[0]));
}

static void ramps_take_one_grid_step(void) // fixed: a constant 1, from 0 dB to each value at 128
{
  static const struct {
    const char *proc, *symbol, *text;
    double      end;
  } moves[] = {{"trim", "gain", "-20 dB", 0.1}, {"fader", "level", "off", 0},
               {"send", "level", "off", 0},     {"send", "mute", "on", 0},
               {"mute", "muted", "on", 0},      {"polarity", "mode", "inverted", -1}};
  for (unsigned k = 0; k < sizeof moves / sizeof *moves; ++k) {
    float x[512];
    rig   r = rig_new(lq_proc_find(moves[k].proc), 48000, 1, 0);
    if (!strcmp(moves[k].proc, "send") || !strcmp(moves[k].proc, "fader")) {
      rig_set(&r, "level", "0 dB");
    }
    rig_start(&r);
    for (int i = 0; i < 512; ++i) {
      x[i] = 1;
    }
    rig_run(&r, (float* [1]){x}, 128, 128, 0);
    rig_set(&r, moves[k].symbol, moves[k].text);
    rig_update(&r);
    rig_run(&r, (float* [1]){x + 128}, 384, 50, 0);
    double most = 0;
    for (int i = 1; i < 512; ++i) {
      most = fmax(most, fabs(x[i] - x[i - 1]));
    }
    CHECK_NEAR(x[127], 1, 0);
    CHECK_NEAR(x[128 + 31], (1 + moves[k].end) / 2, 1e-5); // half way
    CHECK_NEAR(x[128 + 63], moves[k].end, 1e-7);
    CHECK_NEAR(most, (1 - moves[k].end) / 64, 1e-5);
    rig_free(&r);
  }
}

static const check_test tests[] = {CHECK_TEST(neutral_is_the_same_bits),
                                   CHECK_TEST(levels_are_exact),
                                   CHECK_TEST(off_is_silence),
                                   CHECK_TEST(inverted_is_the_negative),
                                   CHECK_TEST(send_pan_balances_stereo_only),
                                   CHECK_TEST(ramps_take_one_grid_step)};
CHECK_MAIN(tests)
