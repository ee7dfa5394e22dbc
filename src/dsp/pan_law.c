// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/pan_law.h"

#include "base/maths.h"

#include <math.h>

// One side's gain when the position is `near` of the way to it, 0 to 1.
static double side(const lq_pan_law law, const double near)
{
  const double linear = near, power = lq_sin(near * LQ_PI / 2);
  switch (law) {
  case LQ_PAN_LAW_LINEAR:
    return linear;
  case LQ_PAN_LAW_COMPROMISE:
    return sqrt(linear * power);
  case LQ_PAN_LAW_UNITY:
    return near >= 0.5 ? 1.0 : lq_sin(near * LQ_PI);
  default:
    return power;
  }
}

void lq_pan_gains(const lq_pan_law law, const double position, double* const left_lin,
                  double* const right_lin)
{
  *left_lin  = side(law, (1.0 - position) / 2);
  *right_lin = side(law, (1.0 + position) / 2);
}

void lq_balance_gains(const lq_pan_law law, const double position, double* const left_lin,
                      double* const right_lin)
{
  const lq_pan_law curve = law == LQ_PAN_LAW_UNITY ? LQ_PAN_LAW_POWER : law;
  *left_lin              = position > 0 ? side(curve, 1.0 - position) : 1.0;
  *right_lin             = position < 0 ? side(curve, 1.0 + position) : 1.0;
}
