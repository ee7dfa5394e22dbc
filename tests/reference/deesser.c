// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The de-esser against a slow one written frame by frame in double, and against what its rows
// promise: dB, milliseconds, frames.
#include "dynamics_tools.h"

#include "dsp/band_gain.h"
#include "proc/deesser.h"

// A voice: 200 Hz with overtones at 2 kHz, and an s of 8 to 9 kHz from 0.4 s to 0.5 s.
enum { S_FROM = 19200, S_TO = 24000 };

static void fill_voice(float* const x, const double level, const double s_level)
{
  for (size_t i = 0; i < N; ++i) {
    const double t = (double)i / RATE, w = 2 * LQ_PI * t;
    const double s = i >= S_FROM && i < S_TO ? sin(w * 8000) + sin(w * 8900) : 0;
    x[i]           = (float)(level * (sin(w * 200) + 0.2 * sin(w * 2000) + s_level * s));
  }
}

typedef struct {
  double threshold_db, freq_hz, range_db, attack_ms, release_ms, floor_db, lookahead_ms;
  bool   wide;
} settings;

typedef struct {
  slow_cut detect[2], split[2];
  double   band, whole;
} side;

static double excess_db(const settings* const s, const double band_db, const double whole_db)
{
  const double d = band_db - whole_db - s->threshold_db, h = 2;
  const double r = d <= -h ? 0 : d >= h ? d : (d + h) * (d + h) / (4 * h);
  return fmin(fmin(r, s->range_db), fmax(0, band_db - s->floor_db));
}

static void slow(const settings* const s, double* const y[2], float* const* const x)
{
  const size_t ahead  = (size_t)lround(s->lookahead_ms * 0.001 * RATE);
  side         f[2]   = {0};
  double       memory = 0, peak = 0, smooth = 0;
  for (size_t i = 0; i < N; ++i) {
    double band = 0, whole = 0;
    for (unsigned c = 0; c < 2; ++c) {
      double v = x[c][i];
      for (unsigned k = 0; k < 2; ++k) {
        slow_cut_step(&f[c].detect[k], v, s->freq_hz, slow_k4(k), &v);
      }
      f[c].band  = slow_pole(2) * f[c].band + (1 - slow_pole(2)) * v * v;
      f[c].whole = slow_pole(2) * f[c].whole + (1 - slow_pole(2)) * x[c][i] * x[c][i];
      band       = fmax(band, f[c].band);
      whole      = fmax(whole, f[c].whole);
    }
    memory         = fmax(whole, slow_pole(1000) * memory + (1 - slow_pole(1000)) * whole);
    const double r = excess_db(s, 10 * log10(band + 1e-37), 10 * log10(memory + 1e-37));
    peak           = fmax(r, slow_pole(s->release_ms) * peak + (1 - slow_pole(s->release_ms)) * r);
    smooth         = slow_pole(s->attack_ms) * smooth + (1 - slow_pole(s->attack_ms)) * peak;
    const double g = pow(10, -smooth / 20);
    for (unsigned c = 0; c < 2; ++c) {
      const double late = i < ahead ? 0 : x[c][i - ahead];
      y[c][i]           = s->wide ? g * late : slow_edge(f[c].split, late, s->freq_hz, g);
    }
  }
}

static void set_all(rig* const r, const settings* const s)
{
  set_number(r, "threshold", s->threshold_db);
  set_number(r, "freq", s->freq_hz);
  set_number(r, "range", s->range_db);
  set_number(r, "attack", s->attack_ms);
  set_number(r, "release", s->release_ms);
  set_number(r, "floor", s->floor_db);
  set_number(r, "lookahead", s->lookahead_ms);
  rig_set(r, "mode", s->wide ? "wide" : "split");
}

