// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the bands of the multiband compressor do to sounds, in every mode: decibels, milliseconds,
// and what they leave alone.
#include "multiband_tools.h"

#include "base/arena.h"

enum { N_BANDS = 4, N_MODES = LQ_MULTIBAND_N_MODES };

// In the middle of each band.
static const double centre_hz[N_BANDS] = {45, 346.41, 2449.49, 14000};

static rig rig_four(const unsigned mode, const band* const all)
{
  rig r = rig_unity(mode, 1, N_BANDS);
  for (unsigned b = 0; b < N_BANDS; ++b) {
    set_band(&r, b, all);
  }
  return r;
}

// Level of a frequency that comes out, in the second half.
static double out_db(const double freq_hz)
{
  return tone_level_db(io[0] + N / 2, N / 2, freq_hz, RATE);
}

// One band far from its edges, so that the neighbours have nothing of a tone in its middle.
static const struct {
  unsigned    n_bands, band;
  const char* to[2];
  double      freq_hz;
} wide[] = {{2, 0, {"10 kHz"}, 100}, {3, 1, {"20 Hz", "20 kHz"}, 632.46}, {2, 1, {"60 Hz"}, 9000}};
enum { N_WIDE = sizeof wide / sizeof *wide };

static rig rig_wide(const unsigned mode, const unsigned n_channels, const unsigned w)
{
  rig r = rig_unity(mode, n_channels, wide[w].n_bands);
  for (unsigned b = 0; b + 1 < wide[w].n_bands; ++b) {
    rig_set_band(&r, b, "to", wide[w].to[b]);
  }
  return r;
}

static void follows_the_curve(void) // against the curve in double
{
  static const band laws[]         = {{"-30", "4", "0", "5", "300", "24", "0"},
                                      {"-30", "2", "6", "5", "300", "9", "0"},
                                      {"-40", "100", "12", "5", "300", "12", "3"},
                                      {"-20", "1.5", "6", "5", "300", "24", "-4"}};
  double            worst[N_MODES] = {0};
  for (unsigned at = 0; at < N_MODES * N_WIDE * 4; ++at) {
    const unsigned mode = at / 4 / N_WIDE, w = at / 4 % N_WIDE, b = wide[w].band;
    rig            r = rig_wide(mode, 1, w);
    set_band(&r, b, &laws[at % 4]);
    const lq_dynband_settings s = {.band = {.gain_db = -value(&r, b, LQ_MULTIBAND_BAND_RANGE)},
                                   .threshold_db = value(&r, b, LQ_MULTIBAND_BAND_THRESHOLD),
                                   .ratio        = value(&r, b, LQ_MULTIBAND_BAND_RATIO),
                                   .knee_db      = value(&r, b, LQ_MULTIBAND_BAND_KNEE)};
    for (double level = -60; level <= 0; level += 10) {
      rig_start(&r);
      fill_sine(io[0], N, pow(10, level / 20), wide[w].freq_hz, RATE);
      rig_run(&r, io, N, 0, 1);
      const double want = value(&r, b, LQ_MULTIBAND_BAND_GAIN) - lq_dynband_curve_db(&s, level);
      const double got  = out_db(wide[w].freq_hz) - level;
      worst[mode]       = fmax(worst[mode], fabs(got - want));
      // A shelf's ear is as fast as its corner asks, and holds the peaks of tones far below.
      CHECK_NEAR(got, want, mode == LQ_MULTIBAND_SHELF ? w ? 0.3 : 1.6 : 0.15);
    }
    rig_free(&r);
  }
  for (unsigned mode = 0; mode < N_MODES; ++mode) {
    printf("# %s: within %.3f dB\n", modes[mode], worst[mode]);
  }
}

