// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Saturation as it is heard: harmonics against the curve's own series, tones that are no harmonics,
// the level that went in, silence below the bend, and where everything lies in time.
#include "harmonic_tools.h"

#include "dsp/kweight.h"

#include <complex.h>

enum { POINTS = 4096 };

static rig make(const char* const curve, const double drive_db, const char* const factor)
{
  char text[32];
  rig  r = rig_new(lq_proc_find("saturate"), RATE, 1, 0);
  snprintf(text, sizeof text, "%.9g dB", drive_db);
  rig_set(&r, "curve", curve);
  rig_set(&r, "drive", text);
  rig_set(&r, "oversampling", factor);
  rig_set(&r, "auto_gain", "off");
  return r;
}

// The curve as docs/dsp/saturate.md states it, 50 % of character.
static double curve_of(const char* const curve, const double g, const double x)
{
  const double v = g * x, b = atanh(0.4);
  if (!strcmp(curve, "soft")) {
    return tanh(v) / g;
  }
  if (!strcmp(curve, "tape")) {
    return fabs(v) < 1e-3 ? x : 3 * (1 / tanh(v) - 1 / v) / g;
  }
  if (!strcmp(curve, "tube")) {
    return (tanh(v + b) - tanh(b)) / (1 - tanh(b) * tanh(b)) / g;
  }
  const double u = fmin(fmax(fabs(v) - 0.5, 0), 1);
  return copysign(fmin(fabs(v), 0.5) + u - u * u * u + u * u * u * u / 2, v) / g;
}

// Tape's shelf at a frequency: analogue 3183.1 Hz to 6 dB above, bilinear.
static double complex emphasis(const char* const curve, const double freq_hz)
{
  const double complex s    = I * tan(LQ_PI * freq_hz / RATE);
  const double         zero = tan(LQ_PI * 3183.1 / RATE);
  const double         pole = tan(LQ_PI * 3183.1 * pow(10, 6 / 20.0) / RATE);
  return strcmp(curve, "tape") ? 1 : (1 + s / zero) / (1 + s / pole);
}

static void harmonics_are_the_curves_series(void) // fixed: 1009.3 Hz, 8x, six drives and levels
{
  static const struct {
    double drive_db, peak;
  } at[]                            = {{3, 1}, {6, 1}, {6, 0.25}, {12, 0.5}, {18, 0.1}, {24, 1}};
  static const char* const curves[] = {"soft", "tape", "tube", "clip"};
  const unsigned           bin      = 750;
  for (unsigned c = 0; c < 4; ++c) {
    double most = 0;
    for (unsigned a = 0; a < sizeof at / sizeof *at; ++a) {
      const double         g   = pow(10, at[a].drive_db / 20) - 1;
      const double         f   = bin * RATE / N;
      const double complex pre = at[a].peak * emphasis(curves[c], f);
      rig                  r   = make(curves[c], at[a].drive_db, "8x");
      const tones          got = listen(&r, bin, at[a].peak);
      for (unsigned k = 1; k < HARMONICS; ++k) {
        double complex sum = 0;
        for (unsigned i = 0; i < POINTS; ++i) { // one period; sin is the real part of -i e^ix
          const double         turn = 2 * LQ_PI * i / POINTS;
          const double complex u    = -I * pre * cexp(I * turn);
          sum += (curve_of(curves[c], g, creal(u)) - creal(u)) * cexp(-I * turn * k);
        }
        double complex y = 2 * sum / POINTS / emphasis(curves[c], k * f);
        y += k == 1 ? -I * at[a].peak : 0;
        const double want = 20 * log10(cabs(y) + 1e-30);
        if (want > -100) {
          most = fmax(most, fabs(got.harmonic[k] - want));
        } else {
          CHECK_AT_MOST(got.harmonic[k], -99);
        }
      }
      CHECK_AT_MOST(got.harmonic[0], -100); // no DC
      rig_free(&r);
    }
    printf("# %s: within %.4f dB\n", curves[c], most);
    CHECK_AT_MOST(most, 0.02);
  }
}

