// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Delay against the ideal one: whole frames move bits, fractions are flat and of linear phase, and
// delay minus reported latency is always what was asked for.
#include "proc_tools.h"

enum { N = 8192 };

static rig make(const double rate_hz, const double time_ms)
{
  rig r       = rig_new(lq_proc_find("delay"), rate_hz, 1, 0);
  r.values[0] = (float)time_ms;
  rig_start(&r);
  return r;
}

static void whole_frames_move_bits(void) // fixed: noise, seed 1
{
  static const double rates[] = {44100, 48000, 88200, 96000, 192000};
  static const int    moves[] = {0, 1, 2, 31, 441, 4095, 7000};
  static float        x[N], y[N];
  for (unsigned a = 0; a < sizeof rates / sizeof *rates; ++a) {
    for (unsigned b = 0; b < sizeof moves / sizeof *moves; ++b) {
      rig r = make(rates[a], moves[b] * 1000.0 / rates[a]);
      fill_noise(x, N, 0.5, 1);
      memcpy(y, x, sizeof y);
      rig_run(&r, (float* [1]){y}, N, 0, 3);
      CHECK(rig_latency(&r) == 0);
      CHECK(!memcmp(y + moves[b], x, (N - (size_t)moves[b]) * sizeof(float)));
      for (int i = 0; i < moves[b]; ++i) {
        CHECK(y[i] == 0.0F);
      }
      rig_free(&r);
    }
  }
}

// Response of the delay at a frequency: level, and delay beyond `expected` frames.
static void response(const float* const h, const double cycles, const double expected,
                     double* const level_db, double* const error_frames)
{
  double re = 0, im = 0;
  for (int i = 0; i < N; ++i) {
    const double a = 2 * LQ_PI * cycles * (i - expected);
    re += h[i] * cos(a);
    im -= h[i] * sin(a);
  }
  *level_db     = 10 * log10(re * re + im * im);
  *error_frames = -atan2(im, re) / (2 * LQ_PI * cycles);
}

static void fractions_are_flat_and_linear(void) // fixed: 48 kHz, to 0.45 of the rate
{
  static const double frames[] = {0.25, 0.5, 7.75, 30.9, 31.1, 40.5, 999.999, 4321.37};
  static float        x[N];
  for (unsigned k = 0; k < sizeof frames / sizeof *frames; ++k) {
    const float  ms = (float)(frames[k] / 48.0);
    rig          r  = make(48000, (double)ms);
    const double d  = (double)ms * 48.0 + (double)rig_latency(&r);
    memset(x, 0, sizeof x);
    x[0] = 1;
    rig_run(&r, (float* [1]){x}, N, 64, 0);
    for (double f = 0.01; f <= 0.45; f += 0.01) {
      double level, error;
      response(x, f, d, &level, &error);
      CHECK_NEAR(level, 0, 0.01);
      CHECK_NEAR(error, 0, 0.001);
    }
    CHECK(frames[k] < 31 ? rig_latency(&r) > 0 : rig_latency(&r) == 0);
    rig_free(&r);
  }
}

static void fractions_match_the_ideal(void) // fixed: tones below 0.4 of the rate, 10.4 frames
{
  static float  x[N];
  static double want[N];
  rig           r = make(48000, (double)(float)(100.4 / 48.0));
  const double  d = (double)(float)(100.4 / 48.0) * 48.0;
  for (int i = 0; i < N; ++i) {
    x[i]    = 0;
    want[i] = 0;
    for (int k = 1; k <= 9; ++k) {
      const double w = 2 * LQ_PI * 0.0431 * k;
      x[i] += (float)(0.1 * sin(w * i + k));
      want[i] += 0.1 * sin(w * (i - d) + k);
    }
  }
  rig_run(&r, (float* [1]){x}, N, 0, 7);
  const double snr = snr_db(x + 1000, want + 1000, N - 1000);
  printf("# SNR %.1f dB\n", snr);
  CHECK_AT_MOST(80, snr);
  rig_free(&r);
}

static const check_test tests[] = {CHECK_TEST(whole_frames_move_bits),
                                   CHECK_TEST(fractions_are_flat_and_linear),
                                   CHECK_TEST(fractions_match_the_ideal)};
CHECK_MAIN(tests)