// How far a soft tone in band `at` moves while a loud one drives band `b` 12 dB down; with
// `still`, while that band simply stands there.
static double moved_db(const unsigned mode, const unsigned b, const unsigned at, const bool still)
{
  const double freq_hz = centre_hz[at] * (at == b ? 1.1 : 1);
  const band   hard    = {"-50", still ? "1" : "100", "0", "5", "300", "12", still ? "-12" : "0"};
  rig          r       = rig_unity(mode, 1, N_BANDS);
  set_band(&r, b, &hard);
  rig_start(&r);
  fill_sine(io[0], N, 0.25, centre_hz[b], RATE);
  fill_sine(io[1], N, 0.01, freq_hz, RATE);
  for (size_t i = 0; i < N; ++i) {
    io[0][i] += io[1][i];
  }
  rig_run(&r, io, N, 0, 1);
  float meter[LQ_MULTIBAND_MOST_BANDS];
  r.proc->meters(r.self, meter);
  for (unsigned k = 0; k < LQ_MULTIBAND_MOST_BANDS; ++k) {
    CHECK_NEAR(meter[k], k == b && !still ? 12 : 0, 0.01);
  }
  r.proc->meters(r.self, meter);
  CHECK_NEAR(meter[b], 0, 0);
  rig_free(&r);
  return out_db(freq_hz) + 40;
}

static void one_band_leaves_the_others_alone(void)
{
  // At the middle of the next band and of those beyond: what 24 dB per octave, a FIR, and a shelf
  // of 12 dB per octave leave of 12 dB.
  static const double next[N_MODES] = {0.5, 0.03, 1.8}, far[N_MODES] = {0.03, 0.01, 0.3};
  for (unsigned at = 0; at < N_MODES * N_BANDS * N_BANDS; ++at) {
    const unsigned mode = at / N_BANDS / N_BANDS, b = at / N_BANDS % N_BANDS, k = at % N_BANDS;
    const double   moved = moved_db(mode, b, k, false);
    // The same as if it stood there (the equaliser's static bells have two sections).
    CHECK_NEAR(moved, moved_db(mode, b, k, true), mode == LQ_MULTIBAND_SHELF ? 0.25 : 0.02);
    if (k != b) {
      CHECK_NEAR(moved, 0, k == b + 1 || k + 1 == b ? next[mode] : far[mode]);
    } else {
      CHECK_AT_MOST(moved, -8);
    }
  }
}

// Milliseconds from frame `from` until the tone at 4 kHz has gone 63 % of the way from a to b dB.
static double time_ms(const size_t from, const double a_db, const double b_db, const double peak)
{
  enum { HALF = 96 }; // of a Hann window, which what rings at the edge does not get through
  const double way = a_db + (1 - exp(-1)) * (b_db - a_db);
  for (size_t i = from + HALF; i + HALF < N; i += 12) {
    const double db =
        tone_level_db(io[0] + i - HALF, 2 * (size_t)HALF, 4000, RATE) - 20 * log10(peak);
    if (b_db < a_db ? db <= way : db >= way) {
      return 1000 * (double)(i - from) / RATE;
    }
  }
  return 1e9;
}

static void attack_and_release_take_their_time(void)
{
  static const struct {
    const char *attack, *release;
    double      attack_ms, release_ms;
  } times[] = {{"10", "100", 10, 100}, {"40", "60", 40, 60}, {"100", "300", 100, 300}};
  for (unsigned mode = 0; mode < N_MODES; ++mode) {
    for (unsigned k = 0; k < sizeof times / sizeof *times; ++k) {
      rig        r    = rig_unity(mode, 1, 2); // 4 kHz in the band above 120 Hz
      const band slow = {"-40", "100", "0", times[k].attack, times[k].release, "10", "0"};
      set_band(&r, 1, &slow);
      rig_start(&r);
      const size_t late = rig_latency(&r);
      fill_sine(io[0], N, 0.5, 4000, RATE);
      for (size_t i = N / 2; i < N; ++i) {
        io[0][i] *= 0.002F; // -60 dB, below the threshold
      }
      rig_run(&r, io, N, 0, 1);
      // A release waits for the window of 8.3 ms to fall 46 dB, and passes through the attack.
      const double attack  = time_ms(late, 0, -10, 0.5);
      const double release = time_ms(N / 2 + late, -10, 0, 0.001);
      printf("# %s: attack %.1f of %.0f, release %.0f of %.0f ms\n", modes[mode], attack,
             times[k].attack_ms, release, times[k].release_ms);
      CHECK_NEAR(attack, times[k].attack_ms, 1 + 0.05 * times[k].attack_ms);
      CHECK(release > times[k].release_ms);
      CHECK_AT_MOST(release,
                    1.15 * times[k].release_ms + times[k].attack_ms + 8.3 * log(pow(10, 4.6)));
      rig_free(&r);
    }
  }
}