static void only_the_tube_has_even_harmonics(void) // fixed: 9 dB, half of full scale
{
  static const char* const curves[] = {"soft", "tape", "tube", "clip"};
  for (unsigned c = 0; c < 4; ++c) {
    rig         r = make(curves[c], 9, "8x");
    const tones g = listen(&r, 750, 0.5);
    printf("# %s: 2nd %.1f, 3rd %.1f, 4th %.1f, 5th %.1f dB\n", curves[c], g.harmonic[2],
           g.harmonic[3], g.harmonic[4], g.harmonic[5]);
    CHECK(c == 2 ? g.harmonic[2] > g.harmonic[3] + 6 : g.harmonic[2] < -120);
    CHECK_AT_MOST(g.harmonic[5], g.harmonic[3]);
    rig_free(&r);
  }
}

// A full-scale sine from 1 to 20 kHz in 14 steps; what is no harmonic, up to 20 kHz.
static double worst_alias_db(const char* const curve, const double drive_db,
                             const char* const factor, const double to_hz)
{
  double most = -300;
  for (unsigned bin = 751; bin * RATE / N < to_hz; bin = bin * 5 / 4 | 1) {
    rig r = make(curve, drive_db, factor);
    most  = fmax(most, listen(&r, bin, 1).alias_db);
    rig_free(&r);
  }
  return most;
}

static void tones_that_are_no_harmonics_stay_below(void)
{
  static const struct {
    const char *curve, *factor;
    double      drive_db, to_hz, most_db;
  } at[] = {{"soft", "2x", 6, 5000, -100},    {"soft", "4x", 6, 10000, -130},
            {"soft", "8x", 9, 20000, -120},   {"tape", "8x", 9, 20000, -120},
            {"tube", "8x", 9, 20000, -120},   {"soft", "8x", 15, 10000, -115},
            {"tape", "8x", 15, 10000, -115},  {"tube", "8x", 15, 10000, -115},
            {"soft", "16x", 15, 20000, -120}, {"tape", "16x", 15, 20000, -120},
            {"tube", "16x", 15, 20000, -120}, {"clip", "8x", 6, 10000, -110},
            {"clip", "16x", 9, 20000, -100},  {"clip", "16x", 12, 10000, -115}};
  for (unsigned i = 0; i < sizeof at / sizeof *at; ++i) {
    const double db = worst_alias_db(at[i].curve, at[i].drive_db, at[i].factor, at[i].to_hz);
    printf("# %s, %.0f dB, %s, to %.0f kHz: %.1f dB\n", at[i].curve, at[i].drive_db, at[i].factor,
           at[i].to_hz / 1000, db);
    CHECK_AT_MOST(db, at[i].most_db);
  }
}

static void more_oversampling_is_cleaner(void) // each factor is another mode
{
  static const char* const factors[] = {"2x", "4x", "8x", "16x"};
  double                   before    = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const double db = worst_alias_db("soft", 12, factors[i], 20000);
    printf("# %s: %.1f dB\n", factors[i], db);
    CHECK_AT_MOST(db, before - 15);
    before = db;
  }
}

// Bits of what leaves against what came in, late; NaN-free. Rows that change nothing must not.
static bool passes(rig* const r)
{
  static float was[RUN];
  rig_start(r);
  const size_t late = rig_latency(r);
  fill_noise(left, RUN, 0.9, 7);
  memcpy(was, left, sizeof was);
  rig_run(r, (float* [2]){left, right}, RUN, 0, 4);
  return !memcmp(left + late, was, (RUN - late) * sizeof(float));
}

