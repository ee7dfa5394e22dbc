// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Echo against a plain double loop over frames, and what a listener would check: when repeats come,
// how loud, on which side, and that they end.
#include "proc_tools.h"

enum { N = 96000 };
static const double RATE = 48000;

static float left[N], right[N];

static rig make(const unsigned n_channels)
{
  rig r = rig_new(lq_proc_find("echo"), RATE, n_channels, 0);
  rig_set(&r, "low_cut", "off");
  rig_set(&r, "high_cut", "20 kHz");
  return r;
}

static void run_impulse(rig* const r, const float in_left, const float in_right)
{
  memset(left, 0, sizeof left);
  memset(right, 0, sizeof right);
  left[0]  = in_left;
  right[0] = in_right;
  rig_start(r);
  rig_run(r, (float* [2]){left, right}, N, 1024, 0);
}

// Energy around a time, dB; a repeat of an impulse spreads over some frames.
static double energy_db(const float* const x, const double time_ms)
{
  const long at  = lround(time_ms * 0.001 * RATE);
  double     sum = 1e-30;
  for (long i = at - 100; i < at + 100; ++i) {
    sum += i >= 0 && i < N ? (double)x[i] * x[i] : 0;
  }
  return 10 * log10(sum);
}

// Centre of energy around a time.
static double arrival_ms(const float* const x, const double time_ms)
{
  const long at  = lround(time_ms * 0.001 * RATE);
  double     sum = 0, when = 0;
  for (long i = at - 60; i < at + 60; ++i) {
    sum += (double)x[i] * x[i];
    when += (double)i * x[i] * x[i];
  }
  return when / sum * 1000 / RATE;
}

static void time_mode_repeats_in_ms(void)
{
  rig r = make(1);
  rig_set(&r, "time", "250 ms");
  rig_set(&r, "feedback", "50 %");
  run_impulse(&r, 1, 0);
  for (int k = 1; k <= 6; ++k) {
    CHECK_NEAR(arrival_ms(left, 250 * k), 250 * k, 0.02 * k); // the high cut's own delay is 0.01 ms
    CHECK_NEAR(energy_db(left, 250 * k) - energy_db(left, 250), -6.0206 * (k - 1), 0.5 * (k - 1));
  }
  CHECK_AT_MOST(energy_db(left, 125), -200); // and none between
  CHECK(!memcmp(left, right, sizeof left));  // mono in: both sides alike
  rig_free(&r);
}

static void beats_follow_the_tempo(void) // differs by mode: 120 a minute, three quarters: 375 ms
{
  rig r = make(1);
  rig_set(&r, "time", "250 ms");
  rig_set(&r, "beats", "0.75");
  run_impulse(&r, 1, 0);
  CHECK_NEAR(arrival_ms(left, 375), 375, 0.02);
  CHECK_AT_MOST(energy_db(left, 250), -200);
  r.spec.tempo_bpm = 100;
  run_impulse(&r, 1, 0);
  CHECK_NEAR(arrival_ms(left, 450), 450, 0.02);
  r.spec.tempo_bpm = 0; // unknown: back to the time
  run_impulse(&r, 1, 0);
  CHECK_NEAR(arrival_ms(left, 250), 250, 0.02);
  rig_free(&r);
}

static void ping_pong_changes_sides(void)
{
  rig r = make(2);
  rig_set(&r, "time", "200 ms");
  rig_set(&r, "feedback", "70 %");
  rig_set(&r, "ping_pong", "on");
  run_impulse(&r, 0, 1); // even what comes from the right alone starts on the left
  for (int k = 1; k <= 6; ++k) {
    const float *here = k % 2 ? left : right, *there = k % 2 ? right : left;
    CHECK_AT_MOST(energy_db(there, 200 * k), energy_db(here, 200 * k) - 100);
  }
  rig_set(&r, "ping_pong", "off");
  run_impulse(&r, 0, 1); // in stereo, right stays right
  CHECK_AT_MOST(energy_db(left, 200), -200);
  CHECK_AT_MOST(-2, energy_db(right, 200));
  rig_free(&r);
}

static void spread_parts_the_sides(void)
{
  rig r = make(1);
  rig_set(&r, "time", "300 ms");
  rig_set(&r, "spread", "20 %");
  run_impulse(&r, 1, 0);
  CHECK_NEAR(arrival_ms(left, 270), 270, 0.02);
  CHECK_NEAR(arrival_ms(right, 330), 330, 0.02);
  rig_free(&r);
}

static void cuts_work_once_a_repeat(void) // 12 dB per octave: 500 Hz under a 1 kHz low cut
{
  rig r = make(1);
  rig_set(&r, "time", "250 ms");
  rig_set(&r, "feedback", "90 %");
  rig_set(&r, "low_cut", "1 kHz");
  memset(left, 0, sizeof left);
  memset(right, 0, sizeof right);
  for (int i = 0; i < 9600; ++i) { // 200 ms of tone
    left[i] = (float)(0.5 * sin(2 * LQ_PI * 500 * i / RATE));
  }
  rig_start(&r);
  rig_run(&r, (float* [2]){left, right}, N, 0, 2);
  const double first  = tone_level_db(left + 12000 + 2400, 4800, 500, RATE);
  const double second = tone_level_db(left + 24000 + 2400, 4800, 500, RATE);
  const double cut    = -10 * log10(1 + 16); // Butterworth an octave below its corner
  CHECK_NEAR(first, 20 * log10(0.5) + cut, 0.1);
  CHECK_NEAR(second - first, 20 * log10(0.9) + cut, 0.1);
  rig_free(&r);
}

// One section of the loop's filters, state-variable, as in the paper.
typedef struct {
  double a, b;
} section;

