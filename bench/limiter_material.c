// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Makes what bench/limiter drives into limiters; true peak on PEAK_DB, silence around.
///   bench_limiter_material make KIND RATE PEAK_DB OUT      a test signal (the table below, or a
///                                                          name of judge/tones.h)
///   bench_limiter_material cut IN SECONDS PEAK_DB OUT      the loudest part; 0 seconds: all
///   bench_limiter_material drive IN DB OUT                 turned up
///   bench_limiter_material clip IN DB CEILING_DB OUT       turned up and clipped
#include "judge/peak.h"
#include "judge/tones.h"

#include <fftw3.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LENGTH_MS = 5500, FADE_MS = 10, BURST_OVER = 4 };

static const double pi = 3.14159265358979323846;

static double lin(const double db)
{
  return pow(10, db / 20);
}

static double uniform(uint64_t* const state) // -1 to 1; xorshift64*
{
  *state ^= *state >> 12U;
  *state ^= *state << 25U;
  *state ^= *state >> 27U;
  return (double)((*state * 2685821657736338717U) >> 11U) / 4503599627370496.0 - 1;
}

static double faded(const size_t i, const size_t n, const double rate_hz)
{
  const size_t fade = (size_t)(rate_hz * FADE_MS / 1000), edge = i < n - 1 - i ? i : n - 1 - i;
  return edge < fade ? 0.5 - 0.5 * cos(pi * (double)edge / (double)fade) : 1;
}

static void noise(double* const l, double* const r, const size_t n, const double rate_hz)
{
  (void)rate_hz;
  uint64_t state = 88172645463325252U;
  for (size_t i = 0; i < n; ++i) {
    l[i] = uniform(&state);
    r[i] = uniform(&state);
  }
}

static void square(double* const l, double* const r, const size_t n, const double rate_hz)
{
  (void)rate_hz;
  for (size_t i = 0; i < n; ++i) { // straight in the samples: edges reach half the rate
    l[i] = i / 217 % 2 ? -1 : 1;
    r[i] = i / 23 % 2 ? -1 : 1;
  }
}

// EBU Tech 3341, cases 15 to 19: a fourth, sixth and eighth of the rate between the samples.
static void phases(double* const l, double* const r, const size_t n, const double rate_hz)
{
  static const double parts[] = {4, 6, 8, 4}, degrees[] = {45, 60, 67.5, 0};
  for (size_t i = 0; i < n; ++i) {
    const size_t k = (size_t)((double)i / (0.25 * rate_hz)) % 4;
    l[i]           = sin(2 * pi * fmod((double)i / parts[k], 1) + degrees[k] * pi / 180);
    r[i]           = i / 1000 % 3 ? 0.5 * l[i] : l[i]; // comes and goes
  }
}

// EBU Tech 3341, cases 20 to 23: one period of twice the level in a sixth of the rate, made at four
// times the rate, all above half the rate taken away, each of the four offsets in turn.
static void bursts(double* const l, double* const r, const size_t n, const double rate_hz)
{
  const size_t        length = BURST_OVER * n, gap = (size_t)(0.1 * rate_hz) / 6 * 6;
  double* const       time  = fftw_alloc_real(length);
  fftw_complex* const freq  = fftw_alloc_complex(length / 2 + 1);
  const fftw_plan     there = fftw_plan_dft_r2c_1d((int)length, time, freq, FFTW_ESTIMATE);
  const fftw_plan     back  = fftw_plan_dft_c2r_1d((int)length, freq, time, FFTW_ESTIMATE);
  for (size_t i = 0; i < length; ++i) {
    const size_t at = i % (BURST_OVER * gap);
    time[i]         = (at < 24 ? 1 : 0.5) * sin(2 * pi * (double)(i % 24) / 24);
  }
  fftw_execute(there);
  for (size_t k = n / 2; k <= length / 2; ++k) {
    freq[k][0] = freq[k][1] = 0;
  }
  fftw_execute(back);
  for (size_t i = 0; i < n; ++i) {
    const size_t offset = i * 4 / n;
    l[i] = r[i] = time[BURST_OVER * i + offset] / (double)length;
  }
  fftw_destroy_plan(there);
  fftw_destroy_plan(back);
  fftw_free(time);
  fftw_free(freq);
}

