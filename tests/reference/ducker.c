// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The ducker against a slow one written frame by frame in double, and against what its rows
// promise: dB, milliseconds, frames.
#include "dynamics_tools.h"
#include "filter_tools.h"

#include "proc/ducker.h"

typedef struct {
  double depth_db, threshold_db, hysteresis_db, attack_ms, hold_ms, release_ms, low_hz, high_hz;
  double lookahead_ms;
} settings;

typedef struct {
  slow_cut low[2], high[2];
} edges;

static double duck(const settings* const s, edges* const e, double x, const double g)
{
  const double out = pow(10, -s->depth_db / 160);
  x                = s->low_hz > 20 ? slow_edge(e->low, x, s->low_hz * out, g) : x * g;
  x                = s->high_hz < 20000 ? slow_edge(e->high, x, s->high_hz / out, 1 / g) : x;
  return x;
}

static void slow(const settings* const s, double* const y[2], float* const* const x,
                 float* const* const key)
{
  const long   ahead = lround(s->lookahead_ms * 0.001 * RATE);
  const long   hold  = lround(s->hold_ms * 0.001 * RATE) + ahead;
  const double a_a = slow_pole(s->attack_ms), a_r = slow_pole(s->release_ms);
  edges        e[2]   = {0};
  bool         open   = false;
  long         silent = 0;
  double       peak = 0, smooth = 0;
  for (long i = 0; i < N; ++i) {
    const double level = 20 * log10(fmax(fabs(key[0][i]), fabs(key[1][i])) + 1e-37);
    silent             = level >= s->threshold_db - s->hysteresis_db ? 0 : silent + 1;
    open               = level >= s->threshold_db || (open && silent <= hold);
    peak               = fmax(open, a_r * peak + (1 - a_r) * open);
    smooth             = a_a * smooth + (1 - a_a) * peak;
    const double g     = pow(10, -s->depth_db * smooth / 20);
    for (unsigned c = 0; c < 2; ++c) {
      y[c][i] = duck(s, &e[c], i < ahead ? 0 : x[c][i - ahead], g);
    }
  }
}

static void set_all(rig* const r, const settings* const s)
{
  set_number(r, "depth", s->depth_db);
  set_number(r, "threshold", s->threshold_db);
  set_number(r, "hysteresis", s->hysteresis_db);
  set_number(r, "attack", s->attack_ms);
  set_number(r, "hold", s->hold_ms);
  set_number(r, "release", s->release_ms);
  set_number(r, "lookahead", s->lookahead_ms);
  set_number(r, "high", s->high_hz);
  if (s->low_hz > 20) {
    set_number(r, "low", s->low_hz);
  }
}

// fixed: 48 kHz, stereo, 1 s of swelling noise that ducks itself or by a key
static void same_as_the_slow_one(void)
{
  static const settings all[] = {
      {6, -12, 6, 10, 20, 50, 20, 20000, 0},
      {20, -20, 3, 1, 0, 10, 2000, 5000, 5},
      {12, -10, 0, 30, 5, 200, 20, 120, 0},
      {40, -15, 10, 0.1, 10, 20, 1000, 20000, 20},
  };
  planes  p       = planes_new();
  double* want[2] = {calloc(N, sizeof(double)), calloc(N, sizeof(double))};
  for (unsigned k = 0; k < sizeof all / sizeof *all; ++k) {
    for (unsigned n_key = 0; n_key <= 2; n_key += 2) {
      rig r        = rig_new(&lq_ducker, RATE, 2, 0);
      r.spec.n_key = n_key;
      set_all(&r, &all[k]);
      rig_start(&r);
      planes_swell(&p);
      slow(&all[k], want, p.io, p.io + n_key);
      rig_run(&r, p.io, N, 0, 3);
      for (unsigned c = 0; c < 2; ++c) {
        CHECK_AT_MOST(100, snr_db(p.io[c], want[c], N));
      }
      rig_free(&r);
    }
  }
  free(want[0]);
  free(want[1]);
  planes_free(&p);
}

