// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The gate against a slow one written frame by frame in double, and against what its rows promise:
// dB, milliseconds, frames.
#include "dynamics_tools.h"

#include "proc/gate.h"

typedef struct {
  double threshold_db, hysteresis_db, ratio, range_db, attack_ms, hold_ms, release_ms, window_ms;
  double hpf_hz, lpf_hz, link;
  bool   rms;
} settings;

typedef struct {
  slow_cut low, high;
  double   square;
  bool     open;
  long     silent;
  double   peak, smooth; // follower, gain
} side;

static double level_db(const settings* const s, side* const f, double x)
{
  x = s->hpf_hz > 20 ? slow_cut_high(&f->low, x, s->hpf_hz) : x;
  x = s->lpf_hz < 20000 ? slow_cut_low(&f->high, x, s->lpf_hz) : x;
  if (!s->rms) {
    return 20 * log10(fabs(x) + 1e-37);
  }
  const double a = slow_pole(s->window_ms);
  f->square      = a * f->square + (1 - a) * x * x;
  return 10 * log10(f->square + 1e-37);
}

static double gain_lin(const settings* const s, side* const f, const double level)
{
  f->silent = level >= s->threshold_db - s->hysteresis_db ? 0 : f->silent + 1;
  f->open = level >= s->threshold_db || (f->open && f->silent <= lround(s->hold_ms * 0.001 * RATE));
  const double under = (s->ratio - 1) * fmax(0, s->threshold_db - level);
  const double want  = f->open ? 1 : pow(10, -fmin(s->range_db, under) / 20);
  const double a_r = slow_pole(s->release_ms), a_a = slow_pole(s->attack_ms);
  f->peak   = fmax(want, a_r * f->peak + (1 - a_r) * want);
  f->smooth = a_a * f->smooth + (1 - a_a) * f->peak;
  return f->smooth;
}

static void slow(const settings* const s, double* const y[2], float* const* const x,
                 float* const* const key)
{
  const double floor = pow(10, -s->range_db / 20);
  side         f[2]  = {{.peak = floor, .smooth = floor}, {.peak = floor, .smooth = floor}};
  for (size_t i = 0; i < N; ++i) {
    const double l0 = level_db(s, &f[0], key[0][i]), l1 = level_db(s, &f[1], key[1][i]);
    const double both = fmax(l0, l1);
    y[0][i]           = x[0][i] * gain_lin(s, &f[0], l0 + s->link * (both - l0));
    y[1][i]           = x[1][i] * gain_lin(s, &f[1], l1 + s->link * (both - l1));
  }
}

static void set_all(rig* const r, const settings* const s)
{
  set_number(r, "threshold", s->threshold_db);
  set_number(r, "hysteresis", s->hysteresis_db);
  set_number(r, "ratio", s->ratio);
  set_number(r, "range", s->range_db);
  set_number(r, "attack", s->attack_ms);
  set_number(r, "hold", s->hold_ms);
  set_number(r, "release", s->release_ms);
  set_number(r, "window", s->window_ms);
  set_number(r, "key_lpf", s->lpf_hz);
  set_number(r, "link", s->link * 100);
  rig_set(r, "detector", s->rms ? "rms" : "peak");
  if (s->hpf_hz > 20) {
    set_number(r, "key_hpf", s->hpf_hz);
  }
}

static const settings all[] = {
    {-20, 6, 10, 30, 0.5, 20, 50, 10, 20, 20000, 1, false},
    {-12, 3, 2, 20, 5, 2, 20, 10, 100, 8000, 1, false},
    {-18, 0, 100, 80, 0.02, 0, 100, 20, 20, 4000, 0.5, true},
    {-15, 12, 4, 12, 1, 5, 10, 5, 300, 20000, 0, true},
};

// fixed: 48 kHz, stereo, 1 s of swelling noise, blocks of random size
static void same_as_the_slow_one(void)
{
  planes  p       = planes_new();
  double* want[2] = {calloc(N, sizeof(double)), calloc(N, sizeof(double))};
  for (unsigned k = 0; k < sizeof all / sizeof *all; ++k) {
    for (unsigned n_key = 0; n_key <= 2; n_key += 2) {
      rig r        = rig_new(&lq_gate, RATE, 2, 0);
      r.spec.n_key = n_key;
      set_all(&r, &all[k]);
      rig_start(&r);
      planes_swell(&p);
      slow(&all[k], want, p.io, p.io + n_key);
      rig_run(&r, p.io, N, 0, 3);
      for (unsigned c = 0; c < 2; ++c) {
        CHECK_AT_MOST(95, snr_db(p.io[c], want[c], N));
      }
      rig_free(&r);
    }
  }
  free(want[0]);
  free(want[1]);
  planes_free(&p);
}

