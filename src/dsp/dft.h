// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Discrete Fourier transform in double for the design of filters: plain, the same bits on every
/// CPU. What music passes through is dsp/convolve.h.
/// Source: J. Cooley, J. Tukey, "An algorithm for the machine calculation of complex Fourier
/// series", 1965.
#ifndef LQ_DSP_DFT_H
#define LQ_DSP_DFT_H

#include <stddef.h>

typedef struct {
  double re, im;
} lq_complex;

/// exp(2 pi i k / n), k < n / 2. @param to  [n / 2]
void lq_dft_twiddles(size_t n, lq_complex* to);

/// In place: x[k] becomes the sum of x[j] exp(2 pi i j k / n).
/// @param n  a power of two
void lq_dft(lq_complex* x, size_t n, const lq_complex* twiddles);

#endif
