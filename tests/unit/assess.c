// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Assessing, on sets made here: each oddity is found where it was put and nowhere else.
#include "audio_tools.h"

#include "assess/assess.h"
#include "base/maths.h"
#include "base/path.h"
#include "base/pool.h"

enum { RATE = 22050, SEC = 8, N = RATE * SEC };

static const double pi = 3.14159265358979323846;

static double noise(const uint64_t seed, const uint64_t at)
{
  return (double)(lq_rng_at(seed, at) >> 11U) / 4503599627370496.0 - 1.0;
}

// A player: a note of noise every so often, each of another length and level, dark or bright.
static void play(float* const x, const size_t n, const uint64_t seed, const double level)
{
  const size_t period = 5000 + 700 * (size_t)(seed % 7);
  double       low    = 0;
  for (size_t i = 0; i < n; ++i) {
    const size_t note = i / period, at = i % period;
    const double loud  = 0.5 + 0.25 * noise(seed + 99, note);
    const bool   plays = note > 0 && noise(seed + 77, note) > -0.5;
    const double pole  = seed % 2 ? 0.5 : 0.9;
    low                = pole * low + (1 - pole) * noise(seed, i);
    x[i] = (float)(plays ? level * loud * low * fmin(1, (double)at / 40) * exp(-(double)at / 3000)
                         : 0);
  }
}

static void save(const char* const name, const tool_sound* const s, const double rate_hz)
{
  lq_error                e    = {0};
  const lq_audio_out_spec spec = {.rate_hz = rate_hz, .bits = 24, .force = true};
  CHECK(!tool_write(tool_path(name), s, spec, &e));
}

static void save_player(const char* const name, const uint64_t seed, const size_t n,
                        const double rate_hz)
{
  tool_sound s = tool_sound_new(1, n);
  play(s.x[0], n, seed, 0.4);
  save(name, &s, rate_hz);
  tool_sound_free(&s);
}

static lq_assessment assess(const bool stems)
{
  lq_assessment     a    = {0};
  lq_error          e    = {0};
  const char* const path = tool_folder;
  CHECK(!lq_assess(&a, &path, 1, stems, NULL, &e));
  return a;
}

static const lq_set_finding* find(const lq_assessment* const a, const char* const id)
{
  for (size_t i = 0; i < a->n_findings; ++i) {
    if (!strcmp(a->findings[i].id, id)) {
      return &a->findings[i];
    }
  }
  return NULL;
}

static double value_of(const lq_assessment* const a, const char* const id)
{
  const lq_set_finding* const f = find(a, id);
  return f ? f->value : (double)NAN;
}

// Is that finding there, and is it about that file?
static bool says(const lq_assessment* const a, const char* const id, const char* const name)
{
  const lq_set_finding* const f = find(a, id);
  for (size_t i = 0; f && i < f->n_files; ++i) {
    if (!strcmp(a->files[f->files[i]].name, name)) {
      return true;
    }
  }
  printf("# %s %s\n", id, f ? f->message : "was not found");
  return false;
}

static void save_band(void)
{
  tool_path("");
  tool_clean();
  save_player("01_Bass.wav", 2, N, RATE);
  save_player("02_Guitar.wav", 3, N, RATE);
  save_player("03_Keys.wav", 4, N, RATE);
  save_player("04_Vocal.wav", 5, N, RATE);
}

static void a_clean_set_has_nothing_odd(void)
{
  save_band();
  lq_assessment a = assess(false);
  CHECK_TEXT(a.kind, "multitrack");
  CHECK_TEXT(a.needs, "mixing-and-mastering");
  CHECK(strstr(a.next_command, "lacquer finish") != NULL);
  for (size_t i = 0; i < a.n_findings; ++i) {
    printf("# %s\n", a.findings[i].message);
  }
  CHECK(a.n_findings == 0 && a.n_bleeds == 0 && a.n_pairs == 0);
  lq_assessment_free(&a);
}

static void copies_are_found(void)
{
  save_band();
  tool_sound s = tool_sound_new(1, N);
  play(s.x[0], N, 5, 0.4);
  save("05_Again.wav", &s, RATE);
  play(s.x[0], N, 4, -0.4);
  save("06_Down.wav", &s, RATE);
  play(s.x[0], N, 3, 0.23); // quieter by 4.8 dB, so other samples
  save("07_Soft.wav", &s, RATE);
  tool_sound_free(&s);
  lq_assessment a = assess(false);
  CHECK(says(&a, "duplicate", "Again"));
  CHECK(says(&a, "negated", "Down"));
  CHECK(says(&a, "near-identical", "Soft"));
  CHECK(strstr(a.next_command, "aside") != NULL); // copies are put aside first
  lq_assessment_free(&a);
}

