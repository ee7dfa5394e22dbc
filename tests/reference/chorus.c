// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Chorus and doubler against their formulas in double, and what a listener would check: how far out
// of tune, where in the picture, what is left of it in mono.
#include "proc_tools.h"

enum { N = 480000, STEP = LQ_GRID_FRAMES };
static const double RATE = 48000;

static float  left[N], right[N];
static double want_left[N], want_right[N];

static rig make(const char* const mode, const unsigned n_channels)
{
  rig r = rig_new(lq_proc_find("chorus"), RATE, n_channels, 0);
  rig_set(&r, "mode", mode);
  rig_set(&r, "low_cut", "off");
  rig_set(&r, "mix", "100 %");
  return r;
}

static void run(rig* const r)
{
  rig_start(r);
  rig_run(r, (float* [2]){left, right}, N, 0, 11);
}

// Random knots, 1/2 to 1 on either side, and the cubic B-spline over them, by de Boor's recursion.
static double knot(const unsigned voice, const long k)
{
  const uint64_t word = lq_rng_at(0x10ADE + voice, (uint64_t)k);
  const double   far  = 0.5 + (double)(word >> 11U) / 0x1p53 / 2;
  return word % 2 ? far : -far;
}

static double drift(const unsigned voice, const double t)
{
  const long   j = (long)floor(t);
  const double u = t - (double)j;
  double       d[4];
  for (int i = 0; i < 4; ++i) {
    d[i] = knot(voice, j + i);
  }
  for (int order = 1; order <= 3; ++order) {
    for (int i = 3; i >= order; --i) {
      const double a = (u + 3 - i) / (4 - order);
      d[i]           = (1 - a) * d[i - 1] + a * d[i];
    }
  }
  return d[3];
}

// When the swing of frame i is: grid points are reached on the last frame of a step, and the first
// step goes from the second point on.
static double swing_sec(const double i)
{
  return (i + 1 + STEP) / RATE;
}

static double stand(const unsigned v, const unsigned n)
{
  static const double at[4][4] = {{0}, {-1, 1}, {-1, 1, 0}, {-1, 1, -1 / 3.0, 1 / 3.0}};
  return at[n - 1][v];
}

// What n voices make of a tone, mono in, spread 100 %.
static void formula(const bool doubler, const unsigned n, const double rate_hz,
                    const double depth_ms, const double delay_ms, const double freq_hz)
{
  for (size_t i = 0; i < N; ++i) {
    want_left[i] = want_right[i] = 0;
    for (unsigned v = 0; v < n; ++v) {
      const double p     = stand(v, n);
      const double turns = rate_hz * swing_sec((double)i);
      const double swing = doubler ? drift(v, turns) : sin(2 * LQ_PI * (turns + (double)v / n));
      const double d_ms  = delay_ms * (doubler ? 1 + 0.15 * p : 1) + depth_ms * swing;
      const double t     = (double)i / RATE - d_ms / 1000;
      const double x     = t < 0 ? 0 : 0.5 * sin(2 * LQ_PI * freq_hz * t);
      want_left[i] += x * sqrt(2.0 / n) * cos((p + 1) * LQ_PI / 4);
      want_right[i] += x * sqrt(2.0 / n) * sin((p + 1) * LQ_PI / 4);
    }
  }
}

static void every_mode_and_number_is_its_formula(void) // fixed: 997 Hz, 10 s, from 0.2 s on
{
  enum { FROM = 9600 };
  for (unsigned doubler = 0; doubler < 2; ++doubler) {
    for (unsigned n = 1; n <= 4; ++n) {
      char text[8];
      rig  r = make(doubler ? "doubler" : "chorus", 1);
      snprintf(text, sizeof text, "%u", n);
      rig_set(&r, "voices", text);
      rig_set(&r, "rate", "0.7 Hz");
      rig_set(&r, "depth", "2 ms");
      rig_set(&r, "delay", "20 ms");
      fill_sine(left, N, 0.5, 997, RATE);
      run(&r);
      formula(doubler, n, (double)0.7F, 2, 20, 997);
      const double l = snr_db(left + FROM, want_left + FROM, N - FROM);
      const double q = snr_db(right + FROM, want_right + FROM, N - FROM);
      printf("# %s, %u voices: left %.1f, right %.1f dB\n", doubler ? "doubler" : "chorus", n, l,
             q);
      CHECK(l > 85 && q > 85);
      rig_free(&r);
    }
  }
}

// Greatest and quadratic mean of how far out of tune a tone comes, cents, from its phase over
// 1024 frames.
typedef struct {
  double most, mean;
} detune;

