// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The clipper as it is heard: its curve, tones that are no harmonics, what it leaves alone, both
// sides together or apart, and where everything lies in time.
#include "harmonic_tools.h"

enum { POINTS = 4096, BIN_5_KHZ = 3715 }; // of 32768 at 44.1 kHz

static rig make(const unsigned n_channels, const char* const drive, const char* const ceiling,
                const char* const knee)
{
  rig r = rig_new(lq_proc_find("clipper"), RATE, n_channels, 0);
  rig_set(&r, "drive", drive);
  rig_set(&r, "ceiling", ceiling);
  rig_set(&r, "knee", knee);
  return r;
}

// The curve as docs/dsp/clipper.md states it.
static double curve_of(const double x, const double ceiling, const double knee_db)
{
  const double w = 1 - pow(10, -knee_db / 20), a = fabs(x) / ceiling;
  const double u = w > 0 ? fmin(fmax((a - 1 + w) / (2 * w), 0), 1) : 0;
  return copysign(ceiling * (fmin(a, 1 - w) + 2 * w * (u - u * u * u + u * u * u * u / 2)), x);
}

static void harmonics_are_the_curves_series(void) // fixed: 1009.3 Hz, full scale
{
  static const struct {
    double      drive_db, ceiling_db, knee_db;
    const char *drive, *ceiling, *knee;
  } at[] = {{3, 0, 0, "3 dB", "0 dB", "0 dB"},
            {6, -1, 3, "6 dB", "-1 dB", "3 dB"},
            {0, -6, 6, "0 dB", "-6 dB", "6 dB"},
            {12, -3, 12, "12 dB", "-3 dB", "12 dB"}};
  for (unsigned i = 0; i < sizeof at / sizeof *at; ++i) {
    rig         r    = make(1, at[i].drive, at[i].ceiling, at[i].knee);
    const tones got  = listen(&r, 750, 1);
    double      most = 0;
    for (unsigned k = 1; k < HARMONICS; k += 2) {
      double sum = 0;
      for (unsigned p = 0; p < POINTS; ++p) {
        const double a = 2 * LQ_PI * (p + 0.5) / POINTS, x = pow(10, at[i].drive_db / 20) * sin(a);
        sum += curve_of(x, pow(10, at[i].ceiling_db / 20), at[i].knee_db) * sin(k * a);
      }
      const double want = 20 * log10(fabs(2 * sum / POINTS) + 1e-30);
      most              = want > -90 ? fmax(most, fabs(want - got.harmonic[k])) : most;
      CHECK_AT_MOST(got.harmonic[k - 1], -110); // even ones and DC
    }
    printf("# drive %s, knee %s: within %.4f dB\n", at[i].drive, at[i].knee, most);
    CHECK_AT_MOST(most, 0.02);
    rig_free(&r);
  }
}

static void tones_that_are_no_harmonics_stay_below(void) // 5 kHz, 6 dB over the ceiling
{
  static const struct {
    const char* knee;
    double      most_db;
  } at[] = {{"0 dB", -78}, {"1 dB", -105}, {"2 dB", -118}, {"3 dB", -120}, {"6 dB", -125}};
  for (unsigned i = 0; i < sizeof at / sizeof *at; ++i) {
    rig         r   = make(1, "6 dB", "0 dB", at[i].knee);
    const tones got = listen(&r, BIN_5_KHZ, 1);
    printf("# knee %s: %.1f dB at %.0f Hz; third %.1f dB\n", at[i].knee, got.alias_db, got.alias_hz,
           got.harmonic[3]);
    CHECK_AT_MOST(got.alias_db, at[i].most_db);
    rig_free(&r);
  }
}

// Bits of what leaves against what came in, late.
static bool passes(rig* const r, const double peak)
{
  static float was[2][RUN];
  rig_start(r);
  const size_t late = rig_latency(r);
  fill_noise(left, RUN, peak, 7);
  fill_noise(right, RUN, peak, 8);
  memcpy(was[0], left, sizeof left);
  memcpy(was[1], right, sizeof right);
  rig_run(r, (float* [2]){left, right}, RUN, 0, 4);
  return !memcmp(left + late, was[0], (RUN - late) * sizeof(float)) &&
         !memcmp(right + late, was[1], (RUN - late) * sizeof(float));
}

static void what_is_below_the_knee_passes_to_the_bit(void) // between samples up to 2.2 times
{
  for (unsigned link = 0; link < 2; ++link) {
    rig r = make(2, "0 dB", "-1 dB", "3 dB"); // from 0.631
    rig_set(&r, "link", link ? "on" : "off");
    CHECK(passes(&r, 0.25));
    CHECK(!passes(&r, 0.9));
    rig_set(&r, "on", "off");
    rig_set(&r, "drive", "9 dB");
    CHECK(passes(&r, 0.9));
    rig_free(&r);
  }
}

static void an_impulse_comes_late_by_what_is_told(void)
{
  rig r = make(1, "6 dB", "-6 dB", "2 dB");
  rig_start(&r);
  memset(left, 0, sizeof left);
  left[1000] = 1;
  rig_run(&r, (float* [2]){left, right}, 4096, 0, 1);
  size_t peak = 0;
  for (size_t i = 0; i < 4096; ++i) {
    peak = fabsf(left[i]) > fabsf(left[peak]) ? i : peak;
  }
  CHECK(peak == 1000 + rig_latency(&r));
  double lopsided = 0;
  for (size_t i = 1; i < 90; ++i) {
    lopsided = fmax(lopsided, fabs((double)left[peak + i] - (double)left[peak - i]));
  }
  CHECK_AT_MOST(lopsided, 1e-5);
  rig_free(&r);
}

