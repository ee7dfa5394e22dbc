// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/edge.h"

#include "base/maths.h"

#include <math.h>

static const double lowest_hz = 9000, near_hz = 300, far_hz = 1300, least_drop_db = 20;

static double mean_db(const double* const power, const size_t from, const size_t to)
{
  double sum = 0;
  for (size_t i = from; i < to; ++i) {
    sum += power[i];
  }
  return lq_power_to_db(sum / (double)(to - from) + 1e-20);
}

static double loudest_db(const double* const power, const size_t from, const size_t to,
                         const size_t step)
{
  double most = -200;
  for (size_t i = from; i < to; i += step) {
    most = fmax(most, mean_db(power, i, i + step < to ? i + step : to));
  }
  return most;
}

// The weakest third, so that one tone is no plateau.
static double least_db(const double* const power, const size_t from, const size_t to)
{
  const size_t third = (to - from) / 3;
  double       least = mean_db(power, to - third, to);
  for (size_t i = 0; i < 2; ++i) {
    least = fmin(least, mean_db(power, from + i * third, from + (i + 1) * third));
  }
  return least;
}

lq_edge lq_edge_find(const double* const power, const size_t n_bins, const double rate_hz)
{
  lq_edge      best   = {0};
  const double bin_hz = rate_hz / (2.0 * (double)(n_bins - 1));
  const size_t near   = (size_t)ceil(near_hz / bin_hz);
  const size_t far    = (size_t)ceil(far_hz / bin_hz);
  const size_t first  = (size_t)(lowest_hz / bin_hz);
  for (size_t i = first; i + near + 4 < n_bins && i > far; ++i) {
    const size_t top   = i + far < n_bins ? i + far : n_bins;
    const double under = least_db(power, i - far, i - near);
    const double above = mean_db(power, i + near, top);
    if (under - above > fmax(best.drop_db, least_drop_db)) {
      best = (lq_edge){.hz      = (double)i * bin_hz,
                       .drop_db = under - above,
                       .rest_db = loudest_db(power, i + near, n_bins, near) - under};
    }
  }
  return best.rest_db <= -least_drop_db ? best : (lq_edge){0};
}
