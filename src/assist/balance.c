// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/balance.h"

#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <string.h>

lq_status lq_balance_trims(lq_song* const song)
{
  enum { MOST_DB = 40 }; // a track that needs more is nearly silent, and its noise would come up
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (t->silent) {
      continue;
    }
    const double want_db = LQ_WORKING_LUFS - t->features->activity.lufs;
    t->trim_db           = round(10 * fmax(-MOST_DB, fmin(MOST_DB, want_db))) / 10;
  }
  return LQ_OK;
}

static lq_track* find_named(const lq_song* const song, const char* const name)
{
  for (size_t i = 0; i < song->n; ++i) {
    if (!strcmp(song->tracks[i].name, name)) {
      return &song->tracks[i];
    }
  }
  return NULL;
}

lq_status lq_balance_leads(lq_song* const song, lq_error* const error)
{
  song->by_solo = !song->brief->n_leads;
  for (size_t i = 0; i < song->n && song->by_solo; ++i) {
    song->by_solo = song->tracks[i].silent || !song->tracks[i].role->lead;
  }
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    t->lead =
        !t->silent && !song->brief->n_leads && (song->by_solo ? t->role->solo : t->role->lead);
  }
  for (size_t i = 0; i < song->brief->n_leads; ++i) {
    lq_track* const t = find_named(song, song->brief->leads[i]);
    if (!t) {
      return lq_fail(error, LQ_ERR_UNKNOWN, (lq_at){0},
                     "the brief says that '%s' leads, and no track is called that; the first is "
                     "called '%s'.",
                     song->brief->leads[i], song->tracks[0].name);
    }
    t->lead = !t->silent;
  }
  return LQ_OK;
}

// Several tracks of one role (five snares, two guitars) share the role's place in the balance:
// together they are as loud as one of them would be. Those that never play at once need nothing.
static double crowd_db(const lq_song* const song, const lq_role* const role)
{
  double together = 0, apart = 0;
  for (size_t s = 0; s < song->scene.n_steps; ++s) {
    double sum = 0, most = 0;
    for (size_t i = 0; i < song->n; ++i) {
      const lq_track* const t = &song->tracks[i];
      if (t->role == role && t->heard) {
        const double p = lq_scene_power(t->heard, s);
        sum += p;
        most = p > most ? p : most;
      }
    }
    together += sum;
    apart += most;
  }
  return apart > 0 ? lq_power_to_db(together / apart) : 0;
}

// How much more power a track has than a loudness meter hears: the meter hardly hears the lowest
// octave, loudspeakers and limiters do.
static double unheard_db(const lq_scene* const s, const lq_scene_track* const t)
{
  double weighted = 0, plain = 0, k[LQ_SPECTRUM_BANDS];
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    k[b] = lq_scene_k_power(b);
  }
  for (size_t i = 0; i < s->n_steps; ++i) {
    for (unsigned b = 0; t->active[i] && b < LQ_SPECTRUM_BANDS; ++b) {
      weighted += (double)t->steps[i].band[b];
      plain += (double)t->steps[i].band[b] / k[b];
    }
  }
  return weighted > 0 ? lq_power_to_db(plain / weighted) : 0;
}

// Note what the loudness meter does not hear, over what it does not hear of an ordinary bass.
static void set_fader(const lq_song* const song, lq_track* const t, const double crowd)
{
  enum { USUAL_DB = 1, FAR_DB = 6 };
  const double level   = (double)t->role->values[LQ_ROLE_LEVEL];
  const double heavy   = fmax(0, unheard_db(&song->scene, t->heard) - USUAL_DB);
  const double far     = lq_name_is_far_side(t->name) ? FAR_DB : 0;
  const double lost_db = LQ_WORKING_LUFS - t->heard->lufs; // by what the chain took or gave
  const char*  why =
      lq_pool_format(song->pool, "%s sits at %.1f dB to a lead vocal", t->role->name, level);
  if (crowd > 0.5) {
    why =
        lq_pool_format(song->pool, "%s; %.1f dB less because several share the place", why, crowd);
  }
  if (heavy > 0.5) {
    why = lq_pool_format(song->pool,
                         "%s; %.1f dB less because its weight lies deeper than a meter hears", why,
                         heavy);
  }
  if (far > 0) { // snare bottom, kick out
    why = lq_pool_format(song->pool,
                         "%s; 6 dB less: the far side of the drum supports the near one", why);
  }
  if (fabs(lost_db) > 0.5) {
    why = lq_pool_format(song->pool, "%s; %.1f dB for what its chain %s", why, lost_db,
                         lost_db > 0 ? "takes" : "adds");
  }
  t->fader_db  = level - crowd - heavy - far + lost_db;
  t->fader_why = why;
}

