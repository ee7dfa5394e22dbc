// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The mix assistant's levels and places, on songs made of numbers: what was asked for comes out.
#include "scene_tools.h"

#include "assist/balance.h"
#include "assist/panning.h"

enum { STEPS = 600 }; // a minute

static void trims_bring_every_track_to_one_level(void)
{
  made m;
  made_new(&m, STEPS);
  lq_track* a                = made_add(&m, "a", "piano");
  lq_track* b                = made_add(&m, "b", "bass");
  lq_track* c                = made_add(&m, "c", "other");
  a->features->activity.lufs = -31.4;
  b->features->activity.lufs = -12.2;
  c->features->activity.lufs = -80;
  CHECK(!lq_balance_trims(&m.song));
  CHECK_NEAR(-31.4 + a->trim_db, LQ_WORKING_LUFS, 0.051);
  CHECK_NEAR(-12.2 + b->trim_db, LQ_WORKING_LUFS, 0.051);
  CHECK_NEAR(c->trim_db, 40, 0); // what is nearly silent does not come up all the way
  made_free(&m);
}

// Behind the trims everything stands at -23 LUFS.
static lq_track* at_working_level(made* const m, const char* const name, const char* const role,
                                  const unsigned band, const size_t from, const size_t to)
{
  lq_track* const t = made_add(m, name, role);
  made_play(m, t, band, LQ_WORKING_LUFS + 0.691, from, to);
  return t;
}

static double level_db(const lq_track* const t)
{
  return LQ_WORKING_LUFS + t->fader_db;
}

// The voice sings in the middle third; what else plays there adds up. Bands lie apart, so that
// nobody is covered and nothing but the roles counts.
static void the_lead_stands_where_it_was_asked_to(void)
{
  for (int target = -2; target <= 3; ++target) {
    made                     m;
    lq_balance               got = {0};
    lq_error                 e   = {0};
    const lq_track*          rest[4];
    static const char* const roles[4] = {"kick", "bass", "piano", "electric-guitar"};
    made_new(&m, STEPS);
    const lq_track* vox = at_working_level(&m, "vox", "lead-vocal", 20, 200, 400);
    for (unsigned i = 0; i < 4; ++i) {
      rest[i] = at_working_level(&m, roles[i], roles[i], 9 + 2 * i, 0, STEPS);
    }
    m.brief.has_lead_db = true;
    m.brief.lead_db     = (float)target;
    CHECK(!lq_balance_leads(&m.song, &e));
    made_listen(&m);
    lq_balance_faders(&m.song, &got);
    double sum = 0;
    for (unsigned i = 0; i < 4; ++i) {
      sum += power_of_db(level_db(rest[i]));
    }
    CHECK_NEAR(level_db(vox) - lq_power_to_db(sum), target, 0.1);
    CHECK_NEAR(got.lar_db, target, 0.1);
    CHECK_NEAR(got.want_db, target, 0);
    CHECK(got.n_leads == 1);
    CHECK_NEAR(level_db(rest[0]) - level_db(rest[1]), -4 + 2.5, 0.11); // roles keep their offsets
    CHECK_NEAR(level_db(rest[2]) - level_db(rest[3]), -4 + 4.5, 0.11);
    made_free(&m);
  }
}

static void without_a_brief_the_genre_says_where_the_lead_stands(void)
{
  made       m;
  lq_balance got = {0};
  lq_error   e   = {0};
  made_new(&m, STEPS);
  at_working_level(&m, "vox", "lead-vocal", 20, 200, 400);
  at_working_level(&m, "piano", "piano", 14, 0, STEPS);
  m.genre.values[LQ_GENRE_LEAD] = 2.5F;
  CHECK(!lq_balance_leads(&m.song, &e));
  made_listen(&m);
  lq_balance_faders(&m.song, &got);
  CHECK_NEAR(lq_scene_lar_db(&m.song.scene, 0, STEPS), 2.5, 0.1);
  made_free(&m);
}

static void leads_are_who_the_brief_names_else_voices_else_melodies(void)
{
  static const char* named[] = {"piano"};
  lq_error           e       = {0};
  made               m;
  made_new(&m, STEPS);
  lq_track* vox   = at_working_level(&m, "vox", "lead-vocal", 20, 0, STEPS);
  lq_track* piano = at_working_level(&m, "piano", "piano", 14, 0, STEPS);
  lq_track* sax   = at_working_level(&m, "sax", "woodwind", 16, 0, STEPS);
  CHECK(!lq_balance_leads(&m.song, &e));
  CHECK(vox->lead && !piano->lead && !sax->lead && !m.song.by_solo);
  vox->silent = true;
  CHECK(!lq_balance_leads(&m.song, &e));
  CHECK(!vox->lead && !piano->lead && sax->lead && m.song.by_solo);
  vox->silent     = false;
  m.brief.leads   = named;
  m.brief.n_leads = 1;
  CHECK(!lq_balance_leads(&m.song, &e));
  CHECK(!vox->lead && piano->lead && !sax->lead);
  named[0] = "Oboe";
  CHECK(lq_balance_leads(&m.song, &e) == LQ_ERR_UNKNOWN && strstr(e.text, "'Oboe'"));
  named[0] = "piano";
  made_free(&m);
}