// fixed: as above, and an attack so short that it opens to the bit and closes again many times
static void blocks_may_fall_anywhere(void)
{
  static const size_t sizes[] = {1024, 1, 37, 64, 0};
  planes              want = planes_new(), got = planes_new();
  for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; ++i) {
    planes* const p = i ? &got : &want;
    rig           r = rig_new(&lq_gate, RATE, 2, 0);
    set_all(&r, &all[0]);
    rig_set(&r, "attack", "0.02 ms");
    rig_set(&r, "hold", "1 ms");
    rig_start(&r);
    planes_swell(p);
    rig_run(&r, p->io, N, sizes[i], 3);
    CHECK(!memcmp(want.io[0], p->io[0], N * sizeof(float)));
    CHECK(!memcmp(want.io[1], p->io[1], N * sizeof(float)));
    rig_free(&r);
  }
  planes_free(&want);
  planes_free(&got);
}

// Steady gain at a steady level, dB: a square wave has the same peak in every frame.
static double steady_db(rig* const r, const double level)
{
  return square_gain_db(r, level, level, N - 1);
}

static void expander_follows_its_ratio_down_to_the_range(void)
{
  rig r = rig_new(&lq_gate, RATE, 2, 0);
  rig_set(&r, "threshold", "-30 dB");
  rig_set(&r, "ratio", "2");
  rig_set(&r, "range", "15 dB");
  rig_set(&r, "release", "10 ms");
  CHECK_NEAR(steady_db(&r, -29.9), 0, 0);
  CHECK_NEAR(steady_db(&r, -35), -5, 0.01); // 2:1: 5 dB below become 10
  CHECK_NEAR(steady_db(&r, -42), -12, 0.01);
  CHECK_NEAR(steady_db(&r, -60), -15, 0.01);
  rig_set(&r, "ratio", "4");
  CHECK_NEAR(steady_db(&r, -33), -9, 0.01);
  rig_set(&r, "range", "100 dB");
  rig_set(&r, "ratio", "100");
  CHECK_NEAR(steady_db(&r, -33), -100, 0.1);
  rig_set(&r, "range", "0 dB");
  CHECK_NEAR(steady_db(&r, -60), 0, 0);
  rig_free(&r);
}

static void hysteresis_keeps_it_open(void)
{
  rig r = rig_new(&lq_gate, RATE, 2, 0);
  rig_set(&r, "threshold", "-30 dB");
  rig_set(&r, "hysteresis", "6 dB");
  rig_set(&r, "hold", "0 ms");
  rig_set(&r, "release", "1 ms");
  CHECK_NEAR(square_gain_db(&r, -25, -35, N - 1), 0, 0);      // stays open
  CHECK_NEAR(square_gain_db(&r, -25, -37, N - 1), -20, 0.01); // closes: the range
  CHECK_NEAR(square_gain_db(&r, -35, -35, N - 1), -20, 0.01); // was never open
  rig_set(&r, "hysteresis", "0 dB");
  CHECK_NEAR(square_gain_db(&r, -25, -35, N - 1), -20, 0.01);
  rig_free(&r);
}

// Frames after the level fell at N / 2 that leave as they came in.
static size_t untouched_after(rig* const r, const double lookahead_frames)
{
  planes p = planes_new();
  for (size_t i = 0; i < N; ++i) {
    p.io[0][i] = p.io[1][i] = i < N / 2 ? 0.5F : 0.001F;
  }
  rig_start(r);
  rig_run(r, p.io, N, 0, 7);
  const size_t fell = N / 2 + (size_t)lookahead_frames;
  size_t       n    = 0;
  while (fell + n < N && p.io[0][fell + n] == 0.001F) {
    ++n;
  }
  planes_free(&p);
  return n;
}

static void hold_lasts_to_the_frame(void)
{
  rig r = rig_new(&lq_gate, RATE, 1, 0);
  rig_set(&r, "attack", "0.02 ms");
  rig_set(&r, "hold", "0 ms");
  CHECK_NEAR((double)untouched_after(&r, 0), 0, 0);
  rig_set(&r, "hold", "50 ms");
  CHECK_NEAR((double)untouched_after(&r, 0), 2400, 0);
  rig_set(&r, "lookahead", "5 ms"); // closing does not come earlier
  CHECK_NEAR((double)untouched_after(&r, 240), 2400, 0);
  rig_free(&r);
}

