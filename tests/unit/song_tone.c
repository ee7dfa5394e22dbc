// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Tone of the whole, on songs made of numbers: who is equalised for a hole or a heap in an octave.
#include "scene_tools.h"

#include "assist/song_tone.h"

enum { STEPS = 50, OCTAVES = LQ_TONE_OCTAVES, HOLE = 5 }; // 1 kHz

static lq_tone_curve flat(void)
{
  lq_tone_curve c;
  for (unsigned o = 0; o < OCTAVES; ++o) {
    c.level_db[o]  = -10; // ten octaves, a tenth each
    c.strays_db[o] = 2;
  }
  return c;
}

typedef struct {
  made      m;
  lq_track *low, *high, *middle;
} song;

// Three tracks that share the octaves: each as it should be, but for one that is off. All three
// thirds of an octave sound alike.
static void song_new(song* const s, const double off_db)
{
  made* const m = &s->m;
  made_new(m, STEPS);
  s->low    = made_add(m, "Bass", "bass");
  s->middle = made_add(m, "Keys", "keys");
  s->high   = made_add(m, "Hat", "hihat");
  for (unsigned b = 1; b < LQ_SPECTRUM_BANDS; ++b) {
    const unsigned        o = (b - 1) / 3;
    const lq_track* const t = o < 4 ? s->low : o < 7 ? s->middle : s->high;
    made_play(m, t, b, -30 + lq_scene_k_db(b) + (o == HOLE ? off_db : 0), 0, STEPS);
  }
  made_listen(m);
}

static double octave_now_db(const song* const s, const unsigned o)
{
  double db[OCTAVES];
  lq_song_octaves(&s->m.song, db);
  return db[o];
}

static double total_db(const lq_track* const t, const double hz)
{
  double sum = 0;
  for (size_t i = 0; i < t->n_moves; ++i) {
    sum += lq_eq_move_db(&t->moves[i], hz, 48000);
  }
  return sum;
}

static void an_even_song_stays(void)
{
  song                s;
  const lq_tone_curve c = flat();
  song_new(&s, 0);
  CHECK_NEAR(octave_now_db(&s, HOLE), -10, 0.01);
  CHECK(!lq_song_tone(&s.m.song, &c, "released records"));
  CHECK(s.low->n_moves + s.middle->n_moves + s.high->n_moves == 0);
  made_free(&s.m);
  song_new(&s, -1.2); // as far as good records stray
  CHECK(!lq_song_tone(&s.m.song, &c, "released records"));
  CHECK(s.low->n_moves + s.middle->n_moves + s.high->n_moves == 0);
  made_free(&s.m);
}

static void a_hole_is_filled_by_who_makes_that_octave(void)
{
  song                s;
  const lq_tone_curve c = flat();
  song_new(&s, -5);
  const double was_db = octave_now_db(&s, HOLE), lufs = s.middle->heard->lufs;
  CHECK(!lq_song_tone(&s.m.song, &c, "released records"));
  CHECK(s.middle->n_moves >= 1 && s.low->n_moves == 0 && s.high->n_moves == 0);
  CHECK_NEAR(s.middle->moves[0].freq_hz, 1000, 0.1);
  CHECK(s.middle->moves[0].gain_db >= 1 && s.middle->moves[0].gain_db <= 4);
  CHECK(strstr(s.middle->moves[0].why, "less than released records"));
  CHECK(octave_now_db(&s, HOLE) > was_db + 1);
  CHECK(octave_now_db(&s, HOLE) < -10); // not over the aim
  // It is as loud as before, and the fader made up for it.
  CHECK_NEAR(s.middle->heard->lufs, lufs, 0.001);
  CHECK(s.middle->fader_db < -0.2);
  CHECK_NEAR(s.middle->moves_db, s.middle->fader_db, 1e-9);
  CHECK_NEAR(s.low->fader_db, 0, 1e-9);
  made_free(&s.m);
}

static void moves_stay_within_4_up_and_6_down(void)
{
  static const double offs[] = {-30, -12, 9, 20};
  const lq_tone_curve c      = flat();
  for (size_t i = 0; i < sizeof offs / sizeof *offs; ++i) {
    song s;
    song_new(&s, offs[i]);
    CHECK(!lq_song_tone(&s.m.song, &c, "released records"));
    for (size_t k = 0; k < s.m.song.n; ++k) {
      const lq_track* const t = &s.m.song.tracks[k];
      CHECK(t->n_moves <= 3);
      for (unsigned o = 0; o < OCTAVES; ++o) {
        const double hz = lq_spectrum_band_hz(3 * o + 2);
        CHECK_AT_MOST(total_db(t, hz), 5); // neighbours reach a little into each other
        CHECK_AT_MOST(-total_db(t, hz), 6.6);
      }
      for (size_t n = 0; n < t->n_moves; ++n) {
        CHECK_AT_MOST(t->moves[n].gain_db, 4);
        CHECK_AT_MOST(-t->moves[n].gain_db, 6);
      }
    }
    CHECK(offs[i] > 0 ? total_db(s.middle, 1000) < -3 : total_db(s.middle, 1000) > 3);
    made_free(&s.m);
  }
}

// Where hardly anything is, nothing can be brought out.
static void who_hardly_makes_an_octave_is_not_asked(void)
{
  song                s;
  const lq_tone_curve c = flat();
  song_new(&s, -5);
  for (unsigned b = 16; b < 19; ++b) { // the low track has a tenth of that octave's power
    for (size_t i = 0; i < STEPS; ++i) {
      s.low->heard->steps[i].band[b] = 0.1F * s.middle->heard->steps[i].band[b];
    }
  }
  lq_scene_add_up(&s.m.song.scene);
  CHECK(!lq_song_tone(&s.m.song, &c, "released records"));
  CHECK(s.middle->n_moves > 0 && s.low->n_moves == 0);
  made_free(&s.m);
}

static void kept_tracks_stay_and_strength_scales(void)
{
  song                s;
  const lq_tone_curve c = flat();
  song_new(&s, -5);
  s.middle->keep = true;
  CHECK(!lq_song_tone(&s.m.song, &c, "released records"));
  CHECK(s.middle->n_moves == 0);
  CHECK_NEAR(s.middle->fader_db, 0, 1e-9);
  made_free(&s.m);
  double db[2];
  for (unsigned i = 0; i < 2; ++i) {
    song_new(&s, 12);
    s.m.song.strength = i ? 0.5 : 1;
    CHECK(!lq_song_tone(&s.m.song, &c, "released records"));
    db[i] = total_db(s.middle, 1000);
    made_free(&s.m);
  }
  CHECK_NEAR(db[1], 0.5 * db[0], 0.7); // moves under a decibel are none
  song_new(&s, 12);
  s.m.song.strength = 0;
  CHECK(!lq_song_tone(&s.m.song, &c, "released records"));
  CHECK(s.middle->n_moves == 0);
  made_free(&s.m);
}

static const check_test tests[] = {CHECK_TEST(an_even_song_stays),
                                   CHECK_TEST(a_hole_is_filled_by_who_makes_that_octave),
                                   CHECK_TEST(moves_stay_within_4_up_and_6_down),
                                   CHECK_TEST(who_hardly_makes_an_octave_is_not_asked),
                                   CHECK_TEST(kept_tracks_stay_and_strength_scales)};
CHECK_MAIN(tests)
