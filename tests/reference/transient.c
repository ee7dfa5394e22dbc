// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The transient shaper against a slow one written frame by frame in double, and against what its
// rows promise: dB, milliseconds, frames.
#include "dynamics_tools.h"

#include "proc/transient.h"

// A hit of 200 Hz every quarter of a second that dies away by 8.7 dB each 40 ms.
enum { BEAT = 12000 };

static void fill_hits(float* const x, const double level)
{
  for (size_t i = 0; i < N; ++i) {
    const double t = (double)(i % BEAT) / RATE;
    x[i]           = (float)(level * exp(-t / 0.04) * sin(2 * LQ_PI * 200 * t));
  }
}

typedef struct {
  double attack_db, sustain_db, attack_ms, sustain_ms, sensitivity_db, link, output_db, mix;
} settings;

typedef struct {
  double short_peak, slow, long_peak;
} side;

static double step(const double up, const double under, const double reach_db)
{
  const double u = fmin(1, fmax(0, 20 * log10((up + 1e-37) / (under + 1e-37)) / reach_db));
  return u * u * (3 - 2 * u);
}

static double gain_lin(const settings* const s, side* const f, const double x)
{
  const double a_short = slow_pole(3 * s->attack_ms), a_long = slow_pole(s->sustain_ms);
  const double a_slow = slow_pole(s->attack_ms);
  f->short_peak       = fmax(x, a_short * f->short_peak + (1 - a_short) * x);
  f->long_peak        = fmax(x, a_long * f->long_peak + (1 - a_long) * x);
  f->slow             = a_slow * f->slow + (1 - a_slow) * f->short_peak;
  const double db     = s->attack_db * step(f->short_peak, f->slow, s->sensitivity_db) +
                    s->sustain_db * step(f->long_peak, f->short_peak, s->sensitivity_db);
  return (1 - s->mix) + s->mix * pow(10, (db + s->output_db) / 20);
}

static void slow(const settings* const s, double* const y[2], float* const* const x)
{
  side f[2] = {0};
  for (size_t i = 0; i < N; ++i) {
    const double m[]  = {fabs((double)x[0][i]), fabs((double)x[1][i])};
    const double both = fmax(m[0], m[1]);
    for (unsigned c = 0; c < 2; ++c) {
      y[c][i] = x[c][i] * gain_lin(s, &f[c], m[c] + s->link * (both - m[c]));
    }
  }
}

static void set_all(rig* const r, const settings* const s)
{
  set_number(r, "attack", s->attack_db);
  set_number(r, "sustain", s->sustain_db);
  set_number(r, "attack_time", s->attack_ms);
  set_number(r, "sustain_time", s->sustain_ms);
  set_number(r, "sensitivity", s->sensitivity_db);
  set_number(r, "link", s->link * 100);
  set_number(r, "output", s->output_db);
  set_number(r, "mix", s->mix * 100);
}

// fixed: 48 kHz, stereo, 1 s: hits on the left, swelling noise on the right
static void same_as_the_slow_one(void)
{
  static const settings all[]   = {{6, 0, 20, 400, 9, 1, 0, 1},
                                   {-12, 9, 5, 100, 4, 0, -3, 1},
                                   {9, -18, 50, 1000, 20, 0.5, 6, 0.6}};
  planes                p       = planes_new();
  double*               want[2] = {calloc(N, sizeof(double)), calloc(N, sizeof(double))};
  for (unsigned k = 0; k < sizeof all / sizeof *all; ++k) {
    rig r = rig_new(&lq_transient, RATE, 2, 0);
    set_all(&r, &all[k]);
    rig_start(&r);
    planes_swell(&p);
    fill_hits(p.io[0], 0.8);
    slow(&all[k], want, p.io);
    rig_run(&r, p.io, N, 0, 3);
    for (unsigned c = 0; c < 2; ++c) {
      CHECK_AT_MOST(95, snr_db(p.io[c], want[c], N));
    }
    rig_free(&r);
  }
  free(want[0]);
  free(want[1]);
  planes_free(&p);
}

