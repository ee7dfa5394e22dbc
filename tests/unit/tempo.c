// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Beats whose tempo is known because they were played here, and what has none. With LACQUER_SONGS
// naming the folder of real ones, no tempo may be written that is not theirs.
#include "mix_tools.h"

#include "measure/tempo.h"

#include <string.h>

enum { HOPS_A_SEC = 100, SEC = 40, N = SEC * HOPS_A_SEC };

/// Energy of each 10 ms as a meter would give it, and what it becomes.
typedef struct {
  double  energy[N];
  uint8_t rises[N];
} line;

// A hit: two hops of attack, then a decay; `late_sec` as a player is.
static void hit(line* const l, const double at_sec, const double level)
{
  const double at = at_sec * HOPS_A_SEC;
  for (size_t i = (size_t)ceil(at); i < N && (double)i < at + 40; ++i) {
    l->energy[i] += level * exp(-((double)i - at) / 5);
  }
}

static void push(line* const l)
{
  lq_rise r = {0};
  for (size_t i = 0; i < N; ++i) {
    l->rises[i] = lq_rise_push(&r, l->energy[i] + 1e-7);
  }
}

enum { KICK, SNARE, HAT, BASS, N_LINES };

typedef struct {
  line lines[N_LINES];
} band;

// Kick on one and three, snare on two and four, eighths on the hat, a bass that follows the kick;
// each hit up to 8 ms early or late. The tempo may change in the middle.
static void play(band* const b, const double first_bpm, const double then_bpm)
{
  memset(b, 0, sizeof *b);
  double   at_sec = 0.3;
  unsigned eighth = 0;
  while (at_sec < SEC - 1) {
    const double late = 0.008 * mix_noise(5, eighth), level = 0.01 + 0.004 * mix_noise(6, eighth);
    hit(&b->lines[HAT], at_sec + late, level);
    if (eighth % 4 == 0) {
      hit(&b->lines[KICK], at_sec - late, 10 * level);
      hit(&b->lines[BASS], at_sec + 0.5 * late, 5 * level);
    } else if (eighth % 4 == 2) {
      hit(&b->lines[SNARE], at_sec - late, 8 * level);
    }
    at_sec += 30 / (at_sec < 0.5 * SEC ? first_bpm : then_bpm);
    ++eighth;
  }
  for (unsigned i = 0; i < N_LINES; ++i) {
    push(&b->lines[i]);
  }
}

static lq_tempo tempo_of(const band* const b, const unsigned n_lines)
{
  lq_tempo_part parts[N_LINES];
  lq_tempo      t = {0};
  for (unsigned i = 0; i < n_lines; ++i) {
    parts[i] = (lq_tempo_part){.rises = b->lines[i].rises, .n = N, .weight = i == BASS ? 1 : 3};
  }
  CHECK(!lq_tempo_find(&t, parts, n_lines));
  return t;
}

static void a_band_has_its_tempo(void)
{
  static const double bpm[] = {84, 96.5, 104, 112, 120.3, 130, 140};
  band* const         b     = malloc(sizeof *b);
  for (size_t i = 0; i < sizeof bpm / sizeof *bpm; ++i) {
    play(b, bpm[i], bpm[i]);
    const lq_tempo t = tempo_of(b, N_LINES);
    CHECK_NEAR(t.bpm, bpm[i], 0.2);
    CHECK_AT_MOST(LQ_TEMPO_SURE, t.confidence);
  }
  free(b);
}

// Slow ones may be counted double and fast ones by half, as people do; nothing else may be surely
// wrong.
static void what_is_written_is_right(void)
{
  band* const b = malloc(sizeof *b);
  for (double bpm = 62; bpm < 199; bpm += 7.3) {
    play(b, bpm, bpm);
    for (unsigned n = 3; n <= N_LINES; ++n) {
      const lq_tempo t     = tempo_of(b, n);
      const double   other = bpm < 75 ? 2 * bpm : bpm > 160 ? 0.5 * bpm : bpm;
      if (t.confidence >= LQ_TEMPO_SURE) {
        CHECK_NEAR(t.bpm, fabs(t.bpm - other) < 0.3 ? other : bpm, 0.3);
      }
    }
  }
  free(b);
}

static void a_tempo_that_changes_is_none(void)
{
  band* const b = malloc(sizeof *b);
  play(b, 100, 117);
  CHECK_AT_MOST(tempo_of(b, N_LINES).confidence, 0.3);
  free(b);
}

static void what_has_no_beat_has_no_tempo(void)
{
  band* const b = calloc(1, sizeof *b);
  for (uint64_t seed = 0; seed < 20; ++seed) { // hits anywhere
    memset(b, 0, sizeof *b);
    for (unsigned k = 0; k < N_LINES; ++k) {
      for (unsigned i = 0; i < 80; ++i) {
        hit(&b->lines[k], (0.5 + 0.5 * mix_noise(100 + 4 * seed + k, i)) * (SEC - 1), 0.05);
      }
      push(&b->lines[k]);
    }
    CHECK_AT_MOST(tempo_of(b, N_LINES).confidence, 0.2);
  }
  memset(b, 0, sizeof *b); // nothing but a steady sound
  push(&b->lines[0]);
  CHECK_NEAR(tempo_of(b, 1).confidence, 0, 0);
  const lq_tempo_part brief = {.rises = b->lines[0].rises, .n = 800, .weight = 1};
  lq_tempo            t     = {.bpm = 1};
  CHECK(!lq_tempo_find(&t, &brief, 1));
  CHECK_NEAR(t.bpm, 0, 0);
  free(b);
}

// How loud a track is says nothing; a rise of 20 dB reads 20 dB, in eighths.
static void a_rise_is_a_ratio(void)
{
  for (double level = 1e-5; level <= 1; level *= 1000) {
    lq_rise r    = {0};
    uint8_t most = 0;
    for (unsigned i = 0; i < 100; ++i) {
      const uint8_t rise = lq_rise_push(&r, i < 50 ? 0.01 * level : level);
      most               = i > 45 && rise > most ? rise : most;
    }
    CHECK_NEAR(most, 160, 1);
  }
}

static void real_songs_get_their_own_tempo_or_none(void)
{
  static const struct {
    const char* name;
    double      bpm;
  } songs[]                = {{"drum-kit-mics", 112}, {"potassium", 90}, {"sodium", 140}};
  const char* const folder = getenv("LACQUER_SONGS");
  for (size_t i = 0; folder && i < sizeof songs / sizeof *songs; ++i) {
    char path[512];
    snprintf(path, sizeof path, "%.400s/%s", folder, songs[i].name);
    lq_session* const s = mix_plan(path, NULL);
    printf("# %s: %.1f\n", songs[i].name, s->tempo_bpm);
    CHECK(s->tempo_bpm == 0 || fabs(s->tempo_bpm - songs[i].bpm) < 0.2);
    lq_session_free(s);
  }
  if (!folder) {
    printf("# skipped: LACQUER_SONGS names no folder\n");
  }
}

static const check_test tests[] = {CHECK_TEST(a_rise_is_a_ratio),
                                   CHECK_TEST(a_band_has_its_tempo),
                                   CHECK_TEST(what_is_written_is_right),
                                   CHECK_TEST(a_tempo_that_changes_is_none),
                                   CHECK_TEST(what_has_no_beat_has_no_tempo),
                                   CHECK_TEST(real_songs_get_their_own_tempo_or_none)};

CHECK_MAIN(tests)
