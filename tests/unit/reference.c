// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Records whose figures are known because they were made here, what several of them want together,
// and a mix that goes toward one.
#include "mix_tools.h"

#include "assist/reference.h"
#include "base/pool.h"
#include "engine/sink.h"

#include <string.h>

enum { SEC = 16, N = SEC * MIX_RATE };

static const double pi = 3.14159265358979323846;

typedef double made(size_t i);

// A stereo file of a middle and sides.
static void save(const char* const name, made* const mid, made* const side, const double gain,
                 const size_t n_frames)
{
  float *l = malloc(n_frames * sizeof *l), *r = malloc(n_frames * sizeof *r);
  for (size_t i = 0; i < n_frames; ++i) {
    const double m = mid ? mid(i) : 0, s = side ? side(i) : 0;
    l[i] = (float)(gain * (m + s));
    r[i] = (float)(gain * (m - s));
  }
  mix_save(name, &(tool_sound){.n_frames = n_frames, .n_channels = 2, .x = {l, r}});
  free(l);
  free(r);
}

static lq_record_figures read_record(const char* const name)
{
  lq_record_figures r  = {0};
  lq_error          e  = {0};
  const lq_status   st = lq_record_file(&r, tool_path(name), NULL, NULL, &e);
  if (st) {
    printf("# %s\n", e.text);
  }
  CHECK(!st);
  return r;
}

static double white(const size_t i)
{
  return 0.1 * mix_noise(1, i);
}

static double sides(const size_t i) // a third of it
{
  return 0.1 / 3 * mix_noise(2, i);
}

static double sine(const size_t i, const double hz)
{
  return 0.1 * sin(2 * pi * hz * (double)i / MIX_RATE);
}

static double three_sines(const size_t i)
{
  return sine(i, 80) + sine(i, 1000) + sine(i, 9000) / sqrt(2);
}

// A quarter of the time 6 dB louder.
static double in_parts(const size_t i)
{
  return white(i) * (i < 3 * (size_t)N / 4 ? 0.5 : 1);
}

// Ten milliseconds every half second.
static double pulses(const size_t i)
{
  return i % (MIX_RATE / 2) < MIX_RATE / 100 ? 5 * white(i) : 0.1 * white(i);
}

static void figures_are_exact(void)
{
  save("wide.wav", white, sides, 1, N);
  const lq_record_figures wide = read_record("wide.wav");
  CHECK_NEAR(wide.side_db, -9.542, 0.1); // 20 log10(1/3)
  CHECK(wide.stereo && wide.known[0] && wide.known[9]);
  for (unsigned o = 2; o < 9; ++o) { // white noise: twice as much in each octave
    CHECK_NEAR(wide.octave_db[o + 1] - wide.octave_db[o], 3.01, o < 4 ? 0.5 : 0.25);
  }
  CHECK_AT_MOST(wide.spread_db, 0.5);
  save("sines.wav", three_sines, NULL, 1, N);
  const lq_record_figures sines = read_record("sines.wav");
  CHECK_NEAR(sines.low_db, -3.979, 0.1); // 1 of 2.5
  CHECK_NEAR(sines.top_db, -6.990, 0.1); // 0.5 of 2.5
  CHECK(!sines.stereo);
  save("parts.wav", in_parts, NULL, 1, N);
  CHECK_NEAR(read_record("parts.wav").spread_db, 6.02, 0.4);
  save("pulses.wav", pulses, NULL, 1, N);
  CHECK_AT_MOST(read_record("wide.wav").hits_db + 4, read_record("pulses.wav").hits_db);
}

// A master is louder than a mix: no figure may know by how much.
static void loudness_is_nothing(void)
{
  save("loud.wav", pulses, sides, 1, N);
  save("soft.wav", pulses, sides, 0.03, N);
  const lq_record_figures a = read_record("loud.wav"), b = read_record("soft.wav");
  for (unsigned o = 0; o < LQ_TONE_OCTAVES; ++o) {
    CHECK_NEAR(a.octave_db[o], b.octave_db[o], 0.01);
  }
  CHECK_NEAR(a.side_db, b.side_db, 0.01);
  CHECK_NEAR(a.hits_db, b.hits_db, 0.01);
  CHECK_NEAR(a.spread_db, b.spread_db, 0.01);
}

static void a_low_rate_hides_the_top(void)
{
  lq_error                e    = {0};
  const lq_audio_out_spec spec = {.rate_hz = 16000, .bits = 24, .force = true};
  float* const            x    = malloc((size_t)N * sizeof *x);
  for (size_t i = 0; i < N; ++i) {
    x[i] = (float)white(i);
  }
  const tool_sound s = {.n_frames = N, .n_channels = 1, .x = {x}};
  CHECK(!tool_write(tool_path("low.wav"), &s, spec, &e));
  free(x);
  const lq_record_figures r = read_record("low.wav");
  CHECK(!r.stereo && r.known[7] && !r.known[8] && !r.known[9]);
}

