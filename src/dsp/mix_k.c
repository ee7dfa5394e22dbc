// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/mix.h"

#include "dsp/kernels.h"

#include <stdint.h>
#include <string.h>

static void add(float* restrict const y, const float* restrict const x, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    y[i] += x[i];
  }
}

static void add_scaled(float* restrict const y, const float* restrict const x, const float gain_lin,
                       const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    y[i] += x[i] * gain_lin;
  }
}

static void scale(float* const x, const float gain_lin, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    x[i] *= gain_lin;
  }
}

static void ramp(float* const x, const float from_lin, const float step_lin, const unsigned n_done,
                 const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    x[i] *= from_lin + (float)(int)(n_done + i + 1) * step_lin;
  }
}

enum { LANES = 16 }; // one chain would be ten times slower, and differ between levels

static float energy(const float* const x, const size_t n_frames)
{
  float  sum[LANES] = {0};
  size_t i          = 0;
  for (; i + LANES <= n_frames; i += LANES) {
    for (size_t k = 0; k < LANES; ++k) {
      sum[k] += x[i + k] * x[i + k];
    }
  }
  for (size_t k = 0; i < n_frames; ++i, ++k) {
    sum[k] += x[i] * x[i];
  }
  for (size_t half = LANES / 2; half; half /= 2) {
    for (size_t k = 0; k < half; ++k) {
      sum[k] += sum[k + half];
    }
  }
  return sum[0];
}

// Magnitudes compare as their bits do, and compilers put the greatest of integers in lanes.
static float peak(const float* const x, const size_t n_frames)
{
  int32_t most = 0;
  for (size_t i = 0; i < n_frames; ++i) {
    int32_t bits;
    memcpy(&bits, &x[i], sizeof bits);
    bits &= 0x7FFFFFFF;
    most = bits > most ? bits : most;
  }
  float peak_lin;
  memcpy(&peak_lin, &most, sizeof peak_lin);
  return peak_lin;
}

extern const lq_mix_kernels LQ_KERNELS(mix);
const lq_mix_kernels        LQ_KERNELS(mix) = {.add        = add,
                                               .add_scaled = add_scaled,
                                               .scale      = scale,
                                               .ramp       = ramp,
                                               .energy     = energy,
                                               .peak       = peak};
