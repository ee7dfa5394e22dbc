// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/convolve.h"

#include "dsp/kernels.h"

#include <string.h>

// Each lane computes the same, whatever the width of a register.
#if defined(__AVX512F__)
enum { WIDTH = 16 };
#elif defined(__AVX__)
enum { WIDTH = 8 };
#else
enum { WIDTH = 4 };
#endif
typedef float lanes __attribute__((vector_size(WIDTH * sizeof(float))));

// The last two steps, over sixteen neighbours, turn fours about within registers of at most eight.
#if defined(__AVX__)
enum { CLOSE = 8 };
#define LOW(a, b)         __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH(a, b)        __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define FIRST_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define LAST_PAIRS(a, b)  __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#define LOW_HALVES(a, b)  __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define HIGH_HALVES(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15)
#else
enum { CLOSE = 4 };
#define LOW(a, b)         __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH(a, b)        __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define FIRST_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define LAST_PAIRS(a, b)  __builtin_shufflevector(a, b, 2, 3, 6, 7)
#endif
typedef float close __attribute__((vector_size(CLOSE * sizeof(float))));
enum { BLOCK = 16, CLOSE_BLOCKS = CLOSE / 4 };

static inline lanes load(const float* const x)
{
  lanes v;
  memcpy(&v, x, sizeof v);
  return v;
}

static inline void store(float* const x, const lanes v)
{
  memcpy(x, &v, sizeof v);
}

// A transform of four; the way back differs in a sign.
#define BUTTERFLY(type, sign)                                            \
  const type sum_re = re[0] + re[2], sum_im = im[0] + im[2];             \
  const type dif_re = re[0] - re[2], dif_im = im[0] - im[2];             \
  const type odd_re = re[1] + re[3], odd_im = im[1] + im[3];             \
  const type per_re = sign(im[1] - im[3]), per_im = sign(re[3] - re[1]); \
  re[0] = sum_re + odd_re, im[0] = sum_im + odd_im;                      \
  re[2] = sum_re - odd_re, im[2] = sum_im - odd_im;                      \
  re[1] = dif_re + per_re, im[1] = dif_im + per_im;                      \
  re[3] = dif_re - per_re, im[3] = dif_im - per_im

static inline void there(lanes re[4], lanes im[4])
{
  BUTTERFLY(lanes, +);
}

static inline void back(lanes re[4], lanes im[4])
{
  BUTTERFLY(lanes, -);
}

static inline void there_close(close re[4], close im[4])
{
  BUTTERFLY(close, +);
}

static inline void back_close(close re[4], close im[4])
{
  BUTTERFLY(close, -);
}

// Quarters of 4 `apart` neighbours against each other; w: [3][re, im][apart].
static inline void step_there(const lq_planes x, const float* const w, const size_t apart)
{
  for (size_t j = 0; j < apart; j += WIDTH) {
    lanes re[4], im[4];
    for (size_t q = 0; q < 4; ++q) {
      re[q] = load(x.re + q * apart + j);
      im[q] = load(x.im + q * apart + j);
    }
    there(re, im);
    store(x.re + j, re[0]);
    store(x.im + j, im[0]);
    for (size_t q = 1; q < 4; ++q) {
      const lanes c = load(w + (2 * q - 2) * apart + j), s = load(w + (2 * q - 1) * apart + j);
      store(x.re + q * apart + j, re[q] * c - im[q] * s);
      store(x.im + q * apart + j, re[q] * s + im[q] * c);
    }
  }
}

static inline void step_back(const lq_planes x, const float* const w, const size_t apart)
{
  for (size_t j = 0; j < apart; j += WIDTH) {
    lanes re[4], im[4];
    re[0] = load(x.re + j);
    im[0] = load(x.im + j);
    for (size_t q = 1; q < 4; ++q) {
      const lanes c = load(w + (2 * q - 2) * apart + j), s = load(w + (2 * q - 1) * apart + j);
      const lanes a = load(x.re + q * apart + j), b = load(x.im + q * apart + j);
      re[q] = a * c + b * s;
      im[q] = b * c - a * s;
    }
    back(re, im);
    for (size_t q = 0; q < 4; ++q) {
      store(x.re + q * apart + j, re[q]);
      store(x.im + q * apart + j, im[q]);
    }
  }
}

// The quarters of one block, or of two side by side.
static inline void gather(close v[4], const float* const x)
{
#if defined(__AVX__)
  close u[4];
  memcpy(u, x, sizeof u);
  v[0] = LOW_HALVES(u[0], u[2]);
  v[1] = HIGH_HALVES(u[0], u[2]);
  v[2] = LOW_HALVES(u[1], u[3]);
  v[3] = HIGH_HALVES(u[1], u[3]);
#else
  memcpy(v, x, 4 * sizeof *v);
#endif
}

static inline void scatter(float* const x, const close v[4])
{
#if defined(__AVX__)
  const close u[4] = {LOW_HALVES(v[0], v[1]), LOW_HALVES(v[2], v[3]), HIGH_HALVES(v[0], v[1]),
                      HIGH_HALVES(v[2], v[3])};
  memcpy(x, u, sizeof u);
#else
  memcpy(x, v, 4 * sizeof *v);
#endif
}

static inline void turn_about(close v[4])
{
  const close a = LOW(v[0], v[1]), b = LOW(v[2], v[3]), c = HIGH(v[0], v[1]), d = HIGH(v[2], v[3]);
  v[0] = FIRST_PAIRS(a, b);
  v[1] = LAST_PAIRS(a, b);
  v[2] = FIRST_PAIRS(c, d);
  v[3] = LAST_PAIRS(c, d);
}