static detune measure_detune(const float* const x, const double freq_hz)
{
  enum { SPAN = 1024 };
  double before = 0, most = 0, sum = 0;
  size_t n = 0;
  for (size_t at = 9600; at + SPAN <= N; at += SPAN) {
    double re = 0, im = 0;
    for (size_t i = 0; i < SPAN; ++i) {
      const double w = 0.5 - 0.5 * cos(2 * LQ_PI * ((double)i + 0.5) / SPAN);
      const double a = 2 * LQ_PI * fmod(freq_hz * (double)(at + i) / RATE, 1);
      re += w * x[at + i] * cos(a);
      im -= w * x[at + i] * sin(a);
    }
    const double phase = atan2(im, re);
    if (at > 9600) {
      const double moved = remainder(phase - before, 2 * LQ_PI) / (2 * LQ_PI) * RATE / SPAN;
      const double cents = 1200 * log2(1 + moved / freq_hz);
      most               = fmax(most, fabs(cents));
      sum += cents * cents;
      ++n;
    }
    before = phase;
  }
  return (detune){most, sqrt(sum / (double)n)};
}

static void a_chorus_goes_as_far_out_of_tune_as_its_rows_say(void)
{
  static const struct {
    const char *rate, *depth;
    double      rate_hz, depth_sec;
  } at[] = {{"0.5 Hz", "1 ms", 0.5, 0.001},
            {"0.8 Hz", "1.5 ms", 0.8, 0.0015},
            {"2 Hz", "0.5 ms", 2, 0.0005},
            {"0.2 Hz", "8 ms", 0.2, 0.008}};
  for (unsigned i = 0; i < 4; ++i) {
    rig r = make("chorus", 1);
    rig_set(&r, "voices", "1");
    rig_set(&r, "rate", at[i].rate);
    rig_set(&r, "depth", at[i].depth);
    fill_sine(left, N, 0.5, 997, RATE);
    run(&r);
    const detune got  = measure_detune(left, 997);
    const double want = 1200 * log2(1 + 2 * LQ_PI * at[i].rate_hz * at[i].depth_sec);
    printf("# %s, %s: %.2f cents, formula %.2f\n", at[i].rate, at[i].depth, got.most, want);
    CHECK_NEAR(got.most, want, 0.02 * want);
    rig_free(&r);
  }
}

static void a_doubler_drifts_a_few_cents(void) // fixed: 4 ms, 10 s; never the same on two sides
{
  rig r = make("doubler", 1);
  rig_set(&r, "depth", "4 ms");
  fill_sine(left, N, 0.5, 997, RATE);
  run(&r);
  const detune l = measure_detune(left, 997), q = measure_detune(right, 997);
  printf("# left: most %.2f, mean %.2f cents; right: most %.2f, mean %.2f\n", l.most, l.mean,
         q.most, q.mean);
  CHECK(l.mean > 1 && l.mean < 6 && q.mean > 1 && q.mean < 6);
  CHECK_AT_MOST(fmax(l.most, q.most), 12);
  CHECK(fabs(l.most - q.most) > 0.1);
  rig_free(&r);
}

static void dry_is_dry_to_the_bit(void)
{
  static float was[N];
  for (int off = 0; off < 2; ++off) {
    rig r = make("chorus", 1);
    rig_set(&r, off ? "on" : "mix", off ? "off" : "0 %");
    fill_noise(left, N, 0.8, 2);
    memcpy(was, left, sizeof was);
    run(&r);
    CHECK(!memcmp(was, left, sizeof was) && !memcmp(was, right, sizeof was));
    rig_free(&r);
  }
}

static double power_db(const float* const x, const float* const y, const double side)
{
  double sum = 1e-30;
  for (size_t i = N / 10; i < N; ++i) {
    const double m = 0.5 * ((double)x[i] + side * y[i]);
    sum += m * m;
  }
  return 10 * log10(sum);
}

static double mean_power_db(void)
{
  return 10 *
         log10((pow(10, power_db(left, left, 1) / 10) + pow(10, power_db(right, right, 1) / 10)) /
               2);
}

static void mono_keeps_what_stereo_has(void) // fixed: noise, defaults but mix; fold to (L + R) / 2
{
  static const struct {
    const char *mode, *mix;
    double      least_db;
  } at[] = {{"chorus", "30 %", -0.8},
            {"chorus", "50 %", -1.5},
            {"doubler", "30 %", -0.8},
            {"doubler", "50 %", -1.5},
            {"doubler", "100 %", -3.2}};
  for (unsigned i = 0; i < 5; ++i) {
    rig r = make(at[i].mode, 1);
    rig_set(&r, "low_cut", "150 Hz");
    rig_set(&r, "mix", at[i].mix);
    fill_noise(left, N, 0.5, 3);
    run(&r);
    const double loss = power_db(left, right, 1) - mean_power_db();
    const double wide = power_db(left, right, -1) - power_db(left, right, 1);
    printf("# %s, mix %s: fold %.2f dB, side %.1f dB against mid\n", at[i].mode, at[i].mix, loss,
           wide);
    CHECK(loss > at[i].least_db);
    CHECK(wide > -12);
    rig_free(&r);
  }
}

