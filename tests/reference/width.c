// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Width against mid and side as everybody knows them, in double, and against what it promises: the
// mono sum stays.
#include "filter_tools.h"

#include "proc/width.h"

enum { N = 48000 };
static const double RATE = 48000;

static float  io_memory[2][N], in_memory[2][N];
static float* io[2] = {io_memory[0], io_memory[1]};

typedef struct {
  const char *width, *mid, *side, *mono_below, *slope, *shelf;
} setting;

static rig make(const setting* const s, const double rate_hz)
{
  rig               r         = rig_new(&lq_width, rate_hz, 2, 0);
  const char* const rows[][2] = {{"width", s->width}, {"mid", s->mid},
                                 {"side", s->side},   {"mono_below", s->mono_below},
                                 {"slope", s->slope}, {"shelf", s->shelf}};
  for (unsigned i = 0; i < sizeof rows / sizeof *rows; ++i) {
    if (rows[i][1]) {
      rig_set(&r, rows[i][0], rows[i][1]);
    }
  }
  return r;
}

static void run(rig* const r)
{
  for (unsigned c = 0; c < 2; ++c) {
    fill_noise(io[c], N, 0.5, c + 1);
  }
  memcpy(in_memory, io_memory, sizeof io_memory);
  rig_start(r);
  rig_run(r, io, N, 0, 7);
}

static void same_as_mid_and_side(void) // fixed: stereo noise; the high-pass by hand
{
  static const setting all[] = {
      {.width = "0 %"},
      {.width = "150 %", .side = "-3 dB"},
      {.width = "200 %", .mid = "-2 dB"},
      {.width = "80 %", .mono_below = "120 Hz"},
      {.mid = "6 dB", .side = "4 dB", .mono_below = "300 Hz"},
  };
  double* want[2] = {calloc(N, sizeof(double)), calloc(N, sizeof(double))};
  for (unsigned k = 0; k < sizeof all / sizeof *all; ++k) {
    rig          r  = make(&all[k], RATE);
    const double hz = (double)r.values[LQ_WIDTH_MONO_BELOW], g = tan(LQ_PI * hz / RATE);
    slow_biquad  f   = slow_new(1, 0, 0, sqrt(2) * g, g * g);
    const double mid = pow(10, (double)r.values[LQ_WIDTH_MID] / 20);
    const double side =
        pow(10, (double)r.values[LQ_WIDTH_SIDE] / 20) * (double)r.values[LQ_WIDTH_WIDTH] / 100;
    run(&r);
    for (size_t i = 0; i < N; ++i) {
      const double l = (double)in_memory[0][i], rr = (double)in_memory[1][i];
      const double s = (l - rr) / 2, kept = hz > 20 ? slow_run(&f, s) : s;
      want[0][i] = mid * (l + rr) / 2 + side * kept;
      want[1][i] = mid * (l + rr) / 2 - side * kept;
    }
    CHECK_AT_MOST(135, snr_db(io[0], want[0], N));
    CHECK_AT_MOST(135, snr_db(io[1], want[1], N));
    rig_free(&r);
  }
  free(want[0]);
  free(want[1]);
}

// How far the mono sum is from what came in, dB against it.
static double fold_error_db(void)
{
  double s = 0, e = 0;
  for (size_t i = 0; i < N; ++i) {
    const double was = (double)in_memory[0][i] + (double)in_memory[1][i];
    const double is  = (double)io[0][i] + (double)io[1][i];
    s += was * was;
    e += (is - was) * (is - was);
  }
  return 10 * log10(e / s);
}

static void the_mono_sum_stays(void)
{
  static const setting all[] = {
      {.width = "0 %"},
      {.width = "50 %"},
      {.width = "137 %"},
      {.width = "200 %"},
      {.side = "5 dB"},
      {.mono_below = "150 Hz"},
      {.mono_below = "1 kHz", .slope = "12 dB/oct", .width = "170 %"},
      {.shelf = "9 dB"},
      {.mono_below = "200 Hz", .slope = "6 dB/oct", .shelf = "-6 dB"},
  };
  double worst = -INFINITY;
  for (unsigned k = 0; k < sizeof all / sizeof *all; ++k) {
    rig r = make(&all[k], RATE);
    run(&r);
    CHECK(memcmp(in_memory, io_memory, sizeof io_memory)); // it does something
    worst = fmax(worst, fold_error_db());
    rig_free(&r);
  }
  printf("# mono sum: %.1f dB\n", worst);
  CHECK_AT_MOST(worst, -140);
}

