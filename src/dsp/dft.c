// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/dft.h"

#include "base/maths.h"

void lq_dft_twiddles(const size_t n, lq_complex* const to)
{
  for (size_t k = 0; k < n / 2; ++k) {
    const double a = 2.0 * LQ_PI * (double)k / (double)n;
    to[k]          = (lq_complex){lq_cos(a), lq_sin(a)};
  }
}

static void reverse_bits(lq_complex* const x, const size_t n)
{
  for (size_t i = 1, j = 0; i < n; ++i) {
    size_t bit = n >> 1U;
    for (; j & bit; bit >>= 1U) {
      j ^= bit;
    }
    j |= bit;
    if (i < j) {
      const lq_complex was = x[i];
      x[i]                 = x[j];
      x[j]                 = was;
    }
  }
}

void lq_dft(lq_complex* const x, const size_t n, const lq_complex* const twiddles)
{
  reverse_bits(x, n);
  for (size_t half = 1; half < n; half *= 2) {
    const size_t stride = n / (2 * half);
    for (size_t at = 0; at < n; at += 2 * half) {
      lq_complex *const a = x + at, *const b = a + half;
      for (size_t k = 0; k < half; ++k) {
        const lq_complex w = twiddles[k * stride];
        const lq_complex t = {b[k].re * w.re - b[k].im * w.im, b[k].re * w.im + b[k].im * w.re};
        b[k]               = (lq_complex){a[k].re - t.re, a[k].im - t.im};
        a[k]               = (lq_complex){a[k].re + t.re, a[k].im + t.im};
      }
    }
  }
}
