// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The compressor against a slow one written frame by frame in double, and against what its rows
// promise: dB, milliseconds, frames.
#include "dynamics_tools.h"

#include "dsp/log2.h"
#include "proc/compressor.h"

typedef struct {
  double threshold_db, ratio, knee_db, attack_ms, release_ms, window_ms, hpf_hz, makeup_db;
  double link, mix;
  bool   rms;
} settings;

typedef struct {
  slow_cut cut;
  double   square;       // mean square
  double   peak, smooth; // follower, dB
} follower;

// One frame of one side's detector: level in dB.
static double level_db(const settings* const s, follower* const f, double x)
{
  x = s->hpf_hz > 20 ? slow_cut_high(&f->cut, x, s->hpf_hz) : x;
  if (!s->rms) {
    return 20 * log10(fabs(x) + 1e-37);
  }
  const double a = slow_pole(s->window_ms);
  f->square      = a * f->square + (1 - a) * x * x;
  return 10 * log10(f->square + 1e-37);
}

// Giannoulis et al. 2012, equation 17.
static double reduction_db(const settings* const s, follower* const f, const double level)
{
  const double want = level - lq_compressor_curve_db(s->threshold_db, s->ratio, s->knee_db, level);
  const double a_r  = slow_pole(s->release_ms);
  const double a_a  = slow_pole(s->attack_ms);
  f->peak           = fmax(want, a_r * f->peak + (1 - a_r) * want);
  f->smooth         = a_a * f->smooth + (1 - a_a) * f->peak;
  return f->smooth;
}

static void slow(const settings* const s, double* const y[2], float* const* const x,
                 float* const* const key)
{
  follower f[2] = {0};
  for (size_t i = 0; i < N; ++i) {
    const double l0 = level_db(s, &f[0], key[0][i]), l1 = level_db(s, &f[1], key[1][i]);
    const double both = fmax(l0, l1);
    const double r[]  = {reduction_db(s, &f[0], l0 + s->link * (both - l0)),
                         reduction_db(s, &f[1], l1 + s->link * (both - l1))};
    for (unsigned c = 0; c < 2; ++c) {
      const double g = pow(10, (s->makeup_db - r[c]) / 20);
      y[c][i]        = x[c][i] * ((1 - s->mix) + s->mix * g);
    }
  }
}

static void set_all(rig* const r, const settings* const s)
{
  set_number(r, "threshold", s->threshold_db);
  set_number(r, "ratio", s->ratio);
  set_number(r, "knee", s->knee_db);
  set_number(r, "attack", s->attack_ms);
  set_number(r, "release", s->release_ms);
  set_number(r, "window", s->window_ms);
  set_number(r, "makeup", s->makeup_db);
  set_number(r, "link", s->link * 100);
  set_number(r, "mix", s->mix * 100);
  rig_set(r, "detector", s->rms ? "rms" : "peak");
  if (s->hpf_hz > 20) {
    set_number(r, "key_hpf", s->hpf_hz);
  }
}

