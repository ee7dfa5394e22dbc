// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the tests of dynamics processors share: 1 s of planar audio at 48 kHz, signals whose level
/// is known in every frame, slow and obvious filters.
#ifndef LQ_TESTS_DYNAMICS_TOOLS_H
#define LQ_TESTS_DYNAMICS_TOOLS_H

#include "proc_tools.h"

enum { N = 48000 };
static const double RATE = 48000;

typedef struct {
  float* io[4];
} planes;

static inline planes planes_new(void)
{
  planes p;
  for (unsigned c = 0; c < 4; ++c) {
    p.io[c] = lq_alloc_aligned(N * sizeof(float));
  }
  return p;
}

static inline void planes_free(planes* const p)
{
  for (unsigned c = 0; c < 4; ++c) {
    free(p->io[c]);
  }
}

/// Noise that comes and goes, another one on each side.
static inline void planes_swell(const planes* const p)
{
  for (unsigned c = 0; c < 4; ++c) {
    fill_noise(p->io[c], N, 1, c + 1);
    for (size_t i = 0; i < N; ++i) {
      const double swell = 0.5 + 0.5 * sin(2 * LQ_PI * (2.0 + c) * (double)i / RATE);
      p->io[c][i] *= (float)(swell * swell);
    }
  }
}

static inline void set_number(rig* const r, const char* const symbol, const double value)
{
  char text[64];
  snprintf(text, sizeof text, "%.7g", value);
  rig_set(r, symbol, text);
}

/// Gain at a frame, dB, of a square wave (the same peak in every frame) that changes its level in
/// the middle; both channels alike.
static inline double square_gain_db(rig* const r, const double first_db, const double then_db,
                                    const size_t at)
{
  planes p = planes_new();
  for (size_t i = 0; i < N; ++i) {
    const double level = pow(10, (i < N / 2 ? first_db : then_db) / 20);
    p.io[0][i] = p.io[1][i] = (float)(i / 20 % 2 ? -level : level);
  }
  const double in = p.io[0][at];
  rig_start(r);
  rig_run(r, p.io, N, 1024, 0);
  const double got = 20 * log10((double)p.io[0][at] / in);
  planes_free(&p);
  return got;
}

/// Mean gain over the second half, dB, for a sine on both sides at these levels.
static inline double sine_gain_db(rig* const r, const double left, const double right,
                                  const double freq_hz, const unsigned side)
{
  planes p = planes_new();
  fill_sine(p.io[0], N, left, freq_hz, RATE);
  fill_sine(p.io[1], N, right, freq_hz, RATE);
  rig_start(r);
  rig_run(r, p.io, N, 1024, 0);
  const double got = tone_level_db(p.io[side] + N / 2, N / 2, freq_hz, RATE);
  planes_free(&p);
  return got - 20 * log10(side ? right : left);
}

/// The same samples; 0 and -0 are one.
static inline bool same_samples(const float* const a, const float* const b, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    if (a[i] != b[i]) {
      return false;
    }
  }
  return true;
}

static inline double slow_pole(const double time_ms)
{
  return exp(-1 / (time_ms * 0.001 * RATE));
}

/// 12 dB per octave, as a state-variable filter; k is 1/q.
typedef struct {
  double low, band;
} slow_cut;

static inline double slow_cut_step(slow_cut* const f, const double x, const double freq_hz,
                                   const double k, double* const high)
{
  const double g = tan(LQ_PI * freq_hz / RATE);
  *high          = (x - (k + g) * f->band - f->low) / (1 + g * (g + k));
  const double b = g * *high + f->band, l = g * b + f->low;
  f->band = b + g * *high;
  f->low  = l + g * b;
  return l;
}

/// Of the two sections of a Butterworth filter of order 4.
static inline double slow_k4(const unsigned section)
{
  return 2 * sin((2 * section + 1) * LQ_PI / 8);
}

static inline double slow_cut_high(slow_cut* const f, const double x, const double freq_hz)
{
  double high;
  slow_cut_step(f, x, freq_hz, sqrt(2.0), &high);
  return high;
}

static inline double slow_cut_low(slow_cut* const f, const double x, const double freq_hz)
{
  double high;
  return slow_cut_step(f, x, freq_hz, sqrt(2.0), &high);
}

/// One edge of a band that is turned down by `gain`, 24 dB per octave, as the formula says: low as
/// it is, what lies at the edge by the root, what lies above by all of a section's gain.
static inline double slow_edge(slow_cut f[2], double x, const double freq_hz, const double gain)
{
  for (unsigned i = 0; i < 2; ++i) {
    const double h = sqrt(gain);
    double       high;
    const double low = slow_cut_step(&f[i], x, freq_hz, slow_k4(i), &high);
    x                = low + sqrt(h) * (x - low - high) + h * high;
  }
  return x;
}

#endif
