// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/evening.h"

#include "base/maths.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>

// Loudness after a static curve, block by block: what a slow compressor does to a track's level.
static double loss_db(const lq_track* const t, const double threshold_db, const double ratio,
                      const double knee_db)
{
  const lq_features* const f      = t->features;
  double                   before = 0, after = 0;
  const double             most_db = f->p95_db + t->trim_db;
  for (size_t b = 0; b < f->n_blocks; ++b) {
    // The envelope is K-weighted, the detector is not: both are laid over each other at the 95th
    // percentile.
    const double power = (double)f->block_power[b];
    if (power <= 0) {
      continue;
    }
    const double level_db = lq_power_to_db(power) - f->p95_block_db + most_db;
    const double out_db   = lq_compressor_curve_db(threshold_db, ratio, knee_db, level_db);
    before += power;
    after += power * lq_exp((out_db - level_db) * (LQ_LN10 / 10.0));
  }
  return before > 0 ? lq_power_to_db(before / after) : 0;
}

lq_status lq_even_track(const lq_song* const song, lq_track* const t, lq_strip* const strip)
{
  enum { KNEE_DB = 6, DENSE_CREST_DB = 9, LEAST_BLOCKS = 20 };
  const lq_features* const f         = t->features;
  const double             spread_db = f->p95_db - f->p50_db;
  const double             bears_db  = (double)t->role->values[LQ_ROLE_SPREAD];
  if (t->silent || spread_db <= bears_db || f->crest_db < DENSE_CREST_DB ||
      f->n_active_blocks < LEAST_BLOCKS) {
    return LQ_OK;
  }
  // From the median up, by as much as brings the spread back to what the role bears.
  const double threshold_db = round(f->p50_db + t->trim_db + KNEE_DB / 2.0);
  const double room_db      = fmax(1, spread_db - KNEE_DB / 2.0);
  const double most_ratio   = (double)t->role->values[LQ_ROLE_RATIO];
  const double ratio =
      round(10 * fmax(1.5, fmin(most_ratio, room_db / fmax(1, bears_db - KNEE_DB / 2.0)))) / 10;
  const double makeup_db = round(10 * fmin(6, loss_db(t, threshold_db, ratio, KNEE_DB))) / 10;

  lq_device c;
  LQ_TRY(lq_device_init(&c, song->pool, &lq_compressor, 0));
  lq_device_set(&c, "threshold", (float)threshold_db);
  lq_device_set(&c, "ratio", (float)ratio);
  lq_device_set(&c, "knee", KNEE_DB);
  lq_device_set(&c, "attack", t->role->values[LQ_ROLE_ATTACK]);
  lq_device_set(&c, "release", t->role->values[LQ_ROLE_RELEASE]);
  lq_device_set(&c, "makeup", (float)makeup_db);
  c.why = lq_pool_format(song->pool,
                         "loud passages stand %.1f dB over the usual ones; %s bears %.0f dB",
                         spread_db, t->role->name, bears_db);
  return lq_chain_push(&strip->chain, song->pool, &c);
}
