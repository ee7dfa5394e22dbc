// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where between two samples the waveform peaks, and how far above a ceiling: a limiter's ear.
///
/// Eight points a frame from a Kaiser-windowed sinc of 48 taps a phase (pass band to 0.46 of the
/// rate), then a parabola through each three neighbours. The FIR runs only where it can matter: it
/// reproduces straight lines exactly, so what it adds to the straight line between two samples is
/// a sum over second differences, and |x| and the greatest second difference bound it.
///
/// A fine ear reads what lies near the ceiling once more with 1024 taps a phase (pass band to 0.497
/// of the rate), and adds the level of what lies above that.
#ifndef LQ_DSP_LIMIT_H
#define LQ_DSP_LIMIT_H

#include <stdbool.h>
#include <stddef.h>

enum {
  LQ_LIMIT_TAPS   = 48,
  LQ_LIMIT_BEFORE = LQ_LIMIT_TAPS / 2 - 1, ///< taps in front of the interval's first sample
  LQ_LIMIT_AFTER  = LQ_LIMIT_TAPS / 2,     ///< and from there to the newest one needed
  LQ_LIMIT_OVER   = 8,                     ///< points per frame
  LQ_LIMIT_FRAMES = 256,                   ///< of one call of a kernel, at most
  LQ_LIMIT_PAD    = 16,                    ///< finite samples behind a span that may be read
  LQ_LIMIT_FINE   = 1024,                  ///< taps of the fine ear
  LQ_LIMIT_PARTS  = 4,                     ///< of those, to hear what lies at half the rate
  LQ_LIMIT_REACH  = LQ_LIMIT_FINE / 2 - LQ_LIMIT_AFTER, ///< further on either side than the other
  LQ_LIMIT_WINDOW = 512,                                ///< of a correlation, frames
  LQ_LIMIT_LAG_GROUP = 64,
  LQ_LIMIT_LAGS      = 3 * LQ_LIMIT_LAG_GROUP, ///< at most
};

typedef struct {
  float fir[LQ_LIMIT_FINE][LQ_LIMIT_OVER];
  float bend;
  float half_rate[LQ_LIMIT_FINE]; ///< Hann's window on a tone of half the rate, sum of magnitudes 1
} lq_limit_fine;

typedef struct {
  float fir[LQ_LIMIT_TAPS][LQ_LIMIT_OVER]; ///< [tap][phase], phase 0 is not used
  float bend; ///< greatest rise above the straight line per greatest second difference
  const lq_limit_fine* fine; ///< NULL: 48 taps do
} lq_limit_detector;

typedef struct {
  /// Greatest magnitude between x[i + LQ_LIMIT_BEFORE] and the next sample, both included; 0 may
  /// stand for anything that is certainly not above the ceiling.
  /// @param x [n_frames + LQ_LIMIT_TAPS - 1 + LQ_LIMIT_PAD]; with a fine ear LQ_LIMIT_REACH more
  ///          on either side
  /// @return false when all of y is 0
  bool (*peaks)(const lq_limit_detector* d, float* restrict y, const float* restrict x,
                float ceiling_lin, size_t n_frames);
  /// Reduction that brings a peak to the ceiling, in log2 units (1 is 6.02 dB), 0 below it.
  void (*reduction)(float* x, float ceiling_lin, size_t n_frames);
  /// y = x * 2^-r
  void (*apply)(float* restrict y, const float* restrict x, const float* restrict r,
                size_t n_frames);
  /// Eight points of the interval that begins at x[LQ_LIMIT_BEFORE].
  void (*points)(const lq_limit_detector* d, float u[LQ_LIMIT_OVER], const float* x);
  /// Amplitude of what lies within some 1/512 of half the rate. @param x [LQ_LIMIT_FINE]
  float (*half_rate)(const lq_limit_fine* fine, const float* x);
  /// Sum of x[i] * x[i + lag].
  /// @param r       [LQ_LIMIT_LAGS], lags 0 to n_lags - 1 are written
  /// @param x       [LQ_LIMIT_WINDOW], then LQ_LIMIT_LAGS zeros
  /// @param n_lags  a multiple of LQ_LIMIT_LAG_GROUP
  void (*correlate)(float* restrict r, const float* restrict x, size_t n_lags);
  /// Nothing beyond the ceiling.
  void (*clamp)(float* x, float ceiling_lin, size_t n_frames);
} lq_limit_kernels;

/// @param fine  NULL, or what lq_limit_fine_design() made
lq_limit_detector lq_limit_detector_design(const lq_limit_fine* fine);
void              lq_limit_fine_design(lq_limit_fine* fine);

#endif
