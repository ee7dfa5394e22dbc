// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/rides.h"

#include "base/maths.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// A stretch in which a track plays on, and what is done about it.
typedef struct {
  size_t from, to;   // steps, `to` exclusive
  double own_db;     // level in it
  double against_db; // over what does not lead
  double ride_db;
} phrase;

typedef struct {
  phrase* list;
  size_t  n;
} phrases;

static const double pause_sec = 0.35, ramp_sec = 0.2;

// Rests shorter than a breath do not part phrases; what is shorter than a third of a second is
// none.
static lq_status find_phrases(const lq_scene* const s, const lq_scene_track* const t,
                              phrases* const p)
{
  const size_t pause = (size_t)(pause_sec / s->step_sec + 0.5);
  p->n               = 0;
  p->list            = calloc(s->n_steps / 2 + 2, sizeof *p->list);
  if (!p->list) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < s->n_steps; ++i) {
    if (!t->active[i]) {
      continue;
    }
    if (p->n && i < p->list[p->n - 1].to + pause) {
      p->list[p->n - 1].to = i + 1;
    } else {
      p->list[p->n++] = (phrase){.from = i, .to = i + 1};
    }
  }
  return LQ_OK;
}

static double rest_power(const lq_song* const song, const lq_scene_track* const t, const size_t i)
{
  double sum = 0;
  for (size_t k = 0; k < song->scene.n; ++k) {
    const lq_scene_track* const other = &song->scene.tracks[k];
    sum += other != t && !other->lead ? lq_scene_power(other, i) : 0;
  }
  return sum;
}

static void measure(const lq_song* const song, const lq_scene_track* const t, phrase* const p)
{
  double own = 0, rest = 0;
  size_t n = 0;
  for (size_t i = p->from; i < p->to; ++i) {
    own += t->active[i] ? lq_scene_power(t, i) : 0;
    rest += t->active[i] ? rest_power(song, t, i) : 0;
    n += t->active[i];
  }
  p->own_db     = lq_power_to_db(fmax(1e-20, own / (double)n));
  p->against_db = rest > 0 ? lq_power_to_db(fmax(1e-20, own / rest)) : 0;
}

// Half of the phrases' time lies below, so that many short calls do not outvote a long line.
static double middle(const phrases* const p, const bool against, double* const room)
{
  size_t n = 0;
  for (size_t i = 0; i < p->n; ++i) {
    const size_t weight = (p->list[i].to - p->list[i].from + 3) / 4;
    for (size_t k = 0; k < weight; ++k) {
      room[n++] = against ? p->list[i].against_db : p->list[i].own_db;
    }
  }
  qsort(room, n, sizeof *room, lq_by_size);
  return n ? room[n / 2] : 0;
}

// Half of it for an even voice, half of it for an even distance to the music; six tenths of the
// way. A phrase more than 8 dB under the others is meant.
static double decide(const phrase* const p, const double own_db, const double against_db,
                     const bool alone, const double most_db)
{
  enum { MEANT_DB = 8 };
  const double even = own_db - p->own_db, apart = alone ? even : against_db - p->against_db;
  const double way = p->own_db < own_db - MEANT_DB ? 0.3 : 0.6;
  return fmax(-most_db, fmin(most_db, way * 0.5 * (even + apart)));
}

static void add_point(lq_point* const points, size_t* const n, const double sec, const double db)
{
  const double last_sec = *n ? points[*n - 1].time_sec : -1;
  const double at       = fmax(0, round(1000 * sec) / 1000);
  if (at > last_sec) {
    points[(*n)++] = (lq_point){.time_sec = at, .value = (float)db};
  }
}

// In the rest before a phrase, at most a fifth of a second ahead of it. Music has no rests: there
// the way leads through what comes before.
static lq_status write_ride(const lq_song* const song, lq_track* const t, const phrases* const p)
{
  const double    step   = song->scene.step_sec;
  lq_point* const points = LQ_POOL_TAKE(song->pool, lq_point, 2 * p->n + 2);
  double          now_db = p->n ? p->list[0].ride_db : 0;
  if (!points) {
    return LQ_ERR_MEMORY;
  }
  t->n_ride = 0;
  add_point(points, &t->n_ride, 0, now_db);
  for (size_t i = 1; i < p->n; ++i) {
    const double from_sec = (double)p->list[i].from * step;
    const double rest_sec = from_sec - (double)p->list[i - 1].to * step;
    const double over_sec = rest_sec > 0 ? fmin(ramp_sec, rest_sec) : ramp_sec;
    if (p->list[i].ride_db != now_db) {
      add_point(points, &t->n_ride, from_sec - over_sec, now_db);
      now_db = p->list[i].ride_db;
      add_point(points, &t->n_ride, from_sec, now_db);
    }
  }
  t->ride = points;
  return LQ_OK;
}

static void hear_ride(const lq_song* const song, lq_track* const t, const phrases* const p)
{
  for (size_t i = 0; i < p->n; ++i) {
    lq_scene_turn(&song->scene, t->heard, p->list[i].ride_db, p->list[i].from,
                  i + 1 < p->n ? p->list[i + 1].from : song->scene.n_steps - 1);
  }
}

