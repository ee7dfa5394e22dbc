// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/tone_moves.h"

#include "assist/fit.h"
#include "assist/loud.h"
#include "base/maths.h"
#include "dsp/eq_band.h"
#include "proc/all.h"

#include <math.h>
#include <string.h>

enum { BANDS = LQ_SPECTRUM_BANDS, MOVES = LQ_TONE_REGIONS, MOST_DB = LQ_TONE_MOST_DB };

static const double least_db = 0.3, few_db = 0.2; // of a move; of a region's need
static const double wide_db = 5;                  // to see who wants too much

const lq_tone_region lq_tone_regions[MOVES] = {
    {"sub", 1, 3, LQ_BAND_LOW_SHELF, 55, 0.8F},      {"low end", 4, 8, LQ_BAND_BELL, 90, 0.9F},
    {"low middle", 9, 13, LQ_BAND_BELL, 240, 0.9F},  {"middle", 14, 17, LQ_BAND_BELL, 700, 0.9F},
    {"presence", 18, 23, LQ_BAND_BELL, 2200, 0.9F},  {"brilliance", 24, 26, LQ_BAND_BELL, 6000, 1},
    {"air", 27, 29, LQ_BAND_HIGH_SHELF, 9000, 0.8F},
};

void lq_tone_set_move(lq_device* const eq, const unsigned band, const unsigned move,
                      const double gain_db)
{
  lq_device_set_band(eq, band, "type", lq_tone_regions[move].type);
  lq_device_set_band(eq, band, "freq", lq_tone_regions[move].freq_hz);
  lq_device_set_band(eq, band, "q", lq_tone_regions[move].q);
  lq_device_set_band(eq, band, "gain", (float)gain_db);
}

double lq_tone_response_db(const lq_device* const eq, const double freq_hz, const double rate_hz)
{
  const lq_spec spec = {.rate_hz = rate_hz, .n_channels = 1, .n_bands = eq->n_bands};
  return freq_hz < 0.49 * rate_hz ? lq_eq.response_db(&spec, eq->values, freq_hz) : 0;
}

static double off_from(const lq_polish_aims* const aims, const double* const power,
                       double* const off_db)
{
  double sum = 0, n = 0;
  lq_polish_tone(power, off_db);
  for (unsigned b = 0; b < BANDS; ++b) {
    off_db[b] -= aims->tone_db[b];
    sum += aims->known[b] ? fabs(lq_fit_outside_db(off_db[b], aims->slack_db[b])) : 0;
    n += aims->known[b];
  }
  return n > 0 ? sum / n : 0;
}

double lq_tone_distance_db(const lq_polish_aims* const aims, const double* const power)
{
  double off_db[BANDS];
  return off_from(aims, power, off_db);
}

// A region as a whole: where it stands, and how far that is no matter.
static double mean_of(const lq_polish_aims* const aims, const double* const db,
                      const unsigned region)
{
  double sum = 0, n = 0;
  for (unsigned b = lq_tone_regions[region].first; b <= lq_tone_regions[region].last; ++b) {
    sum += aims->known[b] ? db[b] : 0;
    n += aims->known[b];
  }
  return n > 0 ? sum / n : 0;
}

double lq_tone_region_off_db(const lq_polish_aims* const aims, const double* const off_db,
                             const unsigned region)
{
  return lq_fit_outside_db(mean_of(aims, off_db, region), mean_of(aims, aims->slack_db, region));
}

// The mix after the moves: how far it lies off then, and the mean of what is outside.
double lq_tone_predict(const lq_tone_work* const w, const double* const gain_db,
                       double* const off_db)
{
  double power[BANDS];
  for (unsigned b = 0; b < BANDS; ++b) {
    double by_db = 0;
    for (unsigned k = 0; k < MOVES; ++k) {
      by_db += gain_db[k] * w->unit_db[k][b];
    }
    power[b] = w->power[b] * lq_exp(by_db * (LQ_LN10 / 10.0));
  }
  return off_from(w->aims, power, off_db);
}

// Straight lines through where the moves are now, anew each time.
static void solve(const lq_tone_work* const w, lq_fit* const fit, double* const gain_db)
{
  enum { TURNS = 3 };
  double at_db[MOVES] = {0};
  for (int turn = 0; turn < TURNS; ++turn) {
    double off_db[BANDS], moved_db[BANDS];
    lq_tone_predict(w, at_db, off_db);
    for (unsigned r = 0; r < MOVES; ++r) {
      fit->off_db[r] = mean_of(w->aims, off_db, r);
    }
    for (unsigned k = 0; k < MOVES; ++k) {
      const double here = at_db[k];
      at_db[k]          = here + 0.5;
      lq_tone_predict(w, at_db, moved_db);
      at_db[k] = here;
      for (unsigned r = 0; r < MOVES; ++r) {
        fit->shape[k][r] = 2 * (mean_of(w->aims, moved_db, r) - mean_of(w->aims, off_db, r));
        fit->off_db[r] -= here * fit->shape[k][r];
      }
    }
    lq_fit_solve(fit, gain_db);
    memcpy(at_db, gain_db, sizeof at_db);
  }
}