// A ducker with a key that plays from N / 4 on, until `to`.
static rig keyed(const planes* const p, const size_t to)
{
  rig r        = rig_new(&lq_ducker, RATE, 1, 0);
  r.spec.n_key = 1;
  for (size_t i = 0; i < N; ++i) {
    p->io[1][i] = i >= N / 4 && i < to ? 0.5F : 0;
  }
  return r;
}

// Gain for a tone while the key plays, dB.
static double ducked_db(const char* const low, const char* const high, const char* const depth,
                        const double freq_hz)
{
  planes p = planes_new();
  rig    r = keyed(&p, N);
  rig_set(&r, "low", low);
  rig_set(&r, "high", high);
  rig_set(&r, "depth", depth);
  rig_start(&r);
  fill_sine(p.io[0], N, 0.1, freq_hz, RATE);
  rig_run(&r, p.io, N, 0, 1);
  const double got = tone_level_db(p.io[0] + N / 2, N / 2, freq_hz, RATE) + 20;
  rig_free(&r);
  planes_free(&p);
  return got;
}

static void all_of_it_or_one_band_goes_down(void)
{
  CHECK_NEAR(ducked_db("off", "20 kHz", "9 dB", 50), -9, 0.01);
  CHECK_NEAR(ducked_db("off", "20 kHz", "9 dB", 10000), -9, 0.01);
  // A hole for a voice, 4 dB: full in the middle, half at its edges, nothing two octaves away.
  CHECK_NEAR(ducked_db("2 kHz", "5 kHz", "4 dB", 3200), -4, 0.2);
  CHECK_NEAR(ducked_db("2 kHz", "5 kHz", "4 dB", 2000), -2, 0.02);
  CHECK_NEAR(ducked_db("2 kHz", "5 kHz", "4 dB", 5000), -2, 0.05);
  CHECK_NEAR(ducked_db("2 kHz", "5 kHz", "4 dB", 500), 0, 0.02);
  CHECK_NEAR(ducked_db("2 kHz", "5 kHz", "4 dB", 18000), 0, 0.02);
  // One octave is enough for 12 dB, and deeper is deeper.
  CHECK_AT_MOST(ducked_db("1 kHz", "2 kHz", "12 dB", 1414), -9);
  CHECK_AT_MOST(ducked_db("1 kHz", "2 kHz", "24 dB", 1414), -17);
  // Below an edge, and above one.
  CHECK_NEAR(ducked_db("off", "120 Hz", "6 dB", 40), -6, 0.1);
  CHECK_NEAR(ducked_db("off", "120 Hz", "6 dB", 1000), 0, 0.01);
  CHECK_NEAR(ducked_db("1 kHz", "20 kHz", "6 dB", 8000), -6, 0.01);
  CHECK_NEAR(ducked_db("1 kHz", "20 kHz", "6 dB", 100), 0, 0.01);
}

static void at_rest_it_is_the_input(void)
{
  rig    r = rig_new(&lq_ducker, RATE, 2, 0);
  planes p = planes_new(), q = planes_new();
  r.spec.n_key = 2;
  rig_set(&r, "low", "2 kHz");
  rig_set(&r, "high", "5 kHz");
  rig_set(&r, "lookahead", "5 ms");
  rig_start(&r);
  planes_swell(&p);
  planes_swell(&q);
  memset(p.io[2], 0, N * sizeof(float));
  memset(p.io[3], 0, N * sizeof(float));
  rig_run(&r, p.io, N, 0, 3);
  CHECK_NEAR((double)rig_latency(&r), 240, 0);
  CHECK_NEAR((double)r.proc->tail_frames(r.self), 240, 0);
  CHECK(same_samples(p.io[0] + 240, q.io[0], (N - 240)));
  CHECK(same_samples(p.io[1] + 240, q.io[1], (N - 240)));
  rig_free(&r);
  planes_free(&p);
  planes_free(&q);
}

