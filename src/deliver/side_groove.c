// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/side_groove.h"

#include "base/pool.h"

#include <math.h>

lq_status lq_side_groove_bands(const lq_side* const side, lq_pool* const pool,
                               const lq_spiral_band** const bands, size_t* const n_bands)
{
  lq_spiral_band* const made = LQ_POOL_TAKE(pool, lq_spiral_band, side->n_songs + 1);
  if (!made) {
    return LQ_ERR_MEMORY;
  }
  size_t n = 0;
  for (size_t i = 1; i < side->n_songs; ++i) {
    const double from = side->songs[i - 1].end_sec, to = side->songs[i].start_sec;
    if (to > from) { // a segue has none
      made[n++] = (lq_spiral_band){.start_sec = from, .end_sec = to};
    }
  }
  *bands   = made;
  *n_bands = n;
  return LQ_OK;
}

lq_status lq_side_groove_cut(lq_side* const side, const double wanted_db, lq_pool* const pool)
{
  lq_spiral_cut cut       = {.steps = side->steps, .n = side->n_steps, .step_sec = side->step_sec};
  float* const  pitch_um  = LQ_POOL_TAKE(pool, float, side->n_steps + 1);
  float* const  radius_mm = LQ_POOL_TAKE(pool, float, side->n_steps + 1);
  if (!pitch_um || !radius_mm) {
    return LQ_ERR_MEMORY;
  }
  const lq_disc_side* const disc = &side->record->side;
  LQ_TRY(lq_side_groove_bands(side, pool, &cut.bands, &cut.n_bands));
  LQ_TRY(lq_spiral_fit_db(&side->fit_db, disc, &cut));
  LQ_TRY(lq_spiral_clear_db(&side->clear_db, disc, &cut));
  // A sine of full scale on both sides reads 0 LUFS (BS.1770), so loudness is what full scale must
  // be raised by; what has no three seconds of sound is cut as it is.
  const double loud_lufs =
      isfinite(side->m.max_short_term_lufs) ? side->m.max_short_term_lufs : 0.0;
  side->fit_db += loud_lufs;
  side->clear_db += loud_lufs;
  side->guide_db = lq_vinyl_guide_db(side->record, (double)side->n_steps * side->step_sec / 60.0);
  side->level_db = isnan(wanted_db) ? fmin(0.0, fmin(side->fit_db, side->clear_db)) : wanted_db;
  side->level_db = fmax(side->level_db, -40.0);
  side->scale_db = side->level_db - loud_lufs;
  cut.level_db   = side->scale_db;
  LQ_TRY(lq_spiral_make(&side->spiral, disc, &cut, pitch_um, radius_mm));
  side->pitch_um  = pitch_um;
  side->radius_mm = radius_mm;
  return LQ_OK;
}