// fixed: 48 kHz, stereo, 1 s: a voice with an s and swelling noise, another one on each side
static void same_as_the_slow_one(void)
{
  static const settings all[] = {
      {-12, 5500, 6, 0.5, 40, -60, 3, false},
      {-30, 3000, 20, 0.05, 10, -100, 0, false},
      {-20, 8000, 12, 5, 100, -30, 5, true},
  };
  planes  p       = planes_new();
  double* want[2] = {calloc(N, sizeof(double)), calloc(N, sizeof(double))};
  for (unsigned k = 0; k < sizeof all / sizeof *all; ++k) {
    rig r = rig_new(&lq_deesser, RATE, 2, 0);
    set_all(&r, &all[k]);
    rig_start(&r);
    planes_swell(&p);
    fill_voice(p.io[2], 0.3, 0.5);
    for (size_t i = 0; i < N; ++i) {
      p.io[0][i] = 0.05F * p.io[0][i] + p.io[2][i];
      p.io[1][i] = 0.3F * p.io[1][i] + 0.5F * p.io[2][i];
    }
    slow(&all[k], want, p.io);
    rig_run(&r, p.io, N, 0, 3);
    for (unsigned c = 0; c < 2; ++c) {
      CHECK_AT_MOST(100, snr_db(p.io[c], want[c], N));
    }
    rig_free(&r);
  }
  free(want[0]);
  free(want[1]);
  planes_free(&p);
}

// How far the s (its middle) and the vowel (before and after) leave changed, dB.
typedef struct {
  double s_db, vowel_db, low_in_s_db;
} change;

static double tone_change_db(const float* const y, const float* const x, const size_t late,
                             const size_t from, const size_t n, const double freq_hz)
{
  return tone_level_db(y + from + late, n, freq_hz, RATE) -
         tone_level_db(x + from, n, freq_hz, RATE);
}

static change change_of(rig* const r, const double level, const double s_level)
{
  planes p = planes_new();
  fill_voice(p.io[0], level, s_level);
  fill_voice(p.io[1], level, s_level);
  fill_voice(p.io[2], level, s_level);
  rig_start(r);
  rig_run(r, p.io, N, 1024, 0);
  const size_t late = rig_latency(r);
  const change c    = {
         .s_db        = tone_change_db(p.io[0], p.io[2], late, S_FROM + 1200, 3000, 8000),
         .low_in_s_db = tone_change_db(p.io[0], p.io[2], late, S_FROM + 1200, 3000, 200),
         .vowel_db    = tone_change_db(p.io[0], p.io[2], late, 36000, 9600, 2000),
  };
  planes_free(&p);
  return c;
}

static void an_s_is_turned_down_and_a_vowel_is_not(void)
{
  rig r = rig_new(&lq_deesser, RATE, 2, 0);
  rig_set(&r, "range", "8 dB");
  const change loud = change_of(&r, 0.3, 0.7); // 3 dB below the vowel: 9 dB over the threshold
  CHECK_NEAR(loud.s_db, -7.4, 0.2);            // 8 dB, nearly all of it from 1.45 times the edge on
  CHECK_NEAR(loud.vowel_db, 0, 0.001);
  CHECK_NEAR(loud.low_in_s_db, 0, 0.02);
  const change soft = change_of(&r, 0.3, 0.1); // 20 dB below the vowel
  CHECK_NEAR(soft.s_db, 0, 0.001);
  rig_free(&r);
}

static void any_level_gets_the_same(void)
{
  rig r = rig_new(&lq_deesser, RATE, 2, 0);
  rig_set(&r, "range", "20 dB");
  rig_set(&r, "floor", "-100 dB");
  const double loud = change_of(&r, 0.3, 0.7).s_db;
  CHECK_AT_MOST(loud, -5);
  CHECK_NEAR(change_of(&r, 0.03, 0.7).s_db, loud, 0.001);
  CHECK_NEAR(change_of(&r, 0.0003, 0.7).s_db, loud, 0.01);
  rig_free(&r);
}

static void below_the_floor_nothing_happens(void)
{
  rig r = rig_new(&lq_deesser, RATE, 2, 0);
  rig_set(&r, "floor", "-50 dB");
  CHECK_AT_MOST(change_of(&r, 0.3, 0.7).s_db, -5);
  CHECK_NEAR(change_of(&r, 0.003, 0.7).s_db, 0, 0.001); // the s lies at -54 dB
  rig_free(&r);
}

