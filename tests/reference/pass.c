// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter_tools.h"

#include "proc/hpf.h"
#include "proc/lpf.h"

enum { N = 48000 };

static double at_db(const lq_proc* const p, const char* const freq, const unsigned slope,
                    const char* const q, const double at_hz)
{
  char text[32];
  rig  r = rig_new(p, 48000, 1, 0);
  (void)snprintf(text, sizeof text, "%u dB/oct", slope);
  rig_set(&r, "freq", freq);
  rig_set(&r, "slope", text);
  rig_set(&r, "q", q);
  const double db = p->response_db(&r.spec, r.values, at_hz);
  rig_free(&r);
  return db;
}

static void every_slope_is_butterworth(void) // fixed: 48 kHz; the default resonance
{
  for (unsigned slope = 6; slope <= 48; slope += 6) {
    const double n = slope / 6;
    CHECK_NEAR(at_db(&lq_hpf, "1 kHz", slope, "0.70710678", 1000), -3.0103, 0.001);
    CHECK_NEAR(at_db(&lq_lpf, "1 kHz", slope, "0.70710678", 1000), -3.0103, 0.001);
    CHECK_NEAR(at_db(&lq_hpf, "1 kHz", slope, "0.70710678", 4000), -10 * log10(1 + pow(4, -2 * n)),
               0.02);
    // An octave far from the corner: the slope's name.
    CHECK_NEAR(at_db(&lq_hpf, "1 kHz", slope, "0.70710678", 60) -
                   at_db(&lq_hpf, "1 kHz", slope, "0.70710678", 30),
               6.0206 * n, 0.05);
    CHECK_NEAR(at_db(&lq_lpf, "500 Hz", slope, "0.70710678", 4000) -
                   at_db(&lq_lpf, "500 Hz", slope, "0.70710678", 8000),
               20 * n * log10(tan(LQ_PI / 6) / tan(LQ_PI / 12)), 0.06); // the bilinear octave
  }
}

static void slope_takes_the_nearest_step(void)
{
  CHECK_NEAR(at_db(&lq_hpf, "100 Hz", 13, "0.70710678", 30),
             at_db(&lq_hpf, "100 Hz", 12, "0.70710678", 30), 0);
  CHECK_NEAR(at_db(&lq_hpf, "100 Hz", 22, "0.70710678", 30),
             at_db(&lq_hpf, "100 Hz", 24, "0.70710678", 30), 0);
}

static void resonance_is_the_level_at_the_corner(void) // 12 dB per octave: |H| = q
{
  CHECK_NEAR(at_db(&lq_hpf, "100 Hz", 12, "2", 100), 6.0206, 0.001);
  CHECK_NEAR(at_db(&lq_lpf, "5 kHz", 12, "0.5", 5000), -6.0206, 0.001);
  CHECK_NEAR(at_db(&lq_lpf, "5 kHz", 48, "1.41421356", 5000), -3.0103 + 6.0206, 0.001);
}

static void corner_above_half_the_rate_is_brought_below(void)
{
  static float x[N];
  rig          r = rig_new(&lq_lpf, 32000, 1, 0);
  rig_set(&r, "freq", "22 kHz");
  rig_set(&r, "slope", "48");
  rig_start(&r);
  fill_noise(x, N, 0.5, 1);
  rig_run(&r, (float*[]){x}, N, 0, 1);
  CHECK(isfinite(x[N - 1]));
  CHECK_NEAR(lq_lpf.response_db(&r.spec, r.values, 10000), 0, 0.01);
  rig_free(&r);
}

