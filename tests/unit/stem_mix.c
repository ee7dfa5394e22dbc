// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Stems become a mix again: untouched they add up to it, and what is moved is little and has a
// reason.
#include "mix_tools.h"

#include "assist/stem_mix.h"
#include "assist/stem_sum.h"

enum { SEC = 12, N = SEC * MIX_RATE };

static const double pi = 3.14159265358979323846;

// Vowels of 300 ms with gaps of 100 ms, harmonics of 180 Hz.
static double voice(const size_t i)
{
  const double t = (double)i / MIX_RATE, phase = fmod(t, 0.4);
  double       y = 0;
  for (int k = 1; k < 14; ++k) {
    y += sin(2 * pi * 180 * k * t) / k;
  }
  return phase < 0.3 ? y * sin(pi * phase / 0.3) : 0;
}

// Two notes a second; every eighth stands out by `jump`.
static double bass(const size_t i, const double jump)
{
  const double t   = (double)i / MIX_RATE;
  const bool   hot = (size_t)(t * 2) % 8 < 1;
  return (hot ? jump : 1.0) * (sin(2 * pi * 55 * t) + 0.3 * sin(2 * pi * 110 * t));
}

typedef struct {
  double voice_gain, jump;
  double mix_error; ///< noise that only the mix has
} making;

static void save_stereo(const char* const name, float* const left, float* const right)
{
  mix_save(name, &(tool_sound){.n_frames = N, .n_channels = 2, .x = {left, right}});
}

// A voice, a bass, a bed of noise and the sum of what was written of them.
static void make(const making m)
{
  float* x[4][2];
  for (unsigned s = 0; s < 4; ++s) {
    for (unsigned c = 0; c < 2; ++c) {
      x[s][c] = calloc(N, sizeof(float));
    }
  }
  const double step = 1 / 8388608.0;
  for (size_t i = 0; i < N; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      const double part[3] = {0.05 * m.voice_gain * voice(i), 0.08 * bass(i, m.jump),
                              0.04 * mix_noise(5 + c, i)};
      double       sum     = m.mix_error * mix_noise(9, i);
      for (unsigned s = 0; s < 3; ++s) {
        x[s][c][i] = (float)(step * round(part[s] / step));
        sum += (double)x[s][c][i];
      }
      x[3][c][i] = (float)sum;
    }
  }
  save_stereo("01 Lead Vocal.wav", x[0][0], x[0][1]);
  save_stereo("02 Bass.wav", x[1][0], x[1][1]);
  save_stereo("03 Pad.wav", x[2][0], x[2][1]);
  save_stereo("mix.wav", x[3][0], x[3][1]);
  char from[512];
  snprintf(from, sizeof from, "%s", tool_path("mix.wav"));
  CHECK(!rename(from, tool_path("mix.data"))); // not among the stems
  for (unsigned s = 0; s < 4; ++s) {
    free(x[s][0]);
    free(x[s][1]);
  }
}

static lq_session* plan(const bool with_mix, const float strength, lq_error* const error)
{
  lq_session* session = NULL;
  lq_stem_job job = {.as = {.folder = tool_folder, .plan_folder = tool_folder, .brief = LQ_BRIEF}};
  job.as.brief.strength = strength;
  job.mix               = with_mix ? tool_path("mix.data") : NULL;
  return lq_assist_stem_mix(&session, &job, NULL, error) ? NULL : session;
}

static double left_dbfs(const lq_session* const s)
{
  double   left = 0;
  lq_error e    = {0};
  CHECK(!lq_stem_sum_compare(s, tool_path("mix.data"), NULL, &left, &e));
  return left;
}

static double fader_db(const lq_session* const s, const char* const name)
{
  return (double)lq_device_get(&mix_strip(s, name)->controls[LQ_CONTROL_FADER], "level");
}

static void untouched_stems_are_the_mix(void)
{
  lq_error e = {0};
  make((making){.voice_gain = 0.5, .jump = 4});
  lq_session* const s = plan(true, 0, &e);
  CHECK(s && left_dbfs(s) < -130);
  CHECK(mix_notes_say(s, "add up to"));
  for (size_t i = 0; s && i < s->n_strips; ++i) {
    CHECK(s->strips[i].chain.n == 0);
  }
  CHECK_NEAR(fader_db(s, "Lead Vocal"), 0, 0);
  lq_session_free(s);
}

