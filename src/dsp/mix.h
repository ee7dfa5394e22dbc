// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Gains and sums over spans: what a console does most.
#ifndef LQ_DSP_MIX_H
#define LQ_DSP_MIX_H

#include <stddef.h>

typedef struct {
  /// y += x
  void (*add)(float* restrict y, const float* restrict x, size_t n_frames);
  /// y += gain * x
  void (*add_scaled)(float* restrict y, const float* restrict x, float gain_lin, size_t n_frames);
  /// x *= gain
  void (*scale)(float* x, float gain_lin, size_t n_frames);
  /// x[i] *= from + (n_done + i + 1) * step
  void (*ramp)(float* x, float from_lin, float step_lin, unsigned n_done, size_t n_frames);
  /// Sum of squares in 16 fixed lanes.
  float (*energy)(const float* x, size_t n_frames);
  /// Greatest magnitude.
  float (*peak)(const float* x, size_t n_frames);
} lq_mix_kernels;

#endif
