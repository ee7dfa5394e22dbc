// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The dynamic equaliser against a slow one written frame by frame in long double, and against what
// its rows promise: dB, milliseconds, frames.
#include "dyneq_tools.h"

enum { STEP = 16, MOST = 12 };

// Noise that comes and goes, another one on each side and in the key.
static void fill_swelling(void)
{
  for (unsigned c = 0; c < 4; ++c) {
    fill_noise(io[c], N, 1, c + 1);
    for (size_t i = 0; i < N; ++i) {
      const double swell = 0.5 + 0.5 * sin(2 * LQ_PI * (2.0 + c) * (double)i / RATE);
      io[c][i] *= (float)(swell * swell);
    }
  }
}

// One side of one slow band, everything in the units of the rows.
typedef struct {
  slow_biquad ear, bell, fixed[2];
  unsigned    n_fixed;
  double      sum, all, square, whole, held, moved, from, to;
} slow_side;

static slow_biquad slow_of(const lq_section* const s)
{
  return slow_new(s->n2, s->n1, s->n0, s->d1, s->d0);
}

// The ear by its own words: a band-pass between the two edges, a low-pass or a high-pass.
static slow_biquad slow_ear(const lq_band* const b)
{
  const double g = tan(LQ_PI * b->freq_hz / RATE);
  if (b->type == LQ_BAND_LOW_SHELF) {
    return slow_new(0, 0, g * g, sqrt(2) * g, g * g);
  }
  if (b->type == LQ_BAND_HIGH_SHELF) {
    return slow_new(1, 0, 0, sqrt(2) * g, g * g);
  }
  const double up   = 0.5 / b->q + sqrt(1 + 0.25 / (b->q * b->q)); // upper edge over centre
  const double low  = tan(LQ_PI * fmin(0.49, b->freq_hz / up / RATE));
  const double high = tan(LQ_PI * fmin(0.49, b->freq_hz * up / RATE));
  return slow_new(0, high - low, 0, high - low, low * high);
}

static slow_side slow_new_side(const rig* const r, const unsigned b)
{
  const lq_band    moving = band_of(r, b, LQ_DYNEQ_BAND_RANGE);
  const lq_band    always = band_of(r, b, LQ_DYNEQ_BAND_GAIN);
  const lq_section whole  = lq_band_design_one(&moving, RATE);
  lq_section       s[LQ_BAND_SECTIONS];
  slow_side        side = {.ear     = slow_ear(&moving),
                           .bell    = slow_of(&whole),
                           .n_fixed = lq_band_design(&always, RATE, s)};
  for (unsigned i = 0; i < side.n_fixed; ++i) {
    side.fixed[i] = slow_of(&s[i]);
  }
  return side;
}

static double slow_knee(const double x, const double w)
{
  return 2 * x <= -w ? 0 : 2 * x >= w ? x : (x + w / 2) * (x + w / 2) / (2 * w);
}

static double slow_curve(const rig* const r, const unsigned b, const double level_db)
{
  const double over = (level_db - value(r, b, LQ_DYNEQ_BAND_THRESHOLD)) *
                      (value(r, b, LQ_DYNEQ_BAND_DIRECTION) > 0.5 ? -1 : 1);
  const double slope = 1 - 1 / value(r, b, LQ_DYNEQ_BAND_RATIO);
  const double range = fabs(value(r, b, LQ_DYNEQ_BAND_RANGE));
  const double knee  = value(r, b, LQ_DYNEQ_BAND_KNEE);
  return slope * (slow_knee(over, knee) - slow_knee(over - range / slope, knee));
}

static double slow_pole(const double sec)
{
  return exp(-STEP / (sec * RATE));
}

