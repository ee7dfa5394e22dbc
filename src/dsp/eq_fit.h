// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How far a digital response is from the analogue one, and a few steps of least squares to bring
/// it nearer.
#ifndef LQ_DSP_EQ_FIT_H
#define LQ_DSP_EQ_FIT_H

#include "dsp/eq_shape.h"

enum { LQ_FIT_WIDE = 14, LQ_FIT_CLOSE = 12, LQ_FIT_POINTS = LQ_FIT_WIDE + 2 * LQ_FIT_CLOSE };

/// Where to look: fractions of the whole range, and of the width of each corner.
typedef struct {
  double wide[LQ_FIT_WIDE], close[LQ_FIT_CLOSE];
} lq_fit_grid;

/// To fit, and, in between, to check what was fitted.
extern const lq_fit_grid lq_fit_grid_fit, lq_fit_grid_check;

typedef struct {
  double   t[LQ_FIT_POINTS], power[LQ_FIT_POINTS]; ///< tan^2(w/2), the prototype's |H|^2
  unsigned n;
} lq_fit_points;

/// Points where the prototype is above -40 dB.
void lq_fit_choose(lq_fit_points* points, const lq_fit_grid* grid, const lq_prototype* prototype,
                   double end_w);

/// Greatest ratio between the two |H|^2, at least 1.
double lq_fit_misfit(const lq_eq_shape* shape, const lq_fit_points* points);

/// Improve until the misfit is `enough` or no step helps; at most three steps.
/// @return the misfit
double lq_fit_improve(lq_eq_shape* shape, double misfit, double enough,
                      const lq_fit_points* points);

#endif