static void what_is_asked_to_do_nothing_does_nothing(void) // to the bit, auto gain on
{
  static const char* const curves[]  = {"soft", "tape", "tube", "clip"};
  static const char* const factors[] = {"2x", "4x", "8x", "16x"};
  for (unsigned i = 0; i < 4; ++i) {
    rig r = make(curves[i], 0, factors[i]);
    rig_set(&r, "auto_gain", "on");
    rig_set(&r, "mix", "0 %");
    rig_set(&r, "drive", "18 dB");
    rig_set(&r, "tone", "4 dB");
    CHECK(passes(&r));
    rig_set(&r, "mix", "100 %");
    CHECK(!passes(&r));
    rig_set(&r, "on", "off");
    CHECK(passes(&r));
    rig_set(&r, "on", "on");
    rig_set(&r, "drive", "0 dB");
    rig_set(&r, "tone", "0 dB");
    CHECK(passes(&r));
    rig_free(&r);
  }
  rig r = make("clip", 2, "8x"); // all below the knee, between samples too: it begins at 1.93
  CHECK(passes(&r));
  rig_free(&r);
}

static void an_impulse_comes_late_by_what_is_told(void)
{
  static const char* const factors[] = {"2x", "4x", "8x", "16x"};
  for (unsigned i = 0; i < 4; ++i) {
    rig r = make("soft", 12, factors[i]);
    rig_start(&r);
    memset(left, 0, sizeof left);
    left[1000] = 1;
    rig_run(&r, (float* [2]){left, right}, 4096, 0, 1);
    size_t peak = 0;
    for (size_t k = 0; k < 4096; ++k) {
      peak = fabsf(left[k]) > fabsf(left[peak]) ? k : peak;
    }
    double lopsided = 0; // what was added lies about the same frame, but for the block of DC
    for (size_t k = 1; k < 60; ++k) {
      lopsided = fmax(lopsided, fabs((double)left[peak + k] - left[peak - k]));
    }
    printf("# %s: %zu frames\n", factors[i], rig_latency(&r));
    CHECK(peak == 1000 + rig_latency(&r));
    CHECK_AT_MOST(lopsided, 0.002);
    rig_free(&r);
  }
}

static double gain_db(rig* const r, const unsigned bin, const double peak)
{
  return listen(r, bin, peak).harmonic[1] - 20 * log10(peak);
}

static void tape_takes_loud_highs_back(void) // 1 and 10 kHz, quiet and loud, character 0 and 100 %
{
  rig r = make("tape", 9, "8x");
  rig_set(&r, "character", "100 %");
  const double quiet = gain_db(&r, 7431, 0.01) - gain_db(&r, 743, 0.01);
  const double loud  = gain_db(&r, 7431, 0.5) - gain_db(&r, 743, 0.5);
  rig_set(&r, "character", "0 %");
  const double even = gain_db(&r, 7431, 0.5) - gain_db(&r, 743, 0.5);
  printf("# 10 kHz against 1 kHz: quiet %.2f, loud %.2f, loud without emphasis %.2f dB\n", quiet,
         loud, even);
  CHECK_NEAR(quiet, 0, 0.05);
  CHECK(loud < -2);
  CHECK_NEAR(even, 0, 0.05);
  rig_free(&r);
}

static void tone_tilts_what_is_coloured(void)
{
  rig r = make("soft", 0, "2x");
  rig_set(&r, "tone", "6 dB");
  CHECK_NEAR(gain_db(&r, 37, 0.1), -3, 0.2);   // 50 Hz
  CHECK_NEAR(gain_db(&r, 743, 0.1), 0, 0.1);   // 1 kHz
  CHECK_NEAR(gain_db(&r, 11145, 0.1), 3, 0.2); // 15 kHz
  rig_free(&r);
}

// K-weighted level of the second half.
static double loudness_db(const float* const x, const size_t n)
{
  const lq_kweight_coef c   = lq_kweight_design(RATE);
  lq_kweight_state      s   = {{0}};
  double                sum = 0;
  for (size_t i = 0; i < n; ++i) {
    const double y = lq_kweight_frame(&c, &s, x[i]);
    sum += i >= n / 2 ? y * y : 0;
  }
  return 10 * log10(sum);
}