static double filter(section* const s, const double freq_hz, const bool high, const double x)
{
  const double g = tan(LQ_PI * freq_hz / RATE), k = sqrt(2);
  const double band = (g * (x - s->b) + s->a) / (1 + g * (g + k));
  const double low  = s->b + g * band;
  s->a              = 2 * band - s->a;
  s->b              = 2 * low - s->b;
  return high ? x - k * band - low : low;
}

static void matches_a_plain_loop(void) // fixed: whole frames, noise for 0.5 s, every cut in use
{
  static double want[2][N], ring[2][N + 20000];
  section       s[2][2] = {0};
  rig           r       = rig_new(lq_proc_find("echo"), RATE, 2, 0);
  rig_set(&r, "time", "100 ms");
  rig_set(&r, "feedback", "80 %");
  rig_set(&r, "low_cut", "200 Hz");
  rig_set(&r, "high_cut", "4 kHz");
  rig_set(&r, "mix", "50 %");
  rig_start(&r);
  memset(left, 0, sizeof left);
  memset(right, 0, sizeof right);
  fill_noise(left, 24000, 0.5, 1);
  fill_noise(right, 24000, 0.5, 2);
  for (int i = 0; i < N; ++i) {
    const double in[2] = {left[i], right[i]};
    for (int c = 0; c < 2; ++c) {
      const double heard = i >= 4800 ? ring[c][i - 4800] : 0;
      const double wet   = filter(&s[c][1], 4000, false, filter(&s[c][0], 200, true, heard));
      ring[c][i]         = in[c] + (double)0.8F * wet;
      want[c][i]         = sqrt(0.5) * (in[c] + wet);
    }
  }
  rig_run(&r, (float* [2]){left, right}, N, 0, 3);
  printf("# SNR %.1f and %.1f dB\n", snr_db(left, want[0], N), snr_db(right, want[1], N));
  CHECK_AT_MOST(110, snr_db(left, want[0], N));
  CHECK_AT_MOST(110, snr_db(right, want[1], N));
  rig_free(&r);
}

static void every_setting_stays_bounded(void) // fixed: 5 s of full-scale noise at 95 %
{
  static const char* const times[]   = {"1 ms", "7.77 ms", "333.3 ms"};
  static const double      seconds[] = {0.001, 0.00777, 0.3333};
  for (unsigned k = 0; k < 12; ++k) {
    rig r = rig_new(lq_proc_find("echo"), RATE, 2, 0);
    rig_set(&r, "time", times[k % 3]);
    rig_set(&r, "feedback", "95 %");
    rig_set(&r, "low_cut", "off");
    rig_set(&r, "high_cut", "20 kHz");
    rig_set(&r, "ping_pong", k / 3 % 2 ? "on" : "off");
    rig_set(&r, "spread", k / 6 ? "50 %" : "0 %");
    rig_start(&r);
    double most = 0, end = 0;
    for (int turn = 0; turn < 8; ++turn) {
      fill_noise(left, N, turn < 2 ? 1 : 0, 1);
      fill_noise(right, N, turn < 2 ? 1 : 0, 2);
      rig_run(&r, (float* [2]){left, right}, N, 1024, 0);
      end = 0;
      for (int i = 0; i < N; ++i) {
        most = fmax(most, fmax(fabs(left[i]), fabs(right[i])));
        end  = fmax(end, fmax(fabs(left[i]), fabs(right[i])));
      }
    }
    CHECK_AT_MOST(most, 20.5); // 1 / (1 - 0.95) is the bound of the sum
    // 12 s of repeats later, at the slower side of a wide spread
    CHECK_AT_MOST(end, 1e-9 + most * pow(0.95, 10 / (1.25 * seconds[k % 3])));
    rig_free(&r);
  }
}

static void a_new_time_does_not_click(void) // fixed: 60 Hz tone, time moved every 4096 frames
{
  rig r = make(1);
  rig_start(&r);
  fill_sine(left, N, 0.5, 60, RATE);
  for (int at = 0; at + 64 <= N; at += 64) {
    r.values[0] = 100.0F + 37.0F * (float)(at / 4096);
    rig_update(&r);
    rig_run(&r, (float* [2]){left + at, right + at}, 64, 64, 0);
  }
  double most = 0; // the first repeat starts with a sine's corner: look after it
  for (int i = 12002; i < N; ++i) {
    most = fmax(most, fabs(left[i] - 2 * left[i - 1] + left[i - 2]));
  }
  printf("# greatest second difference %.2g\n", most);
  CHECK_AT_MOST(most, 0.002);
  rig_free(&r);
}

static void the_tail_is_as_long_as_it_says(void)
{
  rig r = make(1);
  rig_set(&r, "time", "50 ms");
  rig_set(&r, "feedback", "40 %");
  run_impulse(&r, 1, 0);
  const size_t tail = r.proc->tail_frames(r.self);
  double       most = 0;
  for (size_t i = tail; i < N; ++i) {
    most = fmax(most, fabs(left[i]));
  }
  CHECK(tail < N);
  CHECK_AT_MOST(most, 1e-5); // -100 dB
  rig_free(&r);
}

static const check_test tests[] = {
    CHECK_TEST(time_mode_repeats_in_ms),       CHECK_TEST(beats_follow_the_tempo),
    CHECK_TEST(ping_pong_changes_sides),       CHECK_TEST(spread_parts_the_sides),
    CHECK_TEST(cuts_work_once_a_repeat),       CHECK_TEST(matches_a_plain_loop),
    CHECK_TEST(every_setting_stays_bounded),   CHECK_TEST(a_new_time_does_not_click),
    CHECK_TEST(the_tail_is_as_long_as_it_says)};
CHECK_MAIN(tests)
