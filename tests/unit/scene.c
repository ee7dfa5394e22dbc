// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A mix in figures, on songs made of numbers whose answers can be worked out by hand.
#include "scene_tools.h"

enum { STEPS = 100 };

// Of the filter of BS.1770-5 at 48 kHz, worked out apart from its published coefficients.
static void k_weighting_is_that_of_the_standard(void)
{
  static const struct {
    unsigned band;
    double   hz, db;
  } known[] = {{0, 20, -13.31},  {4, 50, -3.92},   {7, 100, -1.13},  {12, 316, -0.07},
               {17, 1000, 0.70}, {21, 2512, 3.59}, {25, 6310, 4.03}, {29, 15849, 4.04}};
  for (size_t i = 0; i < sizeof known / sizeof *known; ++i) {
    CHECK_NEAR(lq_spectrum_band_hz(known[i].band), known[i].hz, 0.5);
    CHECK_NEAR(lq_scene_k_db(known[i].band), known[i].db, 0.1);
  }
}

// The voice sings in the middle third; the others are louder where it does not.
static void lead_against_rest_counts_where_the_lead_plays(void)
{
  made m;
  made_new(&m, STEPS);
  lq_track* const vox  = made_add(&m, "Vox", "lead-vocal");
  lq_track* const a    = made_add(&m, "Piano", "piano");
  lq_track* const b    = made_add(&m, "Organ", "organ");
  const lq_track* only = vox;
  vox->lead            = true;
  made_play(&m, vox, 17, -20, 40, 60);
  made_play(&m, a, 14, -10, 0, STEPS);
  made_play(&m, a, 14, -26, 40, 60);
  made_play(&m, b, 20, -26, 0, STEPS);
  made_listen(&m);
  CHECK_NEAR(lq_scene_lar_db(&m.song.scene, 0, STEPS), 6 - 3.0103, 0.01);
  CHECK_NEAR(vox->heard->lufs, -20.691, 0.01);
  CHECK(only->heard->n_active == 20);
  CHECK(isnan(lq_scene_lar_db(&m.song.scene, 0, 40))); // nobody sings
  made_free(&m);
}

static void heard_is_the_share_of_time_above_minus_12_db(void)
{
  made m;
  made_new(&m, STEPS);
  lq_track* const quiet = made_add(&m, "Piano", "piano");
  lq_track* const loud  = made_add(&m, "Organ", "organ");
  made_play(&m, quiet, 17, -32, 0, STEPS);
  made_play(&m, loud, 17, -20.2, 0, 25);     // 11.8 dB over it: heard
  made_play(&m, loud, 17, -19.8, 25, STEPS); // 12.2 dB: not
  made_listen(&m);
  CHECK_NEAR(lq_scene_heard(&m.song.scene, quiet->heard), 0.25, 1e-9);
  CHECK_NEAR(lq_scene_heard(&m.song.scene, loud->heard), 1, 1e-9);
  made_free(&m);
}

// A masker in one band, what it covers in another. 20 dB over count 1; the threshold lies 6 dB
// under the masker, reaches up by 10 and down by 25 dB a third.
static void masking_of_a_known_pair(void)
{
  static const struct {
    unsigned masker, masked;
    double   level_db, want;
  } cases[] = {
      {15, 15, -16, 0.5}, {15, 15, -6, 0},     {15, 16, -26, 0.5},
      {15, 16, -15, 0},   {15, 17, -31, 0.25}, {15, 14, -36, 0.25},
      {15, 14, -30, 0},   {15, 13, -66, 0.5},  {15, 15, -40, 1},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    made m;
    made_new(&m, STEPS);
    lq_track* const masker = made_add(&m, "Organ", "organ");
    lq_track* const masked = made_add(&m, "Piano", "piano");
    made_play(&m, masker, cases[i].masker, 0, 0, STEPS);
    made_play(&m, masked, cases[i].masked, cases[i].level_db, 0, STEPS);
    made_listen(&m);
    CHECK_NEAR(lq_scene_masked(&m.song.scene, masked->heard), cases[i].want, 0.001);
    CHECK_NEAR(lq_scene_masked(&m.song.scene, masker->heard), 0, 1e-9);
    CHECK_NEAR(lq_scene_masking(&m.song.scene), cases[i].want / 2, 0.001); // mean of both
    made_free(&m);
  }
}