// Loud left, and the same at a third on the right: 150 Hz, steady.
static double side_ratio(const char* const link, double* const right_peak)
{
  rig r = make(2, "6 dB", "-3 dB", "3 dB");
  rig_set(&r, "link", link);
  rig_start(&r);
  fill_sine(left, RUN, 0.9, 150, RATE);
  fill_sine(right, RUN, 0.3, 150, RATE);
  rig_run(&r, (float* [2]){left, right}, RUN, 0, 3);
  double worst = 0;
  *right_peak  = 0;
  for (size_t i = 1000; i < RUN; ++i) {
    worst       = fmax(worst, fabs((double)left[i] / 3 - (double)right[i]));
    *right_peak = fmax(*right_peak, fabs((double)right[i]));
  }
  rig_free(&r);
  return worst;
}

static void link_keeps_the_image(void)
{
  double       peak   = 0;
  const double linked = side_ratio("on", &peak);
  CHECK_AT_MOST(linked, 1e-5);
  CHECK_NEAR(peak, 0.7079 / 3, 0.001); // -3 dB over 3
  const double apart = side_ratio("off", &peak);
  CHECK(apart > 0.2);
  CHECK_NEAR(peak, curve_of(0.3 * pow(10, 0.3), pow(10, -0.15), 3), 0.001); // its own peaks
}

static void meters_tell_what_was_taken(void) // a sine 5 dB over a hard ceiling
{
  rig   r = make(1, "5 dB", "0 dB", "0 dB");
  float out[2];
  listen(&r, 75, 1); // 100 Hz
  r.proc->meters(r.self, out);
  CHECK_NEAR((double)out[0], 5, 0.01);
  // lost: half-waves of a sine less their middle; against the sine of 5 dB
  double lost = 0, all = 0;
  for (unsigned p = 0; p < POINTS; ++p) {
    const double x = pow(10, 5 / 20.0) * sin(2 * LQ_PI * (p + 0.5) / POINTS);
    lost += pow(x - curve_of(x, 1, 0), 2);
    all += x * x;
  }
  CHECK_NEAR((double)out[1], 10 * log10(lost / all), 0.05);
  r.proc->meters(r.self, out);
  CHECK(out[0] == 0 && out[1] == -120);
  rig_free(&r);
}

static void the_ceiling_holds_but_for_band_limits(void) // noise, 9 dB over; what the filters leave
{
  static const char* const knees[] = {"0 dB", "3 dB", "6 dB"};
  for (unsigned k = 0; k < 3; ++k) {
    rig r = make(1, "12 dB", "-3 dB", knees[k]);
    rig_start(&r);
    fill_sine(left, RUN, 0.4, 200, RATE);
    for (size_t i = 0; i < RUN; ++i) {
      left[i] += 0.4F * (float)sin(2 * LQ_PI * (double)(i * 2731 % RUN) / RUN);
    }
    rig_run(&r, (float* [2]){left, right}, RUN, 1024, 0);
    double peak = 0;
    for (size_t i = 0; i < RUN; ++i) {
      peak = fmax(peak, fabs((double)left[i]));
    }
    printf("# knee %s: %.2f dB over\n", knees[k], 20 * log10(peak) + 3);
    CHECK_AT_MOST(20 * log10(peak) + 3, 1.0);
    rig_free(&r);
  }
}

static void turning_knobs_does_not_click(void) // 100 Hz; drive, ceiling and knee every 2048
{
  rig r = make(1, "3 dB", "-3 dB", "3 dB");
  fill_sine(left, RUN, 0.5, 100, RATE);
  rig_start(&r);
  for (size_t at = 0; at + 64 <= RUN; at += 64) {
    const size_t turn = at / 2048;
    r.values[0]       = 3.0F + 0.5F * (float)(turn % 4);
    r.values[1]       = -3.0F - 0.5F * (float)(turn % 3);
    r.values[2]       = 3.0F + (float)(turn % 5);
    rig_update(&r);
    rig_run(&r, (float* [2]){left + at, right + at}, 64, 64, 0);
  }
  double most = 0; // of the sine itself 1.0e-4, of its bent shape some times that
  for (size_t i = 4096; i < RUN - 64; ++i) {
    most = fmax(most, fabs((double)left[i] - 2 * (double)left[i - 1] + (double)left[i - 2]));
  }
  printf("# greatest second difference %.2g\n", most);
  CHECK_AT_MOST(most, 0.003);
  rig_free(&r);
}

static const check_test tests[] = {CHECK_TEST(harmonics_are_the_curves_series),
                                   CHECK_TEST(tones_that_are_no_harmonics_stay_below),
                                   CHECK_TEST(what_is_below_the_knee_passes_to_the_bit),
                                   CHECK_TEST(an_impulse_comes_late_by_what_is_told),
                                   CHECK_TEST(link_keeps_the_image),
                                   CHECK_TEST(meters_tell_what_was_taken),
                                   CHECK_TEST(the_ceiling_holds_but_for_band_limits),
                                   CHECK_TEST(turning_knobs_does_not_click)};
CHECK_MAIN(tests)
