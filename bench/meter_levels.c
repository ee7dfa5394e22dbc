// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The meter at every CPU level beside libebur128: the same work (M, S, I, range, true peak) on the
/// same frames in memory, CPU time of one thread, runs taken in turn. `bench_meter_levels [FILE]`;
/// without a file, two minutes of made music.
#include "base/rng.h"
#include "dsp/simd.h"
#include "measure/analysis.h"
#include "measure/meter.h"
#include "measure/true_peak_exact.h"

#include <ebur128.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double cpu_sec(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static float* made_music(size_t* const n, double* const rate_hz, const int white)
{
  *rate_hz            = 48000;
  *n                  = 120U * 48000U;
  float* const x      = malloc(*n * 2 * sizeof *x);
  double       low[2] = {0};
  for (size_t i = 0; i < *n; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      const double u = (double)(lq_rng_at(c, i) >> 11U) / 4503599627370496.0 - 1.0;
      low[c] += 0.05 * (u - low[c]);
      const double t = (double)(i % 24000) / 48000.0;
      x[2 * i + c]   = white ? (float)(0.2 * u)
                             : (float)(0.8 * low[c] + 0.3 * sin(345.6 * t) * exp(-8 * t) +
                                     0.02 * u * exp(-20 * t));
    }
  }
  return x;
}

static float* from_file(const char* const path, size_t* const n, double* const rate_hz)
{
  SF_INFO        info = {0};
  SNDFILE* const file = sf_open(path, SFM_READ, &info);
  if (!file || info.channels != 2) {
    fprintf(stderr, "%s: not a stereo sound file\n", path);
    exit(1);
  }
  float* const x = malloc((size_t)info.frames * 2 * sizeof *x);
  *n             = (size_t)sf_readf_float(file, x, info.frames);
  *rate_hz       = info.samplerate;
  sf_close(file);
  return x;
}

static double run_ours(const float* const* const x, const size_t n, const double rate_hz,
                       const lq_simd* const simd, lq_measurement* const m)
{
  const double start = cpu_sec();
  lq_meter*    meter;
  if (lq_meter_new_with(&meter, rate_hz, 2, simd)) {
    exit(1);
  }
  for (size_t i = 0; i < n; i += 4096) {
    const float* const at[2] = {x[0] + i, x[1] + i};
    if (lq_meter_process(meter, at, n - i < 4096 ? n - i : 4096)) {
      exit(1);
    }
  }
  *m = lq_meter_read(meter);
  lq_meter_free(meter);
  return cpu_sec() - start;
}

static double run_theirs(const float* const x, const size_t n, const double rate_hz)
{
  const double   start = cpu_sec();
  ebur128_state* s =
      ebur128_init(2, (unsigned long)rate_hz,
                   EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_S | EBUR128_MODE_TRUE_PEAK);
  double i_lufs, range, peak;
  for (size_t i = 0; i < n; i += 4096) {
    ebur128_add_frames_float(s, x + 2 * i, n - i < 4096 ? n - i : 4096);
  }
  ebur128_loudness_global(s, &i_lufs);
  ebur128_loudness_range(s, &range);
  ebur128_true_peak(s, 0, &peak);
  const double other = (ebur128_true_peak(s, 1, &range), range);
  ebur128_loudness_range(s, &range);
  const double took = cpu_sec() - start;
  printf("libebur128  I %.3f  LRA %.3f  TP %.3f\n", i_lufs, range,
         20 * log10(peak > other ? peak : other));
  ebur128_destroy(&s);
  return took;
}

static double run_exact(const float* const* const x, const size_t n, double* const dbtp)
{
  const double        start = cpu_sec();
  lq_true_peak_exact* m;
  if (lq_true_peak_exact_new(&m, 2, lq_simd_best())) {
    exit(1);
  }
  for (size_t i = 0; i < n; i += 4096) {
    const float* const at[2] = {x[0] + i, x[1] + i};
    lq_true_peak_exact_process(m, at, n - i < 4096 ? n - i : 4096);
  }
  lq_true_peak_exact_finish(m);
  *dbtp = lq_true_peak_exact_dbtp(m);
  lq_true_peak_exact_free(m);
  return cpu_sec() - start;
}

static double run_analysis(const float* const* const x, const size_t n, const double rate_hz)
{
  const double start = cpu_sec();
  lq_analyser* a;
  lq_analysis  r;
  if (lq_analyser_new(&a, rate_hz, 2)) {
    exit(1);
  }
  for (size_t i = 0; i < n; i += 4096) {
    const float* const at[2] = {x[0] + i, x[1] + i};
    if (lq_analyser_process(a, at, n - i < 4096 ? n - i : 4096)) {
      exit(1);
    }
  }
  if (lq_analyser_finish(a, &r)) {
    exit(1);
  }
  lq_analysis_free(&r);
  lq_analyser_free(a);
  return cpu_sec() - start;
}

int main(const int n_args, char** const args)
{
  size_t       n;
  double       rate_hz;
  float* const x         = n_args > 1 && args[1][0] != '-' ? from_file(args[1], &n, &rate_hz)
                                                           : made_music(&n, &rate_hz, n_args > 1);
  float*       planar[2] = {malloc(n * sizeof(float)), malloc(n * sizeof(float))};
  for (size_t i = 0; i < n; ++i) {
    planar[0][i] = x[2 * i];
    planar[1][i] = x[2 * i + 1];
  }
  const double sec   = (double)n / rate_hz;
  double       least = run_theirs(x, n, rate_hz);
  printf("libebur128  %6.2f ns a frame  %7.0f times real time\n", least / (double)n * 1e9,
         sec / least);
  for (unsigned level = 0; level < lq_simd_count(); ++level) {
    const lq_simd* const simd = lq_simd_find(lq_simd_level(level)->name);
    if (!simd) {
      continue;
    }
    double         best = 1e9;
    lq_measurement m    = {0};
    for (int i = 0; i < 5; ++i) {
      const double took = run_ours((const float* const*)planar, n, rate_hz, simd, &m);
      best              = took < best ? took : best;
    }
    printf("%-10s  %6.2f ns a frame  %7.0f times real time  %5.1f times libebur128  I %.3f  LRA "
           "%.3f  TP %.3f  M %.3f  S %.3f\n",
           simd->name, best / (double)n * 1e9, sec / best, least / best, m.integrated_lufs,
           m.loudness_range_lu, m.true_peak_dbtp, m.max_momentary_lufs, m.max_short_term_lufs);
  }
  double exact = 1e9, all = 1e9, dbtp = 0;
  for (int i = 0; i < 5; ++i) {
    exact = fmin(exact, run_exact((const float* const*)planar, n, &dbtp));
    all   = fmin(all, run_analysis((const float* const*)planar, n, rate_hz));
  }
  printf("exact peak  %6.2f ns a frame  %.3f dBTP\nanalysis    %6.2f ns a frame\n",
         exact / (double)n * 1e9, dbtp, all / (double)n * 1e9);
  free(planar[0]);
  free(planar[1]);
  free(x);
  return 0;
}