static void zero_is_mono(void)
{
  rig r = make(&(setting){.width = "0 %"}, RATE);
  run(&r);
  double most = 0;
  for (size_t i = 0; i < N; ++i) {
    most = fmax(most, fabs((double)io[0][i] - (double)io[1][i]));
  }
  CHECK_AT_MOST(20 * log10(most), -135); // of noise at -6 dBFS
  rig_free(&r);
}

// Level of one frequency in the difference of the sides, dB against the input's.
static double side_through_db(rig* const r, const double hz)
{
  fill_sine(io[0], N, 0.25, hz, RATE);
  for (size_t i = 0; i < N; ++i) {
    io[1][i] = -io[0][i];
  }
  rig_start(r);
  rig_run(r, io, N, 1024, 0);
  rig_free(r);
  return tone_level_db(io[0] + N / 2, N / 2, hz, RATE) - 20 * log10(0.25);
}

static double side_db(const setting* const s, const double hz)
{
  rig r = make(s, RATE);
  return side_through_db(&r, hz);
}

static void mono_below_takes_the_sides_lows(void)
{
  static const char* const slopes[] = {"6 dB/oct", "12 dB/oct"};
  for (unsigned k = 0; k < 2; ++k) {
    const setting s = {.mono_below = "200 Hz", .slope = slopes[k]};
    const double  n = k + 1;
    CHECK_NEAR(side_db(&s, 200), -3.01, 0.02);
    CHECK_NEAR(side_db(&s, 50), -10 * log10(1 + pow(4, 2 * n)), 0.05);
    CHECK_NEAR(side_db(&s, 2000), 0, 0.05);
  }
}

// A tone on the left alone at the corner, dB louder there than on the right.
static double stays_left_db(const char* const slope)
{
  rig r = make(&(setting){.mono_below = "200 Hz", .slope = slope}, RATE);
  fill_sine(io[0], N, 0.25, 200, RATE);
  memset(io[1], 0, sizeof io_memory[1]);
  rig_start(&r);
  rig_run(&r, io, N, 1024, 0);
  rig_free(&r);
  return tone_level_db(io[0] + N / 2, N / 2, 200, RATE) -
         tone_level_db(io[1] + N / 2, N / 2, 200, RATE);
}

static void nothing_changes_sides_at_the_corner(void) // the side turns by 45 or 90 degrees
{
  CHECK_NEAR(stays_left_db("6 dB/oct"), 6.9897, 0.01); // |1.5 + 0.5 j| / |0.5 - 0.5 j|
  CHECK_NEAR(stays_left_db("12 dB/oct"), 0, 0.01);
}

static void shelf_lifts_the_sides_air(void)
{
  const setting s = {.shelf = "6 dB"};
  CHECK_NEAR(side_db(&s, 6000), 3, 0.05);
  CHECK_NEAR(side_db(&s, 500), 0, 0.05);
  CHECK_NEAR(side_db(&s, 19000), 6, 0.15);
}

static void width_is_the_sides_level(void)
{
  CHECK_NEAR(side_db(&(setting){.width = "50 %"}, 1000), -6.0206, 0.001);
  CHECK_NEAR(side_db(&(setting){.width = "200 %"}, 1000), 6.0206, 0.001);
  CHECK_NEAR(side_db(&(setting){.side = "-4 dB"}, 1000), -4, 0.001);
  CHECK_NEAR(side_db(&(setting){.mid = "-4 dB"}, 1000), 0, 0.001);
}

static void untouched_where_nothing_changes(void)
{
  rig r = make(&(setting){0}, RATE);
  run(&r);
  CHECK(!memcmp(in_memory, io_memory, sizeof io_memory));
  rig_free(&r);
  r = make(&(setting){.width = "0 %", .mid = "6 dB", .mono_below = "200 Hz", .shelf = "3 dB"},
           RATE);
  rig_set(&r, "on", "off");
  run(&r);
  CHECK(!memcmp(in_memory, io_memory, sizeof io_memory));
  rig_free(&r);
}

static void one_channel_stays_one(void)
{
  rig r = rig_new(&lq_width, RATE, 1, 0);
  rig_set(&r, "width", "200 %");
  rig_set(&r, "mono_below", "200 Hz");
  CHECK(lq_proc_n_out(&lq_width, 1) == 1);
  run(&r);
  CHECK(!memcmp(in_memory[0], io_memory[0], sizeof io_memory[0]));
  rig_set(&r, "mid", "6 dB");
  run(&r);
  CHECK_NEAR(20 * log10(io[0][N - 1] / in_memory[0][N - 1]), 6, 0.001);
  rig_free(&r);
}

