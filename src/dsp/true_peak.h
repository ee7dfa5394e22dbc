// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// True peak: the level between the samples, where a converter will find it.
/// Source: ITU-R BS.1770-5 (2023), Annex 2. At 48 kHz the reference interpolator of the standard
/// (4 phases of 12 taps); at other rates a Kaiser-windowed sinc of 24 taps a phase, at least 4
/// phases and at least 192 kHz.
///
/// Speed: an interpolated value is a blend of two neighbours plus a weighted sum of second
/// differences, so max |x| and max |second difference| of a block bound it. The filter runs only
/// where that bound beats the greatest peak so far.
#ifndef LQ_DSP_TRUE_PEAK_H
#define LQ_DSP_TRUE_PEAK_H

#include <stddef.h>

enum {
  LQ_TRUE_PEAK_TAPS   = 24, ///< most of a phase
  LQ_TRUE_PEAK_PHASES = 24, ///< 8 kHz to 192 kHz
  LQ_TRUE_PEAK_BEFORE = 64, ///< frames that must be readable before the first one
};

typedef struct {
  unsigned n_phases;
  unsigned n_taps;
  float    tap[LQ_TRUE_PEAK_PHASES * LQ_TRUE_PEAK_TAPS]; ///< [phase][age]
  float    of_peak;                                      ///< bound: of_peak * |x| + of_bend * |x''|
  float    of_bend;
  float    of_peak_alone; ///< bound from |x| only
} lq_true_peak;

typedef struct {
  /// y = x; the greatest |x|, which is not finite when an x is not.
  float (*copy)(float* restrict y, const float* restrict x, size_t n_frames);
  /// Greatest |x| and greatest |x[i] - 2 x[i-1] + x[i-2]|.
  void (*bound)(const float* x, size_t n_frames, float* peak, float* bend);
  /// Greatest magnitude of all phases at frames 0 to n; reads n_taps - 1 frames before.
  float (*peak)(const lq_true_peak* t, const float* x, size_t n_frames);
} lq_true_peak_kernels;

lq_true_peak lq_true_peak_design(double rate_hz);

/// The greatest of `so_far` and the true peak of a block, exactly as if the filter had run over
/// all of it.
/// @param x  finite; LQ_TRUE_PEAK_BEFORE frames before it are readable
float lq_true_peak_of(const lq_true_peak* t, const lq_true_peak_kernels* kernels, const float* x,
                      size_t n_frames, float so_far);

#endif
