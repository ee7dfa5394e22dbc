// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/kit_time.h"

#include "assist/notes.h"
#include "base/pool.h"

#include <math.h>
#include <string.h>

// The overheads may hear the snare this far from each other.
static const double most_spread_ms = 1;

static bool is_spot(const lq_track* const t)
{
  return lq_mic_has_role(t, "hihat") || lq_mic_has_role(t, "cymbal");
}

// The loudest near side of a role; n when there is none.
static size_t find_near(const lq_song* const song, const char* const role)
{
  size_t best = song->n;
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t = &song->tracks[i];
    if (lq_mic_has_role(t, role) && !lq_mic_is_far(t) &&
        (best == song->n || lq_mic_is_before(t, &song->tracks[best]))) {
      best = i;
    }
  }
  return best;
}

typedef struct {
  size_t       anchor;
  lq_mic_time* times;    // [n]
  bool*        measured; // [n]
  double       wait_ms;  // of the close microphones; 0: nothing certain
  double       gain_db;
} kit;

static lq_status hear_anchor(const lq_mic_waits* const d, kit* const k, lq_error* const error)
{
  lq_hits hits;
  lq_mic_hits(d->song, k->anchor, &hits);
  for (size_t i = 0; hits.n >= LQ_MIC_FEW_HITS && i < d->song->n; ++i) {
    const lq_track* const t = &d->song->tracks[i];
    if (is_spot(t) || lq_mic_has_role(t, "overhead")) {
      k->measured[i] = true;
      LQ_TRY(lq_mic_time_measure(&k->times[i], d->song->tracks[k->anchor].path, t->path, &hits,
                                 error));
    }
  }
  return LQ_OK;
}

// The middle of what the overheads are sure of; none when they are far from each other.
static void find_wait(const lq_mic_waits* const d, kit* const k)
{
  double sum = 0, gain = 0, least = LQ_MIC_MOST_MS, most = 0;
  size_t n = 0;
  for (size_t i = 0; i < d->song->n; ++i) {
    const double ms = k->measured[i] ? lq_mic_lag_ms(&k->times[i]) : 0.0;
    if (lq_mic_has_role(&d->song->tracks[i], "overhead") && k->measured[i] && k->times[i].sure &&
        ms > 0) {
      ++n;
      sum += ms;
      gain += k->times[i].gain_db;
      least = fmin(least, ms);
      most  = fmax(most, ms);
    }
  }
  if (n && most - least <= most_spread_ms) {
    k->wait_ms = lq_mic_whole_frames_ms(sum / (double)n, d->song->tracks[k->anchor].rate_hz);
    k->gain_db = gain / (double)n;
  }
}

static lq_status move_kit(lq_mic_waits* const d, const kit* const k)
{
  const lq_track* const anchor = &d->song->tracks[k->anchor];
  for (size_t i = 0; i < d->song->n; ++i) {
    const lq_track* const t   = &d->song->tracks[i];
    const double          lag = k->measured[i] ? lq_mic_lag_ms(&k->times[i]) : 0.0;
    if (i == k->anchor) {
      d->wait_ms[i] = k->wait_ms;
      d->why[i]     = lq_pool_format(
              d->song->pool, "its hits reach the overheads %.2f ms later: there they meet", k->wait_ms);
    } else if (lq_mic_is_close(t)) {
      d->wait_ms[i] = k->wait_ms;
      d->why[i]     = lq_pool_format(
              d->song->pool, "moves with '%s', as all close microphones of the kit", anchor->name);
    } else if (is_spot(t) && k->times[i].sure && lag < k->wait_ms) {
      d->wait_ms[i] = lq_mic_whole_frames_ms(k->wait_ms - lag, anchor->rate_hz);
      d->why[i] =
          lq_pool_format(d->song->pool,
                         "hears '%s' %.2f ms (%.0f samples) later than that microphone itself, and "
                         "%.2f ms before the overheads",
                         anchor->name, lag, k->times[i].lag_frames, d->wait_ms[i]);
    } else {
      d->unsure[i] = is_spot(t);
      continue;
    }
    LQ_TRY(d->why[i] ? LQ_OK : LQ_ERR_MEMORY);
  }
  return lq_add_note(d->session->pool, &d->session->notes, &d->session->n_notes,
                     "kit: all close microphones wait %.2f ms for the overheads, so that '%s' is "
                     "one hit; both together gain %.1f dB between 100 and 2000 Hz; overheads and "
                     "rooms stay",
                     k->wait_ms, anchor->name, k->gain_db);
}

// Overheads are turned only when all of them are sure, and agree.
static lq_status turn_overheads(const lq_mic_waits* const d, const kit* const k)
{
  double least_db = 100;
  for (size_t i = 0; i < d->song->n; ++i) {
    if (lq_mic_has_role(&d->song->tracks[i], "overhead")) {
      const bool sure = k->measured[i] && k->times[i].sure;
      least_db        = sure ? fmin(least_db, lq_mic_flip_db(k->times[i].in_phase_at_lag)) : 0.0;
      if (!sure) {
        return LQ_OK;
      }
    }
  }
  for (size_t i = 0; least_db >= LQ_MIC_FLIP_DB && i < d->song->n; ++i) {
    if (lq_mic_has_role(&d->song->tracks[i], "overhead")) {
      LQ_TRY(lq_mic_turn(
          d, i,
          lq_pool_format(d->song->pool,
                         "turned round, the overheads add %.1f dB to '%s' between 60 and "
                         "400 Hz",
                         least_db, d->song->tracks[k->anchor].name)));
    }
  }
  return LQ_OK;
}

lq_status lq_wait_for_overheads(lq_mic_waits* const d, lq_error* const error)
{
  kit k = {.anchor   = find_near(d->song, "snare"),
           .times    = LQ_POOL_TAKE(d->song->pool, lq_mic_time, d->song->n + 1),
           .measured = LQ_POOL_TAKE(d->song->pool, bool, d->song->n + 1)};
  if (!k.times || !k.measured) {
    return LQ_ERR_MEMORY;
  }
  if (k.anchor == d->song->n || !d->song->tracks[k.anchor].in_kit) {
    return LQ_OK;
  }
  LQ_TRY(hear_anchor(d, &k, error));
  find_wait(d, &k);
  if (k.wait_ms > 0) {
    LQ_TRY(move_kit(d, &k));
    LQ_TRY(turn_overheads(d, &k));
  }
  return LQ_OK;
}