static lq_status ride_voice(const lq_song* const song, lq_track* const t, const double most_db)
{
  phrases   p  = {0};
  lq_status st = find_phrases(&song->scene, t->heard, &p);
  if (st || p.n < 3) {
    free(p.list);
    return st;
  }
  double* const room = calloc(song->scene.n_steps + 4 * p.n, sizeof *room);
  if (!room) {
    free(p.list);
    return LQ_ERR_MEMORY;
  }
  bool   alone = true;
  double most = 0, least = 0;
  for (size_t i = 0; i < p.n; ++i) {
    measure(song, t->heard, &p.list[i]);
    alone = alone && p.list[i].against_db == 0;
  }
  const double own_db = middle(&p, false, room), against_db = middle(&p, true, room);
  for (size_t i = 0; i < p.n; ++i) {
    const double ride = song->strength * decide(&p.list[i], own_db, against_db, alone, most_db);
    p.list[i].ride_db = round(2 * ride) / 2 + 0.0; // half decibels: a hand is no finer
    most              = fmax(most, p.list[i].ride_db);
    least             = fmin(least, p.list[i].ride_db);
  }
  free(room);
  if (most > 0 || least < 0) {
    st = write_ride(song, t, &p);
    t->fader_why =
        lq_pool_format(song->pool, "%s; ridden through %zu phrases, from %+.1f to %+.1f dB",
                       t->fader_why, p.n, least, most);
    hear_ride(song, t, &p);
  }
  free(p.list);
  return st;
}

static bool leads_at(const lq_song* const song, const size_t i)
{
  for (size_t k = 0; k < song->scene.n; ++k) {
    if (song->scene.tracks[k].lead && song->scene.tracks[k].active[i]) {
      return true;
    }
  }
  return false;
}

// While the voice rests for a while the music steps forward, so that the song does not sink.
static lq_status ride_music(const lq_song* const song, lq_track* const t)
{
  const double long_sec = 4, up_db = round(10 * song->strength) / 10;
  const double step = song->scene.step_sec;
  phrases      p    = {.list = calloc(song->scene.n_steps + 2, sizeof *p.list)};
  if (!p.list) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < song->scene.n_steps;) {
    const bool lead = leads_at(song, i);
    size_t     end  = i;
    while (end < song->scene.n_steps && leads_at(song, end) == lead) {
      ++end;
    }
    const bool rest = !lead && (double)(end - i) * step >= long_sec;
    if (!p.n || p.list[p.n - 1].ride_db != (rest ? up_db : 0)) {
      p.list[p.n++] = (phrase){.from = i, .ride_db = rest ? up_db : 0};
    }
    p.list[p.n - 1].to = end;
    i                  = end;
  }
  lq_status st = LQ_OK;
  if (p.n > 1 && up_db > 0) {
    for (size_t i = 0; i + 1 < p.n; ++i) {
      p.list[i].to -= p.list[i].to - p.list[i].from > 4 ? 4 : 0; // room for the ramp
    }
    st = write_ride(song, t, &p);
    t->fader_why =
        lq_pool_format(song->pool, "%s; %.1f dB up while the voice rests", t->fader_why, up_db);
    hear_ride(song, t, &p);
  }
  free(p.list);
  return st;
}

static bool is_music(const lq_track* const t)
{
  return strcmp(t->role->group, "drums") != 0 && strcmp(t->role->group, "bass") != 0 &&
         strcmp(t->role->group, "vocals") != 0 && strcmp(t->role->group, "effects") != 0;
}

lq_status lq_ride_tracks(lq_song* const song)
{
  enum { VOICE_DB = 6, BACKING_DB = 3, MELODY_DB = 3 };
  bool voice = false;
  for (size_t i = 0; i < song->n; ++i) {
    voice = voice || (song->tracks[i].lead && song->tracks[i].heard && !song->by_solo);
  }
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (!t->heard || !t->heard->n_active || !t->fader_why) {
      continue;
    }
    if (t->lead) {
      LQ_TRY(ride_voice(song, t, song->by_solo ? MELODY_DB : VOICE_DB));
    } else if (!strcmp(t->role->group, "vocals")) {
      LQ_TRY(ride_voice(song, t, BACKING_DB));
    } else if (voice && is_music(t)) {
      LQ_TRY(ride_music(song, t));
    }
  }
  lq_scene_add_up(&song->scene);
  return LQ_OK;
}

lq_status lq_ride_fader(const lq_song* const song, const lq_track* const t, lq_strip* const strip)
{
  lq_device* const fader = &strip->controls[LQ_CONTROL_FADER];
  const float      level = (float)(round(10 * t->fader_db) / 10);
  lq_device_set(fader, "level", level);
  fader->why    = t->fader_why;
  fader->curves = NULL;
  if (t->n_ride < 2) {
    return LQ_OK;
  }
  lq_point* const points = LQ_POOL_TAKE(song->pool, lq_point, t->n_ride);
  fader->curves = LQ_POOL_TAKE(song->pool, lq_curve, lq_proc_n_values(fader->proc, fader->n_bands));
  if (!points || !fader->curves) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < t->n_ride; ++i) {
    points[i]       = t->ride[i];
    points[i].value = lq_param_clamp(&fader->proc->params[LQ_FADER_LEVEL],
                                     roundf(10 * (level + t->ride[i].value)) / 10);
  }
  fader->curves[LQ_FADER_LEVEL] = (lq_curve){.points = points, .n = t->n_ride};
  fader->values[LQ_FADER_LEVEL] = points[0].value;
  return LQ_OK;
}
