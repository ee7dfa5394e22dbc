// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Sums over a span of two channels, and what the channels share or differ in.
#ifndef LQ_DSP_STEREO_H
#define LQ_DSP_STEREO_H

#include <stddef.h>

typedef struct {
  double   left, right;            ///< sums
  double   left_left, right_right; ///< sums of squares
  double   left_right;             ///< sum of products
  unsigned n_crossings;            ///< of left + right through zero
} lq_stereo_sums;

typedef struct {
  /// @param left,right  [n_frames], at most 2^31; the frame before the first is read for crossings
  lq_stereo_sums (*sums)(const float* left, const float* right, size_t n_frames);
  /// y = (left + sign right) / 2: 1 is the mid, -1 the side
  void (*matrix)(float* restrict y, const float* left, const float* right, float sign,
                 size_t n_frames);
  /// The mid or side goes from one to another: left += d, right += sign d, d = to - from.
  void (*change)(float* left, float* right, const float* from, const float* to, float sign,
                 size_t n_frames);
} lq_stereo_kernels;

#endif