static void faults_of_single_tracks_are_found(void)
{
  save_band();
  tool_sound s = tool_sound_new(1, N), t = tool_sound_new(2, N);
  save("05_Silent.wav", &s, RATE);
  play(s.x[0], N, 6, 12);
  for (size_t i = 0; i < N; ++i) {
    s.x[0][i] = fmaxf(-0.999F, fminf(0.999F, s.x[0][i]));
  }
  save("06_Clipped.wav", &s, RATE);
  for (size_t i = 0; i < N; ++i) {
    s.x[0][i] = i % 11025 < 300 ? (float)(0.5 * sin(2 * pi * 1500 * (double)i / RATE)) : 0;
  }
  save("07_Thing.wav", &s, RATE);
  play(s.x[0], N, 8, 0.4);
  for (size_t i = 0; i < N; ++i) {
    s.x[0][i] += (float)(0.02 * sin(2 * pi * 50 * (double)i / RATE));
  }
  save("08_Amp.wav", &s, RATE);
  play(t.x[0], N, 9, 0.4);
  play(t.x[1], N, 9, 0.4);
  save("09_Piano.wav", &t, RATE);
  play(t.x[1], N, 9, 0.001);
  save("10_Organ.wav", &t, RATE);
  save_player("11_Tamb.wav", 11, N - RATE, RATE);
  save_player("12_Sax.wav", 12, N * 2, RATE * 2);
  tool_sound_free(&s);
  tool_sound_free(&t);
  lq_assessment a = assess(false);
  CHECK(says(&a, "silent", "Silent"));
  CHECK(says(&a, "clipped", "Clipped"));
  CHECK(says(&a, "click-track", "Thing"));
  CHECK(says(&a, "hum", "Amp"));
  CHECK(says(&a, "dual-mono", "Piano"));
  CHECK(says(&a, "one-sided", "Organ"));
  CHECK(says(&a, "lengths-differ", "Tamb"));
  CHECK(says(&a, "rates-differ", "Sax"));
  static const char* const alone[] = {"silent",    "clipped",   "click-track",    "hum",
                                      "dual-mono", "one-sided", "lengths-differ", "rates-differ"};
  for (size_t i = 0; i < sizeof alone / sizeof *alone; ++i) {
    const lq_set_finding* const f = find(&a, alone[i]);
    CHECK(f && f->n_files == 1);
  }
  CHECK_NEAR(value_of(&a, "lengths-differ"), -1, 0.001);
  CHECK_NEAR(value_of(&a, "click-track"), 120, 12);
  lq_assessment_free(&a);
}

// The four players added up, `late` frames later, at some gain.
static void save_sum(const char* const name, const size_t late, const double gain)
{
  tool_sound s = tool_sound_new(1, N), sum = tool_sound_new(1, N + late);
  for (uint64_t seed = 2; seed <= 5; ++seed) {
    play(s.x[0], N, seed, 0.4);
    for (size_t i = 0; i < N; ++i) {
      sum.x[0][i + late] += (float)gain * s.x[0][i];
    }
  }
  save(name, &sum, RATE);
  tool_sound_free(&s);
  tool_sound_free(&sum);
}

static void a_mix_among_its_tracks_is_found(void)
{
  save_band();
  save_sum("Take it.wav", 0, 0.7);
  lq_assessment a = assess(false);
  CHECK_TEXT(a.kind, "mix-with-tracks");
  CHECK(says(&a, "mix-among-tracks", "Take it"));
  CHECK(value_of(&a, "mix-among-tracks") < -60);
  lq_assessment_free(&a);
  save_band();
  save_sum("Rough mix.wav", RATE / 2, 0.7);
  a = assess(false);
  CHECK_TEXT(a.kind, "mix-with-tracks");
  CHECK(says(&a, "mix-offset", "Rough mix"));
  CHECK_NEAR(value_of(&a, "mix-offset"), 0.5, 0.001);
  lq_assessment_free(&a);
}

static const lq_stem_rule* rule(const lq_assessment* const a, const char* const id)
{
  for (size_t i = 0; i < a->n_rules; ++i) {
    if (!strcmp(a->rules[i].id, id)) {
      return &a->rules[i];
    }
  }
  return NULL;
}

