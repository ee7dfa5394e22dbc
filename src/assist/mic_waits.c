// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/mic_waits.h"

#include "assist/notes.h"
#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <string.h>

lq_status lq_mic_waits_start(lq_mic_waits* const waits, const lq_song* const song,
                             lq_session* const session)
{
  *waits = (lq_mic_waits){.song    = song,
                          .session = session,
                          .wait_ms = LQ_POOL_TAKE(song->pool, double, song->n + 1),
                          .why     = LQ_POOL_TAKE(song->pool, const char*, song->n + 1),
                          .unsure  = LQ_POOL_TAKE(song->pool, bool, song->n + 1)};
  return waits->wait_ms && waits->why && waits->unsure ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_mic_waits_write(const lq_mic_waits* const d)
{
  const char* left = "";
  for (size_t i = 0; i < d->song->n; ++i) {
    const lq_track* const t = &d->song->tracks[i];
    if (d->unsure[i]) {
      left = lq_pool_format(d->song->pool, "%s%s'%s'", left, *left ? ", " : "", t->name);
      LQ_TRY(left ? LQ_OK : LQ_ERR_MEMORY);
    }
    if (d->wait_ms[i] > 0 && d->wait_ms[i] <= LQ_MIC_MOST_MS) {
      lq_device* const delay = &lq_session_find(d->session, t->name)->controls[LQ_CONTROL_DELAY];
      lq_device_set(delay, "time", (float)d->wait_ms[i]);
      delay->why = d->why[i];
    }
  }
  return *left ? lq_add_note(d->session->pool, &d->session->notes, &d->session->n_notes,
                             "time between microphones is not certain and was not set for %s", left)
               : LQ_OK;
}

lq_status lq_mic_turn(const lq_mic_waits* const d, const size_t i, const char* const why)
{
  lq_device* const p =
      &lq_session_find(d->session, d->song->tracks[i].name)->controls[LQ_CONTROL_POLARITY];
  lq_device_set(p, "mode", 1);
  p->why = why;
  return why ? LQ_OK : LQ_ERR_MEMORY;
}

bool lq_mic_has_role(const lq_track* const t, const char* const role)
{
  return !t->silent && t->sig && !strcmp(t->role->name, role);
}

bool lq_mic_is_close(const lq_track* const t)
{
  return lq_mic_has_role(t, "kick") || lq_mic_has_role(t, "snare") || lq_mic_has_role(t, "tom");
}

bool lq_mic_is_far(const lq_track* const t)
{
  return lq_name_is_far_side(t->name) || lq_name_is_amplifier(t->name);
}

bool lq_mic_is_before(const lq_track* const a, const lq_track* const b)
{
  const double p = a->features->activity.lufs, q = b->features->activity.lufs;
  return p != q ? p > q : strcmp(a->name, b->name) < 0;
}

double lq_mic_lag_ms(const lq_mic_time* const m)
{
  return 1000.0 * m->lag_frames / m->rate_hz;
}

double lq_mic_whole_frames_ms(const double ms, const double rate_hz)
{
  return round(ms * 0.001 * rate_hz) * 1000.0 / rate_hz;
}

double lq_mic_flip_db(const double in_phase)
{
  const double c = fmin(0.999, fmax(-0.999, in_phase));
  return lq_power_to_db((1 - c) / (1 + c));
}

void lq_mic_hits(const lq_song* const song, const size_t of, lq_hits* const hits)
{
  const lq_track* const anchor = &song->tracks[of];
  lq_signal             rivals[LQ_MIC_RIVALS];
  size_t                n = 0;
  for (size_t i = 0; i < song->n && n < LQ_MIC_RIVALS; ++i) {
    if (lq_mic_is_close(&song->tracks[i]) && song->tracks[i].role != anchor->role) {
      rivals[n++] = lq_track_signal(&song->tracks[i]);
    }
  }
  if (lq_mic_is_close(anchor)) {
    lq_hits_find(hits, lq_track_signal(anchor), rivals, n);
  } else {
    lq_hits_spread(hits, lq_track_signal(anchor));
  }
}