static void what_says_nothing_is_refused(void)
{
  lq_record_figures r = {.side_db = 7};
  lq_error          e = {0};
  save("silence.wav", NULL, NULL, 1, N);
  CHECK(lq_record_file(&r, tool_path("silence.wav"), NULL, NULL, &e) == LQ_ERR_FORMAT);
  CHECK(strstr(e.file, "silence.wav") && strstr(e.text, "sounds for 0.0 s"));
  save("short.wav", white, NULL, 1, 4 * MIX_RATE);
  CHECK(lq_record_file(&r, tool_path("short.wav"), NULL, NULL, &e) == LQ_ERR_FORMAT);
  CHECK(strstr(e.file, "short.wav") && strstr(e.text, "10 s or more"));
  tool_save(tool_path("text.wav"), "no sound at all", 15);
  CHECK(lq_record_file(&r, tool_path("text.wav"), NULL, NULL, &e) != LQ_OK);
  CHECK(strstr(e.file, "text.wav"));
  CHECK_NEAR(r.side_db, 7, 0); // outputs are written on success only
}

static lq_aims aims_of(const lq_record_figures* const r, const lq_reference* const refs,
                       const size_t n)
{
  lq_aims a = {.by = "them", .width_by = "records", .width = {.low_db = -11.7, .high_db = -9.3}};
  for (unsigned o = 0; o < LQ_TONE_OCTAVES; ++o) {
    a.tone.level_db[o]  = -10;
    a.tone.strays_db[o] = 4;
  }
  lq_reference_merge(&a, r, refs, n);
  return a;
}

static void weights_count(void)
{
  const lq_reference refs[2] = {{.weight = 3}, {.weight = 1}};
  lq_record_figures  r[2]    = {{.low_db = -4, .spread_db = 2.7, .hits_db = 4.3, .stereo = true},
                                {.low_db = -8, .spread_db = 2.7, .hits_db = 4.3}};
  r[0].side_db               = -6;
  r[1].side_db               = -90; // mono: says nothing about width
  for (unsigned o = 0; o < LQ_TONE_OCTAVES; ++o) {
    r[0].octave_db[o] = o == 3 ? -40 : -8; // the fourth: no aim but a fault
    r[1].octave_db[o] = o == 3 ? -40 : -12;
    r[0].known[o] = r[1].known[o] = o != 9;
  }
  const lq_aims a = aims_of(r, refs, 2);
  CHECK_NEAR(a.tone.level_db[0], -9, 1e-9);
  CHECK_NEAR(a.tone.strays_db[0], 2, 0);
  CHECK_NEAR(a.tone.level_db[3], -18, 1e-9);
  CHECK_NEAR(a.tone.level_db[9], -10, 0); // cut off in both: as records have it
  CHECK_NEAR(a.tone.strays_db[9], 4, 0);
  CHECK_NEAR(a.low_db, -5, 1e-9);
  CHECK(!a.has_top);
  CHECK_NEAR(a.width.low_db, -6.6, 1e-9);
  CHECK_NEAR(a.width.high_db, -5.4, 1e-9);
  CHECK_TEXT(a.width_by, "them");
  CHECK_NEAR(a.more_ratio, 0, 1e-9);
  CHECK_NEAR(a.more_glue, 0, 1e-9);
  const lq_aims mono = aims_of(&r[1], &refs[1], 1);
  CHECK_NEAR(mono.width.low_db, -11.7, 0);
  CHECK_TEXT(mono.width_by, "records");
}

static void dynamics_stay_within_bounds(void)
{
  const lq_reference ref = {.weight = 1};
  lq_record_figures  r   = {.spread_db = 0, .hits_db = 0.1};
  lq_aims            a   = aims_of(&r, &ref, 1);
  CHECK_NEAR(a.more_ratio, 0.25, 1e-9);
  CHECK_NEAR(a.more_glue, 0.5, 1e-9);
  r = (lq_record_figures){.spread_db = 20, .hits_db = 20};
  a = aims_of(&r, &ref, 1);
  CHECK_NEAR(a.more_ratio, -0.25, 1e-9);
  CHECK_NEAR(a.more_glue, -0.5, 1e-9);
}

