// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the bands of the dynamic equaliser sound like, what they hear, how long they take and what
// their movement leaves behind: dB and milliseconds.
#include "dyneq_tools.h"

static double one_section_db(const double gain_db, const double rate_hz)
{
  double worst = 0;
  for (unsigned t = LQ_BAND_BELL; t <= LQ_BAND_HIGH_SHELF; ++t) {
    for (double f = 20; f < 20001; f *= sqrt(2.1)) {
      for (double q = t ? 0.3 : 0.1; q < (t ? 1 : 17); q *= 1.6) {
        const lq_band        b = {(lq_band_type)t, f, gain_db, q};
        const lq_section     s = lq_band_design_one(&b, rate_hz);
        const lq_biquad_coef c = lq_biquad_design(&s);
        for (double hz = 5; hz <= 20000; hz *= 1.05) {
          const double got = lq_biquad_power(&c, 2 * LQ_PI * hz / rate_hz);
          worst            = fmax(worst, fabs(10 * log10(got / lq_band_prototype_power(&b, hz))));
        }
      }
    }
  }
  printf("# one section, %g dB, %g Hz: within %.3f dB\n", gain_db, rate_hz, worst);
  return worst;
}

static void one_section_follows_the_analogue_band(void)
{
  static const double rates[] = {44100, 48000, 96000};
  for (unsigned r = 0; r < 3; ++r) {
    CHECK_AT_MOST(one_section_db(-24, rates[r]), 0.3);
    CHECK_AT_MOST(one_section_db(24, rates[r]), 0.3);
    CHECK_AT_MOST(one_section_db(-6, rates[r]), 0.1);
  }
}

static void at_the_end_of_its_range_it_is_the_equaliser(void)
{
  static const char* const types[] = {"bell", "low-shelf", "high-shelf"};
  static const char* const freqs[] = {"80", "1000", "6000", "12000", "16000"};
  double                   worst   = 0;
  for (unsigned t = 0; t < 3; ++t) {
    for (unsigned f = 0; f < 5; ++f) {
      for (unsigned k = 0; k < 4; ++k) {
        rig        r = rig_new(&lq_dyneq, RATE, 1, 1);
        const band b = {types[t],
                        freqs[f],
                        k % 2 ? "0.7" : "1.5",
                        "0",
                        k / 2 ? "-12" : "8",
                        "-90",
                        "100",
                        "0",
                        "1",
                        "5",
                        "above"};
        set_band(&r, 0, &b);
        const lq_band analogue = band_of(&r, 0, LQ_DYNEQ_BAND_RANGE);
        for (double hz = 40; hz < 20000; hz *= 1.7) {
          const double want = 10 * log10(lq_band_prototype_power(&analogue, hz));
          const double got  = gain_db(&r, hz, -6);
          worst             = fmax(worst, fabs(got - want));
          CHECK_NEAR(got, want, 0.12);
        }
        rig_free(&r);
      }
    }
  }
  printf("# up to 12 dB, to 20 kHz: within %.3f dB of the analogue band\n", worst);
}

// |1 + wet (H - 1)| of the analogue bell, which is what a half-way bell should be.
static double halfway_db(const lq_band* const b, const double wet, const double hz)
{
  const double a = pow(10, b->gain_db / 40), w = hz / b->freq_hz;
  const double re = 1 - w * w, num = w * a / b->q, den = w / (a * b->q);
  const double im = den + wet * (num - den); // of the numerator; re is common
  return 10 * log10((re * re + im * im) / (re * re + den * den));
}

static void
halfway_it_is_a_bell_too(void) // half of -12 dB: 0 dB key, threshold 8 dB below, ratio 4
{
  static const char* const freqs[] = {"300", "4000", "10000", "15000"};
  static const char* const qs[]    = {"0.7", "3"};
  double                   worst   = 0;
  for (unsigned f = 0; f < 4; ++f) {
    for (unsigned k = 0; k < 2; ++k) {
      rig        r = rig_new(&lq_dyneq, RATE, 1, 1);
      const band b = {"bell", freqs[f], qs[k], "0", "-12", "-8", "4", "0", "1", "100", "above"};
      set_band(&r, 0, &b);
      const lq_band analogue = band_of(&r, 0, LQ_DYNEQ_BAND_RANGE);
      const double  wet      = (pow(10, -6.0 / 20) - 1) / (pow(10, -12.0 / 20) - 1);
      for (double hz = 40; hz < 20000; hz *= 1.5) {
        const double got = gain_db(&r, hz, 0), want = halfway_db(&analogue, wet, hz);
        worst = fmax(worst, fabs(got - want));
        CHECK_NEAR(got, want, 0.5);
      }
      rig_free(&r);
    }
  }
  printf("# half of -12 dB: within %.3f dB of the analogue bell\n", worst);
}

