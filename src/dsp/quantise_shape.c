// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/quantise_shape.h"

#include "base/maths.h"
#include "dsp/predict.h"

#include <stddef.h>

enum { ORDER = LQ_QUANTISE_SHAPE_ORDER, N_FREQS = 1024, FLOOR_DB = -50 };

typedef struct {
  double freq_hz, level_db; ///< [dB SPL]
} point;

// To 12.5 kHz ISO 226:2003, Table 1, T_f; the last two ISO 389-7:2005, free field.
static const point threshold[] = {
    {20, 78.5},    {25, 68.7},  {31.5, 59.5}, {40, 51.1},    {50, 44.0},    {63, 37.5},
    {80, 31.5},    {100, 26.5}, {125, 22.1},  {160, 17.9},   {200, 14.4},   {250, 11.4},
    {315, 8.6},    {400, 6.2},  {500, 4.4},   {630, 3.0},    {800, 2.2},    {1000, 2.4},
    {1250, 3.5},   {1600, 1.7}, {2000, -1.3}, {2500, -4.2},  {3150, -6.0},  {4000, -5.4},
    {5000, -1.5},  {6300, 6.0}, {8000, 12.6}, {10000, 13.9}, {12500, 12.3}, {14000, 18.4},
    {16000, 40.2},
};
enum { N_POINTS = sizeof threshold / sizeof *threshold };

double lq_hearing_threshold_db(const double freq_hz)
{
  if (freq_hz <= threshold[0].freq_hz) {
    return threshold[0].level_db;
  }
  size_t i = 1;
  while (i + 1 < N_POINTS && threshold[i].freq_hz < freq_hz) {
    ++i;
  }
  const point *const a = &threshold[i - 1], *const b = &threshold[i];
  return a->level_db +
         (b->level_db - a->level_db) * (freq_hz - a->freq_hz) / (b->freq_hz - a->freq_hz);
}

// The weight at the middles of equal bands from 0 to half the rate; its greatest is 1 + floor.
static void weigh(double weight[N_FREQS], const double rate_hz)
{
  double greatest = 0;
  for (size_t i = 0; i < N_FREQS; ++i) {
    const double freq_hz = ((double)i + 0.5) / N_FREQS * rate_hz / 2;
    weight[i]            = lq_pow(10, -lq_hearing_threshold_db(freq_hz) / 10);
    greatest             = weight[i] > greatest ? weight[i] : greatest;
  }
  for (size_t i = 0; i < N_FREQS; ++i) {
    weight[i] = weight[i] / greatest + lq_pow(10, FLOOR_DB / 10.0);
  }
}

// What a process with that power spectrum has in common with itself so many frames ago.
static void correlate(double r[ORDER + 1], const double weight[N_FREQS])
{
  for (size_t k = 0; k <= ORDER; ++k) {
    r[k] = 0;
    for (size_t i = 0; i < N_FREQS; ++i) {
      r[k] += weight[i] * lq_cos(LQ_PI * (double)k * ((double)i + 0.5) / N_FREQS);
    }
  }
}

bool lq_quantise_shape_design(lq_quantise_shape* const shape, const double rate_hz)
{
  *shape = (lq_quantise_shape){0};
  if (rate_hz != 44100 && rate_hz != 48000 && rate_hz != 88200 && rate_hz != 96000) { // Hz
    return false;
  }
  double weight[N_FREQS], r[ORDER + 1], a[ORDER + 1];
  weigh(weight, rate_hz);
  correlate(r, weight);
  lq_predict_solve(r, ORDER, a); // the least error of predicting it: the least noise, weighted
  for (size_t k = 1; k <= ORDER; ++k) {
    shape->tap[ORDER - k] = -a[k];
  }
  return true;
}