static void modes_differ(void)
{
  static float out[N_MODES][N];
  const band   some = {"-30", "3", "6", "10", "100", "12", "1"};
  for (unsigned mode = 0; mode < N_MODES; ++mode) {
    rig r = rig_four(mode, &some);
    rig_start(&r);
    fill_noise(io[0], N, 0.5, 1);
    rig_run(&r, io, N, 0, 1);
    memcpy(out[mode], io[0], sizeof out[mode]);
    for (unsigned k = 0; k < mode; ++k) {
      CHECK(memcmp(out[mode], out[k], sizeof out[k]) != 0);
    }
    rig_free(&r);
  }
}

static void off_is_the_input(void) // also after it was on, and a band that is off is at unity
{
  static float before[N];
  const band   some = {"-60", "3", "6", "10", "100", "12", "6"};
  for (unsigned mode = 0; mode < N_MODES; ++mode) {
    rig r = rig_four(mode, &some);
    rig_start(&r);
    const size_t late = rig_latency(&r);
    fill_noise(io[0], N, 0.5, 1);
    memcpy(before, io[0], sizeof before);
    rig_run(&r, io, 6400, 1024, 0);
    CHECK(memcmp(io[0] + late, before, (6400 - late) * sizeof(float)) != 0);
    rig_set(&r, "on", "off");
    rig_update(&r);
    rig_run(&r, (float*[]){io[0] + 6400}, N - 6400, 0, 5);
    // The gains that are on their way have a grid step and two more steps to go; a static gain of
    // the equaliser under `shelf` rings out.
    const size_t from = mode == LQ_MULTIBAND_SHELF ? N / 2 : 6400 + 128;
    CHECK(!memcmp(io[0] + from, before + from - late, (N - from) * sizeof(float)));
    rig_free(&r);
  }
}

static void link_keeps_the_image(void)
{
  static const char* const links[] = {"0 %", "50 %", "100 %"};
  static const double      want[]  = {0, -5, -10}; // of the side that is 20 dB softer, at threshold
  for (unsigned mode = 0; mode < N_MODES; ++mode) {
    const double slack = mode == LQ_MULTIBAND_SHELF ? 0.2 : 0.05;
    for (unsigned k = 0; k < 3; ++k) {
      rig        r = rig_wide(mode, 2, 1);
      const band b = {"-20", "2", "0", "5", "300", "24", "0"};
      set_band(&r, 1, &b);
      rig_set(&r, "link", links[k]);
      rig_start(&r);
      fill_sine(io[0], N, 1, 632.46, RATE);
      fill_sine(io[1], N, 0.1, 632.46, RATE);
      rig_run(&r, io, N, 1024, 0);
      const double left  = tone_level_db(io[0] + N / 2, N / 2, 632.46, RATE);
      const double right = tone_level_db(io[1] + N / 2, N / 2, 632.46, RATE) + 20;
      CHECK_NEAR(left, -10, slack);
      CHECK_NEAR(right, want[k], slack);
      CHECK(k < 2 || fabs(left - right) < 1e-4);
      rig_free(&r);
    }
  }
}

