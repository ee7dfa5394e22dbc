// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the tests of the reverb as it is heard share: an instance, its impulse response, octaves,
/// decay.
#ifndef LQ_TESTS_REVERB_TOOLS_H
#define LQ_TESTS_REVERB_TOOLS_H

#include "proc_tools.h"

enum { MOST = 48000 * 8 };
static const double RATE = 48000;

static const char* const types[] = {"plate", "room", "hall"};

static float left[MOST], right[MOST];

static inline rig make(const char* const type, const char* const decay)
{
  rig r = rig_new(lq_proc_find("reverb"), RATE, 2, 0);
  rig_set(&r, "type", type);
  rig_set(&r, "decay", decay);
  rig_set(&r, "predelay", "0 ms");
  return r;
}

static inline void run_impulse(rig* const r, const size_t n)
{
  memset(left, 0, n * sizeof *left);
  memset(right, 0, n * sizeof *right);
  left[0] = right[0] = 1;
  rig_start(r);
  rig_run(r, (float* [2]){left, right}, n, 1024, 0);
}

// Two-pole band-pass, three times, in double: half an octave or so around a frequency.
static inline void band(const float* const x, double* const y, const size_t n, const double hz)
{
  const double g = tan(LQ_PI * hz / RATE), k = 0.7;
  double       s[3][2] = {{0}};
  for (size_t i = 0; i < n; ++i) {
    double v = x[i];
    for (int p = 0; p < 3; ++p) {
      const double b = (g * (v - s[p][1]) + s[p][0]) / (1 + g * (g + k));
      const double l = s[p][1] + g * b;
      s[p][0]        = 2 * b - s[p][0];
      s[p][1]        = 2 * l - s[p][1];
      v              = k * b;
    }
    y[i] = v;
  }
}

typedef struct {
  double left, right, correlation; // dB, dB, 1
} image;

static inline image listen(const size_t from, const size_t to)
{
  double l = 0, m = 0, lr = 0;
  for (size_t i = from; i < to; ++i) {
    l += (double)left[i] * left[i];
    m += (double)right[i] * right[i];
    lr += (double)left[i] * right[i];
  }
  const double n = (double)(to - from);
  return (image){10 * log10(l / n), 10 * log10(m / n), lr / sqrt(l * m)};
}

// RT60 over both ears and three impulses (left, right, both): backward integration of all
// energies, then a line through -5 to -35 dB.
static inline double decay_sec(rig* const r, const size_t n, const double hz)
{
  static double y[MOST], curve[MOST];
  memset(curve, 0, sizeof curve);
  for (int shot = 1; shot <= 3; ++shot) {
    memset(left, 0, n * sizeof *left);
    memset(right, 0, n * sizeof *right);
    left[0]  = shot & 1 ? 1.0F : 0.0F;
    right[0] = shot & 2 ? 1.0F : 0.0F;
    rig_start(r);
    rig_run(r, (float* [2]){left, right}, n, 1024, 0);
    for (int c = 0; c < 2; ++c) {
      band(c ? right : left, y, n, hz);
      for (size_t i = 0; i < n; ++i) {
        curve[i] += y[i] * y[i];
      }
    }
  }
  for (size_t i = n - 1; i-- > 0;) {
    curve[i] += curve[i + 1];
  }
  double s = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (size_t i = 0; i < n; i += 16) {
    const double db = 10 * log10(curve[i] / curve[0] + 1e-30), t = (double)i / RATE;
    if (db < -5 && db > -35) {
      s += 1, sx += t, sy += db, sxx += t * t, sxy += t * db;
    }
  }
  return -60 * (s * sxx - sx * sx) / (s * sxy - sx * sy);
}

#endif
