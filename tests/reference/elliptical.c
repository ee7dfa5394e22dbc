// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The elliptical equaliser against mid and side by hand, and against what it promises: the middle
// keeps its level, the bass becomes one, left stays left.
#include "filter_tools.h"

#include "proc/elliptical.h"

enum { N = 48000 };
static const double RATE = 48000;

static float  io_memory[2][N], in_memory[2][N];
static float* io[2] = {io_memory[0], io_memory[1]};

static void run(const char* const freq, const char* const slope, const char* const on)
{
  rig r = rig_new(&lq_elliptical, RATE, 2, 0);
  rig_set(&r, "freq", freq);
  rig_set(&r, "slope", slope);
  rig_set(&r, "on", on);
  memcpy(in_memory, io_memory, sizeof io_memory);
  rig_start(&r);
  rig_run(&r, io, N, 0, 7);
  rig_free(&r);
}

static void fill_stereo_noise(void)
{
  fill_noise(io[0], N, 0.5, 1);
  fill_noise(io[1], N, 0.5, 2);
}

static void same_as_mid_and_side_by_hand(void) // fixed: stereo noise
{
  static const struct {
    const char *freq, *slope;
    double      hz;
    bool        steep;
  } all[] = {{"40 Hz", "12", 40, true}, {"150 Hz", "12", 150, true}, {"300 Hz", "6", 300, false}};
  double* want[2] = {calloc(N, sizeof(double)), calloc(N, sizeof(double))};
  for (unsigned k = 0; k < sizeof all / sizeof *all; ++k) {
    const double g   = tan(LQ_PI * all[k].hz / RATE);
    slow_biquad  mid = all[k].steep ? slow_new(1, 1 - g, -g, 1 + g, g) : slow_new(1, 1, 1, 1, 1);
    slow_biquad side = all[k].steep ? slow_new(1, 0, 0, 2 * g, g * g) : slow_new(1, 1, 0, 1 + g, g);
    fill_stereo_noise();
    run(all[k].freq, all[k].slope, "on");
    for (size_t i = 0; i < N; ++i) {
      const double l = (double)in_memory[0][i], r = (double)in_memory[1][i];
      const double m = slow_run(&mid, (l + r) / 2), s = slow_run(&side, (l - r) / 2);
      want[0][i] = m + s;
      want[1][i] = m - s;
    }
    CHECK_AT_MOST(130, snr_db(io[0], want[0], N));
    CHECK_AT_MOST(130, snr_db(io[1], want[1], N));
  }
  free(want[0]);
  free(want[1]);
}

static double level_db(const float* const x, const double hz) // once it has settled
{
  return tone_level_db(x + N / 2, N / 2, hz, RATE);
}

// What two channels hold of a tone that comes in with these levels.
static void tone(const double hz, const double left, const double right, const char* const slope)
{
  fill_sine(io[0], N, left, hz, RATE);
  fill_sine(io[1], N, right, hz, RATE);
  run("150 Hz", slope, "on");
}

static void the_middle_keeps_its_level(void)
{
  static const double hz[] = {20, 40, 80, 150, 300, 1000, 10000};
  for (unsigned i = 0; i < sizeof hz / sizeof *hz; ++i) {
    tone(hz[i], 0.5, 0.5, "12");
    CHECK_NEAR(level_db(io[0], hz[i]), level_db(in_memory[0], hz[i]), 0.001);
    CHECK(!memcmp(io[0], io[1], sizeof io_memory[0])); // still one
    tone(hz[i], 0.5, 0.5, "6");
    CHECK(!memcmp(io_memory, in_memory, sizeof io_memory)); // not even its phase
  }
}

static void the_sides_fall_below_the_corner(void) // fixed: out of phase, corner 150 Hz
{
  for (double hz = 20; hz < 3000; hz *= 1.5) {
    const double x = tan(LQ_PI * hz / RATE) / tan(LQ_PI * 150 / RATE);
    tone(hz, 0.5, -0.5, "12");
    CHECK_NEAR(level_db(io[0], hz) - level_db(in_memory[0], hz), 20 * log10(x * x / (1 + x * x)),
               0.02);
    tone(hz, 0.5, -0.5, "6");
    CHECK_NEAR(level_db(io[0], hz) - level_db(in_memory[0], hz), 10 * log10(x * x / (1 + x * x)),
               0.02);
  }
}

// Hard left, h is what is left of the side: left (1 + h)/2, right (1 - h)/2 when phases match.
static void left_stays_left(void)
{
  for (double hz = 40; hz < 3000; hz *= 1.3) {
    const double x = tan(LQ_PI * hz / RATE) / tan(LQ_PI * 150 / RATE), h = x * x / (1 + x * x);
    tone(hz, 0.5, 0, "12");
    const double came_db = level_db(in_memory[0], hz);
    CHECK_NEAR(level_db(io[0], hz) - came_db, 20 * log10((1 + h) / 2), 0.01);
    CHECK_NEAR(level_db(io[1], hz) - came_db, 20 * log10((1 - h) / 2), 0.05);
  }
  tone(150, 0.5, 0, "12"); // width's mono_below of 12 dB has both equally loud there
  CHECK_NEAR(level_db(io[0], 150) - level_db(io[1], 150), 20 * log10(3), 0.02);
}

static void off_leaves_the_bits(void)
{
  fill_stereo_noise();
  run("300 Hz", "12", "off");
  CHECK(!memcmp(io_memory, in_memory, sizeof io_memory));
}

static void sweep(rig* const r, const double turn)
{
  r->values[LQ_ELLIPTICAL_FREQ] = (float)(40 + 260 * (0.5 - 0.5 * cos(40 * turn)));
}

static void the_corner_moves_without_clicks(void) // fixed: a bass tone, more left than right
{
  rig r = rig_new(&lq_elliptical, RATE, 2, 0);
  fill_sine(io[0], N, 0.5, 60, RATE);
  fill_sine(io[1], N, -0.3, 60, RATE);
  rig_start(&r);
  run_moving(&r, io, N, sweep);
  printf("# greatest hidden step %.1f dB\n", click_db(io[0], N));
  CHECK_AT_MOST(click_db(io[0], N), -80);
  rig_free(&r);
}

static const check_test tests[] = {
    CHECK_TEST(same_as_mid_and_side_by_hand),
    CHECK_TEST(the_middle_keeps_its_level),
    CHECK_TEST(the_sides_fall_below_the_corner),
    CHECK_TEST(left_stays_left),
    CHECK_TEST(off_leaves_the_bits),
    CHECK_TEST(the_corner_moves_without_clicks),
};
CHECK_MAIN(tests)
