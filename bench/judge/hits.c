// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/hits.h"

#include "judge/peak.h"

#include <fftw3.h>
#include <math.h>
#include <stdlib.h>

enum { HIT_MS = 10, AROUND_MS = 50 };

static double* energies(const sound* const s, size_t* const n)
{
  *n              = (size_t)((double)s->n / s->rate_hz * 1000);
  double* const e = calloc(*n + 1, sizeof *e);
  for (size_t k = 0; k < *n; ++k) {
    const size_t from = (size_t)((double)k * s->rate_hz / 1000);
    const size_t to   = (size_t)((double)(k + 1) * s->rate_hz / 1000);
    for (size_t i = from; i < to && i < s->n; ++i) {
      e[k] += s->x[0][i] * s->x[0][i] + s->x[1][i] * s->x[1][i];
    }
    e[k] = e[k] / (double)(to - from) + 1e-8;
  }
  return e;
}

static double mean(const double* const e, const size_t from, const size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += e[from + i];
  }
  return sum / (double)n;
}

static double rise(const double* const e, const size_t at)
{
  return mean(e, at, HIT_MS) / mean(e, at - AROUND_MS, AROUND_MS);
}

static int is_onset(const double* const e, const size_t n, const size_t at, const double loudest)
{
  const double here = rise(e, at);
  if (here < 3.98 || mean(e, at, HIT_MS) < 1e-3 * loudest) {
    return 0;
  }
  for (size_t k = at - AROUND_MS; k <= at + AROUND_MS; ++k) {
    if (k >= AROUND_MS && k + HIT_MS <= n &&
        (rise(e, k) > here || (k < at && rise(e, k) == here))) {
      return 0;
    }
  }
  return 1;
}

hits hits_find(const sound* const in, const sound* const out)
{
  size_t        n, n_out;
  double* const a       = energies(in, &n);
  double* const b       = energies(out, &n_out);
  double        loudest = 0;
  hits          h       = {0};
  for (size_t k = 0; k + HIT_MS <= n; ++k) {
    loudest = fmax(loudest, mean(a, k, HIT_MS));
  }
  for (size_t k = (size_t)2 * AROUND_MS; k + HIT_MS + AROUND_MS <= n && n == n_out; ++k) {
    if (!is_onset(a, n, k, loudest)) {
      continue;
    }
    const double level = 10 * log10(mean(a, k, HIT_MS) / mean(b, k, HIT_MS));
    h.level_db += level;
    h.attack_db +=
        level - 10 * log10(mean(a, k - AROUND_MS, AROUND_MS) / mean(b, k - AROUND_MS, AROUND_MS));
    h.body_db +=
        level - 10 * log10(mean(a, k + HIT_MS, AROUND_MS) / mean(b, k + HIT_MS, AROUND_MS));
    ++h.n;
  }
  free(a);
  free(b);
  const double of = h.n ? (double)h.n : 1;
  return (hits){h.n, h.attack_db / of, h.body_db / of, h.level_db / of};
}

static fftw_complex* spectrum(const sound* const s, const size_t length)
{
  double* const       time = fftw_alloc_real(length);
  fftw_complex* const freq = fftw_alloc_complex(length / 2 + 1);
  const fftw_plan     plan = fftw_plan_dft_r2c_1d((int)length, time, freq, FFTW_ESTIMATE);
  for (size_t i = 0; i < length; ++i) {
    time[i] = i < s->n ? s->x[0][i] + s->x[1][i] : 0;
  }
  fftw_execute(plan);
  fftw_destroy_plan(plan);
  fftw_free(time);
  return freq;
}

long hits_lag(const sound* const in, const sound* const out, const long most)
{
  const size_t        length = peak_fft_length((in->n > out->n ? in->n : out->n) + (size_t)most);
  fftw_complex* const a      = spectrum(in, length);
  fftw_complex* const b      = spectrum(out, length);
  for (size_t k = 0; k <= length / 2; ++k) {
    const double re = a[k][0] * b[k][0] + a[k][1] * b[k][1];
    b[k][1]         = a[k][0] * b[k][1] - a[k][1] * b[k][0];
    b[k][0]         = re;
  }
  double* const   c    = fftw_alloc_real(length);
  const fftw_plan plan = fftw_plan_dft_c2r_1d((int)length, b, c, FFTW_ESTIMATE);
  fftw_execute(plan);
  long best = 0;
  for (long lag = -most; lag <= most; ++lag) {
    const size_t at = lag < 0 ? length - (size_t)-lag : (size_t)lag;
    const size_t of = best < 0 ? length - (size_t)-best : (size_t)best;
    best            = c[at] > c[of] ? lag : best;
  }
  fftw_destroy_plan(plan);
  fftw_free(a);
  fftw_free(b);
  fftw_free(c);
  return best;
}
