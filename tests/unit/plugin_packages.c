// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Plug-ins of the four collections that people mix with. What is not installed is skipped, and
// said. Fixed: 48 kHz.
#include "plugin_tools.h"

enum { CLICK = 24000 };

static trial t; // large

// Is the plug-in there? LV2_PATH is put aside by main.
static bool there(const char* const uri)
{
  lq_pool*   pool = NULL;
  lq_plugin* p    = NULL;
  CHECK(!lq_pool_new(&pool) && !lq_plugin_new(&p, pool, uri));
  const bool yes = p && p->kind;
  if (!yes) {
    printf("# skipped: %s is not installed\n", uri);
  }
  lq_pool_free(pool);
  return yes;
}

// Frame of the highest sample of the left channel.
static size_t peak_at(void)
{
  size_t peak = 0;
  for (size_t i = 0; i < TRIAL_FRAMES; ++i) {
    peak = fabsf(t.x[0][i]) > fabsf(t.x[0][peak]) ? i : peak;
  }
  return peak;
}

static void clicks_come_back_to_the_frame(void)
{
  static const struct {
    const char* uri;
    const char* more;    // of the device
    size_t      hidden;  // frames that it does not report, and that the plan says
    size_t      at_most; // latency in all; 0: the 64 frames alone
  } cases[] = {
      {"http://lsp-plug.in/plugins/lv2/limiter_stereo", "", 0, 1000},
      {"http://lsp-plug.in/plugins/lv2/limiter_mono", "controls: {lk: 12 ms}", 0, 2000},
      {"http://lsp-plug.in/plugins/lv2/compressor_stereo", "controls: {sla: 7 ms}", 0, 2000},
      {"http://lsp-plug.in/plugins/lv2/loud_comp_stereo", "", 0, 10000},
      {"http://gareus.org/oss/lv2/dpl#stereo", "", 0, 1000},
      {"http://gareus.org/oss/lv2/dpl#mono", "", 0, 1000},
      {"http://gareus.org/oss/lv2/phaserotate#stereo", "", 0, 10000},
      {"urn:zamaudio:ZaMaximX2", "", 0, 2000},
      {"urn:zamaudio:ZamCompX2", "", 0, 0},
      {"http://calf.sourceforge.net/plugins/Compressor", "", 0, 0},
      {"http://calf.sourceforge.net/plugins/Limiter", "latency: 239", 239, 0},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    char text[512];
    if (!there(cases[i].uri)) {
      continue;
    }
    (void)snprintf(text, sizeof text, "{lv2: {uri: '%s', %s}}", cases[i].uri, cases[i].more);
    const bool open = trial_open(&t, text, 48000, 2);
    CHECK_TEXT(t.error.text, "");
    if (open) {
      const size_t frames = lq_runner_latency(t.runner);
      printf("# %s: latency %zu\n", cases[i].uri, frames);
      CHECK(frames >= LQ_GRID_FRAMES + cases[i].hidden);
      CHECK(cases[i].at_most ? frames > LQ_GRID_FRAMES && frames < cases[i].at_most
                             : frames == LQ_GRID_FRAMES + cases[i].hidden);
      t.x[0][CLICK] = t.x[1][CLICK] = 0.1F;
      trial_run(&t, 1000);
      CHECK_NEAR((double)peak_at(), (double)(CLICK + frames), 0);
    }
    trial_close(&t);
  }
}

static const char all_four[] =
    "[lv2: {uri: 'http://lsp-plug.in/plugins/lv2/para_equalizer_x16_stereo', controls: {ft_0: Bell,"
    " f_0: 2 kHz, g_0: 2}},"
    " lv2: {uri: 'http://gareus.org/oss/lv2/fil4#stereo', controls: {HighPass: on}},"
    " lv2: {uri: 'http://calf.sourceforge.net/plugins/Compressor', controls: {ratio: 3}},"
    " lv2: {uri: 'urn:zamaudio:ZaMaximX2', controls: {thresh: -12 dB, ceil: -1 dB}}]";

static void a_chain_of_all_four_repeats(void)
{
  static float first[LQ_MAX_CHANNELS][TRIAL_FRAMES];
  if (!there("http://lsp-plug.in/plugins/lv2/para_equalizer_x16_stereo") ||
      !there("http://gareus.org/oss/lv2/fil4#stereo") ||
      !there("http://calf.sourceforge.net/plugins/Compressor") ||
      !there("urn:zamaudio:ZaMaximX2")) {
    return;
  }
  for (unsigned turn = 0; turn < 3; ++turn) {
    const bool open = trial_open(&t, all_four, 48000, 2);
    CHECK_TEXT(t.error.text, "");
    if (open) {
      trial_noise(&t);
      trial_run(&t, turn == 1 ? 17 : 1024);
      CHECK(!lq_runner_fault(t.runner));
      CHECK(fabsf(t.x[0][peak_at()]) > 0.1F && fabsf(t.x[0][peak_at()]) < 0.9F);
      CHECK(!turn || !memcmp(first, t.x, sizeof first));
      memcpy(first, t.x, sizeof first);
    }
    trial_close(&t);
  }
}

static const check_test tests[] = {CHECK_TEST(clicks_come_back_to_the_frame),
                                   CHECK_TEST(a_chain_of_all_four_repeats)};

// Some of the collections (Calf, and what it brings along) never give back what they took, and are
// gone from memory when the leaks are counted, so that they cannot be told by name. The host itself
// is looked after by unit/plugin.
const char* __lsan_default_options(void);
const char* __lsan_default_options(void)
{
  return "detect_leaks=0";
}

int main(void)
{
  CHECK(!unsetenv("LV2_PATH"));
  return check_all(tests, sizeof tests / sizeof *tests);
}