// The end of a step: levels of both sides to what their bands go to.
static void slow_decide(const rig* const r, const unsigned b, slow_side* const s,
                        const unsigned n_heard)
{
  const double window = slow_pole(fmin(0.02, fmax(0.001, 1 / value(r, b, LQ_DYNEQ_BAND_FREQ))));
  const double a_r    = slow_pole(value(r, b, LQ_DYNEQ_BAND_RELEASE) / 1000);
  const double a_a    = slow_pole(value(r, b, LQ_DYNEQ_BAND_ATTACK) / 1000);
  const double range  = value(r, b, LQ_DYNEQ_BAND_RANGE);
  double       db[2]  = {-INFINITY, -INFINITY};
  for (unsigned c = 0; c < n_heard; ++c) {
    s[c].square = window * s[c].square + (1 - window) * 2 * s[c].sum / STEP;
    s[c].whole  = window * s[c].whole + (1 - window) * 2 * s[c].all / STEP;
    db[c]       = 10 * log10(s[c].square + 1e-38);
    if (r->values[LQ_DYNEQ_MODE] > 0.5F) {
      db[c] -= 10 * log10(fmax(1e-10, s[c].whole));
    }
    s[c].sum = s[c].all = 0;
  }
  const double louder = fmax(db[0], db[1]);
  for (unsigned c = 0; c < 2; ++c) {
    const double link  = n_heard == 1 ? 1 : (double)r->values[LQ_DYNEQ_LINK] / 100;
    const double level = link < 1 ? db[c] + link * (louder - db[c]) : louder;
    const double want  = slow_curve(r, b, level);
    s[c].held          = fmax(want, a_r * s[c].held + (1 - a_r) * want);
    s[c].moved         = a_a * s[c].moved + (1 - a_a) * s[c].held;
    s[c].from          = s[c].to;
    s[c].to = (pow(10, copysign(s[c].moved, range) / 20) - 1) / (pow(10, range / 20) - 1);
  }
}

// fixed: stereo. Static gains of all bands are in front of all that moves.
static void slow(const rig* const r, double* const y[2], float* const* const x,
                 float* const* const heard, const unsigned n_heard)
{
  static slow_side s[MOST][2];
  for (unsigned b = 0; b < r->spec.n_bands; ++b) {
    s[b][0] = s[b][1] = slow_new_side(r, b);
  }
  for (size_t i = 0; i < N; ++i) {
    double v[2] = {(double)x[0][i], (double)x[1][i]};
    for (unsigned b = 0; b < r->spec.n_bands; ++b) {
      for (unsigned c = 0; c < 2; ++c) {
        for (unsigned k = 0; k < s[b][c].n_fixed; ++k) {
          v[c] = slow_run(&s[b][c].fixed[k], v[c]);
        }
      }
    }
    for (unsigned b = 0; b < r->spec.n_bands; ++b) {
      for (unsigned c = 0; c < 2; ++c) {
        slow_side* const t   = &s[b][c];
        const double     wet = t->from + (t->to - t->from) * (double)(i % STEP + 1) / STEP;
        v[c] += wet * (slow_run(&t->bell, v[c]) - v[c]);
        if (c < n_heard) {
          const double h = slow_run(&t->ear, (double)heard[c][i]);
          t->sum += h * h;
          t->all += (double)heard[c][i] * (double)heard[c][i];
        }
      }
      if (i % STEP == STEP - 1) {
        slow_decide(r, b, s[b], n_heard);
      }
    }
    y[0][i] = v[0];
    y[1][i] = v[1];
  }
}

static const band bands[MOST] = {
    {"bell", "1 kHz", "1", "0", "-9", "-30", "4", "6", "5", "120", "above"},
    {"bell", "120 Hz", "2", "3", "-6", "-40", "2", "0", "10", "60", "above"},
    {"high-shelf", "6 kHz", "0.7", "0", "6", "-35", "1.5", "12", "1", "40", "above"},
    {"low-shelf", "200 Hz", "0.7", "-2", "-12", "-50", "100", "3", "20", "300", "above"},
    {"bell", "11 kHz", "0.5", "0", "-18", "-25", "3", "6", "0.5", "5", "above"},
    {"bell", "3 kHz", "4", "0", "5", "-28", "2", "6", "30", "200", "below"},
    {"bell", "400 Hz", "8", "1", "-24", "-45", "10", "1", "2", "90", "below"},
    {"high-shelf", "9 kHz", "1", "0", "12", "-20", "3", "24", "8", "500", "below"},
    {"bell", "17 kHz", "1", "0", "9", "-40", "2", "6", "5", "120", "above"}, // in the next eight
    {"low-shelf", "60 Hz", "0.5", "0", "7", "-60", "2", "6", "50", "120", "above"},
};