static void agrees_with_long_double_to_140_db(void)
{
  static float  x[2][N];
  static double want[N];
  static const struct {
    const lq_proc* proc;
    const char*    freq;
    double         freq_hz, rate_hz;
  } cases[] = {
      {&lq_hpf, "80", 80, 44100}, {&lq_hpf, "10", 10, 192000}, {&lq_lpf, "16000", 16000, 44100}};
  for (unsigned k = 0; k < sizeof cases / sizeof *cases; ++k) {
    rig r = rig_new(cases[k].proc, cases[k].rate_hz, 2, 0);
    rig_set(&r, "freq", cases[k].freq);
    rig_set(&r, "slope", "48");
    rig_start(&r);
    slow_biquad  f[4];
    const double g    = tan(LQ_PI * cases[k].freq_hz / cases[k].rate_hz);
    const bool   high = cases[k].proc == &lq_hpf;
    for (unsigned i = 0; i < 4; ++i) {
      const double q = 1 / (2 * sin(LQ_PI * (2 * i + 1) / 16));
      f[i]           = slow_new(high, 0, high ? 0 : g * g, g / q, g * g);
    }
    fill_noise(x[0], N, 0.5, 1);
    fill_noise(x[1], N, 0.5, 2);
    for (size_t i = 0; i < N; ++i) {
      want[i] = x[1][i];
      for (unsigned s = 0; s < 4; ++s) {
        want[i] = slow_run(&f[s], want[i]);
      }
    }
    rig_run(&r, (float*[]){x[0], x[1]}, N, 0, 3);
    const double snr = snr_db(x[1], want, N);
    printf("# case %u: %.1f dB\n", k, snr);
    CHECK_AT_MOST(-snr, -140);
    rig_free(&r);
  }
}

static void off_is_bit_transparent(void)
{
  static float x[N], y[N];
  rig          r = rig_new(&lq_hpf, 48000, 1, 0);
  rig_set(&r, "on", "off");
  rig_start(&r);
  fill_noise(x, N, 0.5, 1);
  memcpy(y, x, sizeof x);
  rig_run(&r, (float*[]){y}, N, 0, 3);
  CHECK(!memcmp(x, y, sizeof x));
  rig_free(&r);
}

static void sweep_high(rig* const r, const double turn)
{
  r->values[LQ_HPF_FREQ] = (float)(20 * pow(100, turn));
}

static void switch_high(rig* const r, const double turn)
{
  const int k             = (int)(turn * 12);
  r->values[LQ_HPF_SLOPE] = (float)(6 * (k % 4 + 1));
  r->values[LQ_HPF_ON]    = k % 3 != 2;
}

static void sweep_low(rig* const r, const double turn)
{
  r->values[LQ_LPF_FREQ]  = (float)(500 * pow(44, turn));
  r->values[LQ_LPF_SLOPE] = 24;
}

static double moving_click_db(const lq_proc* const p, void (*const move)(rig* r, double turn))
{
  static float x[N];
  rig          r = rig_new(p, 48000, 1, 0);
  move(&r, 0);
  rig_start(&r);
  fill_sine(x, N, 0.25, 500, 48000);
  run_moving(&r, (float*[]){x}, N, move);
  rig_free(&r);
  return click_db(x, N);
}

// Fixed: 500 Hz at -12 dBFS, 1 s: sweeps over all the range; switches of slope and on.
static void moves_make_no_click(void)
{
  const double high = moving_click_db(&lq_hpf, sweep_high),
               low  = moving_click_db(&lq_lpf, sweep_low),
               on   = moving_click_db(&lq_hpf, switch_high);
  printf("# hidden steps: high-pass %.1f, low-pass %.1f, switches %.1f dBFS\n", high, low, on);
  CHECK_AT_MOST(high, -100);
  CHECK_AT_MOST(low, -100);
  CHECK_AT_MOST(on, -50); // the corners of a straight fade over 64 frames
}

static const check_test tests[] = {CHECK_TEST(every_slope_is_butterworth),
                                   CHECK_TEST(slope_takes_the_nearest_step),
                                   CHECK_TEST(resonance_is_the_level_at_the_corner),
                                   CHECK_TEST(corner_above_half_the_rate_is_brought_below),
                                   CHECK_TEST(agrees_with_long_double_to_140_db),
                                   CHECK_TEST(off_is_bit_transparent),
                                   CHECK_TEST(moves_make_no_click)};
CHECK_MAIN(tests)
