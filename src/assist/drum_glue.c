// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/drum_glue.h"

#include "assist/song_tempo.h"
#include "base/maths.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Level of all drums together in each step, dB RMS of one channel, the 95th of a hundred.
static lq_status loud_db(const lq_song* const song, double* const db)
{
  double* const level = malloc((song->scene.n_steps + 1) * sizeof *level);
  bool* const   drum  = LQ_POOL_TAKE(song->pool, bool, song->n);
  double        k[LQ_SPECTRUM_BANDS];
  size_t        n = 0;
  if (!level || !drum) {
    free(level);
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t = &song->tracks[i];
    drum[i]                 = t->heard && !strcmp(t->role->group, "drums");
  }
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    k[b] = lq_scene_k_power(b);
  }
  for (size_t s = 0; s < song->scene.n_steps; ++s) {
    double sum = 0;
    for (size_t i = 0; i < song->n; ++i) {
      const lq_track* const t = &song->tracks[i];
      for (unsigned b = 0; drum[i] && b < LQ_SPECTRUM_BANDS; ++b) {
        sum += (double)t->heard->steps[s].band[b] / k[b];
      }
    }
    level[n] = sum;
    n += sum > 1e-12;
  }
  qsort(level, n, sizeof *level, lq_by_size);
  *db = n ? lq_power_to_db(0.5 * level[(size_t)(0.95 * (double)(n - 1))]) : -120;
  free(level);
  return LQ_OK;
}

static lq_strip* drum_bus(const lq_song* const song, const lq_session* const session)
{
  const char* out = "";
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t = &song->tracks[i];
    if (!t->silent && !strcmp(t->role->group, "drums")) {
      out = lq_session_find(session, t->name)->out;
    }
  }
  lq_strip* const bus = lq_session_find(session, out);
  return bus && bus->kind == LQ_STRIP_BUS ? bus : NULL;
}

lq_status lq_glue_drums(const lq_song* const song, lq_session* const session)
{
  // 1.5:1 and a knee of 8 dB: what lies 4 dB over the threshold is turned down by 1.3 dB.
  enum { KNEE_DB = 8 };
  const double most_db =
      song->strength * (1 + song->aims.more_glue) * (double)song->genre->values[LQ_GENRE_GLUE];
  lq_strip* const bus = drum_bus(song, session);
  double          level_db;
  if (!bus || most_db < 0.5) {
    return LQ_OK;
  }
  LQ_TRY(loud_db(song, &level_db));
  const double over_db = 3 * most_db; // 1.5:1 takes a third
  lq_device    c;
  LQ_TRY(lq_device_init(&c, song->pool, &lq_compressor, 0));
  lq_device_set(&c, "threshold", (float)round(level_db - over_db));
  lq_device_set(&c, "ratio", 1.5F);
  lq_device_set(&c, "knee", KNEE_DB);
  lq_device_set(&c, "detector", LQ_COMPRESSOR_RMS);
  lq_device_set(&c, "attack", 30);
  lq_device_set(&c, "release", (float)lq_song_beats_ms(song, 0.25, 100, 150, 200));
  lq_device_set(&c, "key_hpf", 90);
  c.why = lq_pool_format(
      song->pool, "lets the kit move as one: %.1f dB at its loudest, deaf to the low end", most_db);
  return c.why ? lq_chain_push(&bus->chain, song->pool, &c) : LQ_ERR_MEMORY;
}

void lq_glue_follow(const lq_session* const session, const double by_db)
{
  for (size_t i = 0; i < session->n_strips; ++i) {
    const lq_strip* const bus = &session->strips[i];
    for (size_t k = 0; bus->kind == LQ_STRIP_BUS && k < bus->chain.n; ++k) {
      lq_device* const d = &bus->chain.devices[k];
      if (d->proc == &lq_compressor) {
        lq_device_set(d, "threshold", lq_device_get(d, "threshold") + (float)by_db);
      }
    }
  }
}
