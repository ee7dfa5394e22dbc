// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/mics.h"

#include "assist/kit_time.h"
#include "base/pool.h"

#include <math.h>

static const double most_sides_ms = 3;   // one metre: two microphones on one drum are nearer
static const double same_source   = 0.5; // correlation at the best lag, to be one source
static const double surely_same   = 0.6; // the same where no name says so

typedef struct {
  size_t      near, far;
  lq_mic_time time;
  bool        moved;
} sides;

static lq_status set_sides(const lq_mic_waits* const d, const sides* const s)
{
  const double gain_db = lq_mic_flip_db(s->moved ? s->time.in_phase_at_lag : s->time.in_phase);
  if (gain_db < LQ_MIC_FLIP_DB) {
    return LQ_OK;
  }
  return lq_mic_turn(d, s->far,
                     lq_pool_format(d->song->pool,
                                    "turned round it adds %.1f dB to '%s' between 60 and 400 Hz",
                                    gain_db, d->song->tracks[s->near].name));
}

// Both sides wait as long as the near one until here; the earlier of them waits for the other.
static lq_status wait_for_side(lq_mic_waits* const d, sides* const s)
{
  const lq_track *const near = &d->song->tracks[s->near], *const far = &d->song->tracks[s->far];
  const bool   drum = lq_mic_is_close(near);
  const double lag  = lq_mic_lag_ms(&s->time);
  const bool   kept = !s->time.sure || fabs(lag) > (drum ? most_sides_ms : LQ_MIC_MOST_MS) ||
                    (d->wait_ms[s->near] > 0 && lag > d->wait_ms[s->far]);
  d->unsure[s->far] = kept;
  if (kept) {
    return LQ_OK;
  }
  s->moved                  = true;
  const size_t      early   = lag > 0 ? s->near : s->far;
  const double      step_ms = drum ? lq_mic_whole_frames_ms(fabs(lag), near->rate_hz) : fabs(lag);
  const char* const text =
      lq_pool_format(d->song->pool, "hears it %.2f ms (%.1f samples) before '%s'", fabs(lag),
                     fabs(s->time.lag_frames), lag > 0 ? far->name : near->name);
  if (d->wait_ms[s->near] > 0 && lag > 0) { // the near one waits for the overheads already
    d->wait_ms[s->far] = fmax(0.0, d->wait_ms[s->far] - step_ms);
    d->why[s->far]     = lq_pool_format(
            d->song->pool, "%.2f ms less than '%s', which hears the drum that much earlier", step_ms,
            near->name);
    return d->why[s->far] ? LQ_OK : LQ_ERR_MEMORY;
  }
  d->wait_ms[early] += step_ms;
  d->why[early] =
      d->why[early] ? lq_pool_format(d->song->pool, "%s; %s", d->why[early], text) : text;
  return text && d->why[early] ? LQ_OK : LQ_ERR_MEMORY;
}

// The track that a far side or an amplifier belongs to: of its role, and most like it at any lag.
static lq_status find_source(const lq_song* const song, const size_t far, size_t* const near)
{
  const lq_track* const t    = &song->tracks[far];
  double                best = 0;
  size_t                n    = 0;
  *near                      = song->n;
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const u = &song->tracks[i];
    if (i == far || u->role != t->role || u->silent || !u->sig || lq_mic_is_far(u)) {
      continue;
    }
    ptrdiff_t lag;
    double    like;
    LQ_TRY(lq_align(lq_track_signal(t), lq_track_signal(u), &lag, &like));
    like = fabs((double)lag) < 0.001 * LQ_MIC_MOST_MS * LQ_SIGNATURE_HZ ? fabs(like) : 0.0;
    ++n;
    if (like > best) {
      best  = like;
      *near = i;
    }
  }
  // The only one of its kind needs no proof, but by name.
  *near = n > 1 && best < same_source ? song->n : *near;
  return LQ_OK;
}

static lq_status compare_sides(lq_mic_waits* const d, const size_t near, const size_t far,
                               lq_error* const error)
{
  sides   s = {.near = near, .far = far};
  lq_hits hits;
  lq_mic_hits(d->song, near, &hits);
  if (hits.n < LQ_MIC_FEW_HITS) {
    lq_hits_spread(&hits, lq_track_signal(&d->song->tracks[near]));
  }
  if (!hits.n) {
    return LQ_OK;
  }
  LQ_TRY(lq_mic_time_measure(&s.time, d->song->tracks[near].path, d->song->tracks[far].path, &hits,
                             error));
  LQ_TRY(wait_for_side(d, &s));
  return set_sides(d, &s);
}

static lq_status named_sides(lq_mic_waits* const d, lq_error* const error)
{
  for (size_t i = 0; i < d->song->n; ++i) {
    const lq_track* const t = &d->song->tracks[i];
    size_t                near;
    if (t->silent || !t->sig || !lq_mic_is_far(t)) {
      continue;
    }
    LQ_TRY(find_source(d->song, i, &near));
    LQ_TRY(near < d->song->n ? compare_sides(d, near, i, error) : LQ_OK);
  }
  return LQ_OK;
}

// May two tracks of one role be one source taken twice, though no name says so?
static bool may_be_sides(const lq_track* const a, const lq_track* const b)
{
  const bool drum =
      (lq_mic_has_role(a, "kick") || lq_mic_has_role(a, "snare")) && a->in_kit && b->in_kit;
  const bool line = lq_mic_has_role(a, "bass") || lq_mic_has_role(a, "electric-guitar");
  return a->role == b->role && !b->silent && b->sig && !lq_mic_is_far(a) && !lq_mic_is_far(b) &&
         a->twin == LQ_NO_TRACK && b->twin == LQ_NO_TRACK && (drum || line);
}

// Of two sides that no name tells apart, the louder microphone of a drum is the near one, and the
// earlier of two lines.
static lq_status unnamed_sides(lq_mic_waits* const d, lq_error* const error)
{
  const lq_song* const song = d->song;
  for (size_t a = 0; a < song->n; ++a) {
    for (size_t b = a + 1; b < song->n; ++b) {
      const lq_track *const t = &song->tracks[a], *const u = &song->tracks[b];
      ptrdiff_t lag;
      double    like;
      if (!may_be_sides(t, u)) {
        continue;
      }
      LQ_TRY(lq_align(lq_track_signal(t), lq_track_signal(u), &lag, &like));
      if (fabs(like) < surely_same ||
          fabs((double)lag) > 0.001 * LQ_MIC_MOST_MS * LQ_SIGNATURE_HZ) {
        continue;
      }
      const bool first = lq_mic_is_close(t) || !lag ? lq_mic_is_before(t, u) : lag > 0;
      LQ_TRY(compare_sides(d, first ? a : b, first ? b : a, error));
    }
  }
  return LQ_OK;
}

lq_status lq_align_mics(const lq_song* const song, lq_session* const session, lq_error* const error)
{
  lq_mic_waits w;
  LQ_TRY(lq_mic_waits_start(&w, song, session));
  LQ_TRY(lq_wait_for_overheads(&w, error));
  LQ_TRY(named_sides(&w, error));
  LQ_TRY(unnamed_sides(&w, error));
  return lq_mic_waits_write(&w);
}