typedef struct {
  unsigned    n_key;
  const char *mode, *link;
} way;

static void same_as_the_slow_one(void) // fixed: 48 kHz, stereo, 1 s of swelling noise, ten bands
{
  static const way ways[]  = {{0, "absolute", "100 %"}, {0, "absolute", "40 %"},
                              {1, "absolute", "100 %"}, {2, "absolute", "0 %"},
                              {0, "relative", "100 %"}, {2, "relative", "70 %"}};
  double*          want[2] = {calloc(N, sizeof(double)), calloc(N, sizeof(double))};
  for (unsigned k = 0; k < sizeof ways / sizeof *ways; ++k) {
    rig r        = rig_new(&lq_dyneq, RATE, 2, 10);
    r.spec.n_key = ways[k].n_key;
    rig_set(&r, "mode", ways[k].mode);
    rig_set(&r, "link", ways[k].link);
    for (unsigned b = 0; b < 10; ++b) {
      set_band(&r, b, &bands[b]);
      if (*ways[k].mode == 'r') {
        rig_set_band(&r, b, "threshold", b % 2 ? "-16" : "-9");
      }
    }
    rig_start(&r);
    fill_swelling();
    slow(&r, want, io, r.spec.n_key ? io + 2 : io, r.spec.n_key ? r.spec.n_key : 2);
    rig_run(&r, io, N, 0, 3);
    for (unsigned c = 0; c < 2; ++c) {
      printf("# %s, link %s, %u key: %.1f dB\n", ways[k].mode, ways[k].link, ways[k].n_key,
             snr_db(io[c], want[c], N));
      CHECK_AT_MOST(95, snr_db(io[c], want[c], N));
    }
    rig_free(&r);
  }
  free(want[0]);
  free(want[1]);
}

static void moves_by_threshold_ratio_knee_and_range(void)
{
  static const band laws[] = {
      {"bell", "4 kHz", "1", "0", "-9", "-30", "4", "0", "5", "300", "above"},
      {"bell", "4 kHz", "1", "0", "9", "-30", "2", "6", "5", "300", "above"},
      {"bell", "4 kHz", "1", "0", "-24", "-30", "1.5", "12", "5", "300", "above"},
      {"bell", "4 kHz", "1", "0", "-12", "-30", "2", "6", "5", "60", "below"},
      {"bell", "4 kHz", "1", "0", "12", "-20", "100", "3", "5", "60", "below"},
      {"bell", "4 kHz", "1", "-4", "6", "-30", "2", "6", "5", "300", "above"},
      {"bell", "4 kHz", "1", "0", "-6", "-60", "1", "6", "5", "300", "above"}, // ratio 1: never
  };
  for (unsigned k = 0; k < sizeof laws / sizeof *laws; ++k) {
    rig r = rig_new(&lq_dyneq, RATE, 1, 1);
    set_band(&r, 0, &laws[k]);
    for (double level = -60; level <= 0; level += 5) {
      const double range = value(&r, 0, LQ_DYNEQ_BAND_RANGE);
      const double moved = value(&r, 0, LQ_DYNEQ_BAND_RATIO) > 1 ? slow_curve(&r, 0, level) : 0;
      CHECK_NEAR(gain_db(&r, 4000, level),
                 value(&r, 0, LQ_DYNEQ_BAND_GAIN) + copysign(moved, range), 0.1);
    }
    rig_free(&r);
  }
  // In numbers: 12 dB over at ratio 4 are 9; the knee of 8 takes 0.75 * 8 / 8 at the threshold.
  lq_dynband_settings s = {.band = {.gain_db = -24}, .threshold_db = -20, .ratio = 4};
  CHECK_NEAR(lq_dynband_curve_db(&s, -8), 9, 1e-9);
  s.knee_db = 8;
  CHECK_NEAR(lq_dynband_curve_db(&s, -20), 0.75, 1e-9);
  CHECK_NEAR(lq_dynband_curve_db(&s, 60), 24, 1e-9);
}

static bool untouched(rig* const r)
{
  static float before[2][N];
  fill_noise(io[0], N, 0.1, 1);
  fill_noise(io[1], N, 0.1, 2);
  memcpy(before, io_memory, sizeof before);
  rig_start(r);
  rig_run(r, io, N, 0, 1);
  return !memcmp(before, io_memory, sizeof before);
}