// w: [3][re, im][8], the same four twice.
static inline void close_there(const lq_planes x, const float* const w)
{
  close re[4], im[4];
  gather(re, x.re);
  gather(im, x.im);
  there_close(re, im);
  for (size_t q = 1; q < 4; ++q) {
    close c, s;
    memcpy(&c, w + (2 * q - 2) * 8, sizeof c);
    memcpy(&s, w + (2 * q - 1) * 8, sizeof s);
    const close a = re[q] * c - im[q] * s;
    im[q]         = re[q] * s + im[q] * c;
    re[q]         = a;
  }
  turn_about(re);
  turn_about(im);
  there_close(re, im);
  memcpy(x.re, re, sizeof re);
  memcpy(x.im, im, sizeof im);
}

static inline void close_back(const lq_planes x, const float* const w)
{
  close re[4], im[4];
  memcpy(re, x.re, sizeof re);
  memcpy(im, x.im, sizeof im);
  back_close(re, im);
  turn_about(re);
  turn_about(im);
  for (size_t q = 1; q < 4; ++q) {
    close c, s;
    memcpy(&c, w + (2 * q - 2) * 8, sizeof c);
    memcpy(&s, w + (2 * q - 1) * 8, sizeof s);
    const close a = re[q] * c + im[q] * s;
    im[q]         = im[q] * c - re[q] * s;
    re[q]         = a;
  }
  back_close(re, im);
  scatter(x.re, re);
  scatter(x.im, im);
}

static inline lq_planes from(const lq_planes x, const size_t at)
{
  return (lq_planes){x.re + at, x.im + at};
}

// Halves against each other, where n is no power of four; w: [re, im][n / 2].
static inline void halve_there(const lq_planes x, const float* const w, const size_t half)
{
  for (size_t j = 0; j < half; j += WIDTH) {
    const lanes a = load(x.re + j), b = load(x.im + j);
    const lanes c = load(x.re + half + j), d = load(x.im + half + j);
    const lanes re = a - c, im = b - d, u = load(w + j), v = load(w + half + j);
    store(x.re + j, a + c);
    store(x.im + j, b + d);
    store(x.re + half + j, re * u - im * v);
    store(x.im + half + j, re * v + im * u);
  }
}

static inline void halve_back(const lq_planes x, const float* const w, const size_t half)
{
  for (size_t j = 0; j < half; j += WIDTH) {
    const lanes a = load(x.re + j), b = load(x.im + j);
    const lanes re = load(x.re + half + j), im = load(x.im + half + j);
    const lanes u = load(w + j), v = load(w + half + j);
    const lanes c = re * u + im * v, d = im * u - re * v;
    store(x.re + j, a + c);
    store(x.im + j, b + d);
    store(x.re + half + j, a - c);
    store(x.im + half + j, b - d);
  }
}

// Depth first: what fits into the first cache is finished there.
static void quarters_there(const lq_planes x, const float* const w, const size_t n)
{
  const size_t apart = n / 4;
  step_there(x, w, apart);
  if (apart == BLOCK) {
    for (size_t at = 0; at < n; at += BLOCK * CLOSE_BLOCKS) {
      close_there(from(x, at), w + 6 * apart);
    }
    return;
  }
  for (size_t at = 0; at < n; at += apart) {
    quarters_there(from(x, at), w + 6 * apart, apart);
  }
}

static void quarters_back(const lq_planes x, const float* const w, const size_t n)
{
  const size_t apart = n / 4;
  if (apart == BLOCK) {
    for (size_t at = 0; at < n; at += BLOCK * CLOSE_BLOCKS) {
      close_back(from(x, at), w + 6 * apart);
    }
  } else {
    for (size_t at = 0; at < n; at += apart) {
      quarters_back(from(x, at), w + 6 * apart, apart);
    }
  }
  step_back(x, w, apart);
}

static void forward(const lq_planes x, const float* const twiddles, const size_t n)
{
  if (!lq_convolve_has_halves(n)) {
    quarters_there(x, twiddles, n);
    return;
  }
  halve_there(x, twiddles, n / 2);
  quarters_there(x, twiddles + n, n / 2);
  quarters_there(from(x, n / 2), twiddles + n, n / 2);
}

static void backward(const lq_planes x, const float* const twiddles, const size_t n)
{
  if (!lq_convolve_has_halves(n)) {
    quarters_back(x, twiddles, n);
    return;
  }
  quarters_back(x, twiddles + n, n / 2);
  quarters_back(from(x, n / 2), twiddles + n, n / 2);
  halve_back(x, twiddles, n / 2);
}

static void multiply(const lq_planes y, const lq_planes a, const lq_planes b, const size_t n,
                     const bool add)
{
  const lanes zero = {0};
  for (size_t i = 0; i < n; i += WIDTH) {
    const lanes ar = load(a.re + i), ai = load(a.im + i);
    const lanes br = load(b.re + i), bi = load(b.im + i);
    store(y.re + i, (add ? load(y.re + i) : zero) + (ar * br - ai * bi));
    store(y.im + i, (add ? load(y.im + i) : zero) + (ar * bi + ai * br));
  }
}

extern const lq_convolve_kernels LQ_KERNELS(convolve);
const lq_convolve_kernels        LQ_KERNELS(convolve) = {
           .forward = forward, .backward = backward, .multiply = multiply};
