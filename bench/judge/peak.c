// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/peak.h"

#include <fftw3.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COARSE = 4, FINE = 8, HALF = 12, PAD = 8192 };

static const double pi = 3.14159265358979323846;

size_t peak_fft_length(size_t n)
{
  for (;; ++n) {
    size_t rest = n;
    for (size_t p = 2; p <= 5; ++p) {
      while (rest % p == 0) {
        rest /= p;
      }
    }
    if (rest == 1 && n % 2 == 0) {
      return n;
    }
  }
}

static double bessel_i0(const double x)
{
  double sum = 1, term = 1;
  for (int k = 1; k < 60; ++k) {
    term *= x / (2 * k) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

// Between points 0 and 1 of the coarse grid: value at j / FINE.
static void make_kernel(double kernel[FINE][2 * HALF])
{
  for (int j = 0; j < FINE; ++j) {
    for (int k = 0; k < 2 * HALF; ++k) {
      const double t      = (double)(k - HALF + 1) - (double)j / FINE;
      const double r      = t / HALF;
      const double window = fabs(r) < 1 ? bessel_i0(18 * sqrt(1 - r * r)) / bessel_i0(18) : 0;
      kernel[j][k]        = (t == 0 ? 1 : sin(pi * t) / (pi * t)) * window;
    }
  }
}

static double fine_value(double kernel[FINE][2 * HALF], const double* const y, const long at)
{
  const long    whole = at >= 0 ? at / FINE : -((-at + FINE - 1) / FINE);
  const double* k     = kernel[at - whole * FINE];
  double        sum   = 0;
  for (int i = 0; i < 2 * HALF; ++i) {
    sum += k[i] * y[whole - HALF + 1 + i];
  }
  return fabs(sum);
}

// The highest of the curve within one coarse step of y[0].
static double refine(double kernel[FINE][2 * HALF], const double* const y)
{
  double v[2 * FINE + 1];
  int    best = 1;
  for (int j = 0; j <= 2 * FINE; ++j) {
    v[j] = fine_value(kernel, y, j - FINE);
    best = j > 0 && j < 2 * FINE && v[j] > v[best] ? j : best;
  }
  const double a = v[best - 1], b = v[best], c = v[best + 1], bend = a - 2 * b + c;
  return b >= a && b >= c && bend < 0 ? b - (a - c) * (a - c) / (8 * bend) : b;
}

static double* interpolate(const double* const x, const size_t n, const size_t length)
{
  const size_t  half  = length / 2 + 1;
  double* const y     = calloc(COARSE * length, sizeof *y);
  double* const time  = fftw_alloc_real(length);
  fftw_complex* freq  = fftw_alloc_complex(half);
  fftw_complex* moved = fftw_alloc_complex(half);
  fftw_plan     there = fftw_plan_dft_r2c_1d((int)length, time, freq, FFTW_ESTIMATE);
  fftw_plan     back  = fftw_plan_dft_c2r_1d((int)length, moved, time, FFTW_ESTIMATE);
  memset(time, 0, length * sizeof *time);
  memcpy(time + PAD, x, n * sizeof *x);
  fftw_execute(there);
  for (size_t p = 0; p < COARSE; ++p) {
    for (size_t k = 0; k < half; ++k) {
      const double turn = 2 * pi * (double)k * (double)p / (double)(COARSE * length);
      const double c = cos(turn), s = sin(turn);
      moved[k][0] = (freq[k][0] * c - freq[k][1] * s) / (double)length;
      moved[k][1] = (freq[k][0] * s + freq[k][1] * c) / (double)length;
    }
    fftw_execute(back);
    for (size_t i = 0; i < length; ++i) {
      y[COARSE * i + p] = time[i];
    }
  }
  fftw_destroy_plan(there);
  fftw_destroy_plan(back);
  fftw_free(time);
  fftw_free(freq);
  fftw_free(moved);
  return y;
}

double peak_of(const double* const x, const size_t n)
{
  const size_t  length = peak_fft_length(n + (size_t)2 * PAD), end = COARSE * length - HALF - 1;
  double* const y = interpolate(x, n, length);
  double        kernel[FINE][2 * HALF], best = 0;
  make_kernel(kernel);
  for (size_t i = HALF + 1; i < end; ++i) {
    best = fabs(y[i]) > best ? fabs(y[i]) : best;
  }
  // A curve of at most an eighth of this rate rises by at most 1 / cos(pi / 8) between two points.
  for (size_t i = HALF + 1; i < end; ++i) {
    const double here = fabs(y[i]);
    if (here * 1.0824 > best && here >= fabs(y[i - 1]) && here >= fabs(y[i + 1])) {
      const double v = refine(kernel, y + i);
      best           = v > best ? v : best;
    }
  }
  free(y);
  return best;
}

double peak_db(const sound* const s)
{
  const double l = peak_of(s->x[0], s->n), r = peak_of(s->x[1], s->n);
  return 20 * log10(fmax(fmax(l, r), 1e-15));
}
