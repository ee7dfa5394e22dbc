// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Room by equaliser, on songs made of numbers: who is cut, where, how far, and who never is.
#include "scene_tools.h"

#include "assist/unmask.h"
#include "dsp/eq_band.h"

enum { STEPS = 100, COVERED = 19 };

/// A guitar that lives around 160 Hz and lies over a piano that lives around 1.6 kHz.
typedef struct {
  made      m;
  lq_track *guitar, *piano;
} pair;

static void pair_new(pair* const p, const bool guitar_lives_there)
{
  made* const m = &p->m;
  made_new(m, STEPS);
  p->guitar = made_add(m, "Gtr", "electric-guitar");
  p->piano  = made_add(m, "Piano", "piano");
  for (unsigned b = 8; b < 11; ++b) {
    made_play(m, p->guitar, b, guitar_lives_there ? -50 : -10, 0, STEPS);
  }
  for (unsigned b = 18; b < 21; ++b) {
    made_play(m, p->guitar, b, -22, 0, STEPS);
    made_play(m, p->piano, b, -30 - 0.1 * b, 0, STEPS);
  }
  made_listen(m);
}

static void a_masker_is_cut_where_it_does_not_live_and_masking_falls(void)
{
  pair p;
  pair_new(&p, false);
  const double before = lq_scene_masked(&p.m.song.scene, p.piano->heard);
  const double was_db = made_level_db(p.guitar, COVERED, 50);
  CHECK(before > 0.05); // else there is nothing to mend
  CHECK(!lq_unmask(&p.m.song));
  CHECK(p.guitar->n_moves >= 1 && p.piano->n_moves == 0);
  double most_db = 0;
  for (size_t i = 0; i < p.guitar->n_moves; ++i) {
    const lq_eq_move* const c = &p.guitar->moves[i];
    CHECK_NEAR(c->gain_db, -3.5, 1e-9);
    CHECK(c->freq_hz > 250 &&
          (i || (c->freq_hz > 1000 && c->freq_hz < 2600))); // first things first
    CHECK(c->why && strstr(c->why, "makes room for 'Piano'"));
    most_db += lq_eq_move_db(c, lq_spectrum_band_hz(COVERED), 48000);
  }
  const double after = lq_scene_masked(&p.m.song.scene, p.piano->heard);
  CHECK_AT_MOST(after, before - 0.02);
  CHECK_NEAR(made_level_db(p.guitar, COVERED, 50), was_db + most_db,
             0.01); // the scene has heard it
  made_free(&p.m);
}

static void a_band_that_makes_the_masker_itself_is_never_cut(void)
{
  pair p;
  pair_new(&p, true);
  CHECK(lq_scene_masked(&p.m.song.scene, p.piano->heard) > 0.05);
  CHECK(!lq_unmask(&p.m.song));
  for (size_t i = 0; i < p.guitar->n_moves; ++i) { // its three strongest
    CHECK(p.guitar->moves[i].freq_hz < 1200 || p.guitar->moves[i].freq_hz > 2100);
  }
  made_free(&p.m);
}

static void kept_tracks_and_leads_are_left_alone(void)
{
  for (unsigned i = 0; i < 2; ++i) {
    pair p;
    pair_new(&p, false);
    p.guitar->keep = i == 0;
    p.guitar->lead = i == 1;
    CHECK(!lq_unmask(&p.m.song));
    CHECK(p.guitar->n_moves == 0);
    made_free(&p.m);
  }
}

// Both halves are cut alike, so what may not happen to one happens to neither.
static void a_pair_is_cut_alike_or_not_at_all(void)
{
  for (unsigned kept = 0; kept < 3; ++kept) {
    made m;
    made_new(&m, STEPS);
    lq_track* const half[2] = {made_add(&m, "Gtr L", "electric-guitar"),
                               made_add(&m, "Gtr R", "electric-guitar")};
    lq_track* const piano   = made_add(&m, "Piano", "piano");
    half[0]->twin           = 1;
    half[1]->twin           = 0;
    for (unsigned i = 0; i < 2; ++i) {
      half[i]->keep = kept == i + 1;
      for (unsigned b = 8; b < 11; ++b) {
        made_play(&m, half[i], b, -13, 0, STEPS);
        made_play(&m, half[i], b + 10, -25, 0, STEPS);
        made_play(&m, piano, b + 10, -32, 0, STEPS);
      }
    }
    made_listen(&m);
    CHECK(!lq_unmask(&m.song));
    CHECK(half[0]->n_moves == half[1]->n_moves);
    CHECK((half[0]->n_moves > 0) == (kept == 0));
    made_free(&m);
  }
}

static void strength_scales_the_cuts(void)
{
  static const struct {
    double strength, cut_db;
  } cases[] = {{1, -3.5}, {0.5, -1.8}, {0.2, -0.7}, {0.1, 0}, {0, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    pair p;
    pair_new(&p, false);
    p.m.song.strength = cases[i].strength;
    CHECK(!lq_unmask(&p.m.song));
    CHECK((p.guitar->n_moves > 0) == (cases[i].cut_db < 0)); // under half a decibel is nothing
    for (size_t k = 0; k < p.guitar->n_moves; ++k) {
      CHECK_NEAR(p.guitar->moves[k].gain_db, cases[i].cut_db, 0.001);
    }
    CHECK(lq_song_may(&p.m.song, LQ_STEP_EQ) == (cases[i].strength > 0));
    made_free(&p.m);
  }
}

// A noise over a piano, all the way up; it had so many narrow bands before.
static lq_track* over_all(made* const m, const size_t n_before)
{
  made_new(m, STEPS);
  lq_track* const noise = made_add(m, "Noise", "electric-guitar");
  lq_track* const piano = made_add(m, "Piano", "piano");
  for (unsigned b = 5; b < 8; ++b) {
    made_play(m, noise, b, 0, 0, STEPS);
  }
  for (unsigned b = 8; b < 28; ++b) {
    made_play(m, noise, b, -20, 0, STEPS);
    made_play(m, piano, b, -30, 0, STEPS);
  }
  made_listen(m);
  for (size_t i = 0; i < n_before; ++i) {
    lq_track_move(noise, (lq_eq_move){.type = LQ_BAND_BELL, .freq_hz = 30, .gain_db = -1, .q = 2});
  }
  CHECK(!lq_unmask(&m->song));
  return noise;
}

static void cuts_lie_apart_and_are_few(void)
{
  made                  m;
  const lq_track* const noise = over_all(&m, 0);
  CHECK(noise->n_moves == 4);
  for (size_t i = 0; i < noise->n_moves; ++i) {
    for (size_t k = 0; k < i; ++k) {
      CHECK(fabs(lq_log2(noise->moves[i].freq_hz / noise->moves[k].freq_hz)) > 0.85);
    }
  }
  made_free(&m);
  CHECK(over_all(&m, 2)->n_moves == 4); // four narrow bands in all
  made_free(&m);
  CHECK(over_all(&m, 4)->n_moves == 4);
  made_free(&m);
}

static const check_test tests[] = {
    CHECK_TEST(a_masker_is_cut_where_it_does_not_live_and_masking_falls),
    CHECK_TEST(a_band_that_makes_the_masker_itself_is_never_cut),
    CHECK_TEST(kept_tracks_and_leads_are_left_alone),
    CHECK_TEST(a_pair_is_cut_alike_or_not_at_all),
    CHECK_TEST(strength_scales_the_cuts),
    CHECK_TEST(cuts_lie_apart_and_are_few)};
CHECK_MAIN(tests)
