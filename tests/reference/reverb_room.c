// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is heard of the reverb: decay by band (Schroeder), image, level, stability, clicks, knobs.
#include "reverb_tools.h"

static void middle_decays_as_set(void)
{
  static const struct {
    const char *type, *decay;
    double      sec;
  } cases[] = {{"plate", "0.4 s", 0.4}, {"plate", "1.5 s", 1.5}, {"plate", "6 s", 6},
               {"room", "0.4 s", 0.4},  {"room", "1 s", 1},      {"room", "3 s", 3},
               {"hall", "1 s", 1},      {"hall", "2.5 s", 2.5},  {"hall", "6 s", 6}};
  for (unsigned k = 0; k < sizeof cases / sizeof *cases; ++k) {
    rig r = make(cases[k].type, cases[k].decay);
    rig_set(&r, "low_freq", "250 Hz");
    rig_set(&r, "high_freq", "4 kHz");
    rig_set(&r, "early", "off");
    const size_t n   = (size_t)(fmin(1.2 * cases[k].sec + 0.4, 8) * RATE);
    const double got = decay_sec(&r, n, 1000);
    printf("# %s %s: %.3f s\n", cases[k].type, cases[k].decay, got);
    CHECK_NEAR(got / cases[k].sec, 1, 0.05);
    rig_free(&r);
  }
}

static void bands_decay_by_their_ratios(void) // fixed: 2 s, crossovers at 500 Hz and 2.5 kHz
{
  static const double ratios[][2] = {{1.5, 0.5}, {0.6, 0.3}, {1, 1}};
  for (unsigned k = 0; k < 9; ++k) {
    const double low = ratios[k / 3][0], high = ratios[k / 3][1];
    rig          r = make(types[k % 3], "2 s");
    char         text[32];
    snprintf(text, sizeof text, "%g", low);
    rig_set(&r, "low_ratio", text);
    snprintf(text, sizeof text, "%g", high);
    rig_set(&r, "high_ratio", text);
    rig_set(&r, "low_freq", "500 Hz");
    rig_set(&r, "high_freq", "2.5 kHz");
    rig_set(&r, "early", "off");
    const size_t n      = (size_t)(4 * RATE);
    const double got[3] = {decay_sec(&r, n, 80), decay_sec(&r, n, 1118), decay_sec(&r, n, 12000)};
    printf("# %s %g %g: %.3f %.3f %.3f s\n", types[k % 3], low, high, got[0], got[1], got[2]);
    CHECK_NEAR(got[0] / (2 * low), 1, 0.1);
    CHECK_NEAR(got[1] / 2, 1, 0.05);
    CHECK_NEAR(got[2] / (2 * high), 1, 0.1);
    rig_free(&r);
  }
}

static void the_image_is_even_and_as_wide_as_set(void)
{
  for (unsigned k = 0; k < 3; ++k) {
    for (int width = 0; width <= 150; width += 50) {
      rig r = make(types[k], "1.5 s");
      r.values[lq_param_find(r.proc->params, r.proc->n_params, "width") - r.proc->params] =
          (float)width;
      rig_start(&r);
      const size_t n = (size_t)(6 * RATE);
      fill_noise(left, n, 0.5, 3);
      memcpy(right, left, n * sizeof *left);
      rig_run(&r, (float* [2]){left, right}, n, 1024, 0);
      const image  got = listen((size_t)(2 * RATE), n);
      const double w = width / 100.0, want = (1 - w * w) / (1 + w * w);
      printf("# %s %d %%: %.2f %.2f dB, correlation %.3f\n", types[k], width, got.left, got.right,
             got.correlation);
      CHECK_NEAR(got.left, got.right, 0.7);
      CHECK_NEAR(got.correlation, want, 0.06);
      // noise of this peak is at -10.8 dB; some of its highs die sooner than the middle
      CHECK_NEAR((got.left + got.right) / 2, -10.8 - 2.2, 1.3);
      rig_free(&r);
    }
  }
}

static void level_does_not_depend_on_decay(void)
{
  double least = 1e9, most = -1e9;
  for (unsigned k = 0; k < 3; ++k) {
    static const char* const decays[] = {"0.8 s", "2 s", "5 s"};
    rig                      r        = make("hall", decays[k]);
    rig_set(&r, "high_ratio", "1");
    rig_set(&r, "low_ratio", "1");
    rig_start(&r);
    const size_t n = MOST;
    fill_noise(left, n, 0.5, 3);
    fill_noise(right, n, 0.5, 4);
    rig_run(&r, (float* [2]){left, right}, n, 1024, 0);
    const image got = listen((size_t)(5 * RATE), n);
    least           = fmin(least, got.left);
    most            = fmax(most, got.left);
    CHECK_NEAR(got.left, -10.8, 1.0); // noise comes back as loud as it went in
    rig_free(&r);
  }
  CHECK_AT_MOST(most - least, 1.0);
}