static void stems_are_held_to_their_rules(void)
{
  save_band();
  save_sum("The mix.wav", 0, 1);
  lq_assessment a = assess(true);
  for (size_t i = 0; i < a.n_rules; ++i) {
    CHECK(a.rules[i].kept && a.rules[i].known);
  }
  CHECK(a.n_rules >= 9 && rule(&a, "sum-is-the-mix")->value < -100); // dBFS of 24 bits
  lq_assessment_free(&a);
  save_band();
  save_sum("The mix.wav", 0, 0.5);
  save_player("04_Vocal.wav", 5, N - 100, RATE);
  a = assess(true);
  CHECK(!rule(&a, "same-length")->kept);
  CHECK(!rule(&a, "sum-is-the-mix")->kept);
  CHECK_NEAR(rule(&a, "sum-is-the-mix")->value, 0, 0.1); // half of it is left: as loud as the mix
  CHECK(rule(&a, "same-rate")->kept && rule(&a, "headroom")->kept);
  lq_assessment_free(&a);
  save_band();
  a = assess(true);
  CHECK(!rule(&a, "sum-is-the-mix")->known); // nothing to compare with
  lq_assessment_free(&a);
}

// Hits of a drum, heard by a microphone `late` frames away, and by a reflection if `again` is not
// 0.
static void hits(float* const x, const size_t late, const double gain, const size_t again)
{
  static float dry[N];
  for (size_t i = 0; i < N; ++i) {
    const size_t at = i % 9000;
    dry[i]          = (float)(noise(41, i) * 0.5 * exp(-(double)at / 900) +
                     0.4 * sin(2 * pi * 190 * (double)at / RATE) * exp(-(double)at / 1500));
  }
  for (size_t i = 0; i < N; ++i) {
    x[i] += (float)gain * (i >= late ? dry[i - late] : 0);
    x[i] -= again && i >= again ? (float)gain * dry[i - again] : 0;
  }
}

static const lq_mic_pair* pair_to(const lq_assessment* const a, const char* const name)
{
  for (size_t i = 0; i < a->n_pairs; ++i) {
    if (!strcmp(a->files[a->pairs[i].to].name, name)) {
      return &a->pairs[i];
    }
  }
  static const lq_mic_pair none = {0};
  printf("# no pair to %s\n", name);
  CHECK(false);
  return &none;
}

static void add_room(float* const x, const uint64_t seed, const double level)
{
  for (size_t i = 0; i < N; ++i) {
    x[i] += (float)(level * noise(seed, i));
  }
}

static void microphones_are_timed_when_sure(void)
{
  tool_path("");
  tool_clean();
  static const struct {
    const char* name;
    size_t      late, again;
    double      gain;
  } mics[] = {{"Snare Top.wav", 0, 0, 1},
              {"Snare Bottom.wav", 6, 0, -0.5},
              {"HiHat.wav", 18, 0, 0.2},
              {"OH Left.wav", 56, 0, 0.3},
              {"OH Right.wav", 58, 82, 0.3}}; // two ways of the same strength
  for (size_t m = 0; m < sizeof mics / sizeof *mics; ++m) {
    tool_sound s = tool_sound_new(1, N);
    hits(s.x[0], mics[m].late, mics[m].gain, mics[m].again);
    add_room(s.x[0], 60 + m, 0.001);
    save(mics[m].name, &s, RATE);
    tool_sound_free(&s);
  }
  lq_assessment a = assess(false);
  CHECK_NEAR(pair_to(&a, "HiHat")->time.lag_frames, 18, 0.5);
  CHECK_NEAR(pair_to(&a, "OH Left")->time.lag_frames, 56, 0.5);
  CHECK(pair_to(&a, "HiHat")->time.sure && pair_to(&a, "OH Left")->time.sure);
  CHECK(!pair_to(&a, "OH Right")->time.sure);
  CHECK(says(&a, "polarity", "Snare Bottom"));
  CHECK(value_of(&a, "polarity") > 6);
  CHECK(says(&a, "time-between-mics", "Snare Bottom"));
  CHECK(says(&a, "left-right-pair", "OH Left"));
  lq_assessment_free(&a);
}