// fixed: 48 kHz, stereo, 1 s of swelling noise
static void same_as_the_slow_one(void)
{
  static const settings all[] = {
      {-20, 4, 6, 5, 100, 20, 20, 0, 1, 1, false},    {-30, 2, 12, 0.1, 5, 10, 100, 6, 1, 1, false},
      {-25, 10, 0, 20, 400, 50, 20, 3, 1, 0.5, true}, {-35, 3, 24, 1, 50, 5, 300, 0, 0, 1, true},
      {-28, 100, 3, 3, 80, 9, 80, -3, 0.5, 1, false},
  };
  planes  p       = planes_new();
  double* want[2] = {calloc(N, sizeof(double)), calloc(N, sizeof(double))};
  for (unsigned k = 0; k < sizeof all / sizeof *all; ++k) {
    for (unsigned n_key = 0; n_key <= 2; n_key += 2) {
      rig r        = rig_new(&lq_compressor, RATE, 2, 0);
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

static void fast_log_and_power_keep_their_word(void)
{
  double worst_log = 0, worst_exp = 0;
  for (int i = -400000; i <= 100000; ++i) {
    const float x = (float)exp2(i * 1e-4);
    worst_log     = fmax(worst_log, fabs((double)lq_log2f(x) - log2((double)x)));
    const float v = (float)(i * 1e-4);
    worst_exp     = fmax(worst_exp, fabs((double)lq_exp2f(v) / exp2((double)v) - 1));
  }
  CHECK_AT_MOST(worst_log * 6.0206, 2e-5); // dB
  CHECK_AT_MOST(worst_exp * 8.6859, 3e-6);
  CHECK(lq_log2f(1) == 0 && lq_exp2f(0) == 1 && lq_exp2f(-3) == 0.125F);
}

// Steady level through the processor, dB: a square wave has the same peak in every frame.
static double steady_db(rig* const r, const double level)
{
  planes p = planes_new();
  for (size_t i = 0; i < N; ++i) {
    p.io[0][i] = p.io[1][i] = (float)((i / 20 % 2 ? -1 : 1) * pow(10, level / 20));
  }
  rig_start(r);
  rig_run(r, p.io, N, 1024, 0);
  const double got = 20 * log10(fabs((double)p.io[0][N - 1]));
  planes_free(&p);
  return got;
}

static void static_curve_is_the_curve(void)
{
  static const struct {
    const char* ratio;
    double      number;
  } ratios[]                        = {{"2", 2}, {"4", 4}, {"20", 20}, {"1", 1}};
  static const char* const knees[]  = {"0 dB", "6 dB", "24 dB"};
  static const double      widths[] = {0, 6, 24};
  for (unsigned i = 0; i < 4; ++i) {
    for (unsigned k = 0; k < 3; ++k) {
      rig r = rig_new(&lq_compressor, RATE, 2, 0);
      rig_set(&r, "ratio", ratios[i].ratio);
      rig_set(&r, "knee", knees[k]);
      rig_set(&r, "release", "50 ms");
      for (double level = -40; level <= 6; level += 5.75) {
        CHECK_NEAR(steady_db(&r, level),
                   lq_compressor_curve_db(-20, ratios[i].number, widths[k], level), 0.05);
      }
      rig_free(&r);
    }
  }
  CHECK_NEAR(lq_compressor_curve_db(-20, 4, 0, -8), -17, 1e-9);     // 12 dB over become 3
  CHECK_NEAR(lq_compressor_curve_db(-20, 4, 8, -20), -20.75, 1e-9); // 0.75 * 4^2 / 16
  CHECK_NEAR(lq_compressor_curve_db(-20, 4, 8, -30), -30, 0);
}

// Milliseconds until the gain has made 63 % of a step, by crossing. fixed: hard knee, 12 dB step
static double step_ms(const char* const attack, const char* const release, const bool down)
{
  rig    r = rig_new(&lq_compressor, RATE, 1, 0);
  planes p = planes_new();
  rig_set(&r, "attack", attack);
  rig_set(&r, "release", release);
  rig_set(&r, "knee", "0 dB");
  rig_set(&r, "ratio", "4");
  rig_start(&r);
  const size_t at = N / 2;
  for (size_t i = 0; i < N; ++i) {
    p.io[0][i] = (i < at) == down ? 1.0F : 0.01F; // 20 dB over: 15 dB reduction; or none
  }
  float* const in = p.io[1];
  memcpy(in, p.io[0], N * sizeof(float));
  rig_run(&r, p.io, N, 1024, 0);
  const double from = down ? 15.0 : 0.0, to = down ? 0.0 : 15.0;
  const double mark = from + (to - from) * (1 - exp(-1.0));
  double       ms = -1, before = from;
  for (size_t i = at; i < N && ms < 0; ++i) {
    const double now = -20 * log10((double)p.io[0][i] / (double)in[i]);
    if (down ? now <= mark : now >= mark) {
      ms = ((double)(i - at) + (mark - before) / (now - before)) * 1000 / RATE;
    }
    before = now;
  }
  rig_free(&r);
  planes_free(&p);
  return ms;
}

static void attack_and_release_take_their_time(void)
{
  CHECK_NEAR(step_ms("1 ms", "100 ms", false), 1, 0.02);
  CHECK_NEAR(step_ms("10 ms", "100 ms", false), 10, 0.2);
  CHECK_NEAR(step_ms("60 ms", "100 ms", false), 60, 1.2);
  CHECK_NEAR(step_ms("0.1 ms", "20 ms", true), 20, 0.4);
  CHECK_NEAR(step_ms("0.5 ms", "100 ms", true), 100, 2);
  // The release passes through the attack's smoother too: with 10 ms before 100 ms the two in a
  // row reach 63 % after 111 ms (Giannoulis et al., section 2.3).
  CHECK_NEAR(step_ms("10 ms", "100 ms", true), 111, 2);
}

static void untouched_below_the_threshold(void)
{
  static const char* const modes[] = {"peak", "rms"};
  for (unsigned m = 0; m < 2; ++m) {
    rig    r = rig_new(&lq_compressor, RATE, 2, 0);
    planes p = planes_new(), q = planes_new();
    rig_set(&r, "threshold", "-10 dB");
    rig_set(&r, "knee", "6 dB");
    rig_set(&r, "detector", modes[m]);
    rig_set(&r, "key_hpf", "90 Hz");
    rig_start(&r);
    for (unsigned c = 0; c < 2; ++c) { // the high-pass may lift a peak by 6 dB, no more
      fill_noise(p.io[c], N, 0.1, c);
      fill_noise(q.io[c], N, 0.1, c);
    }
    rig_run(&r, p.io, N, 0, 1);
    CHECK(!memcmp(p.io[0], q.io[0], N * sizeof(float)));
    CHECK(!memcmp(p.io[1], q.io[1], N * sizeof(float)));
    float meter = -1;
    r.proc->meters(r.self, &meter);
    CHECK_NEAR(meter, 0, 0);
    rig_free(&r);
    planes_free(&p);
    planes_free(&q);
  }
}

static void rms_reads_a_sine_three_db_lower(void)
{
  rig r = rig_new(&lq_compressor, RATE, 2, 0);
  rig_set(&r, "knee", "0 dB");
  rig_set(&r, "ratio", "2");
  rig_set(&r, "release", "3000 ms");
  const double peak = sine_gain_db(&r, 1, 1, 1000, 0);
  rig_set(&r, "detector", "rms");
  rig_set(&r, "window", "100 ms");
  const double rms = sine_gain_db(&r, 1, 1, 1000, 0);
  CHECK_NEAR(peak, -10, 0.15);
  CHECK_NEAR(rms - peak, 1.505, 0.15); // 3.01 dB less level, ratio 2: half of it
  rig_free(&r);
}

static void key_high_pass_spares_the_bass(void)
{
  rig r = rig_new(&lq_compressor, RATE, 2, 0);
  rig_set(&r, "threshold", "-12 dB");
  rig_set(&r, "knee", "0 dB");
  CHECK_AT_MOST(sine_gain_db(&r, 0.8, 0.8, 50, 0), -4);
  rig_set(&r, "key_hpf", "200 Hz"); // 24 dB down at 50 Hz
  CHECK_NEAR(sine_gain_db(&r, 0.8, 0.8, 50, 0), 0, 0.001);
  CHECK_AT_MOST(sine_gain_db(&r, 0.8, 0.8, 2000, 0), -4);
  rig_free(&r);
}

static void link_moves_both_sides(void)
{
  static const char* const links[] = {"0 %", "50 %", "100 %"};
  double                   quiet[3], loud[3];
  for (unsigned i = 0; i < 3; ++i) {
    rig r = rig_new(&lq_compressor, RATE, 2, 0);
    rig_set(&r, "knee", "0 dB");
    rig_set(&r, "ratio", "2");
    rig_set(&r, "link", links[i]);
    rig_set(&r, "release", "3000 ms");
    loud[i]  = sine_gain_db(&r, 1, 0.1, 1000, 0);
    quiet[i] = sine_gain_db(&r, 1, 0.1, 1000, 1);
    rig_free(&r);
  }
  CHECK_NEAR(quiet[0], 0, 0.1);        // at the threshold by itself
  CHECK_NEAR(quiet[1], -5, 0.2);       // half way to the other's level
  CHECK_NEAR(quiet[2], loud[2], 1e-3); // together
  CHECK_NEAR(loud[0], loud[2], 1e-3);
}

static void external_key_decides(void)
{
  rig    r     = rig_new(&lq_compressor, RATE, 1, 0);
  planes p     = planes_new();
  r.spec.n_key = 1;
  rig_set(&r, "knee", "0 dB");
  rig_set(&r, "ratio", "2");
  rig_start(&r);
  for (size_t i = 0; i < N; ++i) {
    p.io[0][i] = 0.01F;
    p.io[1][i] = i < N / 2 ? 0 : 1;
  }
  rig_run(&r, p.io, N, 1024, 0);
  CHECK(p.io[0][N / 2 - 1] == 0.01F);
  CHECK_NEAR(20 * log10(p.io[0][N - 1] / 0.01), -10, 0.01);
  CHECK(p.io[1][N - 1] == 1); // the key is only listened to
  rig_free(&r);
  planes_free(&p);
}

static void lookahead_is_the_latency_to_the_frame(void)
{
  static const char* const times[]  = {"0 ms", "0.02 ms", "5 ms", "20 ms"};
  static const size_t      frames[] = {0, 1, 240, 960};
  for (unsigned i = 0; i < 4; ++i) {
    rig    r = rig_new(&lq_compressor, RATE, 2, 0);
    planes p = planes_new();
    rig_set(&r, "lookahead", times[i]);
    rig_start(&r);
    CHECK_NEAR((double)rig_latency(&r), (double)frames[i], 0);
    memset(p.io[0], 0, N * sizeof(float));
    memset(p.io[1], 0, N * sizeof(float));
    p.io[0][100] = p.io[1][100] = 0.05F; // below the threshold
    rig_run(&r, p.io, N, 0, 2);
    for (size_t k = 0; k < N; ++k) {
      CHECK(p.io[1][k] == (k == 100 + frames[i] ? 0.05F : 0.0F));
    }
    rig_free(&r);
    planes_free(&p);
  }
}

static void off_and_dry_pass_the_input(void)
{
  static const char* const rows[][2] = {{"on", "off"}, {"mix", "0 %"}};
  for (unsigned i = 0; i < 2; ++i) {
    rig    r = rig_new(&lq_compressor, RATE, 2, 0);
    planes p = planes_new(), q = planes_new();
    rig_set(&r, "threshold", "-40 dB");
    rig_set(&r, "makeup", "12 dB");
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

// fixed: a constant input, make-up from 0 to 12 dB on the grid: no step above 1/64 of the way
static void make_up_moves_without_a_click(void)
{
  rig    r = rig_new(&lq_compressor, RATE, 1, 0);
  planes p = planes_new();
  rig_start(&r);
  for (size_t i = 0; i < N; ++i) {
    p.io[0][i] = 0.05F;
  }
  rig_run(&r, p.io, 640, 64, 0);
  rig_set(&r, "makeup", "12 dB");
  rig_update(&r);
  float* rest[] = {p.io[0] + 640};
  rig_run(&r, rest, 640, 64, 0);
  double step = 0;
  for (size_t i = 1; i < 1280; ++i) {
    step = fmax(step, fabs(20 * log10((double)p.io[0][i] / (double)p.io[0][i - 1])));
  }
  CHECK_NEAR(step, 12.0 / 64, 0.001);
  CHECK_NEAR(20 * log10(p.io[0][640 + 63] / 0.05), 12, 0.001);
  rig_free(&r);
  planes_free(&p);
}

static void meter_tells_the_reduction(void)
{
  rig   r     = rig_new(&lq_compressor, RATE, 2, 0);
  float meter = 0;
  rig_set(&r, "ratio", "2");
  steady_db(&r, 0);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 10, 0.01);
  r.proc->meters(r.self, &meter);
  CHECK_NEAR(meter, 0, 0);
  rig_free(&r);
}

static const check_test tests[] = {
    CHECK_TEST(same_as_the_slow_one),          CHECK_TEST(fast_log_and_power_keep_their_word),
    CHECK_TEST(static_curve_is_the_curve),     CHECK_TEST(attack_and_release_take_their_time),
    CHECK_TEST(untouched_below_the_threshold), CHECK_TEST(rms_reads_a_sine_three_db_lower),
    CHECK_TEST(key_high_pass_spares_the_bass), CHECK_TEST(link_moves_both_sides),
    CHECK_TEST(external_key_decides),          CHECK_TEST(lookahead_is_the_latency_to_the_frame),
    CHECK_TEST(off_and_dry_pass_the_input),    CHECK_TEST(make_up_moves_without_a_click),
    CHECK_TEST(meter_tells_the_reduction)};
CHECK_MAIN(tests)
