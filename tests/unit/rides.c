// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Rides, on songs made of numbers: phrases of two seconds with a second of rest between, and one
/// of them odd.
#include "scene_tools.h"

#include "assist/rides.h"
#include "proc/all.h"

enum { PHRASES = 7, PHRASE = 20, EVERY = 30, STEPS = PHRASES * EVERY, ODD = 3 };

typedef struct {
  made      m;
  lq_track *vox, *piano;
} song;

static void sing(song* const s, const char* const role, const double odd_db)
{
  made_new(&s->m, STEPS);
  s->vox       = made_add(&s->m, "Vox", role);
  s->piano     = made_add(&s->m, "Piano", "piano");
  s->vox->lead = !strcmp(role, "lead-vocal");
  for (size_t i = 0; i < PHRASES; ++i) {
    made_play(&s->m, s->vox, 17, i == ODD ? -20 + odd_db : -20, i * EVERY, i * EVERY + PHRASE);
  }
  made_play(&s->m, s->piano, 14, -25, 0, STEPS);
  made_listen(&s->m);
}

/// What a ride gives at a time, with straight lines between its points.
static double ride_at(const lq_track* const t, const double sec)
{
  double db = t->n_ride ? t->ride[0].value : 0;
  for (size_t i = 1; i < t->n_ride; ++i) {
    const lq_point *const a = &t->ride[i - 1], *const b = &t->ride[i];
    if (sec >= b->time_sec) {
      db = b->value;
    } else if (sec > a->time_sec) {
      return a->value + (b->value - a->value) * (sec - a->time_sec) / (b->time_sec - a->time_sec);
    }
  }
  return db;
}

static double odd_ride_db(const char* const role, const double odd_db, const double strength)
{
  song s;
  sing(&s, role, odd_db);
  s.m.song.strength = strength;
  CHECK(!lq_ride_tracks(&s.m.song));
  const double first = 0.1 * ODD * EVERY, last = first + 0.1 * PHRASE - 0.1;
  const double db = ride_at(s.vox, first);
  CHECK_NEAR(ride_at(s.vox, last), db, 1e-6); // from beginning to end
  for (size_t i = 0; i < PHRASES; ++i) {
    if (i != ODD) {
      CHECK_NEAR(ride_at(s.vox, 0.1 * (double)(i * EVERY) + 0.5), 0, 1e-6);
    }
  }
  made_free(&s.m);
  return db;
}

// Six tenths of the way, in half decibels; three tenths where it is more than 8 dB and was meant.
static void an_odd_phrase_goes_most_of_the_way_back(void)
{
  CHECK_NEAR(odd_ride_db("lead-vocal", -6, 1), 3.5, 0.01); // 0.6 * 6 = 3.6
  CHECK_NEAR(odd_ride_db("lead-vocal", -4, 1), 2.5, 0.01);
  CHECK_NEAR(odd_ride_db("lead-vocal", 5, 1), -3, 0.01);
  CHECK_NEAR(odd_ride_db("lead-vocal", -0.3, 1), 0, 0.01);
}

static void a_phrase_far_down_is_meant_and_mostly_left(void)
{
  CHECK_NEAR(odd_ride_db("lead-vocal", -9, 1), 2.5, 0.01); // 0.3 * 9 = 2.7
  CHECK(odd_ride_db("lead-vocal", -9, 1) < odd_ride_db("lead-vocal", -7, 1));
}

static void a_hand_moves_6_db_at_most_and_3_for_backings(void)
{
  CHECK_NEAR(odd_ride_db("lead-vocal", 12, 1), -6, 0.01);
  CHECK_NEAR(odd_ride_db("backing-vocal", 8, 1), -3, 0.01);
  CHECK_NEAR(odd_ride_db("backing-vocal", -7, 1), 3, 0.01);
}

static void strength_scales_the_hand(void)
{
  CHECK_NEAR(odd_ride_db("lead-vocal", -6, 0.5), 2, 0.01); // 1.8
  CHECK_NEAR(odd_ride_db("lead-vocal", -6, 0), 0, 0);
}

static void the_scene_has_heard_the_ride(void)
{
  song s;
  sing(&s, "lead-vocal", -6);
  CHECK(!lq_ride_tracks(&s.m.song));
  CHECK_NEAR(made_level_db(s.vox, 17, ODD * EVERY + 5), -26 + 3.5, 0.01);
  CHECK_NEAR(made_level_db(s.vox, 17, 5), -20, 0.01);
  CHECK_NEAR((double)s.m.song.scene.sum[ODD * EVERY + 5].band[17], power_of_db(-22.5), 1e-6);
  made_free(&s.m);
}