static void turn_knobs(rig* const r, const double turn)
{
  r->values[LQ_WIDTH_WIDTH]      = (float)(200 * turn);
  r->values[LQ_WIDTH_MID]        = (float)(6 * turn);
  r->values[LQ_WIDTH_MONO_BELOW] = (float)(30 * pow(20, turn));
  r->values[LQ_WIDTH_SHELF]      = (float)(10 * turn);
}

static void knobs_move_without_a_click(void)
{
  rig r = rig_new(&lq_width, RATE, 2, 0);
  turn_knobs(&r, 0);
  rig_start(&r);
  fill_sine(io[0], N, 0.25, 500, RATE);
  fill_sine(io[1], N, 0.1, 300, RATE);
  run_moving(&r, io, N, turn_knobs);
  printf("# hidden steps %.1f dBFS\n", click_db(io[0], N));
  CHECK_AT_MOST(click_db(io[0], N), -90);
  rig_free(&r);
}

static rig three_bands(const char* const low, const char* const middle, const char* const high)
{
  rig r = rig_new(&lq_width, RATE, 2, 3);
  rig_set_band(&r, 0, "to", "120 Hz");
  rig_set_band(&r, 1, "to", "4 kHz");
  rig_set_band(&r, 0, "width", low);
  rig_set_band(&r, 1, "width", middle);
  rig_set_band(&r, 2, "width", high);
  return r;
}

static void bands_are_the_side_cut_by_one_pole(void) // by hand; with a width for all over it
{
  static double want[2][N];
  rig           r = three_bands("0 %", "90 %", "140 %");
  rig_set(&r, "width", "80 %");
  run(&r);
  static const double edges_hz[] = {120, 4000}, more[] = {-0.9, -0.5};
  double              state[2] = {0}, was = 0;
  for (size_t i = 0; i < N; ++i) {
    const double l = (double)in_memory[0][i], rr = (double)in_memory[1][i], s = (l - rr) / 2;
    double       wide = 1.4 * s;
    for (unsigned k = 0; k < 2; ++k) {
      const double g = tan(LQ_PI * edges_hz[k] / RATE);
      state[k]       = (g * (s + was) + (1 - g) * state[k]) / (1 + g);
      wide += more[k] * state[k];
    }
    was        = s;
    want[0][i] = (l + rr) / 2 + 0.8 * wide;
    want[1][i] = (l + rr) / 2 - 0.8 * wide;
  }
  CHECK_AT_MOST(130, snr_db(io[0], want[0], N));
  CHECK_AT_MOST(130, snr_db(io[1], want[1], N));
  printf("# mono sum with bands: %.1f dB\n", fold_error_db());
  CHECK_AT_MOST(fold_error_db(), -140);
  rig_free(&r);
}

static void bands_of_one_width_are_that_width(void)
{
  rig r = three_bands("100 %", "100 %", "100 %");
  run(&r);
  CHECK(!memcmp(in_memory, io_memory, sizeof io_memory)); // the bits
  rig_free(&r);
  r = three_bands("60 %", "60 %", "60 %");
  run(&r);
  static float bands[2][N];
  memcpy(bands, io_memory, sizeof bands);
  rig_free(&r);
  r = make(&(setting){.width = "60 %"}, RATE);
  run(&r);
  CHECK(!memcmp(bands, io_memory, sizeof bands));
  rig_free(&r);
}

// Between two bands the side's level lies between theirs, nowhere above or below.
static void bands_do_not_overshoot(void)
{
  double last_db = -INFINITY;
  for (double hz = 20; hz < 20000; hz *= 1.4) {
    rig          r  = three_bands("10 %", "100 %", "150 %");
    const double db = side_through_db(&r, hz);
    CHECK_AT_MOST(last_db, db + 0.001);
    CHECK_AT_MOST(-20.001, db);
    CHECK_AT_MOST(db, 20 * log10(1.5) + 0.001);
    last_db = db;
  }
}

static const check_test tests[] = {CHECK_TEST(same_as_mid_and_side),
                                   CHECK_TEST(bands_are_the_side_cut_by_one_pole),
                                   CHECK_TEST(bands_of_one_width_are_that_width),
                                   CHECK_TEST(bands_do_not_overshoot),
                                   CHECK_TEST(the_mono_sum_stays),
                                   CHECK_TEST(zero_is_mono),
                                   CHECK_TEST(mono_below_takes_the_sides_lows),
                                   CHECK_TEST(nothing_changes_sides_at_the_corner),
                                   CHECK_TEST(shelf_lifts_the_sides_air),
                                   CHECK_TEST(width_is_the_sides_level),
                                   CHECK_TEST(untouched_where_nothing_changes),
                                   CHECK_TEST(one_channel_stays_one),
                                   CHECK_TEST(knobs_move_without_a_click)};
CHECK_MAIN(tests)
