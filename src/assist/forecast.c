// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/forecast.h"

#include "base/maths.h"

#include <math.h>
#include <stdlib.h>

enum { GRID = LQ_LOUDNESS_HOPS_A_GRID, BINS = 512 };

static const double keep_a_hop = 0.846; // exp(-10 ms / 60 ms)
static const double prior  = -0.6; // how much further the real limiter goes, before it was heard
static const double bin_db = 0.05;
static const double db_an_octave = 6.02059991327962390427; // 20 log10(2)

lq_status lq_forecaster_new(lq_forecaster* const f, const lq_envelope* const envelope)
{
  *f = (lq_forecaster){.envelope = envelope, .n_grids = envelope->n / GRID};
  lq_loudness_start(&f->loudness, envelope->grid_frames);
  f->mend            = malloc(2 * (f->n_grids + 1) * sizeof *f->mend);
  f->further         = f->mend ? f->mend + f->n_grids + 1 : NULL;
  const lq_status st = f->mend ? lq_loudness_reserve(&f->loudness, envelope->n) : LQ_ERR_MEMORY;
  for (size_t i = 0; !st && i < f->n_grids; ++i) {
    f->mend[i]    = 1;
    f->further[i] = prior;
  }
  if (st) {
    lq_forecaster_free(f);
  }
  return st;
}

void lq_forecaster_free(lq_forecaster* const f)
{
  lq_loudness_free(&f->loudness);
  free(f->mend);
  *f = (lq_forecaster){0};
}

// Reductions by size, so that the one that 1 % exceed is found without sorting them.
typedef struct {
  unsigned count[BINS];
  unsigned n; ///< of all, those without a reduction too
} histogram;

static void count(histogram* const h, const double reduction_lin)
{
  // log2 by a parabola between two powers: good to 0.05 dB, which is enough for a forecast.
  int          exponent;
  const double part = 2 * frexp(reduction_lin, &exponent) - 1;
  const double db   = (part + 0.34 * part * (1 - part) + exponent - 1) * db_an_octave;
  const double bin  = db / bin_db;
  ++h->count[bin < BINS - 1 ? (unsigned)bin : BINS - 1];
}

static double exceeded_by_a_hundredth(const histogram* const h)
{
  unsigned above = 0;
  for (unsigned i = BINS; i-- > 0;) {
    above += h->count[i];
    if (h->n && above * 100U > h->n) {
      return (i + 0.5) * bin_db;
    }
  }
  return 0;
}

// The energies of 100 ms each, as the simple limiter leaves them, into the loudness's grid; with
// `mended`, as much further as the real one went.
static double run(lq_forecaster* const f, const double gain_db, const double ceiling_db,
                  const bool mended)
{
  const double             drive  = lq_db_to_lin(gain_db);
  const double             factor = drive / lq_db_to_lin(ceiling_db);
  const lq_envelope* const e      = f->envelope;
  histogram                h      = {0};
  double                   over   = 0; // reduction - 1
  for (size_t g = 0; g < f->n_grids; ++g) {
    double energy = 0, whole = 0;
    for (size_t i = g * GRID; i < (g + 1) * GRID; ++i) {
      const double need = (double)e->peak_lin[i] * factor - 1;
      over *= keep_a_hop;
      over = need > over ? need : over;
      whole += e->energy[i];
      energy += e->energy[i] / ((1 + over) * (1 + over));
      ++h.n;
      if (over > 0.005) { // 0.04 dB: it works
        count(&h, 1 + over);
      }
    }
    f->loudness.grid[g] = energy * drive * drive;
    if (mended && energy > 0) {
      const double further = f->further[g] * lq_log(whole / energy);
      f->loudness.grid[g] *= lq_exp(-further) * f->mend[g];
    }
  }
  f->loudness.n_grids = f->n_grids; // all that the integrated loudness asks for
  return exceeded_by_a_hundredth(&h);
}

lq_forecast lq_forecast_at(lq_forecaster* const f, const double gain_db, const double ceiling_db)
{
  const double usual_db = run(f, gain_db, ceiling_db, true);
  return (lq_forecast){.lufs     = lq_loudness_integrated_lufs(&f->loudness),
                       .usual_db = fmax(0, usual_db + f->usual_mend_db)};
}

void lq_forecast_learn(lq_forecaster* const f, const double gain_db, const double ceiling_db,
                       const double* const grid, const size_t n_grids, const double grid_frames,
                       const double usual_db)
{
  const double foretold = run(f, gain_db, ceiling_db, false);
  const double power    = lq_db_to_lin(gain_db) * lq_db_to_lin(gain_db);
  const double rate     = f->envelope->grid_frames / grid_frames;
  f->usual_mend_db      = usual_db >= 0 ? usual_db - foretold : 0;
  for (size_t g = 0; g < f->n_grids; ++g) {
    const double was = f->loudness.grid[g];
    double       all = 0;
    for (size_t i = g * GRID; i < (g + 1) * GRID; ++i) {
      all += f->envelope->energy[i] * power;
    }
    f->mend[g]    = 1;
    f->further[g] = 0;
    if (g >= n_grids || !(was > 0) || !(grid[g] > 0)) {
      continue;
    }
    const double is = grid[g] * rate, model = lq_log(all / was), real = lq_log(all / is);
    if (model > 0.01) { // 0.04 dB: there was something to be wrong about
      f->further[g] = fmax(-0.9, fmin(1, real / model - 1));
    }
    f->mend[g] = is / was * lq_exp(f->further[g] * model);
  }
}
