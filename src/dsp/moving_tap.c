// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/moving_tap.h"

#include "base/maths.h"
#include "dsp/fraction.h"

enum { PAIRS = LQ_MOVING_TAP_PAIRS, NODES = LQ_MOVING_TAP_DEGREE + 1, POWERS = NODES / 2 };

static const double beta = 8.0; // 0.001 dB, 80 dB

// Values at z[0..3] to coefficients of the cubic through them: Newton's divided differences, then
// powers.
static void interpolate(const double z[POWERS], const double value[POWERS], float out[POWERS])
{
  double d[POWERS], c[POWERS] = {0};
  for (int i = 0; i < POWERS; ++i) {
    d[i] = value[i];
  }
  for (int order = 1; order < POWERS; ++order) {
    for (int i = POWERS - 1; i >= order; --i) {
      d[i] = (d[i] - d[i - 1]) / (z[i] - z[i - order]);
    }
  }
  for (int i = POWERS - 1; i >= 0; --i) { // c = c (z - z[i]) + d[i]
    for (int j = POWERS - 1; j > 0; --j) {
      c[j] = c[j - 1] - z[i] * c[j];
    }
    c[0] = d[i] - z[i] * c[0];
  }
  for (int j = 0; j < POWERS; ++j) {
    out[j] = (float)c[j];
  }
}

void lq_moving_tap_design(lq_moving_tap* const t)
{
  // Chebyshev nodes of degree 8 on -1/2 to 1/2 lie in pairs around 0: four in the square.
  double z[POWERS];
  float  taps[POWERS][2 * PAIRS];
  double m[POWERS];
  for (int i = 0; i < POWERS; ++i) {
    m[i] = 0.5 * lq_cos(LQ_PI * (2 * i + 1) / (2.0 * NODES));
    z[i] = m[i] * m[i];
    lq_fraction_design(taps[i], 2 * PAIRS, 0.5 + m[i], beta);
  }
  for (int k = 0; k < PAIRS; ++k) {
    // A filter that delays weighs tap j by how near j frames ago is; a place between frames counts
    // the other way: the frame behind the place has the tap in front of the middle.
    double even[POWERS], odd[POWERS];
    for (int i = 0; i < POWERS; ++i) {
      const double earlier = (double)taps[i][PAIRS - 1 - k];
      const double later   = (double)taps[i][PAIRS + k];
      even[i]              = 0.5 * (earlier + later);
      odd[i]               = 0.5 * (later - earlier) / m[i];
    }
    interpolate(z, even, t->sum[k]);
    interpolate(z, odd, t->difference[k]);
  }
}