static void bleed_has_a_level(void)
{
  enum { LONG = 4 * N };
  save_band();
  tool_sound s = tool_sound_new(1, LONG), t = tool_sound_new(1, LONG);
  play(s.x[0], LONG, 5, 0.4);
  save("04_Vocal.wav", &s, RATE);
  play(t.x[0], LONG / 2, 3, 0.4); // the guitar rests in the second half
  for (size_t i = 30; i < LONG; ++i) {
    t.x[0][i] += 0.1F * s.x[0][i - 30]; // the singer, 20 dB down, at the guitar's microphone
  }
  add_room(t.x[0], 7, 1e-4); // of the first 8 s
  save("02_Guitar.wav", &t, RATE);
  tool_sound_free(&s);
  tool_sound_free(&t);
  lq_assessment a     = assess(false);
  bool          found = false;
  for (size_t i = 0; i < a.n_bleeds; ++i) {
    const lq_bleed* const b = &a.bleeds[i];
    if (!strcmp(a.files[b->from].name, "Vocal") && !strcmp(a.files[b->into].name, "Guitar")) {
      CHECK_NEAR(b->level_db, -20, 1.5);
      found = true;
    }
  }
  CHECK(found);
  CHECK(says(&a, "bleed", "Guitar"));
  lq_assessment_free(&a);
}

// All octaves, wide, for half a minute at a level; limited hard or not at all.
static void save_song(const char* const name, const double gain, const double ceiling)
{
  enum { RATE_HZ = 44100, LONG = RATE_HZ * 12 };
  tool_sound s = tool_sound_new(2, LONG);
  for (unsigned c = 0; c < 2; ++c) {
    double slow = 0, slower = 0;
    for (size_t i = 0; i < LONG; ++i) {
      const double w = noise(80 + c, i), beat = exp(-(double)(i % 22050) / 4000);
      slow           = 0.95 * slow + 0.05 * w;
      slower         = 0.99 * slower + 0.01 * w;
      const double v = gain * (0.3 + 3 * beat) * (0.05 * w + slow + 3 * slower);
      s.x[c][i]      = (float)fmax(-ceiling, fmin(ceiling, v));
    }
  }
  save(name, &s, RATE_HZ);
  tool_sound_free(&s);
}

static void a_mix_needs_mastering_and_a_master_nothing(void)
{
  tool_path("");
  tool_clean();
  save_song("Song.wav", 0.2, 2);
  lq_assessment a = assess(false);
  CHECK_TEXT(a.kind, "mix");
  CHECK_TEXT(a.needs, "mastering");
  lq_assessment_free(&a);
  tool_clean();
  save_song("Song.wav", 2.5, 0.89);
  a = assess(false);
  CHECK_TEXT(a.kind, "master");
  CHECK_TEXT(a.needs, "nothing");
  lq_assessment_free(&a);
  save_song("The mix.wav", 0.2, 2);
  a = assess(false);
  CHECK_TEXT(a.kind, "mix-with-masters");
  lq_assessment_free(&a);
}

static void broken_files_are_named(void)
{
  save_band();
  tool_save(tool_path("09_Broken.wav"), "nothing", 7);
  lq_assessment a = assess(false);
  CHECK(says(&a, "unreadable", "Broken"));
  CHECK_TEXT(a.kind, "multitrack");
  lq_assessment_free(&a);
  tool_clean();
  tool_save(tool_path("09_Broken.wav"), "nothing", 7);
  lq_error          e    = {0};
  const char* const path = tool_folder;
  CHECK(lq_assess(&a, &path, 1, false, NULL, &e) == LQ_ERR_FORMAT);
  tool_clean();
  CHECK(lq_assess(&a, &path, 1, false, NULL, &e) == LQ_ERR_NOT_FOUND);
}

static void commands_survive_the_shell(void)
{
  lq_pool* pool = NULL;
  CHECK(!lq_pool_new(&pool));
  CHECK_TEXT(lq_path_shell(pool, "a/b-c.wav"), "a/b-c.wav");
  CHECK_TEXT(lq_path_shell(pool, "My Song"), "'My Song'");
  CHECK_TEXT(lq_path_shell(pool, "it's"), "'it'\\''s'");
  CHECK_TEXT(lq_path_shell(pool, "-rf"), "./-rf");
  CHECK_TEXT(lq_path_shell(pool, "$(x)"), "'$(x)'");
  lq_pool_free(pool);
}

int main(void)
{
  static const check_test tests[] = {
      CHECK_TEST(a_clean_set_has_nothing_odd),
      CHECK_TEST(copies_are_found),
      CHECK_TEST(faults_of_single_tracks_are_found),
      CHECK_TEST(a_mix_among_its_tracks_is_found),
      CHECK_TEST(stems_are_held_to_their_rules),
      CHECK_TEST(microphones_are_timed_when_sure),
      CHECK_TEST(bleed_has_a_level),
      CHECK_TEST(a_mix_needs_mastering_and_a_master_nothing),
      CHECK_TEST(broken_files_are_named),
      CHECK_TEST(commands_survive_the_shell),
  };
  const int failed = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return failed;
}
