// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/stereo.h"

#include "dsp/kernels.h"

enum { LANES = 8 }; // sums in double: an hour of squares, and DC far below the music

static double halve(double* const sum)
{
  for (size_t half = LANES / 2; half; half /= 2) {
    for (size_t k = 0; k < half; ++k) {
      sum[k] += sum[k + half];
    }
  }
  return sum[0];
}

static inline int changed(const float* const p, const float* const q)
{
  return (p[0] + q[0] < 0.0F) != (p[-1] + q[-1] < 0.0F);
}

static lq_stereo_sums sums(const float* const left, const float* const right, const size_t n_frames)
{
  double l[LANES] = {0}, r[LANES] = {0}, ll[LANES] = {0}, rr[LANES] = {0}, lr[LANES] = {0};
  int    cross[LANES] = {0};
  size_t i            = 0;
  for (; i + LANES <= n_frames; i += LANES) {
    for (size_t k = 0; k < LANES; ++k) {
      const double a = (double)left[i + k], b = (double)right[i + k];
      l[k] += a;
      r[k] += b;
      ll[k] += a * a;
      rr[k] += b * b;
      lr[k] += a * b;
    }
    for (size_t k = 0; k < LANES; ++k) {
      cross[k] += changed(left + i + k, right + i + k);
    }
  }
  for (size_t k = 0; i < n_frames; ++i, ++k) {
    const double a = (double)left[i], b = (double)right[i];
    l[k] += a;
    r[k] += b;
    ll[k] += a * a;
    rr[k] += b * b;
    lr[k] += a * b;
    cross[k] += changed(left + i, right + i);
  }
  unsigned n_crossings = 0;
  for (size_t k = 0; k < LANES; ++k) {
    n_crossings += (unsigned)cross[k];
  }
  return (lq_stereo_sums){.left        = halve(l),
                          .right       = halve(r),
                          .left_left   = halve(ll),
                          .right_right = halve(rr),
                          .left_right  = halve(lr),
                          .n_crossings = n_crossings};
}

static void matrix(float* restrict const y, const float* const left, const float* const right,
                   const float sign, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    y[i] = 0.5F * (left[i] + sign * right[i]);
  }
}

static void change(float* const left, float* const right, const float* const from,
                   const float* const to, const float sign, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    const float d = to[i] - from[i];
    left[i] += d;
    right[i] += sign * d;
  }
}

extern const lq_stereo_kernels LQ_KERNELS(stereo);
const lq_stereo_kernels LQ_KERNELS(stereo) = {.sums = sums, .matrix = matrix, .change = change};
