// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Linear prediction round a place (autocorrelation method, N. Levinson 1946, J. Durbin 1960): what
/// cannot be predicted and stands alone is a fault, what goes on ringing is an attack. Who looks
/// for faults and who mends them share it.
#ifndef LQ_DSP_PREDICT_H
#define LQ_DSP_PREDICT_H

#include <stdbool.h>
#include <stddef.h>

enum {
  LQ_PREDICT_HALF  = 640, ///< frames that a predictor learns from, on either side
  LQ_PREDICT_ORDER = 48   ///< at most
};

/// a[1 .. order], so that x[n] is about sum a[k] x[n - k], and x[n + k] backwards as well.
/// @param x     the place; x[-HALF] to x[HALF - 1] can be read
/// @param from  x[from .. to] is bridged by a straight line, or it would teach the predictor;
///              nothing is when to < from
/// @param a     [order + 1]
void lq_predict_fit(const float* x, int from, int to, unsigned order, double* a);

/// The predictor of what has that autocorrelation, by Levinson and Durbin.
/// @param r  [order + 1]
/// @param a  [order + 1] a[1 .. order] as above, a[0] 0
void lq_predict_solve(const double* r, unsigned order, double* a);

/// Greatest sixth difference of x[from .. to]: a jump of one gives 10, a stray sample 20, and a
/// wave that has eight samples for a turn a fifth of its height.
double lq_predict_sharpness(const float* x, int from, int to);

/// Mean square. What is louder behind a place than before it is an attack.
double lq_predict_power(const float* x, size_t n_frames);

typedef struct {
  bool  single; ///< stands alone
  float height; ///< of the prediction error there
  float over;   ///< height over the RMS of the error nearby
} lq_outlier;

/// Is one sample a stranger among its neighbours?
/// @param x        the place in question; x[-reach] to x[reach - 1] can be read
/// @param reach    1024 or more
lq_outlier lq_predict_outlier(const float* x, size_t reach, double rate_hz);

#endif