// Noise through a one-pole low-pass, or what that leaves.
static void colour(float* const x, const uint64_t seed, const double hz, const double high)
{
  const double a   = 1 - exp(-2 * pi * hz / MIX_RATE);
  double       low = 0;
  for (size_t i = 0; i < N; ++i) {
    const double v = mix_noise(seed, i);
    low += a * (v - low);
    x[i] = (float)(0.2 * ((1 - high) * low + high * (v - low)));
  }
}

static const struct {
  const char* name;
  double      hz, high;
} song[] = {{"Bass", 150, 0}, {"Pad", 900, 0}, {"Guitar", 2500, 0}, {"Shaker", 5000, 1}};

static void make_song(const char* const folder)
{
  float* const x = malloc((size_t)N * sizeof *x);
  mkdir(folder, 0700);
  for (size_t i = 0; i < sizeof song / sizeof *song; ++i) {
    char name[64];
    snprintf(name, sizeof name, "song/%s.wav", song[i].name);
    colour(x, 50 + i, song[i].hz, song[i].high);
    mix_save_mono(name, x, N);
  }
  free(x);
}

// What the mix of a folder comes to, and its notes; how far its tone lies from the record.
static double mix_toward(const char* const folder, const lq_reference* const ref,
                         const lq_record_figures* const r, bool* const noted)
{
  lq_session* s   = NULL;
  lq_error    e   = {0};
  lq_desk     d   = {0};
  lq_mix_job  job = {.folder = folder, .plan_folder = folder, .brief = LQ_BRIEF};
  double      octave[LQ_TONE_OCTAVES] = {0}, all = 0, sum = 0;
  job.brief.references   = ref;
  job.brief.n_references = ref ? 1 : 0;
  CHECK(!lq_assist_mix(&s, &job, NULL, &e));
  CHECK(s && !lq_desk_hear(&d, s, LQ_TAP_POST, lq_sink_none(), NULL, &e));
  *noted = false;
  for (size_t i = 0; s && i < s->n_notes; ++i) {
    *noted = *noted || strstr(s->notes[i], "reference record.wav: sides at");
  }
  const lq_heard* const main = &d.heard[d.n - 1];
  for (size_t i = 0; i < main->n; ++i) {
    for (unsigned b = 1; b < LQ_SPECTRUM_BANDS; ++b) {
      const double p = (double)main->steps[i].mid[b] + (double)main->steps[i].side[b];
      octave[(b - 1) / 3] += p;
      all += p;
    }
  }
  for (unsigned o = 0; o < LQ_TONE_OCTAVES; ++o) {
    const double off = 10 * log10(octave[o] / all) - r->octave_db[o];
    sum += off * off / LQ_TONE_OCTAVES;
  }
  lq_desk_free(&d);
  lq_session_free(s);
  return sqrt(sum);
}

static double bright(const size_t i) // a tone in each octave: little low middle, much presence
{
  static const double level_db[LQ_TONE_OCTAVES] = {-20, -9, -9, -13, -13, -10, -9, -9, -12, -17};
  double              sum                       = 0;
  for (unsigned o = 0; o < LQ_TONE_OCTAVES; ++o) {
    sum += pow(10, level_db[o] / 20) * sine(i, 31.5 * pow(2, o));
  }
  return sum;
}

static void a_mix_goes_toward_it(void)
{
  save("record.wav", bright, sides, 1, N);
  const lq_record_figures r = read_record("record.wav");
  char                    path[512], folder[512];
  bool                    noted;
  snprintf(path, sizeof path, "%.500s", tool_path("record.wav"));
  snprintf(folder, sizeof folder, "%s", tool_path("song"));
  make_song(folder);
  const lq_reference ref    = {.file = "record.wav", .path = path, .weight = 1};
  const double       before = mix_toward(folder, NULL, &r, &noted);
  CHECK(!noted);
  const double after = mix_toward(folder, &ref, &r, &noted);
  CHECK(noted);
  printf("# tone lies %.2f dB from the record, %.2f dB with it as a reference\n", before, after);
  CHECK_AT_MOST(after, before - 0.7);
  for (size_t i = 0; i < sizeof song / sizeof *song; ++i) {
    char name[64];
    snprintf(name, sizeof name, "song/%s.wav", song[i].name);
    unlink(tool_path(name));
  }
}

static const check_test tests[] = {CHECK_TEST(figures_are_exact),
                                   CHECK_TEST(loudness_is_nothing),
                                   CHECK_TEST(a_low_rate_hides_the_top),
                                   CHECK_TEST(what_says_nothing_is_refused),
                                   CHECK_TEST(weights_count),
                                   CHECK_TEST(dynamics_stay_within_bounds),
                                   CHECK_TEST(a_mix_goes_toward_it)};

int main(void)
{
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return code;
}