// While the voice sings the hand lies still.
static void ramps_lie_in_the_rests(void)
{
  song s;
  sing(&s, "lead-vocal", -6);
  CHECK(!lq_ride_tracks(&s.m.song));
  unsigned n = 0;
  for (size_t i = 1; i < s.vox->n_ride; ++i) {
    const lq_point *const a = &s.vox->ride[i - 1], *const b = &s.vox->ride[i];
    if (a->value == b->value) {
      continue;
    }
    ++n;
    CHECK(b->time_sec - a->time_sec < 0.2001 && b->time_sec > a->time_sec);
    for (size_t k = (size_t)(a->time_sec * 10 + 0.5); k < (size_t)(b->time_sec * 10 + 0.5); ++k) {
      CHECK(!s.vox->heard->active[k]);
    }
  }
  CHECK(n == 2); // up, and down again
  made_free(&s.m);
}

static void a_ride_becomes_automation_on_top_of_the_fader(void)
{
  song s;
  sing(&s, "lead-vocal", -6);
  s.vox->fader_db = -7.04;
  CHECK(!lq_ride_tracks(&s.m.song));
  lq_strip* const strip = lq_session_find(s.m.session, "Vox");
  CHECK(!lq_ride_fader(&s.m.song, s.vox, strip));
  const lq_device* const fader = &strip->controls[LQ_CONTROL_FADER];
  CHECK(fader->curves && fader->curves[LQ_FADER_LEVEL].n == s.vox->n_ride);
  for (size_t i = 0; fader->curves && i < s.vox->n_ride; ++i) {
    CHECK_NEAR((double)fader->curves[LQ_FADER_LEVEL].points[i].value,
               -7 + (double)s.vox->ride[i].value, 1e-5);
  }
  CHECK(strstr(fader->why, "ridden through 7 phrases"));
  made_free(&s.m);
}

// The voice sings, rests for `rest`, sings again; or calls out once in the middle of the rest.
static void sing_and_rest(song* const s, const size_t rest, const size_t call)
{
  made_new(&s->m, 200 + rest);
  s->vox       = made_add(&s->m, "Vox", "lead-vocal");
  s->piano     = made_add(&s->m, "Piano", "piano");
  s->vox->lead = true;
  made_play(&s->m, s->vox, 17, -20, 0, 100);
  made_play(&s->m, s->vox, 17, -20, 100 + rest, 200 + rest);
  made_play(&s->m, s->vox, 17, -14, 100 + rest / 2, 100 + rest / 2 + call);
  made_play(&s->m, s->piano, 14, -25, 0, 200 + rest);
  made_listen(&s->m);
  CHECK(!lq_ride_tracks(&s->m.song));
}

static void the_music_steps_forward_while_the_voice_rests(void)
{
  song s;
  sing_and_rest(&s, 60, 0);
  CHECK_NEAR(ride_at(s.piano, 5), 0, 0);
  CHECK_NEAR(ride_at(s.piano, 12), 1, 1e-6);
  CHECK_NEAR(ride_at(s.piano, 15), 1, 1e-6);
  CHECK_NEAR(ride_at(s.piano, 17), 0, 0); // back when it comes in again
  CHECK_NEAR(made_level_db(s.piano, 14, 130), -24, 0.01);
  made_free(&s.m);
  sing_and_rest(&s, 35, 0); // no rest to speak of
  CHECK(s.piano->n_ride == 0);
  made_free(&s.m);
}

// One short call, and on both sides of it the voice rests for long.
static void a_short_call_in_a_rest_is_stepped_around(void)
{
  for (size_t call = 1; call < 8; ++call) {
    song s;
    sing_and_rest(&s, 120, call);
    CHECK_NEAR(ride_at(s.piano, 13), 1, 1e-6);
    CHECK_NEAR(ride_at(s.piano, 16 + 0.1 * (double)call + 0.3), 1, 1e-6);
    CHECK_NEAR(ride_at(s.piano, 20), 1, 1e-6);
    made_free(&s.m);
  }
}

static const check_test tests[] = {CHECK_TEST(an_odd_phrase_goes_most_of_the_way_back),
                                   CHECK_TEST(a_phrase_far_down_is_meant_and_mostly_left),
                                   CHECK_TEST(a_hand_moves_6_db_at_most_and_3_for_backings),
                                   CHECK_TEST(strength_scales_the_hand),
                                   CHECK_TEST(the_scene_has_heard_the_ride),
                                   CHECK_TEST(ramps_lie_in_the_rests),
                                   CHECK_TEST(a_ride_becomes_automation_on_top_of_the_fader),
                                   CHECK_TEST(the_music_steps_forward_while_the_voice_rests),
                                   CHECK_TEST(a_short_call_in_a_rest_is_stepped_around)};
CHECK_MAIN(tests)