static void threshold_and_range_bound_the_reduction(void)
{
  rig   r     = rig_new(&lq_deesser, RATE, 1, 0);
  float meter = 0;
  rig_set(&r, "freq", "2 kHz");
  rig_set(&r, "range", "30 dB");
  rig_set(&r, "threshold", "-10 dB"); // a bare 8 kHz is all band: 0 dB over the whole
  sine_gain_db(&r, 0.5, 0.5, 8000, 0);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 10, 0.1);
  rig_set(&r, "threshold", "-20 dB");
  sine_gain_db(&r, 0.5, 0.5, 8000, 0);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 20, 0.1);
  rig_set(&r, "range", "6 dB");
  sine_gain_db(&r, 0.5, 0.5, 8000, 0);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 6, 0.001);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 0, 0);
  rig_free(&r);
}

static void wide_turns_all_of_it_down(void)
{
  rig r = rig_new(&lq_deesser, RATE, 2, 0);
  rig_set(&r, "mode", "wide");
  const change c = change_of(&r, 0.3, 0.7);
  CHECK_NEAR(c.s_db, -6, 0.1);
  CHECK_NEAR(c.low_in_s_db, c.s_db, 0.1);
  CHECK_NEAR(c.vowel_db, 0, 0.003);
  rig_free(&r);
}

// fixed: noise whose band lies below the threshold; split and wide
static void at_rest_it_is_the_input(void)
{
  static const char* const modes[] = {"split", "wide"};
  for (unsigned m = 0; m < 2; ++m) {
    rig    r = rig_new(&lq_deesser, RATE, 2, 0);
    planes p = planes_new(), q = planes_new();
    rig_set(&r, "mode", modes[m]);
    rig_set(&r, "threshold", "6 dB");
    rig_start(&r);
    planes_swell(&p);
    planes_swell(&q);
    rig_run(&r, p.io, N, 0, 3);
    const size_t late = rig_latency(&r);
    CHECK_NEAR((double)late, 144, 0); // 3 ms
    CHECK_NEAR((double)r.proc->tail_frames(r.self), 144, 0);
    for (unsigned c = 0; c < 2; ++c) {
      CHECK(same_samples(p.io[c] + late, q.io[c], (N - late)));
    }
    rig_free(&r);
    planes_free(&p);
    planes_free(&q);
  }
}

// Reduction at the very start of the s, dB: its first millisecond.
static double start_db(rig* const r)
{
  planes p = planes_new();
  fill_voice(p.io[0], 0.3, 0.7);
  fill_voice(p.io[2], 0.3, 0.7);
  rig_start(r);
  rig_run(r, p.io, N, 0, 1);
  const double got = tone_change_db(p.io[0], p.io[2], rig_latency(r), S_FROM, 48, 8450);
  rig_free(r);
  planes_free(&p);
  return got;
}

static void lookahead_and_attack_catch_the_start(void)
{
  static const char* const rows[][2] = {{"0 ms", "0.5 ms"}, {"3 ms", "0.5 ms"}, {"3 ms", "10 ms"}};
  double                   got[3];
  for (unsigned i = 0; i < 3; ++i) {
    rig r = rig_new(&lq_deesser, RATE, 1, 0);
    rig_set(&r, "lookahead", rows[i][0]);
    rig_set(&r, "attack", rows[i][1]);
    got[i] = start_db(&r);
  }
  CHECK_AT_MOST(-1.2, got[0]); // too late for the first millisecond
  CHECK_AT_MOST(got[1], -4.5); // in time
  CHECK_AT_MOST(-3, got[2]);
}