static void turn(const lq_song* const song, lq_track* const t, const double by_db)
{
  t->fader_db += by_db;
  lq_scene_turn(&song->scene, t->heard, by_db, 0, song->scene.n_steps);
}

static void by_role(lq_song* const song)
{
  for (size_t r = 0; r < song->roles.n; ++r) {
    const lq_role* const role  = &song->roles.roles[r];
    const double         crowd = crowd_db(song, role);
    for (size_t i = 0; i < song->n; ++i) {
      lq_track* const t = &song->tracks[i];
      if (t->role == role && t->heard) {
        set_fader(song, t, crowd);
      }
    }
  }
  for (size_t i = 0; i < song->n; ++i) {
    if (song->tracks[i].heard) {
      const double fader_db    = song->tracks[i].fader_db;
      song->tracks[i].fader_db = 0;
      turn(song, &song->tracks[i], fader_db);
    }
  }
}

void lq_balance_turn_rest(lq_song* const song, const double by_db)
{
  for (size_t i = 0; i < song->n; ++i) {
    if (song->tracks[i].heard && !song->tracks[i].lead) {
      turn(song, &song->tracks[i], by_db);
    }
  }
}

static double lar_db(const lq_song* const song)
{
  return lq_scene_lar_db(&song->scene, 0, song->scene.n_steps);
}

// A part that nobody hears is brought up a little; false when everybody is heard.
static bool bring_up(const lq_song* const song, const double by_db, const bool first)
{
  const double enough = 0.62; // of its time; the aim is 0.6
  bool         moved  = false;
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (t->heard && !t->lead && lq_scene_heard(&song->scene, t->heard) < enough) {
      turn(song, t, by_db);
      moved = true;
      t->fader_why =
          first ? lq_pool_format(song->pool, "%s; brought up, because the others covered it",
                                 t->fader_why ? t->fader_why : "")
                : t->fader_why;
    }
  }
  lq_scene_add_up(&song->scene);
  return moved;
}

// Everything but the lead, until the lead stands where it is wanted.
static void set_lead(lq_song* const song, lq_balance* const b)
{
  enum { MOST_DOWN_DB = 14, MOST_UP_DB = 8 };
  const double now_db = lar_db(song);
  if (!b->n_leads || !isfinite(now_db)) {
    b->n_leads = 0;
    return;
  }
  const double rest_db = fmax(-MOST_DOWN_DB, fmin(MOST_UP_DB, b->rest_db + now_db - b->want_db));
  lq_balance_turn_rest(song, rest_db - b->rest_db);
  lq_scene_add_up(&song->scene);
  b->rest_db = rest_db + 0.0; // never "-0.0"
  b->lar_db  = lar_db(song);
}

double lq_balance_wanted_db(const lq_song* const song)
{
  return song->brief->has_lead_db ? (double)song->brief->lead_db
         : song->by_solo          ? (double)song->genre->values[LQ_GENRE_MELODY]
                                  : (double)song->genre->values[LQ_GENRE_LEAD];
}

void lq_balance_faders(lq_song* const song, lq_balance* const result)
{
  enum { TIMES = 6 };
  lq_balance b = {.want_db = lq_balance_wanted_db(song)};
  by_role(song);
  for (size_t i = 0; i < song->n; ++i) {
    if (song->tracks[i].lead && song->tracks[i].heard && song->tracks[i].heard->n_active) {
      b.lead_name = b.lead_name ? b.lead_name : song->tracks[i].name;
      ++b.n_leads;
    }
  }
  lq_scene_add_up(&song->scene);
  b.lar_before_db = lar_db(song);
  set_lead(song, &b);
  for (int time = 0; time < TIMES && bring_up(song, 1, !time); ++time) {
    set_lead(song, &b);
  }
  *result = b;
}