static void untouched_where_nothing_acts(void)
{
  static const char* const rows[][2] = {
      {"threshold", "0"}, {"range", "0"}, {"on", "off"}, {"ratio", "1"}};
  for (unsigned k = 0; k < 4; ++k) {
    rig   r     = rig_new(&lq_dyneq, RATE, 2, 3);
    float cut[] = {-1, -1};
    for (unsigned b = 0; b < 3; ++b) {
      rig_set_band(&r, b, "threshold", "-80");
      rig_set_band(&r, b, "freq", b ? b > 1 ? "12 kHz" : "100 Hz" : "1 kHz");
      rig_set_band(&r, b, rows[k][0], rows[k][1]);
    }
    CHECK(untouched(&r));
    r.proc->meters(r.self, cut);
    CHECK(cut[0] == 0 && cut[1] == 0);
    rig_free(&r);
  }
  rig r = rig_new(&lq_dyneq, RATE, 2, 1);
  rig_set_band(&r, 0, "threshold", "-80");
  rig_set_band(&r, 0, "gain", "6");
  CHECK(!untouched(&r));
  rig_set(&r, "on", "off");
  CHECK(untouched(&r));
  rig_free(&r);
}

static void relative_does_not_mind_the_level(void)
{
  static const char* const modes[] = {"absolute", "relative"};
  double                   got[2][2];
  for (unsigned m = 0; m < 2; ++m) {
    for (unsigned k = 0; k < 2; ++k) { // a tone, 3 dB below all of it, once 20 dB softer
      rig        r = rig_new(&lq_dyneq, RATE, 1, 1);
      const band b = {"bell", "1000", "4", "0",   "-12",  m ? "-9" : "-24",
                      "2",    "0",    "5", "300", "above"};
      set_band(&r, 0, &b);
      rig_set(&r, "mode", modes[m]);
      rig_start(&r);
      fill_sine(io[0], N, k ? 0.02 : 0.2, 1000, RATE);
      fill_sine(io[1], N, k ? 0.02 : 0.2, 9000, RATE);
      for (size_t i = 0; i < N; ++i) {
        io[0][i] += io[1][i];
      }
      rig_run(&r, io, N, 1024, 0);
      got[m][k] = tone_level_db(io[0] + N / 2, N / 2, 1000, RATE) - 20 * log10(k ? 0.02 : 0.2);
      rig_free(&r);
    }
  }
  CHECK_NEAR(got[0][0], -5, 0.2); // -14 dB against -24, halved
  CHECK_NEAR(got[0][1], 0, 0.01);
  CHECK_NEAR(got[1][0], -3, 0.25); // -3 dB against -9, halved
  CHECK_NEAR(got[1][1], got[1][0], 0.001);
}

static void link_moves_both_sides(void)
{
  static const char* const links[] = {"0 %", "50 %", "100 %"};
  static const double      want[]  = {0, -5, -10}; // of the side that is 20 dB softer, at threshold
  for (unsigned k = 0; k < 3; ++k) {
    rig        r = rig_new(&lq_dyneq, RATE, 2, 1);
    const band b = {"bell", "1000", "1", "0", "-24", "-20", "2", "0", "5", "300", "above"};
    set_band(&r, 0, &b);
    rig_set(&r, "link", links[k]);
    rig_start(&r);
    fill_sine(io[0], N, 1, 1000, RATE);
    fill_sine(io[1], N, 0.1, 1000, RATE);
    rig_run(&r, io, N, 1024, 0);
    CHECK_NEAR(tone_level_db(io[0] + N / 2, N / 2, 1000, RATE), -10, 0.2);
    CHECK_NEAR(tone_level_db(io[1] + N / 2, N / 2, 1000, RATE) + 20, want[k], 0.2);
    rig_free(&r);
  }
}