static void listening_plays_the_band_or_what_is_removed(void)
{
  rig    normal = rig_new(&lq_deesser, RATE, 1, 0), removed = rig_new(&lq_deesser, RATE, 1, 0);
  planes p = planes_new();
  fill_voice(p.io[0], 0.3, 0.7);
  fill_voice(p.io[1], 0.3, 0.7);
  fill_voice(p.io[2], 0.3, 0.7);
  rig_set(&removed, "listen", "removed");
  rig_start(&normal);
  rig_start(&removed);
  rig_run(&normal, p.io, N, 0, 1);
  rig_run(&removed, p.io + 1, N, 0, 2);
  double worst = 0, most = 0;
  for (size_t i = 144; i < N; ++i) {
    worst = fmax(worst, fabs((double)p.io[0][i] + p.io[1][i] - p.io[2][i - 144]));
    most  = fmax(most, fabs((double)p.io[1][i]));
  }
  CHECK_AT_MOST(worst, 1e-7); // together they are the voice
  CHECK_AT_MOST(0.1, most);
  rig_free(&normal);
  rig_free(&removed);
  planes_free(&p);
  rig band = rig_new(&lq_deesser, RATE, 2, 0);
  rig_set(&band, "listen", "band");
  rig_set(&band, "freq", "4 kHz");
  CHECK_NEAR(sine_gain_db(&band, 0.3, 0.3, 4000, 1), -3.01, 0.01);
  CHECK_AT_MOST(sine_gain_db(&band, 0.3, 0.3, 500, 0), -70);
  CHECK_NEAR(sine_gain_db(&band, 0.3, 0.3, 12000, 0), 0, 0.05);
  rig_free(&band);
}

// fixed: 5 kHz, 12 dB: |H|^2 = (1 + g^2 w^8) / (1 + w^8) with w = tan / tan
static void the_split_has_its_shape(void)
{
  float down[240];
  for (size_t i = 0; i < 240; ++i) {
    down[i] = (float)pow(10, -12 / 80.0);
  }
  for (double hz = 250; hz < 20000; hz *= 1.3) {
    planes       p = planes_new();
    lq_band_gain b;
    lq_band_gain_reset(&b);
    lq_band_gain_to(&b, 5000, 0, RATE);
    fill_sine(p.io[0], N, 0.5, hz, RATE);
    for (size_t at = 0; at < N; at += 240) {
      float* const x = p.io[0] + at;
      lq_band_gain_process(&b, &x, 1, down, NULL, 240);
    }
    const double got = tone_level_db(p.io[0] + N / 2, N / 2, hz, RATE) - 20 * log10(0.5);
    const double w8  = pow(tan(LQ_PI * hz / RATE) / tan(LQ_PI * 5000 / RATE), 8);
    CHECK_NEAR(got, 10 * log10((1 + pow(10, -1.2) * w8) / (1 + w8)), 0.01);
    planes_free(&p);
  }
}

static void off_passes_the_input(void)
{
  rig    r = rig_new(&lq_deesser, RATE, 2, 0);
  planes p = planes_new(), q = planes_new();
  rig_set(&r, "threshold", "-40 dB");
  rig_set(&r, "listen", "band");
  rig_set(&r, "lookahead", "0 ms");
  rig_set(&r, "on", "off");
  rig_start(&r);
  planes_swell(&p);
  planes_swell(&q);
  rig_run(&r, p.io, N, 1024, 0);
  CHECK(same_samples(p.io[0], q.io[0], N));
  rig_free(&r);
  planes_free(&p);
  planes_free(&q);
}

static const check_test tests[] = {CHECK_TEST(same_as_the_slow_one),
                                   CHECK_TEST(an_s_is_turned_down_and_a_vowel_is_not),
                                   CHECK_TEST(any_level_gets_the_same),
                                   CHECK_TEST(below_the_floor_nothing_happens),
                                   CHECK_TEST(threshold_and_range_bound_the_reduction),
                                   CHECK_TEST(wide_turns_all_of_it_down),
                                   CHECK_TEST(at_rest_it_is_the_input),
                                   CHECK_TEST(lookahead_and_attack_catch_the_start),
                                   CHECK_TEST(listening_plays_the_band_or_what_is_removed),
                                   CHECK_TEST(the_split_has_its_shape),
                                   CHECK_TEST(off_passes_the_input)};
CHECK_MAIN(tests)