// How loud a full-scale sine of the key is to the ear of the band, dB. The band is at ratio 2,
// threshold -40 and without a knee, so that half of what is over shows in a tone it moves wholly.
static double heard_db(rig* const r, const double tone_hz, const double key_hz)
{
  fill_sine(io[0], N, 0.1, tone_hz, RATE);
  fill_sine(io[1], N, 1, key_hz, RATE);
  r->spec.n_key = 1;
  rig_start(r);
  rig_run(r, io, N, 1024, 0);
  return -2 * (tone_level_db(io[0] + N / 2, N / 2, tone_hz, RATE) + 20) - 40;
}

static void a_bell_hears_what_it_moves(void) // edges: where a static bell has half of its decibels
{
  static const char* const freqs[] = {"200", "2000", "8000"};
  static const double      qs[]    = {0.8, 2, 6};
  for (unsigned f = 0; f < 3; ++f) {
    for (unsigned k = 0; k < 3; ++k) {
      char text[16];
      (void)snprintf(text, sizeof text, "%g", qs[k]);
      rig        r = rig_new(&lq_dyneq, RATE, 1, 1);
      const band b = {"bell", freqs[f], text, "0", "-24", "-40", "2", "0", "5", "300", "above"};
      set_band(&r, 0, &b);
      const double  hz   = value(&r, 0, LQ_DYNEQ_BAND_FREQ);
      const double  up   = 0.5 / qs[k] + sqrt(1 + 0.25 / (qs[k] * qs[k]));
      const lq_band bell = band_of(&r, 0, LQ_DYNEQ_BAND_RANGE);
      CHECK_NEAR(10 * log10(lq_band_prototype_power(&bell, hz * up)), -12, 0.01);
      // A window of one period leaves a ripple of 0.35 dB, of whose crests the follower hears most.
      CHECK_NEAR(heard_db(&r, hz, hz), 0, 0.4);
      CHECK_NEAR(heard_db(&r, hz, hz * up), -3.01, 0.4);
      CHECK_NEAR(heard_db(&r, hz, hz / up), -3.01, 0.6);
      CHECK_AT_MOST(heard_db(&r, hz, hz / up / 8), -16);
      rig_free(&r);
    }
  }
}

static void shelves_hear_their_side(void)
{
  rig        low = rig_new(&lq_dyneq, RATE, 1, 1), high = rig_new(&lq_dyneq, RATE, 1, 1);
  const band l = {"low-shelf", "500", "0.7", "0", "-24", "-40", "2", "0", "5", "300", "above"};
  const band h = {"high-shelf", "3000", "0.7", "0", "-24", "-40", "2", "0", "5", "300", "above"};
  set_band(&low, 0, &l);
  set_band(&high, 0, &h);
  CHECK_NEAR(heard_db(&low, 30, 200), 0, 1); // ripple of a window of 2 ms at 200 Hz
  CHECK_NEAR(heard_db(&low, 30, 500), -3, 0.5);
  CHECK_NEAR(heard_db(&low, 30, 2000), -24, 0.7);
  CHECK_NEAR(heard_db(&high, 20000, 12000), 0, 0.2);
  CHECK_NEAR(heard_db(&high, 20000, 3000), -3, 0.2);
  CHECK_NEAR(heard_db(&high, 20000, 750), -24, 0.7);
  rig_free(&low);
  rig_free(&high);
}

// Milliseconds until the band has made 63 % of a step. fixed: bell at 4 kHz, hard knee, 12 dB
static double step_ms(const char* const attack, const char* const release, const bool down)
{
  rig        r = rig_new(&lq_dyneq, RATE, 1, 1);
  const band b = {"bell", "4000", "0.5", "0", "-12", "-60", "100", "0", attack, release, "above"};
  set_band(&r, 0, &b);
  r.spec.n_key = 1;
  rig_start(&r);
  const size_t at = N / 2;
  fill_sine(io[0], N, 0.1, 4000, RATE);
  fill_sine(io[1], N, 1, 4000, RATE);
  for (size_t i = 0; i < N; ++i) {
    io[1][i] *= (i < at) == down ? 1.0F : 0.0F;
  }
  rig_run(&r, io, N, 1024, 0);
  const double from = down ? 12 : 0, to = 12 - from, mark = from + (to - from) * (1 - exp(-1.0));
  double       ms = -1, before = from;
  for (size_t i = at; i < N && ms < 0; ++i) { // amplitude from two frames a quarter turn apart
    const double now = -20 * log10(hypot((double)io[0][i], (double)io[0][i - 3]) / 0.1);
    if (down ? now <= mark : now >= mark) {
      ms = ((double)(i - at) + (mark - before) / (now - before)) * 1000 / RATE;
    }
    before = now;
  }
  rig_free(&r);
  return ms;
}

