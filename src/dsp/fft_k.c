// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/fft.h"

#include "dsp/kernels.h"

enum { LANES = 8 };

static double halve(double* const sum)
{
  for (size_t half = LANES / 2; half; half /= 2) {
    for (size_t k = 0; k < half; ++k) {
      sum[k] += sum[k + half];
    }
  }
  return sum[0];
}

static void window(const float* restrict const x, const float* restrict const w, const size_t n,
                   float* restrict const out)
{
  for (size_t i = 0; i < n; ++i) {
    out[i] = x[i] * w[i];
  }
}

static void power(const float* restrict const bins, const size_t n_bins, const float gain,
                  float* restrict const to)
{
  for (size_t i = 0; i < n_bins; ++i) {
    to[i] += gain * (bins[2 * i] * bins[2 * i] + bins[2 * i + 1] * bins[2 * i + 1]);
  }
}

static void magnitudes(const float* const power, const size_t n_bins, double* const magnitude,
                       double* const moment)
{
  double a[LANES] = {0}, m[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= n_bins; i += LANES) {
    for (size_t k = 0; k < LANES; ++k) {
      const float root = __builtin_sqrtf(power[i + k]);
      a[k] += (double)root;
      m[k] += (double)(root * (float)(int)(i + k));
    }
  }
  for (size_t k = 0; i < n_bins; ++i, ++k) {
    const float root = __builtin_sqrtf(power[i]);
    a[k] += (double)root;
    m[k] += (double)(root * (float)(int)i);
  }
  *magnitude = halve(a);
  *moment    = halve(m);
}

static double total(const float* const power, const size_t n_bins)
{
  double a[LANES] = {0};
  size_t i        = 0;
  for (; i + LANES <= n_bins; i += LANES) {
    for (size_t k = 0; k < LANES; ++k) {
      a[k] += (double)power[i + k];
    }
  }
  for (size_t k = 0; i < n_bins; ++i, ++k) {
    a[k] += (double)power[i];
  }
  return halve(a);
}

static void add(const float* restrict const power, const size_t n_bins, double* restrict const sum)
{
  for (size_t i = 0; i < n_bins; ++i) {
    sum[i] += (double)power[i];
  }
}

extern const lq_fft_kernels LQ_KERNELS(fft);
const lq_fft_kernels        LQ_KERNELS(fft) = {
           .window = window, .power = power, .magnitudes = magnitudes, .total = total, .add = add};