static void the_longest_decay_is_stable_for_a_minute(void)
{
  for (unsigned k = 0; k < 3; ++k) {
    rig r = make(types[k], "20 s");
    rig_set(&r, "low_ratio", "4");
    rig_set(&r, "high_ratio", "2");
    rig_set(&r, "low_freq", "1 kHz");
    rig_set(&r, "high_freq", "1 kHz");
    rig_set(&r, "modulation", "100 %");
    rig_start(&r);
    const size_t n = (size_t)(6 * RATE);
    fill_noise(left, n, 1, 1);
    fill_noise(right, n, 1, 2);
    rig_run(&r, (float* [2]){left, right}, n, 1024, 0);
    double before = 1e9;
    for (int turn = 0; turn < 9; ++turn) {
      memset(left, 0, n * sizeof *left);
      memset(right, 0, n * sizeof *right);
      rig_run(&r, (float* [2]){left, right}, n, 1024, 0);
      const image now = listen(0, n);
      CHECK_AT_MOST(now.left, before);
      before = now.left;
    }
    rig_free(&r);
  }
}

static void new_values_do_not_click(void) // fixed: a 100 Hz tone held; six knobs jump in turn
{
  static const struct {
    const char *symbol, *text;
  } jumps[] = {{"decay", "0.3 s"},      {"decay", "8 s"},
               {"low_ratio", "0.3"},    {"high_ratio", "2"},
               {"high_freq", "1 kHz"},  {"low_freq", "900 Hz"},
               {"width", "0 %"},        {"low_cut", "700 Hz"},
               {"high_cut", "2 kHz"},   {"mix", "50 %"},
               {"modulation", "100 %"}, {"early", "off"},
               {"predelay", "100 ms"},  {"on", "off"}};
  rig r     = make("room", "2 s");
  rig_start(&r);
  const size_t n = (size_t)(5 * RATE);
  fill_sine(left, n, 0.5, 100, RATE);
  memcpy(right, left, n * sizeof *left);
  for (size_t at = 0; at + 64 <= n; at += 64) {
    if (at >= 96000 && (at - 96000) % 9600 == 0 && (at - 96000) / 9600 < 14) {
      rig_set(&r, jumps[(at - 96000) / 9600].symbol, jumps[(at - 96000) / 9600].text);
    }
    rig_update(&r);
    rig_run(&r, (float* [2]){left + at, right + at}, 64, 64, 0);
  }
  for (size_t k = 0; k < 14; ++k) {
    double most = 0;
    for (size_t i = 96000 + 9600 * k; i < 96000 + 9600 * (k + 1) && i < n; ++i) {
      most = fmax(most, fabs(left[i] - 2 * left[i - 1] + left[i - 2]));
    }
    printf("# %s %s: greatest second difference %.2g\n", jumps[k].symbol, jumps[k].text, most);
    CHECK_AT_MOST(most, 0.02); // a step of full scale would be 1
  }
  rig_free(&r);
}

static void the_rest_of_the_knobs_do_what_they_say(void)
{
  rig r = make("plate", "1 s");
  rig_set(&r, "predelay", "100 ms");
  run_impulse(&r, 48000);
  CHECK_AT_MOST(listen(0, 4800).left, -200); // silence before the room answers
  CHECK_AT_MOST(-60, listen(4800, 9600).left);
  rig_set(&r, "mix", "0 %");
  run_impulse(&r, 4800);
  CHECK(left[0] == 1.0F && right[0] == 1.0F && left[1] == 0.0F);
  rig_set(&r, "mix", "100 %");
  rig_set(&r, "on", "off");
  run_impulse(&r, 48000);
  CHECK(left[0] == 1.0F);
  CHECK_AT_MOST(listen(1, 48000).left, -200);
  rig_set(&r, "on", "on");
  const size_t tail = (run_impulse(&r, 4 * 48000), r.proc->tail_frames(r.self));
  CHECK(tail < 4 * 48000);
  CHECK_AT_MOST(listen(tail, 4 * 48000).left, -100);
  rig_free(&r);
}

