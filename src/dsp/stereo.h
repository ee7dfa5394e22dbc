// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Plain sums over a span of two channels.
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
} lq_stereo_kernels;

#endif