static void lows_stay_dry_and_in_the_middle(void) // 40 Hz under a 150 Hz cut: 23 dB down
{
  rig r = make("doubler", 1);
  rig_set(&r, "low_cut", "150 Hz");
  rig_set(&r, "mix", "50 %");
  fill_sine(left, N, 0.5, 40, RATE);
  run(&r);
  const double wide = power_db(left, right, -1) - power_db(left, right, 1);
  printf("# side %.1f dB against mid\n", wide);
  CHECK_AT_MOST(wide, -20);
  rig_set(&r, "low_cut", "off");
  fill_sine(left, N, 0.5, 40, RATE);
  run(&r);
  CHECK(power_db(left, right, -1) - power_db(left, right, 1) > wide + 6);
  rig_free(&r);
}

static void spread_goes_from_the_middle_to_the_sides(void)
{
  rig r = make("chorus", 2);
  rig_set(&r, "spread", "0 %");
  fill_noise(left, N, 0.5, 3);
  fill_noise(right, N, 0.5, 4);
  run(&r);
  CHECK(!memcmp(left, right, sizeof left));
  rig_set(&r, "spread", "100 %"); // what is only on the right stays there
  memset(left, 0, sizeof left);
  fill_noise(right, N, 0.5, 4);
  run(&r);
  CHECK_AT_MOST(power_db(left, left, 1), -200);
  CHECK(power_db(right, right, 1) > 10);
  rig_free(&r);
}

static void the_level_does_not_depend_on_the_voices(void) // noise, all wet, 1 to 4: 0.3 dB
{
  double first = 0;
  for (unsigned n = 1; n <= 4; ++n) {
    rig  r = make("doubler", 1);
    char text[8];
    snprintf(text, sizeof text, "%u", n);
    rig_set(&r, "voices", text);
    fill_noise(left, N, 0.5, 3);
    run(&r);
    first = n == 1 ? mean_power_db() : first;
    CHECK_NEAR(mean_power_db(), first, 0.3);
    rig_free(&r);
  }
}

static void new_values_bend_and_do_not_click(void) // both modes, 5 to 45 ms and back, 60 Hz
{
  rig r = make("chorus", 1);
  rig_set(&r, "mix", "50 %");
  fill_sine(left, N, 0.5, 60, RATE);
  rig_start(&r);
  for (size_t at = 0; at + STEP <= N; at += STEP) {
    r.values[0] = (float)(at / 16384 % 2);
    r.values[4] = at / 8192 % 2 ? 45 : 5;
    rig_update(&r);
    rig_run(&r, (float* [2]){left + at, right + at}, STEP, STEP, 0);
  }
  double most = 0;
  for (size_t i = 4096; i < N - STEP; ++i) {
    most = fmax(most, fabs((double)left[i] - 2 * (double)left[i - 1] + left[i - 2]));
  }
  printf("# greatest second difference %.2g\n", most); // of the sine itself 3.1e-5
  CHECK_AT_MOST(most, 0.0005);
  rig_free(&r);
}

static void the_tail_is_as_long_as_it_says(void)
{
  rig r = make("doubler", 1);
  rig_set(&r, "low_cut", "150 Hz");
  rig_set(&r, "delay", "50 ms");
  memset(left, 0, sizeof left);
  fill_noise(left, 4800, 1, 5);
  run(&r);
  const size_t tail = r.proc->tail_frames(r.self);
  double       most = 0;
  for (size_t i = 4800 + tail; i < N; ++i) {
    most = fmax(most, fabs(left[i]));
  }
  CHECK(tail < 20000);
  CHECK_AT_MOST(most, 1e-5); // -100 dB
  rig_free(&r);
}

static const check_test tests[] = {CHECK_TEST(every_mode_and_number_is_its_formula),
                                   CHECK_TEST(a_chorus_goes_as_far_out_of_tune_as_its_rows_say),
                                   CHECK_TEST(a_doubler_drifts_a_few_cents),
                                   CHECK_TEST(dry_is_dry_to_the_bit),
                                   CHECK_TEST(mono_keeps_what_stereo_has),
                                   CHECK_TEST(lows_stay_dry_and_in_the_middle),
                                   CHECK_TEST(spread_goes_from_the_middle_to_the_sides),
                                   CHECK_TEST(the_level_does_not_depend_on_the_voices),
                                   CHECK_TEST(new_values_bend_and_do_not_click),
                                   CHECK_TEST(the_tail_is_as_long_as_it_says)};
CHECK_MAIN(tests)