static void a_key_opens_a_hole(void)
{
  rig        r = rig_new(&lq_dyneq, RATE, 2, 1);
  const band b = {"bell", "2500", "0.8", "0", "-5", "-40", "3", "6", "5", "100", "above"};
  set_band(&r, 0, &b);
  r.spec.n_key = 1;
  rig_start(&r);
  fill_sine(io[0], N, 0.3, 2500, RATE);
  fill_sine(io[1], N, 0.3, 2500, RATE);
  fill_sine(io[2], N, 0.3, 2500, RATE);
  static float key[N];
  for (size_t i = 0; i < N; ++i) {
    io[2][i] *= i < N / 2 ? 0.0F : 1.0F;
  }
  memcpy(key, io[2], sizeof key);
  rig_run(&r, io, N, 1024, 0);
  CHECK_NEAR(tone_level_db(io[0], N / 2, 2500, RATE) - 20 * log10(0.3), 0, 1e-5);
  CHECK_NEAR(tone_level_db(io[1] + N - 9600, 9600, 2500, RATE) - 20 * log10(0.3), -5, 0.02);
  CHECK(!memcmp(key, io[2], sizeof key)); // the key is only listened to
  float meter[2];
  r.proc->meters(r.self, meter);
  CHECK_NEAR(meter[0], 5, 0.01);
  CHECK_NEAR(meter[1], 0, 0);
  r.proc->meters(r.self, meter);
  CHECK_NEAR(meter[0], 0, 0);
  rig_free(&r);
}

static void bands_stand_one_behind_the_other(void) // eleven of -2 dB, also in two groups of eight
{
  rig        r = rig_new(&lq_dyneq, RATE, 1, 11);
  const band b = {"bell", "1000", "1", "0", "-2", "-90", "100", "0", "5", "300", "above"};
  for (unsigned k = 0; k < 11; ++k) {
    set_band(&r, k, &b);
  }
  CHECK_NEAR(gain_db(&r, 1000, 0), -22, 0.02);
  rig_free(&r);
}

static void lookahead_is_the_latency_to_the_frame(void)
{
  static const char* const times[]  = {"0 ms", "0.02 ms", "5 ms", "20 ms"};
  static const size_t      frames[] = {0, 1, 240, 960};
  for (unsigned i = 0; i < 4; ++i) {
    rig r = rig_new(&lq_dyneq, RATE, 2, 2);
    rig_set(&r, "lookahead", times[i]);
    rig_start(&r);
    CHECK_NEAR((double)rig_latency(&r), (double)frames[i], 0);
    memset(io_memory, 0, sizeof io_memory);
    io[0][100] = io[1][100] = 0.01F; // below the threshold
    rig_run(&r, io, N, 0, 2);
    for (size_t k = 0; k < N; ++k) {
      CHECK(io[1][k] == (k == 100 + frames[i] ? 0.01F : 0.0F));
    }
    rig_free(&r);
  }
}

static void off_and_on_again_leaves_no_trace(void) // switched to off: the input again, to the bit
{
  rig r = rig_new(&lq_dyneq, RATE, 1, 2);
  rig_set_band(&r, 0, "threshold", "-60");
  rig_set_band(&r, 1, "gain", "5");
  rig_start(&r);
  fill_noise(io[0], N, 0.5, 1);
  memcpy(io[1], io[0], sizeof io_memory[0]);
  rig_run(&r, io, 6400, 1024, 0);
  CHECK(memcmp(io[0], io[1], 6400 * sizeof(float)));
  rig_set(&r, "on", "off");
  rig_update(&r);
  float* rest[] = {io[0] + 6400};
  rig_run(&r, rest, N - 6400, 1024, 0);
  CHECK(!memcmp(io[0] + 6480, io[1] + 6480, (N - 6480) * sizeof(float))); // 64 and a step
  rig_free(&r);
}

static const check_test tests[] = {CHECK_TEST(same_as_the_slow_one),
                                   CHECK_TEST(moves_by_threshold_ratio_knee_and_range),
                                   CHECK_TEST(untouched_where_nothing_acts),
                                   CHECK_TEST(relative_does_not_mind_the_level),
                                   CHECK_TEST(link_moves_both_sides),
                                   CHECK_TEST(a_key_opens_a_hole),
                                   CHECK_TEST(bands_stand_one_behind_the_other),
                                   CHECK_TEST(lookahead_is_the_latency_to_the_frame),
                                   CHECK_TEST(off_and_on_again_leaves_no_trace)};
CHECK_MAIN(tests)
