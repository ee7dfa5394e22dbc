// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What tests of filters share: an obvious filter in long double, and an ear for clicks.
#ifndef LQ_TESTS_FILTER_TOOLS_H
#define LQ_TESTS_FILTER_TOOLS_H

#include "proc_tools.h"

/// Transposed direct form II: b0 b1 b2, a1 a2.
typedef struct {
  long double b[3], a[3], z1, z2;
} slow_biquad;

/// From (n2 s^2 + n1 s + n0) / (s^2 + d1 s + d0), s = (z - 1)/(z + 1), by hand.
static inline slow_biquad slow_new(const double n2, const double n1, const double n0,
                                   const double d1, const double d0)
{
  const long double norm = 1.0L + d1 + d0;
  return (slow_biquad){
      .b = {((long double)n2 + n1 + n0) / norm, 2 * ((long double)n0 - n2) / norm,
            ((long double)n2 - n1 + n0) / norm},
      .a = {1, 2 * ((long double)d0 - 1) / norm, (1 - (long double)d1 + d0) / norm}};
}

static inline double slow_run(slow_biquad* const f, const double x)
{
  const long double y = f->b[0] * x + f->z1;
  f->z1               = f->b[1] * x - f->a[1] * y + f->z2;
  f->z2               = f->b[2] * x - f->a[2] * y;
  return (double)y;
}

/// The greatest step hidden in a smooth signal, dB full scale. Six differences leave next to
/// nothing of tones far below the rate, and ten times the height of a step.
static inline double click_db(const float* const x, const size_t n)
{
  double most = 0;
  for (size_t i = 6; i < n; ++i) {
    const double d = ((double)x[i] + x[i - 6]) - 6.0 * ((double)x[i - 1] + x[i - 5]) +
                     15.0 * ((double)x[i - 2] + x[i - 4]) - 20.0 * x[i - 3];
    most = fmax(most, fabs(d));
  }
  return 20 * log10(most / 10.0);
}

/// Run with rows moving: `move` writes the values for each 64 frames, from frame 0 on.
static inline void run_moving(rig* const r, float* const* const io, const size_t n_frames,
                              void (*const move)(rig* r, double turn))
{
  float* part[2 * LQ_MAX_CHANNELS];
  for (size_t at = 0; at < n_frames; at += LQ_GRID_FRAMES) {
    move(r, (double)at / (double)n_frames);
    rig_update(r);
    for (unsigned c = 0; c < r->spec.n_channels; ++c) {
      part[c] = io[c] + at;
    }
    rig_run(r, part, n_frames - at < LQ_GRID_FRAMES ? n_frames - at : LQ_GRID_FRAMES, 0, at);
  }
}

#endif