// Two microphones, or two halves: the quieter one is not covered by the louder.
static void what_stands_for_one_part_does_not_cover_itself(void)
{
  static const struct {
    const char *a, *b, *role_a, *role_b;
    bool        one;
  } cases[] = {{"Kick In", "Kick Out", "kick", "kick", true},
               {"Gtr L", "Gtr R", "electric-guitar", "electric-guitar", true},
               {"Bass DI", "Bass Amp", "bass", "bass", true},
               {"Tom 1", "Tom 2", "tom", "tom", false},
               {"Gtr", "Pno", "electric-guitar", "electric-guitar", false},
               {"Kick", "Snare", "kick", "snare", false}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    made m;
    made_new(&m, STEPS);
    lq_track* const a = made_add(&m, cases[i].a, cases[i].role_a);
    lq_track* const b = made_add(&m, cases[i].b, cases[i].role_b);
    made_play(&m, a, 15, 0, 0, STEPS);
    made_play(&m, b, 15, -16, 0, STEPS);
    made_listen(&m);
    CHECK((a->heard->part == b->heard->part) == cases[i].one);
    CHECK_NEAR(lq_scene_masked(&m.song.scene, b->heard), cases[i].one ? 0 : 0.5, 0.001);
    CHECK_NEAR(lq_scene_heard(&m.song.scene, b->heard), cases[i].one ? 1 : 0, 1e-9);
    made_free(&m);
  }
}

static double sum_is_off(const lq_scene* const s)
{
  double most = 0;
  for (size_t i = 0; i < s->n_steps; ++i) {
    for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
      double all = 0;
      for (size_t k = 0; k < s->n; ++k) {
        all += (double)s->tracks[k].steps[i].band[b];
      }
      most = all > 0 ? fmax(most, fabs((double)s->sum[i].band[b] / all - 1)) : most;
    }
  }
  return most;
}

static void turning_and_shaping_keep_the_sum(void)
{
  made   m;
  double by_db[LQ_SPECTRUM_BANDS] = {[15] = -6, [16] = 3};
  made_new(&m, STEPS);
  lq_track* const a = made_add(&m, "Piano", "piano");
  lq_track* const b = made_add(&m, "Organ", "organ");
  for (unsigned band = 10; band < 20; ++band) {
    made_play(&m, a, band, -30, 0, STEPS);
    made_play(&m, b, band, -33, 0, STEPS);
  }
  made_listen(&m);
  lq_scene_turn(&m.song.scene, a->heard, 4, 0, STEPS);
  CHECK_NEAR(a->heard->lufs, -30 + 10 - 0.691 + 4, 0.01); // ten bands
  lq_scene_turn(&m.song.scene, a->heard, -5, 20, 30);     // a ride leaves the level of the whole
  CHECK_NEAR(a->heard->lufs, -30 + 10 - 0.691 + 4, 0.01);
  lq_scene_shape(&m.song.scene, b->heard, by_db);
  CHECK_NEAR(made_level_db(a, 12, 10), -26, 0.001);
  CHECK_NEAR(made_level_db(a, 12, 25), -31, 0.001);
  CHECK_NEAR(made_level_db(b, 15, 10), -39, 0.001);
  CHECK_NEAR(made_level_db(b, 16, 10), -30, 0.001);
  CHECK_NEAR(b->heard->lufs, -33.691 + lq_power_to_db(8 + power_of_db(-6) + power_of_db(3)), 0.01);
  CHECK_NEAR(sum_is_off(&m.song.scene), 0, 1e-5);
  for (size_t i = 0; i < STEPS; ++i) {
    m.song.scene.sum[i].band[15] *= 1.001F; // rounding, made large
  }
  CHECK(sum_is_off(&m.song.scene) > 5e-4);
  lq_scene_add_up(&m.song.scene);
  CHECK_NEAR(sum_is_off(&m.song.scene), 0, 1e-6);
  made_free(&m);
}

static void own_bands_come_strongest_first(void)
{
  made     m;
  unsigned own[LQ_SCENE_OWN_BANDS];
  made_new(&m, STEPS);
  lq_track* const t = made_add(&m, "Piano", "piano");
  made_play(&m, t, 22, -20, 0, STEPS);
  made_play(&m, t, 9, -23, 0, STEPS);
  made_play(&m, t, 16, -26, 0, STEPS);
  made_listen(&m);
  lq_scene_own_bands(&m.song.scene, t->heard, own);
  CHECK(own[0] == 22 && own[1] == 9 && own[2] == 16);
  made_free(&m);
}

static const check_test tests[] = {CHECK_TEST(k_weighting_is_that_of_the_standard),
                                   CHECK_TEST(lead_against_rest_counts_where_the_lead_plays),
                                   CHECK_TEST(heard_is_the_share_of_time_above_minus_12_db),
                                   CHECK_TEST(masking_of_a_known_pair),
                                   CHECK_TEST(what_stands_for_one_part_does_not_cover_itself),
                                   CHECK_TEST(turning_and_shaping_keep_the_sum),
                                   CHECK_TEST(own_bands_come_strongest_first)};
CHECK_MAIN(tests)
