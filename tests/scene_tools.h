// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Songs made of numbers: what the desk would have heard is written down, third octave by third
/// octave, in steps of a tenth of a second, so that what the mix assistant must decide is known.
#ifndef LQ_TESTS_SCENE_TOOLS_H
#define LQ_TESTS_SCENE_TOOLS_H

#include "check.h"

#include "assist/track.h"
#include "base/maths.h"
#include "base/pool.h"

#include <stdlib.h>

enum { MADE_TRACKS = 16 };

typedef struct {
  lq_session*   session;
  lq_brief      brief;
  lq_genre      genre;
  lq_song       song;
  size_t        n_steps;
  lq_band_step* steps[MADE_TRACKS]; // what the desk hears of each
} made;

/// Decibels to power.
static inline double power_of_db(const double db)
{
  return lq_exp(db * (LQ_LN10 / 10.0));
}

static inline void made_new(made* const m, const size_t n_steps)
{
  lq_error e = {0};
  *m         = (made){.brief = LQ_BRIEF, .n_steps = n_steps};
  CHECK(!lq_session_new(&m->session));
  m->genre = (lq_genre){.name = "made", .values = {[LQ_GENRE_LEAD] = 1, [LQ_GENRE_GLUE] = 2}};
  m->song =
      (lq_song){.pool = m->session->pool, .brief = &m->brief, .genre = &m->genre, .strength = 1};
  CHECK(!lq_roles_load(&m->song.roles, m->song.pool, &e));
  m->song.tracks = LQ_POOL_TAKE(m->song.pool, lq_track, MADE_TRACKS);
}

/// One more track, mono and silent so far.
static inline lq_track* made_add(made* const m, const char* const name, const char* const role)
{
  const size_t    i = m->song.n++;
  lq_track* const t = &m->song.tracks[i];
  *t                = (lq_track){.name       = name,
                                 .features   = LQ_POOL_TAKE(m->song.pool, lq_features, 1),
                                 .n_channels = 1,
                                 .twin       = LQ_NO_TRACK,
                                 .role       = lq_role_find(&m->song.roles, role),
                                 .fader_why  = "as it is"};
  CHECK(t->role != NULL);
  t->features->centroid_hz = 1000;
  t->features->n_channels  = 1;
  m->steps[i]              = LQ_POOL_TAKE(m->song.pool, lq_band_step, m->n_steps + 1);
  lq_strip* const strip    = lq_session_add(m->session, LQ_STRIP_TRACK, name);
  CHECK(strip != NULL);
  strip->role = t->role->name;
  return t;
}

/// It gives so much in a band over steps [from, to), as the ear weighs it: a single band of `db`
/// measures db - 0.691 LUFS.
static inline void made_play(made* const m, const lq_track* const t, const unsigned band,
                             const double db, const size_t from, const size_t to)
{
  lq_band_step* const steps = m->steps[t - m->song.tracks];
  for (size_t i = from; i < to; ++i) {
    steps[i].mid[band] = (float)power_of_db(db - lq_scene_k_db(band));
  }
}

/// Its sides in a band, against its middle there.
static inline void made_side(made* const m, lq_track* const t, const unsigned band,
                             const double over_mid_db)
{
  lq_band_step* const steps = m->steps[t - m->song.tracks];
  t->n_channels             = 2;
  for (size_t i = 0; i < m->n_steps; ++i) {
    steps[i].side[band] = (float)(steps[i].mid[band] * power_of_db(over_mid_db));
  }
}

static inline bool made_is_lead(void* const user, const lq_strip* const strip)
{
  const made* const m = user;
  for (size_t i = 0; i < m->song.n; ++i) {
    if (!strcmp(m->song.tracks[i].name, strip->name)) {
      return m->song.tracks[i].lead;
    }
  }
  return false;
}

/// The desk hears all that was written down; faders start at 0.
static inline void made_listen(made* const m)
{
  lq_desk* const desk = &m->song.desk;
  *desk               = (lq_desk){.heard    = calloc(m->session->n_strips, sizeof *desk->heard),
                                  .n        = m->session->n_strips,
                                  .n_steps  = m->n_steps,
                                  .step_sec = 0.1,
                                  .rate_hz  = 48000};
  for (size_t i = 0; i < desk->n; ++i) {
    desk->heard[i].strip = &m->session->strips[i];
  }
  for (size_t i = 0; i < m->song.n; ++i) {
    const lq_strip* const strip = lq_session_find(m->session, m->song.tracks[i].name);
    lq_heard* const       h     = &desk->heard[strip - m->session->strips];
    h->n                        = m->n_steps;
    h->steps                    = malloc((m->n_steps + 1) * sizeof *h->steps);
    memcpy(h->steps, m->steps[i], (m->n_steps + 1) * sizeof *h->steps);
  }
  CHECK(!lq_scene_make(&m->song.scene, desk, made_is_lead, m));
  for (size_t i = 0; i < m->song.n; ++i) {
    lq_track* const t = &m->song.tracks[i];
    t->heard          = lq_scene_find(&m->song.scene, lq_session_find(m->session, t->name));
    CHECK(t->heard != NULL);
    t->features->activity.lufs = t->heard->lufs;
  }
}

static inline void made_free(made* const m)
{
  lq_scene_free(&m->song.scene);
  lq_desk_free(&m->song.desk);
  lq_session_free(m->session);
}

/// Level of a track in one band and step, as the ear weighs it.
static inline double made_level_db(const lq_track* const t, const unsigned band, const size_t step)
{
  return lq_power_to_db((double)t->heard->steps[step].band[band]);
}

#endif
