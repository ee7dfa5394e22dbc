// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The host of LV2 plug-ins, by plug-ins of our own that show every wrong frame (tests/lv2/toys).
// Fixed: 48 kHz, noise by seed.
#include "plugin_tools.h"

#include <sys/stat.h>

enum { RATE = 48000, STEP = 64 };

static trial t; // large

static bool open_toy(const char* const text, const unsigned n_channels)
{
  const bool fine = trial_open(&t, text, RATE, n_channels);
  if (!fine) {
    printf("# %s: %s\n", text, t.error.text);
  }
  CHECK(fine);
  trial_noise(&t);
  return fine;
}

// Output is `scale` times noise of seed `from` (and `more` of the other), late by `delay` frames.
static void check_output(const unsigned channel, const size_t delay, const float scale,
                         const unsigned from, const float more)
{
  size_t n_wrong = 0;
  for (size_t i = 0; i < TRIAL_FRAMES; ++i) {
    const float a    = i < delay ? 0 : noise_at(from, i - delay);
    const float b    = i < delay ? 0 : noise_at(3 - from, i - delay);
    const float want = scale * a + more * b;
    n_wrong += fabsf(t.x[channel][i] - want) > 1e-6F;
  }
  CHECK_NEAR((double)n_wrong, 0, 0);
}

static const lq_param* row_of(const char* const symbol)
{
  const lq_proc* const  p   = t.chain.devices[0].proc;
  const lq_param* const row = lq_param_find(p->params, p->n_params, symbol);
  CHECK(row != NULL);
  return row;
}

static void rows_are_the_control_inputs(void)
{
  if (!open_toy("{lv2: urn:lacquer-test:gain}", 1)) {
    return;
  }
  CHECK(t.chain.devices[0].proc->n_params == 5);
  CHECK(row_of("gain")->unit == LQ_UNIT_DB && (row_of("gain")->flags & LQ_SMOOTH));
  CHECK_NEAR(row_of("gain")->min, -60, 0);
  CHECK_NEAR(row_of("gain")->max, 20, 0);
  CHECK(row_of("invert")->taper == LQ_TAPER_TOGGLE);
  CHECK(row_of("mode")->taper == LQ_TAPER_CHOICE);
  CHECK_TEXT(row_of("mode")->choices[0], "Clean (1)"); // another one is called so, but for case
  CHECK_TEXT(row_of("mode")->choices[1], "clean (2)");
  CHECK_TEXT(row_of("mode")->choices[2], "Tell: it");
  CHECK_NEAR(row_of("mode")->def, 1, 0);        // the point of value 2
  CHECK(!(row_of("share")->flags & LQ_SMOOTH)); // it is not for automation
  trial_close(&t);
}

static void values_reach_their_ports(void)
{
  if (open_toy("{lv2: {uri: 'urn:lacquer-test:gain', controls: {gain: 6 dB, invert: on}}}", 1)) {
    CHECK_NEAR((double)lq_runner_latency(t.runner), STEP, 0);
    trial_run(&t, 1000);
    check_output(0, STEP, -1.99526231F, 1, 0); // 10^(6/20)
  }
  trial_close(&t);
  // Steps go to the nearest integer, a share is of the sample rate, a choice is its point's value.
  if (open_toy("{lv2: {uri: 'urn:lacquer-test:gain', controls: {mode: 'tell: it', steps: 4.6,"
               " share: 0.125}}}",
               1)) {
    trial_run(&t, 1000);
    CHECK_NEAR(t.x[0][STEP], 5 + 6000, 0);
  }
  trial_close(&t);
}