static void two_guitars_share_one_place(void)
{
  made       m;
  lq_balance got;
  made_new(&m, STEPS);
  lq_track* a = at_working_level(&m, "a", "electric-guitar", 14, 0, STEPS);
  lq_track* b = at_working_level(&m, "b", "electric-guitar", 17, 0, STEPS);
  lq_track* c = at_working_level(&m, "c", "piano", 20, 0, STEPS);
  made_listen(&m);
  lq_balance_faders(&m.song, &got);
  CHECK(got.n_leads == 0);
  CHECK_NEAR(level_db(a), level_db(b), 1e-5);
  CHECK_NEAR(level_db(c) - level_db(a), -4 + 4.5 + 3.01, 0.05); // half the power each
  made_free(&m);
}

static void what_nobody_would_hear_is_brought_up(void)
{
  made       m;
  lq_balance got;
  made_new(&m, STEPS);
  lq_track* pad   = at_working_level(&m, "pad", "pad", 15, 0, STEPS);
  lq_track* above = at_working_level(&m, "shine", "pad", 22, 0, STEPS);
  for (unsigned i = 0; i < 5; ++i) { // -7 dB, under five of -4 dB in the same band
    static const char* const names[] = {"one", "two", "three", "four", "five"};
    static const char* const roles[] = {"piano", "brass", "acoustic-guitar", "keys", "other"};
    at_working_level(&m, names[i], roles[i], 15, 0, STEPS);
  }
  made_listen(&m);
  lq_balance_faders(&m.song, &got);
  CHECK(pad->fader_db > above->fader_db + 0.9); // by steps of a decibel
  CHECK(lq_scene_heard(&m.song.scene, pad->heard) >= 0.62);
  CHECK(pad->fader_db <= above->fader_db + 5.001); // but not over all bounds
  made_free(&m);
}

static double position(const made* const m, const char* const name)
{
  return (double)lq_device_get(&lq_session_find(m->session, name)->controls[LQ_CONTROL_PAN],
                               "position");
}

static void low_and_leading_sources_stay_in_the_middle(void)
{
  made m;
  made_new(&m, STEPS);
  made_add(&m, "kick", "kick")->features->centroid_hz      = 900;
  made_add(&m, "sub", "other")->features->centroid_hz      = 120;
  made_add(&m, "vox", "lead-vocal")->features->centroid_hz = 1800;
  made_add(&m, "one", "percussion")->features->centroid_hz = 5000;
  made_add(&m, "two", "percussion")->features->centroid_hz = 5000;
  CHECK(!lq_pan_tracks(&m.song, m.session));
  CHECK_NEAR(position(&m, "kick"), 0, 0);
  CHECK_NEAR(position(&m, "sub"), 0, 0);
  CHECK_NEAR(position(&m, "vox"), 0, 0);
  CHECK(fabs(position(&m, "one")) > 20);
  CHECK_NEAR(position(&m, "one") + position(&m, "two"), 0, 0.5); // like sources go opposite
  made_free(&m);
}

static void who_leads_by_the_brief_stands_in_the_middle(void)
{
  for (unsigned named = 0; named < 2; ++named) {
    made m;
    made_new(&m, STEPS);
    lq_track* const keys        = made_add(&m, "keys", "keys");
    keys->features->centroid_hz = 2000;
    keys->lead                  = true;
    m.song.by_solo              = !named; // for want of a voice
    CHECK(!lq_pan_tracks(&m.song, m.session));
    CHECK((position(&m, "keys") == 0) == named);
    made_free(&m);
  }
}

static void pairs_go_wide_to_their_own_sides(void)
{
  made m;
  made_new(&m, STEPS);
  lq_track* const l = made_add(&m, "OH L", "overhead");
  lq_track* const r = made_add(&m, "OH R", "overhead");
  l->side           = LQ_SIDE_LEFT;
  l->twin           = 1;
  r->side           = LQ_SIDE_RIGHT;
  r->twin           = 0;
  CHECK(!lq_pan_tracks(&m.song, m.session));
  CHECK_NEAR(position(&m, "OH L"), -95, 0);
  CHECK_NEAR(position(&m, "OH R"), 95, 0);
  made_free(&m);
}

static const check_test tests[] = {
    CHECK_TEST(trims_bring_every_track_to_one_level),
    CHECK_TEST(the_lead_stands_where_it_was_asked_to),
    CHECK_TEST(without_a_brief_the_genre_says_where_the_lead_stands),
    CHECK_TEST(leads_are_who_the_brief_names_else_voices_else_melodies),
    CHECK_TEST(two_guitars_share_one_place),
    CHECK_TEST(what_nobody_would_hear_is_brought_up),
    CHECK_TEST(low_and_leading_sources_stay_in_the_middle),
    CHECK_TEST(who_leads_by_the_brief_stands_in_the_middle),
    CHECK_TEST(pairs_go_wide_to_their_own_sides)};
CHECK_MAIN(tests)
