// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/quantise.h"

#include "base/rng.h"
#include "dsp/kernels.h"

#include <string.h>

enum { N = 256, ORDER = LQ_QUANTISE_SHAPE_ORDER };

// Two 32-bit uniforms summed, centred to the last bit: symmetric about 0, -1 < d < 1.
static void tpdf(double* restrict const d, const uint64_t seed, const uint64_t position,
                 const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    const uint64_t z = lq_rng_at(seed, position + i);
    // Below 2^52, so as the low bits of 2^52: a conversion that any CPU has in lanes.
    const uint64_t bits = ((z >> 32U) + (z & 0xFFFFFFFFU)) | 0x4330000000000000U;
    double         sum;
    memcpy(&sum, &bits, sizeof sum);
    d[i] = (sum - (0x1p52 + 0x1p32 - 1)) * 0x1p-32;
  }
}

// Itself, or 0 for what is not a number; by its bits, since a comparison would branch.
static inline float number(float x)
{
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  bits &= 0U - (uint32_t)((bits & 0x7FFFFFFFU) <= 0x7F800000U); // not beyond infinity
  memcpy(&x, &bits, sizeof x);
  return x;
}

// To nearest, ties to even, where adding and taking it away does that.
static const double round_steps = 0x1.8p52;

static double full_scale(const unsigned bits)
{
  return (double)(UINT64_C(1) << (bits - 1));
}

// Steps, clamped to what so many bits hold; returns how many had to be.
static uint64_t clamp(int32_t* restrict const y, const double* restrict const steps,
                      const size_t n_frames, const unsigned bits)
{
  const double low = -full_scale(bits), high = full_scale(bits) - 1;
  double       w[N];
  for (size_t i = 0; i < n_frames; ++i) {
    w[i] = steps[i] > high ? high : steps[i];
  }
  // A loop of its own: beside the other end's comparison a compiler makes branches of both.
  for (size_t i = 0; i < n_frames; ++i) {
    w[i] = w[i] < low ? low : w[i];
    y[i] = (int32_t)w[i];
  }
  int64_t n = 0;
  for (size_t i = 0; i < n_frames; ++i) {
    n += steps[i] != w[i];
  }
  return (uint64_t)n;
}

static uint64_t span(int32_t* restrict const y, const float* restrict const x,
                     const double* restrict const d, const size_t n_frames, const unsigned bits)
{
  const double full = full_scale(bits);
  double       v[N];
  for (size_t i = 0; i < n_frames; ++i) {
    v[i] = (((double)number(x[i]) * full + d[i]) + round_steps) - round_steps;
  }
  return clamp(y, v, n_frames, bits);
}

static void quantise(int32_t* const y, const float* const x, const size_t n_frames,
                     const unsigned bits, const bool dither, const uint64_t seed,
                     const uint64_t position, uint64_t* const n_clipped)
{
  double   d[N]    = {0};
  uint64_t n_clips = 0;
  for (size_t i = 0; i < n_frames; i += N) {
    const size_t n = n_frames - i < N ? n_frames - i : N;
    if (dither) {
      tpdf(d, seed, position + i, n);
    }
    n_clips += span(y + i, x + i, d, n, bits);
  }
  if (n_clipped) {
    *n_clipped += n_clips;
  }
}

// The errors of the last frames, weighed, go into the next. The newest comes last, as the only one
// that has to be waited for: every operation behind it is a part of what a frame costs.
static void feed_back(double* restrict const v, const double* restrict const d,
                      const size_t n_frames, const double* restrict const tap,
                      double* restrict const past)
{
  double e[ORDER];
  memcpy(e, past, sizeof e);
  for (size_t i = 0; i < n_frames; ++i) {
    double old = v[i];
    for (size_t k = 0; k + 1 < ORDER; ++k) {
      old += tap[k] * e[k];
    }
    const double newest = tap[ORDER - 1] * e[ORDER - 1];
    const double aim    = old + newest;
    v[i]                = (((old + d[i]) + newest) + round_steps) - round_steps;
    for (size_t k = 0; k + 1 < ORDER; ++k) {
      e[k] = e[k + 1];
    }
    e[ORDER - 1] = v[i] - aim;
  }
  memcpy(past, e, sizeof e);
}

static void shaped(int32_t* const y, const float* const x, const size_t n_frames,
                   const unsigned bits, const lq_quantise_shape* const shape,
                   lq_quantise_past* const past, const uint64_t seed, const uint64_t position,
                   uint64_t* const n_clipped)
{
  const double full    = full_scale(bits);
  uint64_t     n_clips = 0;
  for (size_t i = 0; i < n_frames; i += N) {
    const size_t n = n_frames - i < N ? n_frames - i : N;
    double       d[N], v[N];
    tpdf(d, seed, position + i, n);
    // Twice full scale is clamped in the end; far beyond it a double would have no steps left.
    for (size_t k = 0; k < n; ++k) {
      const float below = number(x[i + k]) < 2 ? number(x[i + k]) : 2;
      v[k]              = (double)(below > -2 ? below : -2) * full;
    }
    feed_back(v, d, n, shape->tap, past->error_steps);
    n_clips += clamp(y + i, v, n, bits);
  }
  if (n_clipped) {
    *n_clipped += n_clips;
  }
}

extern const lq_quantise_kernels LQ_KERNELS(quantise);
const lq_quantise_kernels        LQ_KERNELS(quantise) = {.quantise = quantise, .shaped = shaped};
