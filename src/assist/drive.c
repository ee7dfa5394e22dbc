// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/drive.h"

#include "base/maths.h"
#include "dsp/quantise.h"
#include "proc/all.h"

#include <math.h>

enum { HALVINGS = 20 };

lq_status lq_drive_new(lq_drive* const d, const lq_envelope* const envelope,
                       const lq_measurement* const before, const double plr_floor_lu)
{
  const double plr_lu   = lq_measurement_plr_lu(before);
  const double floor_lu = plr_floor_lu > 0 ? plr_floor_lu : LQ_GUARD_PLR_LU;
  *d                    = (lq_drive){.before = before};
  d->floor_lu           = fmin(floor_lu, plr_lu - LQ_GUARD_PLR_LOSS_LU);
  d->usual              = lq_param_find(lq_limiter.params, lq_limiter.n_params, "usual") != NULL;
  lq_drive_forget(d);
  return lq_forecaster_new(&d->forecaster, envelope);
}

void lq_drive_free(lq_drive* const d)
{
  lq_forecaster_free(&d->forecaster);
}

void lq_drive_forget(lq_drive* const d)
{
  d->low_db   = LQ_DRIVE_LEAST_DB;
  d->high_db  = LQ_DRIVE_MOST_DB;
  d->has_last = false;
}

double lq_drive_gain_step(const double db)
{
  return round(100 * db) / 100;
}

double lq_drive_ceiling_step(const double db)
{
  return floor(1000 * db + 1e-6) / 1000;
}

double lq_drive_excess(const lq_drive* const d, const double gain_db, const lq_drive_try got,
                       lq_guard* const guard)
{
  const double cost_lu        = d->before->integrated_lufs + gain_db - got.lufs;
  const double by[LQ_GUARD_N] = {[LQ_GUARD_NONE]  = got.lufs - d->aim_lufs,
                                 [LQ_GUARD_COST]  = cost_lu - LQ_GUARD_COST_LU,
                                 [LQ_GUARD_USUAL] = got.usual_db - LQ_GUARD_USUAL_DB,
                                 [LQ_GUARD_PLR]   = d->floor_lu - got.plr_lu};
  lq_guard     worst          = LQ_GUARD_NONE;
  for (lq_guard i = LQ_GUARD_COST; i < LQ_GUARD_N && !d->exact; ++i) {
    worst = by[i] > by[worst] ? i : worst;
  }
  if (guard) {
    *guard = worst;
  }
  return by[worst];
}

bool lq_drive_is_there(const double excess, const lq_guard guard)
{
  return excess <= LQ_DRIVE_CLOSE_LU && excess >= (guard ? -LQ_DRIVE_GUARD_DB : -LQ_DRIVE_CLOSE_LU);
}

double lq_drive_foretell(lq_drive* const d)
{
  double low = LQ_DRIVE_LEAST_DB, high = LQ_DRIVE_MOST_DB;
  for (unsigned i = 0; i < HALVINGS; ++i) {
    const double       gain_db = 0.5 * (low + high);
    const lq_forecast  f       = lq_forecast_at(&d->forecaster, gain_db, d->ceiling_db);
    const double       peak    = fmin(d->ceiling_db, d->before->true_peak_dbtp + gain_db);
    const lq_drive_try got     = {
            .lufs = f.lufs, .usual_db = d->usual ? f.usual_db : -1, .plr_lu = peak - f.lufs};
    const bool much        = lq_drive_excess(d, gain_db, got, NULL) > 0;
    *(much ? &high : &low) = gain_db;
  }
  return 0.5 * (low + high);
}

double lq_drive_reach_lufs(lq_drive* const d)
{
  const double aim_lufs = d->aim_lufs;
  d->aim_lufs           = HUGE_VAL;
  const double gain_db  = lq_drive_foretell(d);
  d->aim_lufs           = aim_lufs;
  return lq_forecast_at(&d->forecaster, gain_db, d->ceiling_db).lufs;
}

bool lq_drive_will_miss(lq_drive* const d, const double gain_db)
{
  const double lufs = lq_forecast_at(&d->forecaster, gain_db, d->ceiling_db).lufs;
  return d->before->integrated_lufs + gain_db - lufs > 2 * LQ_DRIVE_CLOSE_LU;
}

void lq_drive_learn(lq_drive* const d, const double gain_db, const lq_readback* const read,
                    const double usual_db)
{
  lq_forecast_learn(&d->forecaster, gain_db, d->ceiling_db, read->grid, read->n_grids,
                    round(read->m.rate_hz / 10), usual_db);
}

double lq_drive_next(lq_drive* const d, const double gain_db, const double miss)
{
  const double most_step_db              = 6;
  const double width                     = gain_db - d->last_gain_db;
  const double slope                     = fmax(0.05, fmin(1, (miss - d->last_miss) / width));
  const bool   line                      = d->has_last && fabs(width) > 0.05;
  *(miss > 0 ? &d->high_db : &d->low_db) = gain_db;
  d->last_gain_db                        = gain_db;
  d->last_miss                           = miss;
  d->has_last                            = true;
  double gain                            = line ? gain_db - miss / slope : lq_drive_foretell(d);
  gain = fmax(gain_db - most_step_db, fmin(gain_db + most_step_db, gain));
  return gain > d->low_db && gain < d->high_db ? gain : 0.5 * (d->low_db + d->high_db);
}

double lq_drive_first_ceiling_db(const double promise_db, const unsigned bits,
                                 const lq_dither_kind dither, const double rate_hz)
{
  const double rise     = lq_quantise_rise_lin(bits, dither, rate_hz);
  const double under_db = lq_lin_to_db(lq_db_to_lin(promise_db) - rise);
  return promise_db - under_db < 0.0005 ? promise_db : lq_drive_ceiling_step(under_db);
}

lq_status lq_drive_limiter(lq_device* const device, lq_pool* const pool, const double gain_db,
                           const double ceiling_db)
{
  LQ_TRY(lq_device_init(device, pool, &lq_limiter, 0));
  lq_device_set(device, "gain", (float)gain_db);
  lq_device_set(device, "ceiling", (float)ceiling_db);
  return LQ_OK;
}
