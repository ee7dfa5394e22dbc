// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vinyl.h"

#include <math.h>

// Straight lines between the points; beyond them the nearest one goes on.
double lq_vinyl_guide_db(const lq_vinyl_record* const record, const double minutes)
{
  const lq_vinyl_guide* const g = record->guide;
  if (record->n_guide < 2 || minutes < 0.6 * g[0].minutes) {
    return (double)NAN; // nobody asks how loud a short side may be
  }
  size_t i = 1;
  while (i + 1 < record->n_guide && minutes > g[i].minutes) {
    ++i;
  }
  const double slope = (g[i].level_db - g[i - 1].level_db) / (g[i].minutes - g[i - 1].minutes);
  return g[i - 1].level_db + slope * (minutes - g[i - 1].minutes);
}
