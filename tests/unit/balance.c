// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The mix assistant's levels and places, on songs made of numbers: what was asked for comes out.
#include "check.h"

#include "assist/balance.h"
#include "assist/panning.h"
#include "base/maths.h"
#include "base/pool.h"

#include <stdlib.h>

enum { N_BLOCKS = 600 }; // a minute

typedef struct {
  lq_session* session;
  lq_song     song;
} made;

static made made_new(void)
{
  made     m = {0};
  lq_error e = {0};
  CHECK(!lq_session_new(&m.session));
  m.song.pool = m.session->pool;
  CHECK(!lq_roles_load(&m.song.roles, m.song.pool, &e));
  m.song.tracks   = LQ_POOL_TAKE(m.song.pool, lq_track, 16);
  m.song.n_blocks = N_BLOCKS;
  return m;
}

// A track that plays at `lufs` in blocks [from, to).
static lq_track* add(made* const m, const char* const name, const char* const role,
                     const double lufs, const size_t from, const size_t to, const double centroid)
{
  lq_track* const    t      = &m->song.tracks[m->song.n++];
  lq_features* const f      = LQ_POOL_TAKE(m->song.pool, lq_features, 1);
  f->power                  = LQ_POOL_TAKE(m->song.pool, float, N_BLOCKS);
  f->n_blocks               = N_BLOCKS;
  f->n_channels             = 1;
  f->centroid_hz            = centroid;
  f->activity.lufs          = lufs;
  f->crest_db               = 12;
  f->whole.sample_peak_dbfs = lufs + 12 + 0.691; // as loud as it is strong
  for (size_t b = from; b < to; ++b) {
    f->power[b] = (float)lq_exp((lufs + 0.691) * (LQ_LN10 / 10));
  }
  *t = (lq_track){.name       = name,
                  .features   = f,
                  .n_channels = 1,
                  .twin       = LQ_NO_TRACK,
                  .role       = lq_role_find(&m->song.roles, role)};
  CHECK(t->role != NULL);
  CHECK(lq_session_add(m->session, LQ_STRIP_TRACK, name) != NULL);
  return t;
}

static double level_db(const lq_track* const t)
{
  return t->features->activity.lufs + t->trim_db + t->fader_db;
}

static void trims_bring_every_track_to_one_level(void)
{
  made      m = made_new();
  lq_track* a = add(&m, "a", "piano", -31.4, 0, N_BLOCKS, 900);
  lq_track* b = add(&m, "b", "bass", -12.2, 0, N_BLOCKS, 150);
  CHECK(!lq_balance_trims(&m.song));
  CHECK_NEAR(-31.4 + a->trim_db, LQ_WORKING_LUFS, 0.051);
  CHECK_NEAR(-12.2 + b->trim_db, LQ_WORKING_LUFS, 0.051);
  lq_session_free(m.session);
}

// The voice sings in the middle third; what else plays there adds to -23 + 10 log10 of their sum.
static void the_lead_stands_where_it_was_asked_to(void)
{
  for (int target = -2; target <= 3; ++target) {
    made                     m   = made_new();
    lq_balance               got = {0};
    const lq_track*          vox = add(&m, "vox", "lead-vocal", -30, 200, 400, 1500);
    const lq_track*          rest[4];
    static const char* const roles[4] = {"kick", "bass", "piano", "electric-guitar"};
    for (int i = 0; i < 4; ++i) {
      rest[i] = add(&m, roles[i], roles[i], -20 - 3 * i, 0, N_BLOCKS, 900);
    }
    CHECK(!lq_balance_trims(&m.song));
    CHECK(!lq_balance_faders(&m.song, target, &got));
    double sum = 0;
    for (int i = 0; i < 4; ++i) {
      sum += lq_exp(level_db(rest[i]) * (LQ_LN10 / 10));
    }
    CHECK_NEAR(level_db(vox) - lq_power_to_db(sum), target, 0.1);
    CHECK_NEAR(got.lar_db, target, 0.1);
    CHECK_NEAR(level_db(rest[0]) - level_db(rest[1]), -4 + 2.5, 0.11); // roles keep their offsets
    lq_session_free(m.session);
  }
}

static void two_guitars_share_one_place(void)
{
  made       m = made_new();
  lq_balance got;
  lq_track*  a = add(&m, "a", "electric-guitar", -23, 0, N_BLOCKS, 900);
  lq_track*  b = add(&m, "b", "electric-guitar", -23, 0, N_BLOCKS, 900);
  lq_track*  c = add(&m, "c", "piano", -23, 0, N_BLOCKS, 900);
  CHECK(!lq_balance_trims(&m.song));
  CHECK(!lq_balance_faders(&m.song, 1, &got));
  CHECK_NEAR(level_db(a), level_db(b), 1e-9);
  CHECK_NEAR(level_db(c) - level_db(a), -4 + 4.5 + 3.01, 0.05); // half the power each
  lq_session_free(m.session);
}

static double position(const made* const m, const char* const name)
{
  return (double)lq_device_get(&lq_session_find(m->session, name)->controls[LQ_CONTROL_PAN],
                               "position");
}

static void low_and_leading_sources_stay_in_the_middle(void)
{
  made m = made_new();
  add(&m, "kick", "kick", -23, 0, N_BLOCKS, 900);
  add(&m, "sub", "other", -23, 0, N_BLOCKS, 120);
  add(&m, "vox", "lead-vocal", -23, 0, N_BLOCKS, 1800);
  add(&m, "one", "percussion", -23, 0, N_BLOCKS, 5000);
  add(&m, "two", "percussion", -23, 0, N_BLOCKS, 5000);
  CHECK(!lq_pan_tracks(&m.song, m.session));
  CHECK_NEAR(position(&m, "kick"), 0, 0);
  CHECK_NEAR(position(&m, "sub"), 0, 0);
  CHECK_NEAR(position(&m, "vox"), 0, 0);
  CHECK(fabs(position(&m, "one")) > 20);
  CHECK_NEAR(position(&m, "one") + position(&m, "two"), 0, 0.5); // like sources go opposite
  lq_session_free(m.session);
}

static void pairs_go_wide_to_their_own_sides(void)
{
  made            m = made_new();
  lq_track* const l = add(&m, "OH L", "overhead", -23, 0, N_BLOCKS, 5000);
  lq_track* const r = add(&m, "OH R", "overhead", -23, 0, N_BLOCKS, 5000);
  l->side           = LQ_SIDE_LEFT;
  l->twin           = 1;
  r->side           = LQ_SIDE_RIGHT;
  r->twin           = 0;
  CHECK(!lq_pan_tracks(&m.song, m.session));
  CHECK_NEAR(position(&m, "OH L"), -95, 0);
  CHECK_NEAR(position(&m, "OH R"), 95, 0);
  lq_session_free(m.session);
}

static const check_test tests[] = {CHECK_TEST(trims_bring_every_track_to_one_level),
                                   CHECK_TEST(the_lead_stands_where_it_was_asked_to),
                                   CHECK_TEST(two_guitars_share_one_place),
                                   CHECK_TEST(low_and_leading_sources_stay_in_the_middle),
                                   CHECK_TEST(pairs_go_wide_to_their_own_sides)};
CHECK_MAIN(tests)