// What a setting does to the loudest 5 ms of a hit, to what rings from 100 to 150 ms, and to 20 ms
// in between, dB. The third hit: envelopes have seen one before.
typedef struct {
  double hit_db, middle_db, tail_db;
} change;

static double energy_db(const float* const x, const size_t from, const size_t n)
{
  double e = 0;
  for (size_t i = from; i < from + n; ++i) {
    e += (double)x[i] * x[i];
  }
  return 10 * log10(e);
}

static change change_of(rig* const r, const double level)
{
  planes p = planes_new();
  for (unsigned c = 0; c < 3; ++c) {
    fill_hits(p.io[c], level);
  }
  rig_start(r);
  rig_run(r, p.io, N, 1024, 0);
  static const size_t at[][2] = {{0, 240}, {1440, 960}, {4800, 2400}};
  double              db[3];
  for (unsigned i = 0; i < 3; ++i) {
    const size_t from = 2 * BEAT + at[i][0];
    db[i]             = energy_db(p.io[0], from, at[i][1]) - energy_db(p.io[2], from, at[i][1]);
  }
  planes_free(&p);
  return (change){db[0], db[1], db[2]};
}

static void attack_moves_the_hit_and_sustain_what_rings(void)
{
  rig r = rig_new(&lq_transient, RATE, 2, 0);
  rig_set(&r, "attack", "6 dB");
  const change harder = change_of(&r, 0.5);
  CHECK_NEAR(harder.hit_db, 6, 0.3);
  CHECK_NEAR(harder.tail_db, 0, 0.01);
  rig_set(&r, "attack", "-6 dB");
  const change softer = change_of(&r, 0.5);
  CHECK_NEAR(softer.hit_db, -6, 0.3);
  CHECK_NEAR(softer.tail_db, 0, 0.01);
  rig_set(&r, "attack", "0 dB");
  rig_set(&r, "sustain", "6 dB");
  const change longer = change_of(&r, 0.5);
  CHECK_NEAR(longer.hit_db, 0, 0.1);
  CHECK_NEAR(longer.tail_db, 6, 0.5);
  rig_set(&r, "sustain", "-12 dB");
  const change drier = change_of(&r, 0.5);
  CHECK_NEAR(drier.hit_db, 0, 0.1);
  CHECK_NEAR(drier.tail_db, -12, 1);
  rig_free(&r);
}

// fixed: the same hits at -6 and at -40 dB
static void any_level_gets_the_same(void)
{
  rig     r    = rig_new(&lq_transient, RATE, 1, 0);
  planes  p    = planes_new();
  double* want = calloc(N, sizeof(double));
  rig_set(&r, "attack", "9 dB");
  rig_set(&r, "sustain", "-12 dB");
  rig_start(&r);
  fill_hits(p.io[0], pow(10, -6 / 20.0));
  rig_run(&r, p.io, N, 1024, 0);
  rig_start(&r);
  fill_hits(p.io[1], pow(10, -40 / 20.0));
  rig_run(&r, p.io + 1, N, 1024, 0);
  for (size_t i = 0; i < N; ++i) {
    want[i] = p.io[0][i] * pow(10, -34 / 20.0);
  }
  CHECK_AT_MOST(100, snr_db(p.io[1], want, N));
  free(want);
  rig_free(&r);
  planes_free(&p);
}

static void times_and_sensitivity_choose_what_counts(void)
{
  rig r = rig_new(&lq_transient, RATE, 2, 0);
  rig_set(&r, "attack", "6 dB");
  rig_set(&r, "attack_time", "5 ms");
  const double brief = change_of(&r, 0.5).middle_db; // 30 to 50 ms after the hit
  rig_set(&r, "attack_time", "80 ms");
  const double lasting = change_of(&r, 0.5).middle_db;
  CHECK_NEAR(brief, 0, 0.1);
  CHECK_AT_MOST(0.8, lasting);
  rig_set(&r, "attack", "0 dB");
  rig_set(&r, "sustain", "6 dB");
  rig_set(&r, "attack_time", "10 ms");
  rig_set(&r, "sustain_time", "50 ms"); // lets go nearly as the hit does
  const double close = change_of(&r, 0.5).tail_db;
  rig_set(&r, "sustain_time", "1 s");
  const double wide = change_of(&r, 0.5).tail_db;
  CHECK_AT_MOST(close + 1, wide);
  rig_set(&r, "sustain_time", "400 ms");
  rig_set(&r, "sensitivity", "30 dB");
  const double dull = change_of(&r, 0.5).middle_db;
  rig_set(&r, "sensitivity", "2 dB");
  const double keen = change_of(&r, 0.5).middle_db;
  CHECK_AT_MOST(dull + 3, keen);
  rig_free(&r);
}

