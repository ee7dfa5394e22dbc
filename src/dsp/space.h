// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Kernels of delays and rooms.
#ifndef LQ_DSP_SPACE_H
#define LQ_DSP_SPACE_H

#include <stddef.h>

typedef struct lq_fdn lq_fdn;

typedef struct {
  /// y[i] = sum over k of taps[k] * x[i - k], summed in order of k; x has n_taps - 1 frames before
  /// it.
  void (*fir)(float* restrict y, const float* restrict x, const float* restrict taps,
              unsigned n_taps, size_t n_frames);
  /// One grid step of a reverb (dsp/fdn.h): 64 frames of two channels in, two out.
  void (*fdn)(lq_fdn* fdn, const float* const* in, float* const* out);
  /// One grid step of a low cut and a high cut (dsp/cut.h) that rest, two channels in place.
  /// @param state  [8] low cut's two integrators left and right, then the high cut's
  void (*cut)(double low, double high, double* state, float* const* x);
} lq_space_kernels;

#endif
