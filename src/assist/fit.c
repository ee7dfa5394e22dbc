// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/fit.h"

#include <math.h>

// Among gains that do equally well the smallest; too little to be heard in what comes out.
static const double dear = 1e-3;

double lq_fit_outside_db(const double off_db, const double slack_db)
{
  return off_db > slack_db ? off_db - slack_db : off_db < -slack_db ? off_db + slack_db : 0;
}

// Slope of the cost along one move: sum of weighted squares outside the band, and of the gain.
static double slope(const lq_fit* const f, const unsigned move, const double* const rest_db,
                    const double gain_db)
{
  double sum = dear * gain_db;
  for (unsigned i = 0; i < f->n_points; ++i) {
    const double s = f->shape[move][i];
    sum += f->weight[i] * s * lq_fit_outside_db(rest_db[i] + gain_db * s, f->slack_db[i]);
  }
  return sum;
}

// The cost is convex: its slope rises, and is 0 at the best gain.
static double best_gain(const lq_fit* const f, const unsigned move, const double* const rest_db)
{
  enum { HALVINGS = 24 };
  double low = f->least_db[move], high = f->most_db[move];
  for (int i = 0; i < HALVINGS; ++i) {
    const double middle                                   = 0.5 * (low + high);
    *(slope(f, move, rest_db, middle) > 0 ? &high : &low) = middle;
  }
  return 0.5 * (low + high);
}

void lq_fit_solve(const lq_fit* const f, double* const gain_db)
{
  enum { ROUNDS = 60 };
  double at_db[LQ_FIT_POINTS], rest_db[LQ_FIT_POINTS];
  for (unsigned i = 0; i < f->n_points; ++i) {
    at_db[i] = f->off_db[i];
  }
  for (unsigned k = 0; k < f->n_moves; ++k) {
    gain_db[k] = 0;
  }
  for (int round = 0; round < ROUNDS; ++round) {
    for (unsigned k = 0; k < f->n_moves; ++k) {
      for (unsigned i = 0; i < f->n_points; ++i) {
        rest_db[i] = at_db[i] - gain_db[k] * f->shape[k][i];
      }
      gain_db[k] = best_gain(f, k, rest_db);
      for (unsigned i = 0; i < f->n_points; ++i) {
        at_db[i] = rest_db[i] + gain_db[k] * f->shape[k][i];
      }
    }
  }
}
