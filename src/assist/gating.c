// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/gating.h"

#include "base/pool.h"
#include "proc/all.h"

#include <math.h>
#include <string.h>

static bool is_close_drum(const lq_track* const t)
{
  return !strcmp(t->role->name, "kick") || !strcmp(t->role->name, "snare") ||
         !strcmp(t->role->name, "tom");
}

// Between the drum and its bleed there must be a gap with hardly anything in it: a soft stroke that
// falls into it would be lost.
static lq_status gate_drum(const lq_song* const song, lq_track* const t)
{
  enum { APART_DB = 12, FEW_STROKES = 4, RANGE_DB = 14, HYSTERESIS_DB = 6 };
  const double                 most_between = 0.08;
  const lq_stroke_parts* const s            = &t->features->strokes;
  if (s->hard_db - s->soft_db < APART_DB || s->between > most_between || s->n_hard < FEW_STROKES ||
      s->n_soft < s->n_hard) {
    return LQ_OK;
  }
  const bool tom   = !strcmp(t->role->name, "tom");
  const bool snare = !strcmp(t->role->name, "snare");
  lq_device  g;
  LQ_TRY(lq_device_init(&g, song->pool, &lq_gate, 0));
  lq_device_set(&g, "threshold", (float)round(s->split_db + t->trim_db));
  lq_device_set(&g, "hysteresis", HYSTERESIS_DB);
  lq_device_set(&g, "range", (float)round(RANGE_DB * song->strength));
  lq_device_set(&g, "detector", LQ_GATE_RMS);
  lq_device_set(&g, "window", 5);
  lq_device_set(&g, "lookahead", 3);
  lq_device_set(&g, "attack", 1);
  lq_device_set(&g, "hold", tom ? 120 : snare ? 60 : 50);
  lq_device_set(&g, "release", tom ? 300 : snare ? 140 : 100);
  g.why =
      lq_pool_format(song->pool,
                     "its strokes stand %.0f dB over what bleeds in between them, %u against %u "
                     "windows of 80 ms",
                     s->hard_db - s->soft_db, s->n_hard, s->n_soft);
  return lq_track_put(song, t, LQ_STAGE_GATE, &g);
}

// Noise that goes on while the track rests: turned down, not cut, and slowly enough for a tail.
static lq_status gate_noise(const lq_song* const song, lq_track* const t)
{
  enum { HEARD_DB = -50, ROOM_DB = 10, RANGE_DB = 12 };
  const double             most_active = 0.85;
  const lq_activity* const a           = &t->features->activity;
  const double             noise_db    = a->noise_lufs - a->lufs;
  const double             threshold   = a->noise_lufs + ROOM_DB;
  if (!isfinite(a->noise_lufs) || noise_db < HEARD_DB || a->share > most_active ||
      threshold > a->low_lufs - 6) {
    return LQ_OK;
  }
  lq_device g;
  LQ_TRY(lq_device_init(&g, song->pool, &lq_gate, 0));
  lq_device_set(&g, "threshold", (float)round(threshold + t->trim_db));
  lq_device_set(&g, "hysteresis", 6);
  lq_device_set(&g, "ratio", 2);
  lq_device_set(&g, "range", (float)round(RANGE_DB * song->strength));
  lq_device_set(&g, "detector", LQ_GATE_RMS);
  lq_device_set(&g, "window", 30);
  lq_device_set(&g, "lookahead", 10);
  lq_device_set(&g, "attack", 5);
  lq_device_set(&g, "hold", 250);
  lq_device_set(&g, "release", 400);
  g.why = lq_pool_format(song->pool,
                         "rests for %.0f %% of the song, with noise %.0f dB under its level",
                         100 * (1 - a->share), -noise_db);
  return lq_track_put(song, t, LQ_STAGE_GATE, &g);
}

lq_status lq_gate_track(const lq_song* const song, lq_track* const t)
{
  const bool drum = !strcmp(t->role->group, "drums");
  if (drum) {
    return is_close_drum(t) && t->in_kit ? gate_drum(song, t) : LQ_OK;
  }
  return gate_noise(song, t);
}