static void early_reflections_can_go(void) // room: the first 12 ms are theirs alone
{
  rig r = make("room", "1 s");
  run_impulse(&r, 4800);
  const double with = listen(0, 576).left;
  rig_set(&r, "early", "off");
  run_impulse(&r, 4800);
  const double without = listen(0, 576).left;
  CHECK_AT_MOST(-60, with);
  CHECK_AT_MOST(without, -200);
  rig_free(&r);
}

static void size_moves_the_walls_and_keeps_the_decay(void) // fixed: plate, 2 s, early part off
{
  static const char* const sizes[] = {"50 %", "100 %", "200 %"};
  double                   first_ms[3];
  for (unsigned k = 0; k < 3; ++k) {
    rig r = make("plate", "2 s");
    rig_set(&r, "size", sizes[k]);
    rig_set(&r, "early", "off");
    run_impulse(&r, 48000);
    size_t at = 0;
    while (at < 4800 && left[at] == 0.0F && right[at] == 0.0F) {
      ++at;
    }
    first_ms[k] = (double)at * 1000 / RATE;
    CHECK_NEAR(decay_sec(&r, (size_t)(2.8 * RATE), 1000), 2, 0.1);
    rig_free(&r);
  }
  printf("# first of the lines: %.1f, %.1f, %.1f ms\n", first_ms[0], first_ms[1], first_ms[2]);
  CHECK_NEAR(first_ms[0] / first_ms[1], 0.5, 0.05);
  CHECK_NEAR(first_ms[2] / first_ms[1], 2, 0.1);
}

static void a_type_answers_when_its_walls_are_reached(void) // first sound, after the pre-delay
{
  static const double want_ms[] = {0, 3, 10};
  for (unsigned k = 0; k < 3; ++k) {
    rig r = make(types[k], "2 s");
    rig_set(&r, "predelay", "20 ms");
    run_impulse(&r, 4800);
    size_t at = 0;
    while (at < 4800 && left[at] == 0.0F && right[at] == 0.0F) {
      ++at;
    }
    CHECK_NEAR((double)at * 1000 / RATE, 20 + want_ms[k], 0.03);
    rig_free(&r);
  }
}

static double tone_through_db(rig* const r, const double hz)
{
  fill_sine(left, 48000, 0.5, hz, RATE);
  memcpy(right, left, 48000 * sizeof *left);
  rig_start(r);
  rig_run(r, (float* [2]){left, right}, 48000, 1024, 0);
  return listen(24000, 48000).left;
}

static void cuts_filter_the_return(void) // against the same render without: Butterworth, 12 dB
{
  static const struct {
    const char* symbol;
    double      hz;
  } cuts[] = {{"low_cut", 250}, {"high_cut", 4000}};
  for (unsigned k = 0; k < 2; ++k) {
    rig          r    = make("room", "1 s");
    const double open = tone_through_db(&r, cuts[k].hz);
    rig_set(&r, cuts[k].symbol, "1 kHz");
    const double cut = tone_through_db(&r, cuts[k].hz);
    const double x   = tan(LQ_PI * 1000 / RATE) / tan(LQ_PI * cuts[k].hz / RATE);
    CHECK_NEAR(cut - open, -10 * log10(1 + pow(k ? 1 / x : x, 4)), 0.3);
    rig_free(&r);
  }
}

static void mono_is_the_same_on_both_sides(void)
{
  static float a[9600], b[9600];
  rig          r = make("hall", "1 s");
  run_impulse(&r, 9600);
  rig m             = make("hall", "1 s");
  m.spec.n_channels = 1;
  rig_start(&m);
  a[0] = 1;
  rig_run(&m, (float* [2]){a, b}, 9600, 0, 1);
  CHECK(!memcmp(a, left, sizeof a) && !memcmp(b, right, sizeof b));
  rig_free(&r);
  rig_free(&m);
}

static const check_test tests[] = {CHECK_TEST(middle_decays_as_set),
                                   CHECK_TEST(bands_decay_by_their_ratios),
                                   CHECK_TEST(the_image_is_even_and_as_wide_as_set),
                                   CHECK_TEST(level_does_not_depend_on_decay),
                                   CHECK_TEST(the_longest_decay_is_stable_for_a_minute),
                                   CHECK_TEST(new_values_do_not_click),
                                   CHECK_TEST(the_rest_of_the_knobs_do_what_they_say),
                                   CHECK_TEST(early_reflections_can_go),
                                   CHECK_TEST(size_moves_the_walls_and_keeps_the_decay),
                                   CHECK_TEST(a_type_answers_when_its_walls_are_reached),
                                   CHECK_TEST(cuts_filter_the_return),
                                   CHECK_TEST(mono_is_the_same_on_both_sides)};
CHECK_MAIN(tests)
