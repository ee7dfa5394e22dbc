// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/breadth.h"

#include "assist/fit.h"
#include "assist/loud.h"
#include "assist/notes.h"
#include "base/maths.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>

enum { BANDS = LQ_SPECTRUM_BANDS, SIDES = LQ_TONE_SIDES, SIDE = 0, SHELF = 1, LOW_HZ = 100 };

static const double most_db = 1.5, least_db = 0.3, mono_db = -40, shelf_hz = 4000;

static const char* const stretches[SIDES] = {"below 120 Hz", "from 120 to 500 Hz",
                                             "from 500 Hz to 2 kHz", "from 2 to 8 kHz",
                                             "from 8 to 16 kHz"};

// A shelf of the first order: half its decibels at its frequency.
static double shelf_share(const double freq_hz)
{
  const double x = freq_hz / shelf_hz;
  return x * x / (1 + x * x);
}

static double stretch_hz(const unsigned s)
{
  return sqrt(fmax(60, lq_tone_side_hz[s]) * lq_tone_side_hz[s + 1]);
}

static lq_status say_left(lq_polish* const p, const unsigned s, const double out_db)
{
  return LQ_POLISH_NOTE(p,
                        "width: the sides %s are %.1f dB %s than they may be beside %s; more than "
                        "a small move, so it is taken as meant",
                        stretches[s], fabs(out_db), out_db > 0 ? "stronger" : "weaker", p->aims.by);
}

// Would a stretch that was left as meant need only a small move after these? Then the next pass
// would make it.
static bool takes_up(const lq_polish* const p, const lq_fit* const fit, const double* const gain_db)
{
  bool any = false;
  for (unsigned s = 1; s < SIDES && !p->aims.reference; ++s) {
    const double was_db = lq_fit_outside_db(fit->off_db[s], fit->slack_db[s]);
    const double is_db  = lq_fit_outside_db(fit->off_db[s] + gain_db[SIDE] * fit->shape[SIDE][s] +
                                                gain_db[SHELF] * fit->shape[SHELF][s],
                                            fit->slack_db[s]);
    any = any || (fabs(was_db) > most_db && fabs(is_db) <= most_db && fabs(is_db) >= least_db);
  }
  return any;
}

// The two moves that bring the sides to the edges of their bands.
static lq_status find(lq_polish* const p, const double* const off_db, double* const gain_db)
{
  lq_fit fit = {.n_points = SIDES, .n_moves = 2};
  for (unsigned s = 1; s < SIDES; ++s) {
    const double out_db = lq_fit_outside_db(off_db[s], p->aims.side_slack_db[s]);
    const bool   small  = p->aims.reference ? fabs(out_db) < 10 : fabs(out_db) <= most_db;
    fit.off_db[s]       = off_db[s];
    fit.slack_db[s]     = p->aims.side_slack_db[s];
    fit.weight[s]       = small && lq_tone_side_hz[s + 1] < 0.5 * p->mix->features->rate_hz;
    fit.shape[SIDE][s]  = 1;
    fit.shape[SHELF][s] = shelf_share(stretch_hz(s));
    if (!small) {
      LQ_TRY(say_left(p, s, out_db));
    }
  }
  for (unsigned k = 0; k < 2; ++k) {
    fit.least_db[k] = -most_db;
    fit.most_db[k]  = most_db;
  }
  lq_fit_solve(&fit, gain_db);
  for (unsigned k = 0; k < 2 && takes_up(p, &fit, gain_db); ++k) {
    fit.least_db[k] = fit.most_db[k] = 0;
    lq_fit_solve(&fit, gain_db);
  }
  for (unsigned k = 0; k < 2; ++k) {
    fit.least_db[k] *= fabs(gain_db[k]) >= least_db;
    fit.most_db[k] *= fabs(gain_db[k]) >= least_db;
  }
  lq_fit_solve(&fit, gain_db);
  for (unsigned k = 0; k < 2; ++k) {
    gain_db[k] = round(10 * gain_db[k] * (double)p->amounts.of[LQ_AMOUNT_WIDTH]) / 10;
  }
  gain_db[SHELF] = fmax(-most_db, fmin(most_db, gain_db[SIDE] + gain_db[SHELF])) - gain_db[SIDE];
  return LQ_OK;
}

