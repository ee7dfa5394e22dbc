// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Glue of the drums: how much, against what level, and that it goes along with the faders.
#include "scene_tools.h"
#include "session_tools.h"

#include "assist/balance.h"
#include "assist/drum_glue.h"
#include "assist/settle.h"
#include "proc/all.h"

enum { STEPS = 200 };

// Two drums on a bus, in one band each; one step in ten is loud.
static void kit_new(made* const m, const double db)
{
  made_new(m, STEPS);
  lq_track* const kick  = made_add(m, "Kick", "kick");
  lq_track* const snare = made_add(m, "Snare", "snare");
  lq_track* const vox   = made_add(m, "Vox", "lead-vocal");
  CHECK(lq_session_add(m->session, LQ_STRIP_BUS, "drums") != NULL);
  lq_session_find(m->session, "Kick")->out  = "drums";
  lq_session_find(m->session, "Snare")->out = "drums";
  made_play(m, vox, 16, db + 20, 0, STEPS);
  for (size_t i = 0; i < STEPS; ++i) {
    const double loud = i % 10 ? -20 : 0;
    made_play(m, kick, 5, db + loud + lq_scene_k_db(5), i, i + 1);
    made_play(m, snare, 12, db + loud + lq_scene_k_db(12), i, i + 1);
  }
  made_listen(m);
}

static lq_device* glue_of(const lq_session* const session)
{
  lq_strip* const bus = lq_session_find(session, "drums");
  return bus && bus->chain.n ? &bus->chain.devices[bus->chain.n - 1] : NULL;
}

static void the_loudest_drums_are_held_by_what_the_genre_bears(void)
{
  static const struct {
    double genre_db, strength, db;
  } cases[] = {{2, 1, -20}, {1, 1, -20}, {2, 0.5, -20}, {2, 1, -35}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    made m;
    kit_new(&m, cases[i].db);
    m.genre.values[LQ_GENRE_GLUE] = (float)cases[i].genre_db;
    m.song.strength               = cases[i].strength;
    CHECK(!lq_glue_drums(&m.song, m.session));
    const lq_device* const c = glue_of(m.session);
    CHECK(c && c->proc == &lq_compressor);
    if (c) {
      // Both drums add to db + 3 over both channels, db in each.
      const double over_db = cases[i].db - lq_device_get(c, "threshold");
      const double ratio   = lq_device_get(c, "ratio");
      CHECK_NEAR(over_db * (1 - 1 / ratio), cases[i].genre_db * cases[i].strength, 0.2);
      CHECK(lq_device_get(c, "key_hpf") > 0);
    }
    made_free(&m);
  }
}

static void no_bus_or_nothing_to_bear_gets_none(void)
{
  made m;
  kit_new(&m, -20);
  m.song.strength = 0.2; // 0.4 dB is nothing
  CHECK(!lq_glue_drums(&m.song, m.session));
  CHECK(!glue_of(m.session));
  m.song.strength                          = 1;
  lq_session_find(m.session, "Kick")->out  = "main";
  lq_session_find(m.session, "Snare")->out = "main";
  CHECK(!lq_glue_drums(&m.song, m.session));
  CHECK(!glue_of(m.session));
  made_free(&m);
}

static void the_threshold_follows_the_faders(void)
{
  made m;
  kit_new(&m, -20);
  CHECK(!lq_glue_drums(&m.song, m.session));
  const float before = lq_device_get(glue_of(m.session), "threshold");
  lq_glue_follow(m.session, -4.5);
  CHECK_NEAR(lq_device_get(glue_of(m.session), "threshold"), before - 4.5, 1e-4);
  made_free(&m);
}

// The last listen moves the drums against the lead, and then all for headroom: the threshold stands
// against the drums where it stood. Fixed: noise for both, the lead 6 dB lower than was asked for.
static void settling_moves_the_threshold_with_the_drums(void)
{
  enum { RATE = 48000, N = 4 * RATE };
  static const char *const names[]  = {"Vox", "Kick", "Snare"},
                           *roles[] = {"lead-vocal", "kick", "snare"};
  desk     d                        = desk_new(RATE);
  made     m                        = {.brief = LQ_BRIEF};
  lq_track tracks[3];
  lq_error e = {0};
  m.song     = (lq_song){
          .pool = d.session->pool, .brief = &m.brief, .tracks = tracks, .n = 3, .strength = 1};
  m.brief.skip[LQ_STEP_PAN] = true; // noise in the middle is no image
  CHECK(!lq_roles_load(&m.song.roles, m.song.pool, &e));
  for (unsigned i = 0; i < 3; ++i) {
    tracks[i]         = (lq_track){.name     = names[i],
                                   .role     = lq_role_find(&m.song.roles, roles[i]),
                                   .twin     = LQ_NO_TRACK,
                                   .lead     = i == 0,
                                   .fader_db = i ? -12 : -15};
    lq_strip* const s = desk_track(&d, names[i], desk_noise(&d, RATE, 1, N, i + 1));
    s->role           = roles[i];
  }
  CHECK(lq_session_add(d.session, LQ_STRIP_BUS, "drums") != NULL);
  lq_device c;
  CHECK(!lq_device_init(&c, d.session->pool, &lq_compressor, 0));
  lq_device_set(&c, "threshold", -30);
  lq_device_set(&c, "ratio", 1.5F);
  CHECK(!lq_chain_push(&lq_session_find(d.session, "drums")->chain, d.session->pool, &c));
  lq_session_find(d.session, "Kick")->out  = "drums";
  lq_session_find(d.session, "Snare")->out = "drums";
  const lq_balance        b                = {.n_leads = 1, .lead_name = "Vox", .want_db = 0};
  const lq_render_options options          = {.n_jobs = 2};
  CHECK(!lq_settle(&m.song, d.session, &b, -6, &options, &e));
  CHECK_NEAR(tracks[1].fader_db - tracks[0].fader_db, -12 + 15 - 6, 0.5); // 3 + 3 dB over it
  CHECK_NEAR(lq_device_get(glue_of(d.session), "threshold") - tracks[1].fader_db, -30 + 12, 0.01);
  desk_free(&d);
}

static const check_test tests[] = {CHECK_TEST(the_loudest_drums_are_held_by_what_the_genre_bears),
                                   CHECK_TEST(no_bus_or_nothing_to_bear_gets_none),
                                   CHECK_TEST(the_threshold_follows_the_faders),
                                   CHECK_TEST(settling_moves_the_threshold_with_the_drums)};
CHECK_MAIN(tests)
