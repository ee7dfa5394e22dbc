// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/distance.h"

#include <fftw3.h>
#include <math.h>
#include <stdlib.h>

enum { SHORTEST = 256, LONGEST = 16384, IMAGE = 4096, BANDS = 48, N_SIDES = 4 };

static const double pi = 3.14159265358979323846, unheard = 1e-9;

// One window length: where bins lie, and the transforms of input left and right, output left and
// right.
typedef struct {
  size_t        length, first, last; // bins
  double*       window;
  double        scale; // of power
  double*       time;
  fftw_complex* freq;
  fftw_plan     plan;
  double*       power[N_SIDES];
  int*          band; // of each bin
} view;

static view view_new(const size_t length, const double rate_hz)
{
  view v    = {.length = length,
               .first  = (size_t)ceil(20.0 * (double)length / rate_hz),
               .last   = (size_t)(fmin(20000, 0.45 * rate_hz) * (double)length / rate_hz)};
  v.first   = v.first ? v.first : 1;
  v.window  = malloc(length * sizeof *v.window);
  v.band    = malloc(length * sizeof *v.band);
  v.time    = fftw_alloc_real(length);
  v.freq    = fftw_alloc_complex(length / 2 + 1);
  v.plan    = fftw_plan_dft_r2c_1d((int)length, v.time, v.freq, FFTW_ESTIMATE);
  double of = 0;
  for (size_t i = 0; i < length; ++i) {
    v.window[i] = 0.5 - 0.5 * cos(2 * pi * ((double)i + 0.5) / (double)length);
    of += v.window[i] / 2;
  }
  v.scale = 1 / (of * of);
  for (size_t k = 0; k < length; ++k) { // Glasberg and Moore 1990: number of ERBs below
    v.band[k] = (int)(21.4 * log10(1 + 0.00437 * (double)k * rate_hz / (double)length));
    v.band[k] = v.band[k] < BANDS ? v.band[k] : BANDS - 1;
  }
  for (int s = 0; s < N_SIDES; ++s) {
    v.power[s] = malloc((length / 2 + 1) * sizeof *v.power[s]);
  }
  return v;
}

static void view_free(view* const v)
{
  free(v->window);
  free(v->band);
  fftw_destroy_plan(v->plan);
  fftw_free(v->time);
  fftw_free(v->freq);
  for (int s = 0; s < N_SIDES; ++s) {
    free(v->power[s]);
  }
}

static void transform(const view* const v, const double* const x, double* const power)
{
  for (size_t i = 0; i < v->length; ++i) {
    v->time[i] = x[i] * v->window[i];
  }
  fftw_execute(v->plan);
  for (size_t k = v->first; k <= v->last; ++k) {
    power[k] = (v->freq[k][0] * v->freq[k][0] + v->freq[k][1] * v->freq[k][1]) * v->scale;
  }
}

static double over_bins(const view* const v, const double* const in, const double* const out)
{
  double sum = 0;
  for (size_t k = v->first; k <= v->last; ++k) {
    const double db = 10 * log10((out[k] + unheard) / (in[k] + unheard));
    sum += db * db;
  }
  return sqrt(sum / (double)(v->last - v->first + 1));
}

static void to_bands(const view* const v, const double* const power, double band[BANDS])
{
  for (int b = 0; b < BANDS; ++b) {
    band[b] = 0;
  }
  for (size_t k = v->first; k <= v->last; ++k) {
    band[v->band[k]] += power[k];
  }
}

static double over_bands(const view* const v, const double* const in, const double* const out)
{
  double a[BANDS], b[BANDS], sum = 0;
  int    n = 0;
  to_bands(v, in, a);
  to_bands(v, out, b);
  for (int k = 0; k < BANDS; ++k) {
    if (a[k] > 0) { // short windows leave bands empty
      const double db = 10 * log10((b[k] + unheard) / (a[k] + unheard));
      sum += db * db;
      ++n;
    }
  }
  return n ? sqrt(sum / n) : 0;
}

static void over_image(const view* const v, double* const sum, double* const n)
{
  double band[N_SIDES][BANDS];
  for (int s = 0; s < N_SIDES; ++s) {
    to_bands(v, v->power[s], band[s]);
  }
  for (int b = 0; b < BANDS; ++b) {
    if (band[0][b] > 1e-7 && band[1][b] > 1e-7) {
      const double before = (band[0][b] + unheard) / (band[1][b] + unheard);
      const double after  = (band[2][b] + unheard) / (band[3][b] + unheard);
      *sum += fabs(10 * log10(after / before));
      *n += 1;
    }
  }
}

static int silent(const double* const x, const size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += x[i] * x[i];
  }
  return sum < 1e-6 * (double)n;
}

distance distance_find(const sound* const in, const sound* const out)
{
  distance d       = {0};
  double   n_views = 0, image = 0, n_image = 0;
  for (size_t length = SHORTEST; length <= LONGEST; length *= 2) {
    view   v    = view_new(length, in->rate_hz);
    double bins = 0, bands = 0, n = 0;
    for (size_t at = 0; at + length <= in->n; at += length / 2) {
      for (int c = 0; c < 2; ++c) {
        transform(&v, in->x[c] + at, v.power[c]);
        transform(&v, out->x[c] + at, v.power[2 + c]);
        if (!silent(in->x[c] + at, length)) {
          bins += over_bins(&v, v.power[c], v.power[2 + c]);
          bands += over_bands(&v, v.power[c], v.power[2 + c]);
          n += 1;
        }
      }
      if (length == IMAGE) {
        over_image(&v, &image, &n_image);
      }
    }
    d.bins_db += n > 0 ? bins / n : 0;
    d.bands_db += n > 0 ? bands / n : 0;
    n_views += 1;
    view_free(&v);
  }
  d.bins_db /= n_views;
  d.bands_db /= n_views;
  d.image_db = n_image > 0 ? image / n_image : 0;
  return d;
}