// Time from the step at N / 2 until the gain passes a level, ms.
static double crossing_ms(rig* const r, const double from_lin, const double to_lin, const double db)
{
  planes p = planes_new();
  for (size_t i = 0; i < N; ++i) {
    p.io[0][i] = (float)(i < N / 2 ? from_lin : to_lin);
  }
  rig_start(r);
  rig_run(r, p.io, N, 1024, 0);
  double     ms     = -1;
  const bool rising = to_lin > from_lin;
  for (size_t i = N / 2; i < N && ms < 0; ++i) {
    const double gain = 20 * log10((double)p.io[0][i] / to_lin);
    ms                = (rising ? gain >= db : gain <= db) ? (double)(i - N / 2) * 1000 / RATE : -1;
  }
  planes_free(&p);
  return ms;
}

static void attack_and_release_take_their_time(void)
{
  rig r = rig_new(&lq_gate, RATE, 1, 0);
  rig_set(&r, "range", "100 dB");
  rig_set(&r, "hold", "0 ms");
  const double open = 20 * log10(1 - exp(-1.0)); // 63 %
  rig_set(&r, "attack", "5 ms");
  CHECK_NEAR(crossing_ms(&r, 0.001, 0.5, open), 5, 0.05);
  rig_set(&r, "attack", "50 ms");
  CHECK_NEAR(crossing_ms(&r, 0.001, 0.5, open), 50, 0.05);
  rig_set(&r, "attack", "0.02 ms");
  rig_set(&r, "release", "40 ms"); // 8.686 dB each 40 ms, all the way down
  for (double db = -8.686; db > -60; db -= 8.686) {
    CHECK_NEAR(crossing_ms(&r, 0.5, 0.001, db), 40 * db / -8.686, 0.2);
  }
  rig_free(&r);
}

static void open_is_the_input_to_the_bit(void)
{
  static const char* const modes[] = {"peak", "rms"};
  for (unsigned m = 0; m < 2; ++m) {
    rig    r = rig_new(&lq_gate, RATE, 2, 0);
    planes p = planes_new(), q = planes_new();
    rig_set(&r, "threshold", "-60 dB");
    rig_set(&r, "attack", "10 ms");
    rig_set(&r, "detector", modes[m]);
    rig_start(&r);
    for (unsigned c = 0; c < 2; ++c) {
      fill_noise(p.io[c], N, 0.1, c);
      fill_noise(q.io[c], N, 0.1, c);
    }
    rig_run(&r, p.io, N, 0, 1);
    const size_t from = 10000; // after 20 attack times
    CHECK(!memcmp(p.io[0] + from, q.io[0] + from, (N - from) * sizeof(float)));
    CHECK(!memcmp(p.io[1] + from, q.io[1] + from, (N - from) * sizeof(float)));
    rig_free(&r);
    planes_free(&p);
    planes_free(&q);
  }
}

static void rms_reads_a_sine_three_db_lower(void)
{
  rig r = rig_new(&lq_gate, RATE, 2, 0);
  rig_set(&r, "threshold", "-22 dB");
  rig_set(&r, "window", "50 ms");
  CHECK_NEAR(sine_gain_db(&r, 0.1, 0.1, 1000, 0), 0, 0.01); // -20 dB peak opens
  rig_set(&r, "detector", "rms");
  CHECK_AT_MOST(sine_gain_db(&r, 0.1, 0.1, 1000, 0), -5); // -23 dB RMS does not: 1 dB below, 10:1
  rig_free(&r);
}

static void key_filters_make_it_deaf(void)
{
  rig r = rig_new(&lq_gate, RATE, 2, 0);
  rig_set(&r, "threshold", "-20 dB");
  CHECK_NEAR(sine_gain_db(&r, 0.5, 0.5, 60, 0), 0, 0.01);
  CHECK_NEAR(sine_gain_db(&r, 0.5, 0.5, 8000, 0), 0, 0.01);
  rig_set(&r, "key_hpf", "300 Hz");
  CHECK_NEAR(sine_gain_db(&r, 0.5, 0.5, 60, 0), -20, 0.5);
  CHECK_NEAR(sine_gain_db(&r, 0.5, 0.5, 8000, 0), 0, 0.01);
  rig_set(&r, "key_hpf", "off");
  rig_set(&r, "key_lpf", "1 kHz");
  CHECK_NEAR(sine_gain_db(&r, 0.5, 0.5, 60, 0), 0, 0.01);
  CHECK_NEAR(sine_gain_db(&r, 0.5, 0.5, 8000, 0), -20, 0.5);
  rig_free(&r);
}

