// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Takes single peaks down to a ceiling by adding what the music hides best: a short pulse with the
/// spectrum of the music around the peak.
///
/// Engineer: of all e with e(t0) = -d, the one of least energy weighted by the inverse of the local
/// power spectrum (what a loud spectrum masks, it masks in proportion) is -d times the local
/// autocorrelation around t0, r(t - t0) / r(0); a lag window smooths that spectrum and keeps the
/// pulse short. Peaks one after another, each read anew (Gauss-Seidel); several of these in a row
/// are its rounds. One channel, LQ_LIMIT_FRAMES at a time, two such blocks late.
/// Source: B. Defraene, T. van Waterschoot, H. J. Ferreau, M. Diehl, M. Moonen, "Real-time
/// perception-based clipping of audio signals using convex optimization", IEEE TASLP 2012, whose
/// programme this is with one constraint at a time.
#ifndef LQ_DSP_LIMIT_SHAVE_H
#define LQ_DSP_LIMIT_SHAVE_H

#include "dsp/limit.h"
#include "dsp/simd.h"

enum { LQ_LIMIT_SHAVE_LATE = 2 * LQ_LIMIT_FRAMES };

typedef struct {
  lq_limit_detector detector;
  size_t            n_lags;                              ///< half a pulse, frames
  float             window[LQ_LIMIT_WINDOW];             ///< of the correlation
  float             fade[LQ_LIMIT_LAGS * LQ_LIMIT_OVER]; ///< lag window, eighths of a frame
} lq_limit_shave_coef;

typedef struct {
  float* line; ///< [3 * LQ_LIMIT_FRAMES + LQ_LIMIT_PAD] to leave, to work on, to come
} lq_limit_shave;

/// @param half_sec  half a pulse
void lq_limit_shave_design(lq_limit_shave_coef* coef, double rate_hz, double half_sec);

void       lq_limit_shave_prepare(lq_limit_shave* s, lq_arena* arena);
LQ_RT void lq_limit_shave_reset(lq_limit_shave* s);

/// In place. @param x [LQ_LIMIT_FRAMES]
/// @return whether a peak was taken down
LQ_RT bool lq_limit_shave_process(lq_limit_shave* s, const lq_limit_shave_coef* coef,
                                  const lq_simd* simd, float ceiling_lin, float* x);

#endif
