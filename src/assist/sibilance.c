// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/sibilance.h"

#include "base/maths.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Band from 4.5 to 11 kHz against the whole, dB, while the voice sounds; sorted.
static size_t shares(const lq_song* const song, const lq_scene_track* const t, double* const db)
{
  size_t n = 0;
  for (size_t i = 0; i < song->scene.n_steps; ++i) {
    double sharp = 0;
    for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
      const double hz = lq_spectrum_band_hz(b);
      sharp += hz > 4500 && hz < 11000 ? (double)t->steps[i].band[b] : 0;
    }
    if (t->active[i] && sharp > 0) {
      db[n++] = lq_power_to_db(sharp / lq_scene_power(t, i));
    }
  }
  qsort(db, n, sizeof *db, lq_by_size);
  return n;
}

// The third octave in which the sharpest steps have most.
static double sharpest_hz(const lq_song* const song, const lq_scene_track* const t)
{
  double   sum[LQ_SPECTRUM_BANDS] = {0};
  unsigned best                   = 24;
  for (size_t i = 0; i < song->scene.n_steps; ++i) {
    double sharp = 0;
    for (unsigned b = 24; b <= 27; ++b) { // 5 to 10 kHz
      sharp += (double)t->steps[i].band[b];
    }
    const double share = sharp / fmax(1e-20, lq_scene_power(t, i));
    for (unsigned b = 24; t->active[i] && share > 0.2 && b <= 27; ++b) {
      sum[b] += (double)t->steps[i].band[b];
    }
  }
  for (unsigned b = 25; b <= 27; ++b) {
    best = sum[b] > sum[best] ? b : best;
  }
  return lq_spectrum_band_hz(best);
}

lq_status lq_deess_track(const lq_song* const song, lq_track* const t)
{
  enum { FEW_STEPS = 50, APART_DB = 8, LOUD_DB = -7 };
  if (!t->heard || strcmp(t->role->group, "vocals") != 0 || t->heard->n_active < FEW_STEPS) {
    return LQ_OK;
  }
  double* const db = malloc((song->scene.n_steps + 1) * sizeof *db);
  if (!db) {
    return LQ_ERR_MEMORY;
  }
  const size_t n        = shares(song, t->heard, db);
  const double usual_db = n ? db[n / 2] : -120, sharp_db = n ? db[n * 97 / 100] : -120;
  free(db);
  if (sharp_db - usual_db < APART_DB || sharp_db < LOUD_DB) {
    return LQ_OK;
  }
  lq_device d;
  LQ_TRY(lq_device_init(&d, song->pool, &lq_deesser, 0));
  const double freq_hz = sharpest_hz(song, t->heard) / 1.4;
  lq_device_set(&d, "freq", (float)(round(freq_hz / 100) * 100));
  lq_device_set(&d, "threshold", (float)round(fmin(0, sharp_db - 5)));
  lq_device_set(
      &d, "range",
      (float)(round(10 * fmin(8, 3 + 0.5 * (sharp_db - usual_db)) * song->strength) / 10));
  d.why = lq_pool_format(song->pool,
                         "its sharpest sounds hold %.0f dB more above 4.5 kHz than its usual ones",
                         sharp_db - usual_db);
  return lq_track_put(song, t, LQ_STAGE_DEESS, &d);
}