static const struct {
  const char* name;
  void (*make)(double* l, double* r, size_t n, double rate_hz);
} kinds[] = {{"noise", noise}, {"square", square}, {"phases", phases}, {"bursts", bursts}};

static int body(const char* const name, double* const l, double* const r, const size_t n,
                const double rate_hz)
{
  const tones* const t = tones_find(name);
  for (size_t i = 0; t && i < n; ++i) {
    for (int k = 0; k < TONES_MAX; ++k) {
      l[i] += t->amplitude[k] * sin(2 * pi * fmod(t->freq_hz[k] * (double)i / rate_hz, 1));
    }
    r[i] = l[i];
  }
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; ++k) {
    if (!strcmp(kinds[k].name, name)) {
      kinds[k].make(l, r, n, rate_hz);
      return 1;
    }
  }
  return t != NULL;
}

static int make(const char* const name, const double rate_hz, const double peak,
                const char* const path)
{
  sound        s  = sound_new(rate_hz, (size_t)(rate_hz * LENGTH_MS / 1000));
  const size_t at = (size_t)(rate_hz * TONES_LEAD_MS / 1000);
  const size_t n  = (size_t)(rate_hz * TONES_END_MS / 1000) - at;
  if (!body(name, s.x[0] + at, s.x[1] + at, n, rate_hz)) {
    fprintf(stderr, "%s: no such signal\n", name);
    return 2;
  }
  for (size_t i = 0; i < n; ++i) {
    const double g = faded(i, n, rate_hz);
    s.x[0][at + i] *= g;
    s.x[1][at + i] *= g;
  }
  sound_gain(&s, lin(peak - peak_db(&s)));
  sound_write(&s, path);
  sound_free(&s);
  return 0;
}

static size_t loudest(const sound* const s, const size_t n)
{
  const size_t step = (size_t)(s->rate_hz / 10);
  size_t       best = 0;
  double       most = -1;
  for (size_t at = 0; at + n <= s->n; at += step) {
    double sum = 0;
    for (size_t i = at; i < at + n; i += 7) { // a seventh of them tells enough
      sum += s->x[0][i] * s->x[0][i] + s->x[1][i] * s->x[1][i];
    }
    if (sum > most) {
      most = sum;
      best = at;
    }
  }
  return best;
}

static int cut(const char* const from, const double sec, const double peak, const char* const path)
{
  sound        in   = sound_read(from);
  const size_t want = sec > 0 ? (size_t)(sec * in.rate_hz) : in.n, n = want < in.n ? want : in.n;
  const size_t lead = (size_t)(0.5 * in.rate_hz), at = loudest(&in, n);
  sound        s = sound_new(in.rate_hz, n + 3 * lead);
  for (int c = 0; c < 2; ++c) {
    for (size_t i = 0; i < n; ++i) {
      s.x[c][lead + i] = in.x[c][at + i] * faded(i, n, in.rate_hz);
    }
  }
  sound_gain(&s, lin(peak - peak_db(&s)));
  sound_write(&s, path);
  sound_free(&in);
  sound_free(&s);
  return 0;
}

static int drive(const char* const from, const double db, const double most, const char* const path)
{
  sound s = sound_read(from);
  sound_gain(&s, lin(db));
  for (int c = 0; c < 2; ++c) {
    for (size_t i = 0; i < s.n; ++i) {
      s.x[c][i] = fmax(-most, fmin(most, s.x[c][i]));
    }
  }
  sound_write(&s, path);
  sound_free(&s);
  return 0;
}

int main(const int argc, char** const argv)
{
  const char* const verb = argc > 1 ? argv[1] : "";
  if (!strcmp(verb, "make") && argc == 6) {
    return make(argv[2], atof(argv[3]), atof(argv[4]), argv[5]);
  }
  if (!strcmp(verb, "cut") && argc == 6) {
    return cut(argv[2], atof(argv[3]), atof(argv[4]), argv[5]);
  }
  if (!strcmp(verb, "drive") && argc == 5) {
    return drive(argv[2], atof(argv[3]), INFINITY, argv[4]);
  }
  if (!strcmp(verb, "clip") && argc == 6) {
    return drive(argv[2], atof(argv[3]), lin(atof(argv[4])), argv[5]);
  }
  fprintf(stderr, "usage: bench_limiter_material make|cut|drive|clip ... (its source says how)\n");
  return 2;
}