static void channels_fit(void)
{
  static const struct {
    const char* text;
    unsigned    n_in, n_out;
    float       left, left_more, right, right_more; // of noise 1, and of the other channel's
  } cases[] = {
      {"{lv2: {uri: 'urn:lacquer-test:gain', controls: {invert: on}}}", 1, 1, -1, 0, 0, 0},
      {"{lv2: {uri: 'urn:lacquer-test:gain', controls: {invert: on}}}", 2, 2, -1, 0, 0, -1},
      {"{lv2: urn:lacquer-test:duck}", 1, 2, 1, 0, 1, 0}, // a mono strip becomes stereo
      {"{lv2: urn:lacquer-test:duck}", 2, 2, 1, 0, 0, 1},
      {"{lv2: urn:lacquer-test:widen}", 1, 2, 1, 0, -1, 0},
      {"{lv2: urn:lacquer-test:widen}", 2, 2, 0.5F, 0.5F, -0.5F, -0.5F},
      {"{lv2: urn:lacquer-test:fold}", 1, 1, 3, 0, 0, 0},
      {"{lv2: urn:lacquer-test:fold}", 2, 2, 1, 2, 1, 2},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    if (open_toy(cases[i].text, cases[i].n_in)) {
      printf("# %s on %u\n", cases[i].text, cases[i].n_in);
      CHECK(lq_runner_channels(t.runner) == cases[i].n_out);
      trial_run(&t, 1024);
      check_output(0, STEP, cases[i].left, 1, cases[i].left_more);
      if (cases[i].n_out == 2) {
        check_output(1, STEP, cases[i].right, 1, cases[i].right_more);
      }
    }
    trial_close(&t);
  }
}

static void latency_is_what_the_plugin_reports(void)
{
  static const struct {
    const char* text;
    size_t      delay;
  } cases[] = {
      {"{lv2: urn:lacquer-test:late}", 100},
      {"{lv2: {uri: 'urn:lacquer-test:late', controls: {frames: 0}}}", 0},
      {"{lv2: {uri: 'urn:lacquer-test:late', controls: {frames: 4000}}}", 4000},
      {"{lv2: {uri: 'urn:lacquer-test:late', on: false}}", 100},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    if (open_toy(cases[i].text, 2)) {
      CHECK_NEAR((double)lq_runner_latency(t.runner), (double)(STEP + cases[i].delay), 0);
      trial_run(&t, 999);
      check_output(0, STEP + cases[i].delay, 1, 1, 0);
      check_output(1, STEP + cases[i].delay, 1, 2, 0);
    }
    trial_close(&t);
  }
  // What it hides can be said for it.
  if (open_toy("{lv2: {uri: 'urn:lacquer-test:late', latency: 7}}", 2)) {
    CHECK_NEAR((double)lq_runner_latency(t.runner), STEP + 100 + 7, 0);
  }
  trial_close(&t);
}

static void automation_moves_on_the_grid(void)
{
  // Behind the 64 frames of another one, so that the time of the music is not that of the engine.
  if (!open_toy(
          "[lv2: urn:lacquer-test:gain, lv2: {uri: 'urn:lacquer-test:gain', controls: {invert:"
          " [[0 s, off, hold], [0.5 s, on]]}}]",
          1)) {
    trial_close(&t);
    return;
  }
  trial_run(&t, 1000);
  const size_t delay = 2 * STEP;
  size_t       from  = 0;
  while (from + delay < TRIAL_FRAMES &&
         (noise_at(1, from) == 0 || t.x[0][from + delay] == noise_at(1, from))) {
    ++from;
  }
  printf("# asked for at 24000, there at %zu\n", from);
  CHECK(from > 24000 - 2 * STEP && from <= 24000);
  CHECK(from % STEP == 0);
  for (size_t i = from; i + delay < TRIAL_FRAMES; ++i) {
    if (t.x[0][i + delay] != -noise_at(1, i)) {
      CHECK(t.x[0][i + delay] == -noise_at(1, i));
      break;
    }
  }
  trial_close(&t);
}

static void work_is_done_before_the_next_block(void)
{
  for (unsigned stereo = 0; stereo < 2; ++stereo) {
    if (open_toy("{lv2: urn:lacquer-test:work}", 1 + stereo)) {
      trial_run(&t, 640 + 1);
      size_t n_wrong = 0;
      for (size_t i = STEP; i < TRIAL_FRAMES; ++i) {
        const size_t from = i - STEP;
        const float  told = from < STEP ? 0 : 2 * noise_at(1 + stereo, from / STEP * STEP - STEP);
        n_wrong += t.x[stereo][i] != noise_at(1 + stereo, from) + told;
      }
      CHECK_NEAR((double)n_wrong, 0, 0);
    }
    trial_close(&t);
  }
}

static void ports_of_all_kinds_are_connected(void)
{
  if (open_toy("{lv2: urn:lacquer-test:ports}", 1)) {
    trial_run(&t, 1024);
    CHECK_NEAR(t.x[0][STEP], 1, 0);
    CHECK_NEAR(t.x[0][TRIAL_FRAMES - 1], 1, 0);
  }
  trial_close(&t);
}