static const char* reason(const lq_polish* const p, const double* const off_db, const bool low,
                          const double* const gain_db)
{
  lq_pool* const    pool = p->master->pool;
  const char* const bass =
      low ? lq_pool_format(pool, "below 120 Hz the sides stand at %.1f dB, more than in %s%s",
                           off_db[0] + p->aims.side_db[0], p->aims.by,
                           gain_db[SIDE] != 0 || gain_db[SHELF] != 0 ? "; " : "")
          : "";
  if (!bass || (gain_db[SIDE] == 0 && gain_db[SHELF] == 0)) {
    return bass;
  }
  unsigned worst = 1;
  for (unsigned s = 2; s < SIDES; ++s) {
    const double here = lq_fit_outside_db(off_db[s], p->aims.side_slack_db[s]);
    worst =
        fabs(here) <= most_db &&
                fabs(here) > fabs(lq_fit_outside_db(off_db[worst], p->aims.side_slack_db[worst]))
            ? s
            : worst;
  }
  return lq_pool_format(pool, "%sthe sides %s stand at %.1f dB, in %s at %.1f", bass,
                        stretches[worst], off_db[worst] + p->aims.side_db[worst], p->aims.by,
                        p->aims.side_db[worst]);
}

static lq_status push(lq_polish* const p, const double* const off_db, const bool low,
                      const double* const gain_db)
{
  lq_device d;
  LQ_TRY(lq_device_init(&d, p->master->pool, &lq_width, 0));
  lq_device_set(&d, "side", (float)gain_db[SIDE]);
  lq_device_set(&d, "shelf", (float)gain_db[SHELF]);
  if (gain_db[SHELF] != 0) {
    lq_device_set(&d, "shelf_freq", (float)shelf_hz);
  }
  if (low) {
    lq_device_set(&d, "mono_below", LOW_HZ);
  }
  d.why              = reason(p, off_db, low, gain_db);
  double none[BANDS] = {0}, side_db[BANDS];
  for (unsigned b = 0; b < BANDS; ++b) {
    const double hz = lq_spectrum_band_hz(b), x = (hz / LOW_HZ) * (hz / LOW_HZ);
    side_db[b] = gain_db[SIDE] + gain_db[SHELF] * shelf_share(hz) +
                 (low ? lq_power_to_db(x * x / (1 + x * x)) : 0); // 12 dB an octave
  }
  lq_polish_shape(p, none, side_db);
  return d.why ? lq_chain_push(&p->master->chain, p->master->pool, &d) : LQ_ERR_MEMORY;
}

lq_status lq_breadth_correct(lq_polish* const p)
{
  double mid[BANDS], side[BANDS], off_db[SIDES], gain_db[2] = {0}, all[2] = {0};
  if (p->amounts.of[LQ_AMOUNT_WIDTH] <= 0) {
    return LQ_POLISH_NOTE(p, "width: left alone, as asked");
  }
  lq_loud_mean(p->loud, p->steps, p->n, mid, side);
  for (unsigned b = 0; b < BANDS; ++b) {
    all[0] += mid[b];
    all[1] += side[b];
  }
  if (p->mix->features->n_channels < 2 ||
      lq_power_to_db(fmax(1e-20, all[1]) / fmax(1e-20, all[0])) < mono_db) {
    return LQ_POLISH_NOTE(p, "width: the mix is mono, and stays it");
  }
  if (!p->aims.wide) {
    return LQ_POLISH_NOTE(p, "width: %s says nothing about it", p->aims.by);
  }
  for (unsigned s = 0; s < SIDES; ++s) {
    off_db[s] = lq_polish_side_db(mid, side, s) - p->aims.side_db[s];
  }
  LQ_TRY(find(p, off_db, gain_db));
  // Half a bass in the sides is no taste: it goes whole, as an elliptical filter does.
  const bool low = off_db[0] > p->aims.side_slack_db[0];
  if (!low && fabs(gain_db[SIDE]) < least_db && fabs(gain_db[SHELF]) < least_db) {
    return LQ_POLISH_NOTE(p, "width: as in %s, or nearer than a small move; nothing was changed",
                          p->aims.by);
  }
  return push(p, off_db, low, gain_db);
}
