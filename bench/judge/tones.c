// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/tones.h"

#include <fftw3.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const tones all[] = {
    {"thd50", TONES_HARMONICS, {50, 0}, {1, 0}},
    {"thd100", TONES_HARMONICS, {100, 0}, {1, 0}},
    {"thd1k", TONES_HARMONICS, {1000, 0}, {1, 0}},
    {"smpte", TONES_SIDEBANDS, {60, 7000}, {0.8, 0.2}},
    {"ccif", TONES_TWINS, {19000, 20000}, {0.5, 0.5}},
    {"alias", TONES_FOREIGN, {17000, 19500}, {0.5, 0.5}},
};

const tones* tones_find(const char* const name)
{
  for (size_t i = 0; i < sizeof all / sizeof *all; ++i) {
    if (!strcmp(all[i].name, name)) {
      return &all[i];
    }
  }
  return NULL;
}

static double sum_of(const tones* const t, const double* const power, const size_t half)
{
  const size_t a = (size_t)t->freq_hz[0], b = (size_t)t->freq_hz[1];
  double       sum = 0;
  switch (t->kind) {
  case TONES_HARMONICS:
    for (size_t k = 2 * a; k < half; k += a) {
      sum += power[k];
    }
    return sum / power[a];
  case TONES_SIDEBANDS:
    for (size_t k = 1; k <= 8; ++k) {
      sum += power[b + k * a] + power[b - k * a];
    }
    return sum / power[b];
  case TONES_TWINS:
    sum = power[b - a] + power[2 * a - b] + (2 * b - a < half ? power[2 * b - a] : 0);
    return sum / (power[a] + power[b]);
  default:
    for (size_t k = 1; k < half; ++k) {
      sum += k % (b - a) == a % (b - a) ? 0 : power[k];
    }
    return sum / (power[a] + power[b]);
  }
}

double tones_distortion_db(const tones* const t, const double* const x, const size_t rate_hz)
{
  const size_t        half  = rate_hz / 2;
  double* const       time  = fftw_alloc_real(rate_hz);
  double* const       power = malloc((half + 1) * sizeof *power);
  fftw_complex* const freq  = fftw_alloc_complex(half + 1);
  const fftw_plan     plan  = fftw_plan_dft_r2c_1d((int)rate_hz, time, freq, FFTW_ESTIMATE);
  memcpy(time, x, rate_hz * sizeof *x);
  fftw_execute(plan);
  for (size_t k = 0; k <= half; ++k) {
    power[k] = freq[k][0] * freq[k][0] + freq[k][1] * freq[k][1];
  }
  const double db = 10 * log10(fmax(sum_of(t, power, half), 1e-25));
  fftw_destroy_plan(plan);
  fftw_free(time);
  fftw_free(freq);
  free(power);
  return db;
}