static void a_quiet_lead_comes_up_a_little(void)
{
  lq_error          e = {0};
  lq_session* const s = plan(true, 1, &e);
  CHECK(fader_db(s, "Lead Vocal") > 0.2 && fader_db(s, "Lead Vocal") <= LQ_STEM_LEAD_DB);
  CHECK(s && mix_strip(s, "Lead Vocal")->controls[LQ_CONTROL_FADER].why);
  CHECK_NEAR(fader_db(s, "Bass"), 0, 0);
  CHECK(mix_strip(s, "Pad")->chain.n == 0);
  CHECK(mix_notes_say(s, "more than a master should move"));
  lq_session_free(s);
}

static void a_bass_that_jumps_is_held_gently(void)
{
  lq_error              e = {0};
  lq_session* const     s = plan(false, 1, &e);
  const lq_chain* const c = &mix_strip(s, "Bass")->chain;
  CHECK(c->n == 1 && !strcmp(c->devices[0].proc->symbol, "compressor"));
  if (c->n == 1) {
    CHECK(lq_device_get(&c->devices[0], "ratio") < 2.5F && c->devices[0].why);
  }
  lq_session_free(s);
}

static void what_is_right_is_left_alone(void)
{
  lq_error e = {0};
  make((making){.voice_gain = 2.2, .jump = 1});
  lq_session* const s = plan(true, 1, &e);
  CHECK_NEAR(fader_db(s, "Lead Vocal"), 0, 0);
  CHECK(mix_strip(s, "Bass")->chain.n == 0);
  CHECK(s && left_dbfs(s) < -130);
  lq_session_free(s);
}

static void stems_of_another_mix_are_told(void)
{
  lq_error e = {0};
  make((making){.voice_gain = 1, .jump = 1, .mix_error = 0.01});
  lq_session* const s = plan(true, 0, &e);
  CHECK(mix_notes_say(s, "do not add up"));
  lq_session_free(s);
  tool_clean();
}

// A stem of one channel was bounced from the middle: both sides get all of it.
static void a_mono_stem_feeds_both_sides(void)
{
  lq_error e    = {0};
  float*   x[4] = {calloc(N, sizeof(float)), calloc(N, sizeof(float)), calloc(N, sizeof(float)),
                   calloc(N, sizeof(float))};
  for (size_t i = 0; i < N; ++i) {
    x[0][i] = (float)(0.05 * voice(i));
    x[1][i] = (float)(0.1 * mix_noise(1, i));
    x[2][i] = x[3][i] = x[0][i] + x[1][i];
  }
  mix_save_mono("Vocal.wav", x[0], N);
  mix_save_mono("Pad.wav", x[1], N);
  save_stereo("mix.wav", x[2], x[3]);
  char from[512];
  snprintf(from, sizeof from, "%s", tool_path("mix.wav"));
  CHECK(!rename(from, tool_path("mix.data")));
  lq_session* const s = plan(true, 0, &e);
  CHECK(s && left_dbfs(s) < -120); // three roundings to 24 bit, dithered
  lq_session_free(s);
  for (unsigned i = 0; i < 4; ++i) {
    free(x[i]);
  }
}

static void rates_must_agree(void)
{
  lq_error                e    = {0};
  const lq_audio_out_spec spec = {.rate_hz = 48000, .bits = 24, .force = true};
  tool_sound              odd  = tool_sound_new(2, 48000);
  CHECK(!tool_write(tool_path("Other.wav"), &odd, spec, &e));
  CHECK(!plan(false, 0, &e));
  CHECK(strstr(e.text, "48000") && strstr(e.text, "44100"));
  tool_sound_free(&odd);
  tool_clean();
}

static const check_test tests[] = {CHECK_TEST(untouched_stems_are_the_mix),
                                   CHECK_TEST(a_quiet_lead_comes_up_a_little),
                                   CHECK_TEST(a_bass_that_jumps_is_held_gently),
                                   CHECK_TEST(what_is_right_is_left_alone),
                                   CHECK_TEST(stems_of_another_mix_are_told),
                                   CHECK_TEST(a_mono_stem_feeds_both_sides),
                                   CHECK_TEST(rates_must_agree)};

int main(void)
{
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return code;
}