// What needs more than a small move is left as it is and does not count; what lies inside its band
// has no move, but others must not move it out.
static void open_moves(const lq_tone_work* const w, lq_fit* const fit, const double* const off_db,
                       const bool* const left)
{
  for (unsigned k = 0; k < MOVES; ++k) {
    const double need_db = lq_tone_region_off_db(w->aims, off_db, k);
    const bool   open    = !left[k] && fabs(need_db) >= few_db;
    fit->weight[k]       = !left[k];
    fit->slack_db[k]     = mean_of(w->aims, w->aims->slack_db, k);
    fit->least_db[k]     = open && need_db > 0 ? -wide_db : 0;
    fit->most_db[k]      = open && need_db < 0 ? wide_db : 0;
  }
}

static double moved_db(const lq_tone_work* const w, const double* const gain_db,
                       const unsigned band)
{
  double by_db = 0;
  for (unsigned k = 0; k < MOVES; ++k) {
    by_db += gain_db[k] * w->unit_db[k][band];
  }
  return by_db;
}

// How far a region is moved at most: neighbours add up.
static double most_moved_db(const lq_tone_work* const w, const double* const gain_db,
                            const unsigned region)
{
  double most_db = 0;
  for (unsigned b = lq_tone_regions[region].first; b <= lq_tone_regions[region].last; ++b) {
    most_db = fmax(most_db, fabs(moved_db(w, gain_db, b)));
  }
  return most_db;
}

// One more region that is to be left: one that wants too much; or one whose move would make small
// what a region that is left needs, so that the next pass would take it up. MOVES when there is
// none.
static unsigned another(const lq_tone_work* const w, const bool* const left,
                        const double* const gain_db)
{
  double   after_db[BANDS], worst_db = MOST_DB + least_db;
  unsigned worst = MOVES;
  for (unsigned k = 0; k < MOVES; ++k) {
    const double wants_db = fmax(fabs(gain_db[k]), most_moved_db(w, gain_db, k));
    if (gain_db[k] != 0 && wants_db > worst_db) {
      worst_db = wants_db;
      worst    = k;
    }
  }
  lq_tone_predict(w, gain_db, after_db);
  for (unsigned k = 0; worst == MOVES && k < MOVES; ++k) {
    const unsigned at = (lq_tone_regions[k].first + lq_tone_regions[k].last) / 2;
    if (!left[k] || fabs(lq_tone_region_off_db(w->aims, after_db, k)) > MOST_DB) {
      continue;
    }
    worst_db = 0;
    for (unsigned i = 0; i < MOVES; ++i) {
      const double leaks_db = fabs(gain_db[i] * w->unit_db[i][at]);
      worst                 = leaks_db > worst_db ? i : worst;
      worst_db              = fmax(worst_db, leaks_db);
    }
  }
  return worst;
}

// To tenths, and to what one move and all of them together may do.
static void round_off(const lq_tone_work* const w, double* const gain_db)
{
  double most_db = 0;
  for (unsigned k = 0; k < MOVES; ++k) {
    most_db = fmax(most_db, fmax(fabs(gain_db[k]), most_moved_db(w, gain_db, k)));
  }
  for (unsigned k = 0; k < MOVES; ++k) {
    gain_db[k] = round(10 * gain_db[k] * fmin(1, MOST_DB / fmax(1e-9, most_db))) / 10;
  }
}

void lq_tone_find_moves(const lq_tone_work* const w, bool* const left, double* const gain_db)
{
  double off_db[BANDS];
  lq_fit fit = {.n_points = MOVES, .n_moves = MOVES};
  memset(gain_db, 0, MOVES * sizeof *gain_db);
  lq_tone_predict(w, gain_db, off_db);
  for (unsigned k = 0; k < MOVES; ++k) {
    left[k] = !w->aims->reference && fabs(lq_tone_region_off_db(w->aims, off_db, k)) > MOST_DB;
  }
  for (unsigned more = MOVES;; left[more] = true) {
    open_moves(w, &fit, off_db, left);
    solve(w, &fit, gain_db);
    more = w->aims->reference ? MOVES : another(w, left, gain_db);
    if (more == MOVES) {
      break;
    }
  }
  for (unsigned k = 0; k < MOVES; ++k) {
    fit.least_db[k] *= fabs(gain_db[k]) >= least_db;
    fit.most_db[k] *= fabs(gain_db[k]) >= least_db;
  }
  solve(w, &fit, gain_db);
  round_off(w, gain_db);
}

lq_status lq_tone_begin(lq_tone_work* const w, const lq_polish_aims* const aims,
                        const double* const power, const double rate_hz, lq_pool* const pool)
{
  lq_device eq;
  *w = (lq_tone_work){.aims = aims, .rate_hz = rate_hz};
  memcpy(w->power, power, sizeof w->power);
  LQ_TRY(lq_device_init(&eq, pool, &lq_eq, 1));
  for (unsigned k = 0; k < MOVES; ++k) {
    lq_tone_set_move(&eq, 0, k, 1);
    for (unsigned b = 0; b < BANDS; ++b) {
      w->unit_db[k][b] = lq_tone_response_db(&eq, lq_spectrum_band_hz(b), w->rate_hz);
    }
  }
  return LQ_OK;
}

lq_status lq_tone_start(lq_tone_work* const w, const lq_polish* const p)
{
  double mid[BANDS], side[BANDS];
  lq_loud_mean(p->loud, p->steps, p->n, mid, side);
  for (unsigned b = 0; b < BANDS; ++b) {
    mid[b] += side[b];
  }
  return lq_tone_begin(w, &p->aims, mid, p->mix->features->rate_hz, p->master->pool);
}
