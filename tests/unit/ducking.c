// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Keyed room, on songs made of numbers: a bass under a kick, a guitar over a voice.
#include "scene_tools.h"

#include "assist/ducking.h"
#include "proc/all.h"

enum { STEPS = 200, BEAT = 4 }; // so often that the meter hears it play on between strokes

typedef struct {
  made      m;
  lq_track *kick, *bass;
} low_end;

// A kick on every beat at 150 BPM; the bass plays on and covers every n-th stroke.
static void low_end_at(low_end* const l, const size_t covers_every, const double cover_db)
{
  made* const m = &l->m;
  made_new(m, STEPS);
  l->kick = made_add(m, "Kick", "kick");
  l->bass = made_add(m, "Bass", "bass");
  for (unsigned b = 4; b < 7; ++b) {
    for (size_t s = 0; s < STEPS; s += BEAT) {
      made_play(m, l->kick, b, -20, s, s + 1);
      const bool covers = covers_every && s / BEAT % covers_every == 0;
      made_play(m, l->bass, b, covers ? cover_db : -40, s, s + 1);
      made_play(m, l->bass, b, -15, s + 1, s + BEAT);
    }
  }
  made_play(m, l->bass, 9, -15, 0, STEPS);
  l->kick->features->strokes = (lq_stroke_parts){.hard_db = -12, .soft_db = -50, .n_hard = 40};
  l->kick->trim_db           = 3;
  made_listen(m);
}

static void low_end_new(low_end* const l, const size_t covers_every)
{
  low_end_at(l, covers_every, -8);
}

static void the_bass_steps_back_under_kicks_that_it_covers(void)
{
  low_end l;
  low_end_new(&l, 1);
  const double before = lq_scene_masked(&l.m.song.scene, l.kick->heard);
  CHECK(!lq_duck_tracks(&l.m.song));
  const lq_device* const d = l.bass->stages[LQ_STAGE_DUCK];
  CHECK(d && d->proc == &lq_ducker);
  if (d) {
    CHECK_TEXT(d->key, "Kick");
    CHECK_NEAR(lq_device_get(d, "depth"), 3, 1e-6);
    CHECK_NEAR(lq_device_get(d, "threshold"), -12 + 3 - 8, 0.5); // under the stroke, trimmed
  }
  CHECK_AT_MOST(lq_scene_masked(&l.m.song.scene, l.kick->heard), before - 0.02);
  CHECK_NEAR(made_level_db(l.bass, 5, BEAT), -11, 0.01);
  CHECK_NEAR(made_level_db(l.bass, 9, BEAT), -15, 0.01); // its low end alone
  made_free(&l.m);
}

// As much of it as of the kick, and yet the kick is not covered: nothing would be gained.
static void a_bass_that_masks_nothing_is_left_alone(void)
{
  low_end l;
  low_end_at(&l, 1, -21);
  CHECK_NEAR(lq_scene_masked(&l.m.song.scene, l.kick->heard), 0, 1e-9);
  CHECK(!lq_duck_tracks(&l.m.song));
  CHECK(!l.bass->stages[LQ_STAGE_DUCK]);
  CHECK_NEAR(made_level_db(l.bass, 5, BEAT), -21, 0.01); // what was tried is undone
  made_free(&l.m);
}

