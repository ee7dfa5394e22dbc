// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The curve between the samples, to the last bit of the band: a sinc of 256 taps under a Kaiser
/// window, flat within 0.001 dB to 0.49 of the rate.
/// Source: J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function",
/// 1974.
#ifndef LQ_DSP_INTERPOLATE_H
#define LQ_DSP_INTERPOLATE_H

#include <stddef.h>

enum {
  LQ_INTERPOLATE_TAPS   = 256,
  LQ_INTERPOLATE_HALF   = LQ_INTERPOLATE_TAPS / 2,
  LQ_INTERPOLATE_PHASES = 64,
};

typedef struct {
  /// [phase][tap]: weight of frame i - HALF + 1 + tap at the place i + phase / PHASES
  float tap[LQ_INTERPOLATE_PHASES][LQ_INTERPOLATE_TAPS];
  /// |y| <= |x| near by + of_bend * |x''| near by + of_far_bend * |x''| further away
  float of_bend, of_far_bend;
} lq_interpolate;

enum { LQ_INTERPOLATE_NEAR = 16 }; ///< frames on either side that count as near by

typedef struct {
  /// y[i] = the sum over k of tap[k] * x[i + k].
  void (*run)(const float* restrict tap, size_t n_taps, const float* restrict x, size_t n_frames,
              float* restrict y);
} lq_interpolate_kernels;

void lq_interpolate_design(lq_interpolate* p);

#endif