static void link_opens_both_sides(void)
{
  rig r = rig_new(&lq_gate, RATE, 2, 0);
  rig_set(&r, "threshold", "-20 dB");
  CHECK_NEAR(sine_gain_db(&r, 0.5, 0.01, 1000, 1), 0, 0.01);
  rig_set(&r, "link", "0 %");
  CHECK_NEAR(sine_gain_db(&r, 0.5, 0.01, 1000, 0), 0, 0.01);
  CHECK_NEAR(sine_gain_db(&r, 0.5, 0.01, 1000, 1), -20, 0.01);
  rig_free(&r);
}

static void external_key_decides(void)
{
  rig    r     = rig_new(&lq_gate, RATE, 1, 0);
  planes p     = planes_new();
  r.spec.n_key = 1;
  rig_start(&r);
  for (size_t i = 0; i < N; ++i) {
    p.io[0][i] = 0.5F;
    p.io[1][i] = i < N / 2 ? 0 : 0.1F;
  }
  rig_run(&r, p.io, N, 1024, 0);
  CHECK_NEAR(20 * log10(p.io[0][N / 2 - 1] / 0.5), -20, 0.01);
  CHECK(p.io[0][N - 1] == 0.5F);
  CHECK(p.io[1][N - 1] == 0.1F); // the key is only listened to
  rig_free(&r);
  planes_free(&p);
}

static void lookahead_is_the_latency_and_saves_the_hit(void)
{
  static const char* const times[]  = {"0 ms", "0.02 ms", "5 ms", "20 ms"};
  static const size_t      frames[] = {0, 1, 240, 960};
  for (unsigned i = 0; i < 4; ++i) {
    rig    r = rig_new(&lq_gate, RATE, 2, 0);
    planes p = planes_new();
    rig_set(&r, "lookahead", times[i]);
    rig_set(&r, "range", "60 dB");
    rig_start(&r);
    CHECK_NEAR((double)rig_latency(&r), (double)frames[i], 0);
    CHECK_NEAR((double)r.proc->tail_frames(r.self), (double)frames[i], 0);
    memset(p.io[0], 0, N * sizeof(float));
    memset(p.io[1], 0, N * sizeof(float));
    p.io[0][100] = 0.5F; // one frame
    rig_run(&r, p.io, N, 0, 2);
    const double got    = 20 * log10(fabs((double)p.io[0][100 + frames[i]]) / 0.5);
    const double attack = 1 - exp(-(double)(frames[i] + 1) / (0.0005 * RATE)); // already open by
    CHECK_NEAR(got, 20 * log10(0.001 + 0.999 * attack), 0.01);
    rig_free(&r);
    planes_free(&p);
  }
}

static void off_passes_the_input(void)
{
  rig    r = rig_new(&lq_gate, RATE, 2, 0);
  planes p = planes_new(), q = planes_new();
  rig_set(&r, "threshold", "0 dB");
  rig_set(&r, "on", "off");
  rig_start(&r);
  planes_swell(&p);
  planes_swell(&q);
  rig_run(&r, p.io, N, 1024, 0);
  CHECK(!memcmp(p.io[0], q.io[0], N * sizeof(float)));
  float meter = -1;
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 0, 0);
  rig_free(&r);
  planes_free(&p);
  planes_free(&q);
}

static void meter_tells_the_reduction(void)
{
  rig   r     = rig_new(&lq_gate, RATE, 2, 0);
  float meter = -1;
  steady_db(&r, -80);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 20, 0.01);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 0, 0);
  rig_free(&r);
}

static const check_test tests[] = {CHECK_TEST(same_as_the_slow_one),
                                   CHECK_TEST(blocks_may_fall_anywhere),
                                   CHECK_TEST(expander_follows_its_ratio_down_to_the_range),
                                   CHECK_TEST(hysteresis_keeps_it_open),
                                   CHECK_TEST(hold_lasts_to_the_frame),
                                   CHECK_TEST(attack_and_release_take_their_time),
                                   CHECK_TEST(open_is_the_input_to_the_bit),
                                   CHECK_TEST(rms_reads_a_sine_three_db_lower),
                                   CHECK_TEST(key_filters_make_it_deaf),
                                   CHECK_TEST(link_opens_both_sides),
                                   CHECK_TEST(external_key_decides),
                                   CHECK_TEST(lookahead_is_the_latency_and_saves_the_hit),
                                   CHECK_TEST(off_passes_the_input),
                                   CHECK_TEST(meter_tells_the_reduction)};
CHECK_MAIN(tests)