static void a_key_moves_the_band(void)
{
  for (unsigned mode = 0; mode < N_MODES; ++mode) {
    rig        r = rig_wide(mode, 1, 1);
    const band b = {"-40", "100", "0", "5", "60", "8", "0"};
    set_band(&r, 1, &b);
    r.spec.n_key = 1;
    rig_start(&r);
    fill_sine(io[0], N, 0.3, 632.46, RATE);
    fill_sine(io[1], N, 0.3, 632.46, RATE);
    memset(io[1], 0, N / 2 * sizeof(float));
    static float key[N];
    memcpy(key, io[1], sizeof key);
    rig_run(&r, io, N, 0, 4);
    const size_t from = rig_latency(&r) + 2000;
    CHECK_NEAR(tone_level_db(io[0] + from, N / 2 - from, 632.46, RATE) - 20 * log10(0.3), 0, 1e-3);
    CHECK_NEAR(tone_level_db(io[0] + N - 9600, 9600, 632.46, RATE) - 20 * log10(0.3), -8, 0.05);
    CHECK(!memcmp(key, io[1], sizeof key)); // the key is only listened to
    rig_free(&r);
  }
}

static double turn_click_db(const unsigned mode, void (*const move)(rig* r, double turn))
{
  const band some = {"-30", "4", "6", "10", "100", "12", "0"};
  rig        r    = rig_four(mode, &some);
  rig_start(&r);
  fill_sine(io[0], N, 0.25, 200, RATE);
  run_moving(&r, io, N, move);
  rig_free(&r);
  return click_db(io[0] + 9600, N - 9600);
}

static void turn_knobs(rig* const r, const double turn)
{
  for (unsigned b = 0; b < N_BANDS; ++b) {
    float* const v                 = r->values + LQ_MULTIBAND_N + b * LQ_MULTIBAND_BAND_N;
    v[LQ_MULTIBAND_BAND_THRESHOLD] = (float)(-40 + 20 * sin(40 * turn));
    v[LQ_MULTIBAND_BAND_GAIN]      = (float)(6 * sin(60 * turn));
    v[LQ_MULTIBAND_BAND_RANGE]     = (float)(12 + 6 * sin(50 * turn));
  }
}

static void stand(rig* const r, const double turn)
{
  (void)r;
  (void)turn;
}

static void flip(rig* const r, const double turn)
{
  r->values[LQ_MULTIBAND_ON] = fmod(turn * 10, 1) < 0.5 ? 1 : 0;
}

static void knobs_move_without_a_click(void)
{
  for (unsigned mode = 0; mode < N_MODES; ++mode) {
    const double still = turn_click_db(mode, stand), knobs = turn_click_db(mode, turn_knobs);
    const double on = turn_click_db(mode, flip);
    printf("# %s: hidden steps: still %.1f, knobs %.1f, on and off %.1f dBFS\n", modes[mode], still,
           knobs, on);
    CHECK_AT_MOST(knobs, -70);
    CHECK_AT_MOST(on, -45); // within 64 frames, as in the equaliser
  }
}

static void one_band_or_seven_are_refused(void)
{
  static const unsigned n[] = {0, 1, 2, 6, 7, 64};
  for (unsigned i = 0; i < sizeof n / sizeof *n; ++i) {
    rig             r  = rig_new(&lq_multiband, RATE, 2, n[i]);
    const lq_status st = lq_proc_new(r.proc, &r.spec, r.values, &r.self, &r.memory);
    CHECK((st == LQ_OK) == (!n[i] || (n[i] >= 2 && n[i] <= 6))); // none: as it came
    rig_free(&r);
  }
}

static const check_test tests[] = {CHECK_TEST(follows_the_curve),
                                   CHECK_TEST(one_band_leaves_the_others_alone),
                                   CHECK_TEST(attack_and_release_take_their_time),
                                   CHECK_TEST(modes_differ),
                                   CHECK_TEST(off_is_the_input),
                                   CHECK_TEST(link_keeps_the_image),
                                   CHECK_TEST(a_key_moves_the_band),
                                   CHECK_TEST(knobs_move_without_a_click),
                                   CHECK_TEST(one_band_or_seven_are_refused)};
CHECK_MAIN(tests)