static void what_was_is_forgotten(void)
{
  static float first[TRIAL_FRAMES];
  if (open_toy("{lv2: urn:lacquer-test:late}", 2)) {
    trial_run(&t, 1024);
    memcpy(first, t.x[0], sizeof first);
    lq_runner_reset(t.runner, 0);
    trial_noise(&t);
    trial_run(&t, 100);
    CHECK(!memcmp(first, t.x[0], sizeof first));
  }
  trial_close(&t);
}

static void tails_are_of_those_that_ring(void)
{
  if (open_toy("{lv2: urn:lacquer-test:gain}", 2)) { // an amplifier
    CHECK(lq_runner_tail(t.runner) == 0);
  }
  trial_close(&t);
  if (open_toy("{lv2: urn:lacquer-test:fold}", 2)) { // calls itself a reverb
    CHECK(lq_runner_tail(t.runner) == 20 * (size_t)RATE);
  }
  trial_close(&t);
}

static void a_preset_is_where_it_starts(void)
{
  if (open_toy("{lv2: {uri: 'urn:lacquer-test:gain', preset: Loud}}", 1)) {
    CHECK_NEAR(t.chain.devices[0].values[0], 6, 0);
    CHECK_NEAR(t.chain.devices[0].values[2], 0, 0); // the point of value 1
    trial_run(&t, 1024);
    check_output(0, STEP, -1.99526231F, 1, 0);
  }
  trial_close(&t);
  // By its URI, and a control stands over it, even one at the plug-in's default.
  if (open_toy("{lv2: {uri: 'urn:lacquer-test:gain', preset: 'urn:lacquer-test:loud', controls: "
               "{gain: 0 dB}}}",
               1)) {
    trial_run(&t, 1024);
    check_output(0, STEP, -1, 1, 0);
  }
  trial_close(&t);
}

static const char state_text[] = "@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n"
                                 "@prefix state: <http://lv2plug.in/ns/ext/state#> .\n"
                                 "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
                                 "<> a <http://lv2plug.in/ns/ext/presets#Preset> ;\n"
                                 "  lv2:appliesTo <urn:lacquer-test:work> ;\n"
                                 "  state:state [ <urn:lacquer-test:bias> \"0.5\"^^xsd:float ] .\n";

static void a_state_is_restored(void)
{
  char folder[512], file[600], text[1400];
  CHECK(!mkdir(temp_name(folder, "a state"), 0700));
  (void)snprintf(file, sizeof file, "%s/state.ttl", folder);
  FILE* const f = fopen(file, "w");
  CHECK(f && fputs(state_text, f) >= 0 && !fclose(f));
  for (unsigned whole = 0; whole < 2; ++whole) {
    (void)snprintf(text, sizeof text, "{lv2: {uri: 'urn:lacquer-test:work', state: '%s'}}",
                   whole ? folder : file);
    if (open_toy(text, 1)) {
      memset(t.x, 0, sizeof t.x);
      trial_run(&t, 1024);
      CHECK_NEAR(t.x[0][STEP], 0.5, 0);
      CHECK_NEAR(t.x[0][TRIAL_FRAMES - 1], 0.5, 0);
    }
    trial_close(&t);
  }
  (void)snprintf(text, sizeof text, "{lv2: {uri: 'urn:lacquer-test:gain', state: '%s'}}", file);
  CHECK(!trial_open(&t, text, RATE, 1));
  CHECK(strstr(t.error.text, "holds no state of this plug-in") != NULL);
  trial_close(&t);
  CHECK(!trial_open(&t, "{lv2: {uri: 'urn:lacquer-test:work', state: /dev/zero}}", RATE, 1));
  CHECK(strstr(t.error.text, "holds no state of this plug-in") != NULL);
  trial_close(&t);
  CHECK(!unlink(file) && !rmdir(folder));
}