// Hits of dull noise, four a second, over a quieter bed.
static void fill_beat(float* const x, const size_t n, const double rms_db)
{
  double low = 0, sum = 0;
  for (size_t i = 0; i < n; ++i) {
    const double white = (double)(lq_rng_at(9, i) >> 11U) * 0x1p-52 - 1.0;
    low += 0.1 * (white - low);
    x[i] = (float)(low * (0.2 + exp(-(double)(i % 11025) / 2000)));
    sum += (double)x[i] * x[i];
  }
  const double gain = pow(10, rms_db / 20) / sqrt(sum / (double)n);
  for (size_t i = 0; i < n; ++i) {
    x[i] = (float)(gain * x[i]);
  }
}

static void auto_gain_keeps_the_level(void) // fixed: 20 s, the second half; three levels
{
  enum { LONG = 882000 };
  static float             x[LONG], y[LONG];
  static const char* const curves[] = {"soft", "tape", "tube", "clip"};
  double                   most = 0, least_without = 0;
  for (unsigned c = 0; c < 4; ++c) {
    for (double rms = -30; rms <= -12; rms += 9) {
      for (double drive = 6; drive <= 24; drive += 6) {
        rig r = make(curves[c], drive, "2x");
        fill_beat(x, LONG, rms);
        for (int on = 0; on < 2; ++on) {
          rig_set(&r, "auto_gain", on ? "on" : "off");
          rig_start(&r);
          memcpy(y, x, sizeof y);
          rig_run(&r, (float* [2]){y, right}, LONG, 1024, 0);
          const double db = loudness_db(y, LONG) - loudness_db(x, LONG);
          most            = on ? fmax(most, fabs(db)) : most;
          least_without   = on ? least_without : fmin(least_without, db);
        }
        rig_free(&r);
      }
    }
  }
  printf("# with auto gain within %.2f dB; without as low as %.1f dB\n", most, least_without);
  CHECK_AT_MOST(most, 0.5);
  CHECK_AT_MOST(least_without, -6);
}

static void turning_knobs_does_not_click(void) // 100 Hz; drive, curve and character every 2048
{
  static const char* const curves[] = {"soft", "tape", "tube", "clip"};
  rig                      r        = make("soft", 6, "4x");
  fill_sine(left, RUN, 0.5, 100, RATE);
  rig_start(&r);
  for (size_t at = 0; at + 64 <= RUN; at += 64) {
    const size_t turn = at / 2048;
    rig_set(&r, "curve", curves[turn % 4]);
    r.values[0] = 3.0F + (float)(turn % 7);
    r.values[2] = 20.0F * (float)(turn % 5);
    rig_update(&r);
    rig_run(&r, (float* [2]){left + at, right + at}, 64, 64, 0);
  }
  double most = 0; // of the sine itself 1.0e-4, of its bent shape some times that
  for (size_t i = 4096; i < RUN - 64; ++i) {
    most = fmax(most, fabs((double)left[i] - 2 * (double)left[i - 1] + left[i - 2]));
  }
  printf("# greatest second difference %.2g\n", most);
  CHECK_AT_MOST(most, 0.003);
  rig_free(&r);
}

static const check_test tests[] = {CHECK_TEST(harmonics_are_the_curves_series),
                                   CHECK_TEST(only_the_tube_has_even_harmonics),
                                   CHECK_TEST(tones_that_are_no_harmonics_stay_below),
                                   CHECK_TEST(more_oversampling_is_cleaner),
                                   CHECK_TEST(what_is_asked_to_do_nothing_does_nothing),
                                   CHECK_TEST(an_impulse_comes_late_by_what_is_told),
                                   CHECK_TEST(tape_takes_loud_highs_back),
                                   CHECK_TEST(tone_tilts_what_is_coloured),
                                   CHECK_TEST(auto_gain_keeps_the_level),
                                   CHECK_TEST(turning_knobs_does_not_click)};
CHECK_MAIN(tests)