// What the bass plays between the strokes covers none.
static void depth_follows_the_share_of_strokes_that_are_covered(void)
{
  static const struct {
    size_t every;
    double depth_db;
  } cases[] = {{1, 3}, {2, 1 + 2.5 / 2}, {4, 1 + 2.5 / 4}, {8, 0}, {0, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    low_end l;
    low_end_new(&l, cases[i].every);
    CHECK(!lq_duck_tracks(&l.m.song));
    const lq_device* const d = l.bass->stages[LQ_STAGE_DUCK];
    CHECK_NEAR(d ? lq_device_get(d, "depth") : 0, cases[i].depth_db, 0.1); // in tenths
    made_free(&l.m);
  }
}

// Strokes all alike have no second part to be told from: the threshold still lies under them.
static void a_kick_of_one_level_has_its_threshold_under_it(void)
{
  low_end l;
  low_end_new(&l, 1);
  l.kick->features->strokes                = (lq_stroke_parts){0};
  l.kick->features->whole.sample_peak_dbfs = -30;
  l.kick->features->crest_db               = 10;
  l.kick->trim_db                          = 12;
  CHECK(!lq_duck_tracks(&l.m.song));
  const lq_device* const d = l.bass->stages[LQ_STAGE_DUCK];
  CHECK(d != NULL);
  if (d) {
    CHECK_AT_MOST(lq_device_get(d, "threshold"), -30 + 12 - 3);
    CHECK(lq_device_get(d, "threshold") > -30 + 12 - 24);
  }
  made_free(&l.m);
}

static void kept_basses_and_no_strength_are_left_alone(void)
{
  for (unsigned i = 0; i < 2; ++i) {
    low_end l;
    low_end_new(&l, 1);
    l.bass->keep        = i == 0;
    l.m.song.strength   = i == 0 ? 1 : 0;
    const double before = made_level_db(l.bass, 5, BEAT);
    CHECK(!lq_duck_tracks(&l.m.song));
    CHECK(l.bass->stages[LQ_STAGE_DUCK] == NULL);
    CHECK_NEAR(made_level_db(l.bass, 5, BEAT), before, 0);
    made_free(&l.m);
  }
}

typedef struct {
  made      m;
  lq_track *vox, *gtr, *pad, *drum;
} song;

// The voice sings in the first half. The guitar lies `over_db` over it between 1.2 and 5 kHz.
static void song_new(song* const s, const double over_db)
{
  made* const m = &s->m;
  made_new(m, STEPS);
  s->vox       = made_add(m, "Vox", "lead-vocal");
  s->gtr       = made_add(m, "Gtr", "electric-guitar");
  s->pad       = made_add(m, "Pad", "pad");
  s->drum      = made_add(m, "Snare", "snare");
  s->vox->lead = true;
  for (unsigned b = 19; b < 23; ++b) {
    made_play(m, s->vox, b, -20, 0, STEPS / 2);
    made_play(m, s->gtr, b, -20 + over_db, 0, STEPS);
    made_play(m, s->drum, b, -22 + over_db, 0, STEPS);
  }
  made_play(m, s->pad, 12, -20, 0, STEPS);
  made_play(m, s->pad, 20, -40, 0, STEPS);
  made_listen(m);
}

static void music_over_the_lead_opens_a_hole_while_it_sings(void)
{
  song s;
  song_new(&s, 10);
  s.vox->fader_db     = -5;
  const double before = lq_scene_masked(&s.m.song.scene, s.vox->heard);
  CHECK(!lq_duck_tracks(&s.m.song));
  const lq_device* const d = s.gtr->stages[LQ_STAGE_DUCK];
  CHECK(d && d->proc == &lq_dyneq);
  if (d) {
    CHECK_TEXT(d->key, "Vox");
    const float* const band = d->values + d->proc->n_params;
    for (size_t i = 0; i < d->proc->n_band_params; ++i) {
      const char* const symbol = d->proc->band_params[i].symbol;
      if (!strcmp(symbol, "range")) {
        CHECK_NEAR(band[i], -2, 1e-6);
      }
      // Four bands of -20 dB weighed give -14; less 3.2 dB to 3.9 dB of weighting in each, a sine's
      // 3 dB, the fader of -5 dB that comes later, and 8 dB under all that.
      if (!strcmp(symbol, "threshold")) {
        CHECK_NEAR(band[i], -14 - 3.5 + 3 + 5 - 8, 1);
      }
    }
  }
  CHECK(!s.pad->stages[LQ_STAGE_DUCK]); // has no part in it
  CHECK(!s.drum->stages[LQ_STAGE_DUCK]);
  CHECK_AT_MOST(lq_scene_masked(&s.m.song.scene, s.vox->heard), before - 0.005);
  CHECK_NEAR(made_level_db(s.gtr, 20, 10), -12, 0.01);
  CHECK_NEAR(made_level_db(s.gtr, 20, STEPS - 10), -10, 0.01); // while it rests
  made_free(&s.m);
}

static void a_lead_that_nobody_covers_needs_no_hole(void)
{
  song s;
  song_new(&s, -20);
  CHECK(!lq_duck_tracks(&s.m.song));
  CHECK(!s.gtr->stages[LQ_STAGE_DUCK]);
  CHECK_NEAR(made_level_db(s.gtr, 20, 10), -40, 0.01); // what was tried is undone
  made_free(&s.m);
}

static void kept_music_opens_no_hole_nor_does_half_of_a_kept_pair(void)
{
  song s;
  song_new(&s, 10);
  s.gtr->keep = true;
  CHECK(!lq_duck_tracks(&s.m.song));
  CHECK(!s.gtr->stages[LQ_STAGE_DUCK]);
  made_free(&s.m);
  song_new(&s, 10);
  s.gtr->twin = 2; // the pad, as its other half
  s.pad->twin = 1;
  s.pad->keep = true;
  CHECK(!lq_duck_tracks(&s.m.song));
  CHECK(!s.pad->stages[LQ_STAGE_DUCK] && !s.gtr->stages[LQ_STAGE_DUCK]);
  made_free(&s.m);
}

static const check_test tests[] = {
    CHECK_TEST(the_bass_steps_back_under_kicks_that_it_covers),
    CHECK_TEST(a_bass_that_masks_nothing_is_left_alone),
    CHECK_TEST(depth_follows_the_share_of_strokes_that_are_covered),
    CHECK_TEST(a_kick_of_one_level_has_its_threshold_under_it),
    CHECK_TEST(kept_basses_and_no_strength_are_left_alone),
    CHECK_TEST(music_over_the_lead_opens_a_hole_while_it_sings),
    CHECK_TEST(a_lead_that_nobody_covers_needs_no_hole),
    CHECK_TEST(kept_music_opens_no_hole_nor_does_half_of_a_kept_pair)};
CHECK_MAIN(tests)