static void link_moves_both_sides(void)
{
  static const char* const links[] = {"100 %", "0 %"};
  double                   other_db[2];
  for (unsigned i = 0; i < 2; ++i) {
    rig    r = rig_new(&lq_transient, RATE, 2, 0);
    planes p = planes_new();
    rig_set(&r, "attack", "6 dB");
    rig_set(&r, "link", links[i]);
    rig_start(&r);
    fill_hits(p.io[0], 0.8);
    fill_sine(p.io[1], N, 0.02, 1000, RATE);
    fill_sine(p.io[3], N, 0.02, 1000, RATE);
    rig_run(&r, p.io, N, 0, 1);
    other_db[i] = energy_db(p.io[1], 2 * BEAT, 240) - energy_db(p.io[3], 2 * BEAT, 240);
    rig_free(&r);
    planes_free(&p);
  }
  CHECK_AT_MOST(4, other_db[0]);
  CHECK_NEAR(other_db[1], 0, 0.1);
}

static void output_and_mix_do_what_they_say(void)
{
  rig r = rig_new(&lq_transient, RATE, 2, 0);
  rig_set(&r, "output", "-9 dB");
  CHECK_NEAR(sine_gain_db(&r, 0.5, 0.5, 1000, 0), -9, 0.001);
  rig_set(&r, "mix", "50 %"); // half of 1 and half of -9 dB
  CHECK_NEAR(sine_gain_db(&r, 0.5, 0.5, 1000, 0), 20 * log10(0.5 + 0.5 * pow(10, -9 / 20.0)),
             0.001);
  rig_free(&r);
}

static void neutral_and_off_pass_the_input_to_the_bit(void)
{
  static const char* const rows[][2] = {{"on", "on"}, {"on", "off"}, {"mix", "0 %"}};
  for (unsigned i = 0; i < 3; ++i) {
    rig    r = rig_new(&lq_transient, RATE, 2, 0);
    planes p = planes_new(), q = planes_new();
    rig_set(&r, "attack", i ? "12 dB" : "0 dB");
    rig_set(&r, "output", i ? "6 dB" : "0 dB");
    rig_set(&r, rows[i][0], rows[i][1]);
    rig_start(&r);
    planes_swell(&p);
    planes_swell(&q);
    rig_run(&r, p.io, N, 1024, 0);
    CHECK(!memcmp(p.io[0], q.io[0], N * sizeof(float)));
    rig_free(&r);
    planes_free(&p);
    planes_free(&q);
  }
}

static void meter_tells_the_change(void)
{
  rig   r     = rig_new(&lq_transient, RATE, 2, 0);
  float meter = -1;
  rig_set(&r, "attack", "-6 dB");
  change_of(&r, 0.5);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 6, 0.001);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 0, 0);
  rig_free(&r);
}

static const check_test tests[] = {CHECK_TEST(same_as_the_slow_one),
                                   CHECK_TEST(attack_moves_the_hit_and_sustain_what_rings),
                                   CHECK_TEST(any_level_gets_the_same),
                                   CHECK_TEST(times_and_sensitivity_choose_what_counts),
                                   CHECK_TEST(link_moves_both_sides),
                                   CHECK_TEST(output_and_mix_do_what_they_say),
                                   CHECK_TEST(neutral_and_off_pass_the_input_to_the_bit),
                                   CHECK_TEST(meter_tells_the_change)};
CHECK_MAIN(tests)
