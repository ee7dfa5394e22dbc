// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/pair.h"

#include "base/maths.h"

#include <math.h>

static double ratio_db(const double top, const double bottom)
{
  return top > 0 ? bottom > 0 ? lq_power_to_db(top / bottom) : (double)INFINITY : -(double)INFINITY;
}

double lq_pair_correlation(const lq_pair p)
{
  return p.left > 0 && p.right > 0
             ? fmax(-1.0, fmin(1.0, (p.mid - p.side) / sqrt(p.left * p.right)))
             : 0.0;
}

double lq_pair_side_db(const lq_pair p)
{
  return p.side > 1e-10 * p.mid ? ratio_db(p.side, p.mid) : -(double)INFINITY; // less is rounding
}

double lq_pair_balance_db(const lq_pair p)
{
  return p.left + p.right > 0 ? ratio_db(p.right, p.left) : 0.0;
}

// Both loudspeakers playing mid, against what they played.
double lq_pair_mono_loss_db(const lq_pair p)
{
  return p.left + p.right > 0 ? fmax(0.0, ratio_db(p.left + p.right, 2.0 * p.mid)) : 0.0;
}

lq_pair lq_pair_of(const double ll, const double rr, const double lr)
{
  return (lq_pair){.left  = ll,
                   .right = rr,
                   .mid   = fmax(0.0, 0.25 * (ll + rr + 2.0 * lr)),
                   .side  = fmax(0.0, 0.25 * (ll + rr - 2.0 * lr))};
}