// Gain in each frame, dB, for a constant input.
static void gains_db(rig* const r, const planes* const p, double* const db)
{
  for (size_t i = 0; i < N; ++i) {
    p->io[0][i] = 0.125F;
  }
  rig_start(r);
  rig_run(r, p->io, N, 0, 5);
  for (size_t i = 0; i < N; ++i) {
    db[i] = 20 * log10(p->io[0][i] / 0.125);
  }
}

static void attack_hold_and_release_take_their_time(void)
{
  static double db[N];
  planes        p = planes_new();
  rig           r = keyed(&p, N / 2);
  rig_set(&r, "depth", "10 dB");
  rig_set(&r, "attack", "5 ms");
  rig_set(&r, "hold", "100 ms");
  rig_set(&r, "release", "50 ms");
  gains_db(&r, &p, db);
  CHECK_NEAR(db[N / 4 - 1], 0, 0);
  CHECK_NEAR(db[N / 4 + 239], -10 * (1 - exp(-1.0)), 0.02); // 5 ms
  CHECK_NEAR(db[N / 2 - 1], -10, 0.001);
  CHECK_NEAR(db[N / 2 + 4799], -10, 0.001); // 100 ms
  CHECK_AT_MOST(-9.9998, db[N / 2 + 4805]);
  CHECK_NEAR(db[N / 2 + 4800 + 2400 + 240], -10 * exp(-1.0), 0.2); // 50 ms, and the attack's 5
  rig_free(&r);
  planes_free(&p);
}

static void lookahead_is_down_before_the_key_comes(void)
{
  static double db[N];
  planes        p = planes_new();
  rig           r = keyed(&p, N / 2);
  rig_set(&r, "depth", "10 dB");
  rig_set(&r, "attack", "5 ms");
  rig_set(&r, "hold", "0 ms");
  rig_set(&r, "lookahead", "20 ms");
  gains_db(&r, &p, db);
  CHECK_NEAR((double)rig_latency(&r), 960, 0);
  CHECK_NEAR(db[N / 4 + 960], -10 * (1 - exp(-4.0)), 0.02); // where the key is, at the output
  CHECK_NEAR(db[N / 2 + 959], -10, 0.001);                  // and not up too early
  CHECK_AT_MOST(-9.9995, db[N / 2 + 980]);
  rig_free(&r);
  planes_free(&p);
}

static void without_a_key_it_hears_itself(void)
{
  rig r = rig_new(&lq_ducker, RATE, 2, 0);
  rig_set(&r, "threshold", "-30 dB");
  CHECK_NEAR(sine_gain_db(&r, 0.1, 0.1, 1000, 0), -6, 0.01);
  CHECK_NEAR(sine_gain_db(&r, 0.01, 0.01, 1000, 0), 0, 1e-6);
  CHECK_NEAR(sine_gain_db(&r, 0.1, 0.001, 1000, 1), -6, 0.01); // one gain for both sides
  rig_free(&r);
}

static void key_filters_and_hysteresis_choose_what_counts(void)
{
  rig r = rig_new(&lq_ducker, RATE, 2, 0);
  rig_set(&r, "threshold", "-30 dB");
  rig_set(&r, "key_hpf", "300 Hz");
  CHECK_NEAR(sine_gain_db(&r, 0.1, 0.1, 50, 0), 0, 0.001);
  CHECK_NEAR(sine_gain_db(&r, 0.1, 0.1, 3000, 0), -6, 0.01);
  rig_set(&r, "key_hpf", "off");
  rig_set(&r, "key_lpf", "300 Hz");
  CHECK_NEAR(sine_gain_db(&r, 0.1, 0.1, 50, 0), -6, 0.01);
  CHECK_NEAR(sine_gain_db(&r, 0.1, 0.1, 3000, 0), 0, 0.001);
  rig_set(&r, "key_lpf", "20 kHz");
  rig_set(&r, "hold", "0 ms");
  rig_set(&r, "release", "5 ms");
  CHECK_NEAR(square_gain_db(&r, -25, -35, N - 1), -6, 0.001);
  rig_set(&r, "hysteresis", "0 dB");
  CHECK_NEAR(square_gain_db(&r, -25, -35, N - 1), 0, 0.001);
  rig_free(&r);
}