// A step of 16 frames (0.33 ms) is heard, then walked: at most two steps late. A release waits
// for the window of 1 ms to fall by 60 dB, 13.8 ms, and passes the attack's smoother.
static void attack_and_release_take_their_time(void)
{
  CHECK_NEAR(step_ms("2", "100", false), 2 + 0.4, 0.35);
  CHECK_NEAR(step_ms("10", "100", false), 10 + 0.4, 0.4);
  CHECK_NEAR(step_ms("60", "100", false), 60 + 0.4, 1.2);
  CHECK_NEAR(step_ms("0.5", "30", true), 30 + 12, 2.5);
  CHECK_NEAR(step_ms("0.5", "200", true), 200 + 12, 4);
}

// A tone of -12 dBFS at the centre of a bell of -24 dB while the key jumps between silence and full
// scale 50 times a second: power that lands above 6 kHz, dB against the tone.
static double splatter_db(const char* const attack, const char* const release)
{
  rig        r   = rig_new(&lq_dyneq, RATE, 1, 1);
  const band b   = {"bell", "500", "1", "0", "-24", "-60", "100", "6", attack, release, "above"};
  double     sum = 0;
  set_band(&r, 0, &b);
  r.spec.n_key = 1;
  rig_start(&r);
  fill_sine(io[0], N, 0.25, 500, RATE);
  fill_sine(io[1], N, 1, 500, RATE);
  for (size_t i = 0; i < N; ++i) {
    io[1][i] *= i / 960 % 2 ? 1.0F : 0.0F;
  }
  rig_run(&r, io, N, 0, 5);
  rig_free(&r);
  for (double hz = 6000; hz < 24000; hz += 25) { // lines of 25 jumps up and down in a second
    sum += pow(10, tone_level_db(io[0], N, hz, RATE) / 10);
  }
  return 10 * log10(sum) + 12;
}

static void jumps_of_the_key_make_no_click(void)
{
  const double fast = splatter_db("0.5", "5"), slower = splatter_db("5", "50");
  printf("# above 6 kHz when the key jumps: attack 0.5 ms %.1f dB, 5 ms %.1f dB\n", fast, slower);
  CHECK_AT_MOST(fast, -85);
  CHECK_AT_MOST(slower, -105);
}

static void turn_knobs(rig* const r, const double turn)
{
  float* const v             = r->values + LQ_DYNEQ_N;
  v[LQ_DYNEQ_BAND_FREQ]      = (float)(200 * pow(60, turn));
  v[LQ_DYNEQ_BAND_RANGE]     = (float)(-24 + 36 * turn);
  v[LQ_DYNEQ_BAND_Q]         = (float)(0.3 + 4 * turn);
  v[LQ_DYNEQ_BAND_THRESHOLD] = (float)(-60 + 30 * turn);
}

static void switch_on_and_off(rig* const r, const double turn)
{
  r->values[LQ_DYNEQ_ON] = (int)(turn * 20) % 2 ? 0.0F : 1.0F;
}

static double moving_click_db(void (*const move)(rig* r, double turn))
{
  rig        r = rig_new(&lq_dyneq, RATE, 1, 1);
  const band b = {"bell", "700", "1", "0", "-12", "-60", "4", "6", "5", "100", "above"};
  set_band(&r, 0, &b);
  move(&r, 0);
  rig_start(&r);
  fill_sine(io[0], N, 0.25, 500, RATE);
  run_moving(&r, io, N, move);
  const double db = click_db(io[0] + N / 20, N - N / 20); // behind the tone's own beginning
  rig_free(&r);
  return db;
}

static void knobs_move_without_a_click(void)
{
  const double sweep = moving_click_db(turn_knobs), flips = moving_click_db(switch_on_and_off);
  printf("# hidden steps: all knobs %.1f, on and off %.1f dBFS\n", sweep, flips);
  CHECK_AT_MOST(sweep, -80);
  CHECK_AT_MOST(flips, -45); // 12 dB within 64 frames, as in the equaliser
}

static const check_test tests[] = {CHECK_TEST(one_section_follows_the_analogue_band),
                                   CHECK_TEST(at_the_end_of_its_range_it_is_the_equaliser),
                                   CHECK_TEST(halfway_it_is_a_bell_too),
                                   CHECK_TEST(a_bell_hears_what_it_moves),
                                   CHECK_TEST(shelves_hear_their_side),
                                   CHECK_TEST(attack_and_release_take_their_time),
                                   CHECK_TEST(jumps_of_the_key_make_no_click),
                                   CHECK_TEST(knobs_move_without_a_click)};
CHECK_MAIN(tests)
