// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Power spectrum of one windowed block, for analysis only: FFTW picks its kernels by CPU, so the
/// last bits differ between machines and nothing that is heard may stand on them.
#ifndef LQ_DSP_FFT_H
#define LQ_DSP_FFT_H

#include "lacquer/status.h"

#include <stddef.h>

typedef struct lq_fft lq_fft;

/// FFTW's planner is not made for threads: whoever plans holds this door.
void lq_fft_planner_lock(void);
void lq_fft_planner_unlock(void);

typedef struct {
  /// out = x * w
  void (*window)(const float* restrict x, const float* restrict w, size_t n, float* restrict out);
  /// to += gain * |bin|^2
  /// @param bins  [n_bins] real, imaginary
  void (*power)(const float* restrict bins, size_t n_bins, float gain, float* restrict to);
  /// Sum of the square roots, and of index times square root.
  void (*magnitudes)(const float* power, size_t n_bins, double* magnitude, double* moment);
  double (*total)(const float* power, size_t n_bins);
  /// sum += power
  void (*add)(const float* restrict power, size_t n_bins, double* restrict sum);
} lq_fft_kernels;

/// @param n  frames of a block, a power of two
LQ_NODISCARD lq_status lq_fft_new(lq_fft** fft, size_t n, const lq_fft_kernels* kernels);
void                   lq_fft_free(lq_fft* fft); ///< NULL is fine

/// Hann window, then one-sided power: the sum over all bins is the block's mean square, so a
/// full-scale sine adds up to 0.5. Adds to what is there.
/// @param x      [n]
/// @param power  [n / 2 + 1]
void lq_fft_add_power(lq_fft* fft, const float* x, float gain, float* power);

#endif