static void depth_moves_without_a_click(void)
{
  planes p = planes_new();
  rig    r = rig_new(&lq_ducker, RATE, 1, 0);
  rig_set(&r, "depth", "0 dB");
  rig_start(&r);
  for (size_t i = 0; i < N; ++i) {
    p.io[0][i] = 0.5F;
  }
  rig_run(&r, p.io, 6400, 64, 0);
  rig_set(&r, "depth", "12 dB");
  rig_update(&r);
  float* rest[] = {p.io[0] + 6400};
  rig_run(&r, rest, 640, 0, 1);
  double step = 0;
  for (size_t i = 1; i < 7040; ++i) {
    step = fmax(step, fabs(20 * log10((double)p.io[0][i] / (double)p.io[0][i - 1])));
  }
  CHECK_NEAR(step, 12.0 / 64, 0.001);
  rig_free(&r);
  planes_free(&p);
}

// fixed: 100 Hz under an edge that moves from 120 to 240 Hz while it is ducked
static void edges_move_without_a_click(void)
{
  planes p = planes_new();
  rig    r = keyed(&p, N);
  rig_set(&r, "low", "40 Hz");
  rig_set(&r, "high", "120 Hz");
  rig_set(&r, "depth", "12 dB");
  rig_start(&r);
  fill_sine(p.io[0], N, 0.25, 100, RATE);
  rig_run(&r, p.io, 32000, 0, 1);
  rig_set(&r, "high", "240 Hz");
  rig_update(&r);
  float* rest[] = {p.io[0] + 32000, p.io[1] + 32000};
  rig_run(&r, rest, N - 32000, 0, 1);
  CHECK_AT_MOST(click_db(p.io[0] + 31000, 2000), -90);
  rig_free(&r);
  planes_free(&p);
}

static void off_passes_the_input_and_the_meter_tells(void)
{
  rig    r = rig_new(&lq_ducker, RATE, 2, 0);
  planes p = planes_new(), q = planes_new();
  float  meter = -1;
  rig_set(&r, "low", "200 Hz");
  rig_set(&r, "on", "off");
  rig_start(&r);
  planes_swell(&p);
  planes_swell(&q);
  rig_run(&r, p.io, N, 1024, 0);
  CHECK(same_samples(p.io[0], q.io[0], N));
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 0, 0);
  rig_set(&r, "on", "on");
  rig_start(&r);
  rig_run(&r, p.io, N, 1024, 0);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 6, 0.001);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 0, 0);
  rig_free(&r);
  planes_free(&p);
  planes_free(&q);
}

static const check_test tests[] = {CHECK_TEST(same_as_the_slow_one),
                                   CHECK_TEST(all_of_it_or_one_band_goes_down),
                                   CHECK_TEST(at_rest_it_is_the_input),
                                   CHECK_TEST(attack_hold_and_release_take_their_time),
                                   CHECK_TEST(lookahead_is_down_before_the_key_comes),
                                   CHECK_TEST(without_a_key_it_hears_itself),
                                   CHECK_TEST(key_filters_and_hysteresis_choose_what_counts),
                                   CHECK_TEST(depth_moves_without_a_click),
                                   CHECK_TEST(edges_move_without_a_click),
                                   CHECK_TEST(off_passes_the_input_and_the_meter_tells)};
CHECK_MAIN(tests)
