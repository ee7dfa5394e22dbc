// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/evening.h"

#include "base/maths.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>
#include <string.h>

// Loudness is measured K-weighted, a compressor listens to plain RMS. Both are laid over each other
// where the track plays on average.
static double rms_db(const lq_track* const t, const double lufs)
{
  const lq_features* const f = t->features;
  return lufs - f->activity.lufs + f->whole.sample_peak_dbfs - f->crest_db + t->trim_db;
}

// Loudness after a static curve, block by block: what a slow compressor does to a track's level.
static double loss_db(const lq_track* const t, const double threshold_db, const double ratio,
                      const double knee_db)
{
  const lq_features* const f      = t->features;
  double                   before = 0, after = 0;
  for (size_t b = 0; b < f->activity.n_blocks && b < f->n_blocks; ++b) {
    const double power = (double)f->power[b];
    if (power <= 0 || !f->activity.active[b]) {
      continue;
    }
    const double level_db = rms_db(t, lq_power_to_db(power) - 0.691);
    const double out_db   = lq_compressor_curve_db(threshold_db, ratio, knee_db, level_db);
    before += power;
    after += power * lq_exp((out_db - level_db) * (LQ_LN10 / 10.0));
  }
  return after > 0 ? lq_power_to_db(before / after) : 0;
}

// Timing from the crest factor: what is all hits wants to be quick, what is all body slow; the
// role's own times bound it. Source: D. Giannoulis, M. Massberg, J. Reiss, "Parameter automation in
// a dynamic range compressor", JAES 61(10), 2013, its largest times 80 ms and 1 s.
static lq_status put(const lq_song* const song, lq_track* const t, lq_device* const c,
                     const char* const why)
{
  const double crest   = lq_exp(t->features->crest_db * (LQ_LN10 / 10.0)); // squared
  const double role_at = (double)t->role->values[LQ_ROLE_ATTACK];
  const double role_re = (double)t->role->values[LQ_ROLE_RELEASE];
  const double attack  = fmax(0.3 * role_at, fmin(2 * role_at, 2 * 80 / crest));
  const double release = fmax(0.6 * role_re, fmin(2 * role_re, 2 * 1000 / crest - attack));
  const double much    = song->strength * (1 + song->aims.more_ratio);
  lq_device_set(c, "attack", (float)(round(10 * attack) / 10));
  lq_device_set(c, "release", (float)round(release));
  lq_device_set(c, "ratio",
                (float)(round(100 * (1 + much * ((double)lq_device_get(c, "ratio") - 1))) / 100));
  c->why = lq_pool_format(song->pool, "%s; timing from its crest of %.0f dB", why,
                          t->features->crest_db);
  return lq_track_put(song, t, LQ_STAGE_COMPRESS, c);
}

// Drums, and what is struck like one: what stands out is a hit, not a passage. The compressor
// listens to peaks and is quick enough to hold the hardest ones, so that the mix does not have to.
static lq_status even_hits(const lq_song* const song, lq_track* const t)
{
  enum { BEARS_CREST_DB = 17, DRUM_DB = 8, OTHER_DB = 5 };
  const double crest_db = t->features->crest_db;
  if (crest_db <= BEARS_CREST_DB) {
    return LQ_OK;
  }
  const double peak_db = t->features->whole.sample_peak_dbfs + t->trim_db;
  const double most_db = strcmp(t->role->group, "drums") != 0 ? OTHER_DB : DRUM_DB;
  const double over_db = fmin(most_db, crest_db - BEARS_CREST_DB + 2);
  lq_device    c;
  LQ_TRY(lq_device_init(&c, song->pool, &lq_compressor, 0));
  lq_device_set(&c, "threshold", (float)round(peak_db - over_db));
  lq_device_set(&c, "ratio", 3);
  lq_device_set(&c, "knee", 4);
  lq_device_set(&c, "detector", LQ_COMPRESSOR_PEAK);
  return put(song, t, &c,
             lq_pool_format(song->pool,
                            "its hits stand %.1f dB over its level; the hardest are held",
                            crest_db));
}

// Everything else: passages that are too loud, by a slow ear.
static lq_status even_passages(const lq_song* const song, lq_track* const t)
{
  enum { KNEE_DB = 6, DENSE_CREST_DB = 9 };
  const lq_activity* const a         = &t->features->activity;
  const double             spread_db = a->high_lufs - a->middle_lufs;
  const double             bears_db  = (double)t->role->values[LQ_ROLE_SPREAD];
  if (!(spread_db > bears_db) || t->features->crest_db < DENSE_CREST_DB) {
    return LQ_OK;
  }
  // From the usual level up, by as much as brings the spread back to what the role bears.
  const double threshold_db = round(rms_db(t, a->middle_lufs) + KNEE_DB / 2.0);
  const double most_ratio   = (double)t->role->values[LQ_ROLE_RATIO];
  const double ratio     = round(10 * fmax(1.5, fmin(most_ratio, spread_db / bears_db * 1.5))) / 10;
  const double makeup_db = round(10 * fmin(4, loss_db(t, threshold_db, ratio, KNEE_DB))) / 10;
  lq_device    c;
  LQ_TRY(lq_device_init(&c, song->pool, &lq_compressor, 0));
  lq_device_set(&c, "threshold", (float)threshold_db);
  lq_device_set(&c, "ratio", (float)ratio);
  lq_device_set(&c, "knee", KNEE_DB);
  lq_device_set(&c, "detector", LQ_COMPRESSOR_RMS);
  lq_device_set(&c, "makeup", (float)makeup_db);
  return put(song, t, &c,
             lq_pool_format(song->pool,
                            "loud passages stand %.1f dB over the usual ones; %s bears %.0f dB",
                            spread_db, t->role->name, bears_db));
}

lq_status lq_even_track(const lq_song* const song, lq_track* const t)
{
  enum { LEAST_BLOCKS = 20 };    // of 100 ms: less says nothing about a track's habits
  enum { STRUCK_CREST_DB = 20 }; // a mallet or a pluck is a drum to a compressor
  if (t->silent || t->features->activity.n_active < LEAST_BLOCKS) {
    return LQ_OK;
  }
  const bool hits = !strcmp(t->role->group, "drums") || t->features->crest_db > STRUCK_CREST_DB;
  return hits ? even_hits(song, t) : even_passages(song, t);
}
