// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Is one sample a stranger among its neighbours? Linear prediction (autocorrelation method, N.
/// Levinson 1946, J. Durbin 1960) whitens a window round it; what cannot be predicted and stands
/// alone is a fault, what goes on ringing is an attack.
#ifndef LQ_MEASURE_PREDICT_H
#define LQ_MEASURE_PREDICT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  bool  single; ///< stands alone
  float height; ///< of the prediction error there
  float over;   ///< height over the RMS of the error nearby
} lq_outlier;

/// @param x        the place in question; x[-reach] to x[reach - 1] can be read
/// @param reach    1024 or more
lq_outlier lq_predict_outlier(const float* x, size_t reach, double rate_hz);

#endif
