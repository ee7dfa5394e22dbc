// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/track.h"

#include "base/pool.h"
#include "proc/all.h"

#include <math.h>
#include <string.h>

bool lq_song_may(const lq_song* const song, const lq_step step)
{
  const bool sound = step != LQ_STEP_TIME && step != LQ_STEP_PAN;
  return !song->brief->skip[step] && (!sound || song->strength > 0);
}

lq_signal lq_track_signal(const lq_track* const t)
{
  return t->sig ? (lq_signal){t->sig->low, t->sig->n_low} : (lq_signal){0};
}

void lq_track_aside(lq_track* const t, const char* const why)
{
  t->silent    = true;
  t->aside_why = why;
}

lq_status lq_track_put(const lq_song* const song, lq_track* const t, const lq_stage stage,
                       const lq_device* const device)
{
  lq_device* const copy = LQ_POOL_TAKE(song->pool, lq_device, 1);
  if (!copy || !device->why) {
    return LQ_ERR_MEMORY;
  }
  *copy            = *device;
  t->stages[stage] = copy;
  return LQ_OK;
}

void lq_track_move(lq_track* const t, const lq_eq_move move)
{
  if (t->n_moves < LQ_MOST_MOVES) {
    t->moves[t->n_moves++] = move;
  }
}

static void fill_band(float* const band, const lq_eq_move* const m)
{
  band[LQ_EQ_BAND_TYPE] = (float)m->type;
  band[LQ_EQ_BAND_FREQ] = (float)m->freq_hz;
  band[LQ_EQ_BAND_GAIN] = (float)m->gain_db;
  band[LQ_EQ_BAND_Q]    = (float)m->q;
  band[LQ_EQ_BAND_ON]   = 1;
}

double lq_eq_round_hz(const double freq_hz)
{
  const double step = freq_hz < 100 ? 1 : freq_hz < 1000 ? 10 : freq_hz < 10000 ? 100 : 1000;
  return round(freq_hz / step) * step;
}

double lq_eq_move_db(const lq_eq_move* const m, const double freq_hz, const double rate_hz)
{
  float         values[LQ_EQ_N + LQ_EQ_BAND_N];
  const lq_spec spec = {.rate_hz = rate_hz, .n_channels = 1, .n_bands = 1};
  values[LQ_EQ_ON]   = 1;
  fill_band(values + LQ_EQ_N, m);
  return lq_eq.response_db(&spec, values, freq_hz);
}

void lq_track_hear_move(const lq_song* const song, lq_track* const t, const lq_eq_move* const m)
{
  double by_db[LQ_SPECTRUM_BANDS];
  if (!t->heard || !t->heard->n_active) {
    return;
  }

  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    const double hz = lq_spectrum_band_hz(b);
    by_db[b]        = hz < 0.49 * song->desk.rate_hz ? lq_eq_move_db(m, hz, song->desk.rate_hz) : 0;
  }
  lq_scene_shape(&song->scene, t->heard, by_db);
}

void lq_track_make_up(const lq_song* const song, lq_track* const t, const double lufs)
{
  const double lost_db = lufs - t->heard->lufs;
  lq_scene_turn(&song->scene, t->heard, lost_db, 0, song->scene.n_steps);
  t->fader_db += lost_db;
  t->moves_db += lost_db;
}

static lq_status push_eq(const lq_song* const song, const lq_track* const t, lq_strip* const strip)
{
  lq_device eq;
  LQ_TRY(lq_device_init(&eq, song->pool, &lq_eq, (unsigned)t->n_moves));
  eq.band_why = LQ_POOL_TAKE(song->pool, const char*, t->n_moves);
  if (!eq.band_why) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < t->n_moves; ++i) {
    fill_band(eq.values + LQ_EQ_N + i * LQ_EQ_BAND_N, &t->moves[i]);
    eq.band_why[i] = t->moves[i].why;
  }
  return lq_chain_push(&strip->chain, song->pool, &eq);
}

lq_status lq_track_chain(const lq_song* const song, const lq_track* const t, lq_strip* const strip)
{
  strip->chain = (lq_chain){0};
  for (unsigned stage = 0; stage < LQ_STAGE_N; ++stage) {
    if (stage == LQ_STAGE_EQ && t->n_moves) {
      LQ_TRY(push_eq(song, t, strip));
    }
    if (t->stages[stage]) {
      LQ_TRY(lq_chain_push(&strip->chain, song->pool, t->stages[stage]));
    }
  }
  return LQ_OK;
}

bool lq_song_leads(void* const user, const lq_strip* const strip)
{
  const lq_song* const song = user;
  for (size_t i = 0; i < song->n; ++i) {
    if (!strcmp(song->tracks[i].name, strip->name)) {
      return song->tracks[i].lead;
    }
  }
  return false;
}