static void a_state_is_found_from_another_folder(void)
{
  char folder[512], file[600], text[1400];
  CHECK(!mkdir(temp_name(folder, "moved"), 0700));
  (void)snprintf(file, sizeof file, "%s/s.ttl", folder);
  FILE* const f = fopen(file, "w");
  CHECK(f && fputs(state_text, f) >= 0 && !fclose(f));
  (void)snprintf(
      text, sizeof text,
      "lacquer: 1\nmain:\n  chain: [lv2: {uri: 'urn:lacquer-test:work', state: s.ttl}]\n");
  lq_session*          s      = NULL;
  lq_error             e      = {0};
  const lq_plan_source source = {.folder = folder};
  CHECK(!lq_session_parse(&s, text, strlen(text), &source, &e));
  CHECK_TEXT(e.text, "");
  if (s) {
    const char* const base = getenv("TMPDIR");
    CHECK(!lq_session_rebase(s, base ? base : "/tmp"));
    char* const got = lq_session_text(s);
    CHECK(got && strstr(got, "-moved/s.ttl") != NULL);
    free(got);
  }
  lq_session_free(s);
  CHECK(!unlink(file) && !rmdir(folder));
}

static void what_cannot_run_says_why(void)
{
  static const struct {
    const char *text, *says;
  } cases[] = {
      {"{lv2: urn:lacquer-test:gian}",
       "the plug-in urn:lacquer-test:gian is not installed (nearest: 'gain')."},
      {"{lv2: no uri at all}", "the plug-in no uri at all is not installed."},
      {"{lv2: urn:lacquer-test:strange}",
       "requires urn:lacquer-test:teapot, which Lacquer does not"},
      {"{lv2: urn:lacquer-test:wide}",
       "has 4 audio inputs and 4 outputs; a strip has two channels"},
      {"{lv2: urn:lacquer-test:source}", "has no audio input; expected an effect"},
      {"{lv2: urn:lacquer-test:meter}", "has a port 'old' of a type that Lacquer does not know"},
      {"{lv2: urn:lacquer-test:absent}", "cannot be loaded from its binary: "},
      {"{lv2: urn:lacquer-test:picky}",
       "refuses to start; perhaps it cannot run at this sample rate."},
      {"{lv2: urn:lacquer-test:liar}", "reports a latency that cannot be"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    CHECK(!trial_open(&t, cases[i].text, RATE, 2));
    if (!strstr(t.error.text, cases[i].says)) {
      CHECK_TEXT(t.error.text, cases[i].says);
    }
    CHECK(t.error.status == LQ_ERR_FAILED && t.error.line == 1 && t.error.column == 7);
    trial_close(&t);
  }
  CHECK(trial_open(&t, "{lv2: {uri: 'urn:lacquer-test:gian', on: false}}", RATE, 2)); // passes by
  trial_close(&t);
}

static void no_number_is_called_by_its_name(void)
{
  if (open_toy("{lv2: urn:lacquer-test:sick}", 1)) {
    CHECK(!lq_runner_fault(t.runner));
    trial_run(&t, 100);
    CHECK_TEXT(lq_runner_fault(t.runner), "it came from the plug-in urn:lacquer-test:sick");
  }
  trial_close(&t);
}

static void a_broken_bundle_harms_nobody(void)
{
  const char* const toys = getenv("LV2_PATH");
  char              path[4096], kept[1024];
  (void)snprintf(kept, sizeof kept, "%s", toys ? toys : "");
  (void)snprintf(path, sizeof path, "%s/../ill:%s:/no/such/folder", kept, kept);
  CHECK(!setenv("LV2_PATH", path, 1));
  (void)open_toy("{lv2: urn:lacquer-test:gain}", 1);
  trial_close(&t);
  CHECK(!setenv("LV2_PATH", kept, 1));
}

static const check_test tests[] = {
    CHECK_TEST(rows_are_the_control_inputs),
    CHECK_TEST(values_reach_their_ports),
    CHECK_TEST(channels_fit),
    CHECK_TEST(latency_is_what_the_plugin_reports),
    CHECK_TEST(automation_moves_on_the_grid),
    CHECK_TEST(work_is_done_before_the_next_block),
    CHECK_TEST(ports_of_all_kinds_are_connected),
    CHECK_TEST(what_was_is_forgotten),
    CHECK_TEST(tails_are_of_those_that_ring),
    CHECK_TEST(a_preset_is_where_it_starts),
    CHECK_TEST(a_state_is_restored),
    CHECK_TEST(a_state_is_found_from_another_folder),
    CHECK_TEST(what_cannot_run_says_why),
    CHECK_TEST(no_number_is_called_by_its_name),
    CHECK_TEST(a_broken_bundle_harms_nobody),
};
CHECK_MAIN(tests)
