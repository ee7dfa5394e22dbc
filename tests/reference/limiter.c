// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The limiter judged by a true-peak reading of the test's own: 32 points a frame, 192 taps a point,
// double.
#include "proc_tools.h"

#include "proc/limiter.h"

enum { N = 98304, N_JUDGED = 6000, TAPS = 192, OVER = 32 };

static double bessel(const double x)
{
  double sum = 1, term = 1;
  for (int k = 1; k < 60; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

static double (*judge(void))[TAPS]
{
  static double h[OVER][TAPS]; // filled on first use
  for (int p = OVER - 1; h[0][TAPS / 2 - 1] == 0 && p >= 0; --p) {
    double sum = 0;
    for (int k = 0; k < TAPS; ++k) {
      const double t = k - (TAPS / 2 - 1) - p / (double)OVER, u = t / (TAPS / 2);
      h[p][k] = (t == 0 ? 1 : sin(LQ_PI * t) / (LQ_PI * t)) *
                (fabs(u) < 1 ? bessel(10 * sqrt(1 - u * u)) / bessel(10) : 0);
      sum += h[p][k];
    }
    for (int k = 0; k < TAPS; ++k) {
      h[p][k] /= sum;
    }
  }
  return h;
}

// dBTP of x[0..n), the samples around it being what they are (TAPS on both sides must exist).
static double true_peak_db(const float* const x, const size_t n)
{
  double(*const h)[TAPS] = judge();
  double most            = 0;
  for (size_t i = 0; i < n; ++i) {
    most = fmax(most, fabs((double)x[i]));
  }
  for (size_t i = 0; i + 1 < n; ++i) {
    double near = 0; // beside a peak above all samples lies a sample that is not small
    for (size_t k = i > 2 ? i - 2 : 0; k < i + 4 && k < n; ++k) {
      near = fmax(near, fabs((double)x[k]));
    }
    for (int p = 1; near > 0.6 * most && p < OVER; ++p) {
      double sum = 0;
      for (int k = 0; k < TAPS; ++k) {
        sum += h[p][k] * (double)x[(ptrdiff_t)i + k - (TAPS / 2 - 1)];
      }
      most = fmax(most, fabs(sum));
    }
  }
  return 20 * log10(most);
}

static double sample_peak(const float* const x, const size_t n)
{
  double most = 0;
  for (size_t i = 0; i < n; ++i) {
    most = fmax(most, fabs((double)x[i]));
  }
  return most;
}

typedef enum { SQUARE, NOISE, MUSIC, BURST_45, BURST_60, PULSES, N_KINDS } kind;
static const char* const kind_names[] = {"square",         "noise",          "noise below 0.4 fs",
                                         "fs/4 at 45 deg", "fs/6 at 60 deg", "pulses"};

static void fill(float* const x, const kind k, const double rate, const uint64_t seed)
{
  fill_noise(x, N, 1, seed);
  double s[4] = {0};
  for (size_t i = 0; i < N; ++i) {
    const bool   burst = i / (size_t)(rate / 40) % 3 == 0;
    const double v     = (double)x[i];
    switch (k) {
    case SQUARE:
      x[i] = fmod((double)i * 217 / rate, 1) < 0.5 ? 1 : -1;
      break;
    case MUSIC: // four one-poles take the top away
      for (unsigned j = 0; j < 4; ++j) {
        s[j] += 0.6 * ((j ? s[j - 1] : 2 * v) - s[j]);
      }
      x[i] = (float)(s[3] * (burst ? 1.5 : 0.6));
      break;
    case BURST_45:
      x[i] = burst ? (float)sin(LQ_PI / 2 * (double)i + LQ_PI / 4) : 0;
      break;
    case BURST_60:
      x[i] = burst ? (float)sin(LQ_PI / 3 * (double)i + LQ_PI / 3) : 0;
      break;
    case PULSES:
      x[i] = i % 997 < 2 ? 1 : 0;
      break;
    case NOISE:
    case N_KINDS:
      break;
    }
  }
}

// fixed: ceiling -1 dBTP, 6 dB drive, stereo, other noise on each side, all rates
static void nothing_passes_the_ceiling(void)
{
  static const double rates[] = {44100, 48000, 88200, 96000, 192000};
  const double        ceiling = pow(10, -1.0 / 20);
  for (unsigned q = 0; q < 5; ++q) {
    for (kind k = 0; k < N_KINDS; ++k) {
      float* io[2] = {lq_alloc_aligned(N * sizeof(float)), lq_alloc_aligned(N * sizeof(float))};
      rig    r     = rig_new(&lq_limiter, rates[q], 2, 0);
      rig_set(&r, "gain", "6 dB");
      rig_start(&r);
      fill(io[0], k, rates[q], 1);
      fill(io[1], k, rates[q], 2);
      rig_run(&r, io, N, 0, 4);
      const double sample = fmax(sample_peak(io[0], N), sample_peak(io[1], N));
      const size_t from   = N - 2 * N_JUDGED; // after the latency at every rate
      const double peak =
          fmax(true_peak_db(io[0] + from, N_JUDGED), true_peak_db(io[1] + from, N_JUDGED));
      CHECK_AT_MOST(sample, (double)(float)ceiling);
      CHECK_AT_MOST(peak, -1);
      CHECK_AT_MOST(-1.6, peak); // and it is no quieter than it must be
      if (getenv("VERBOSE")) {
        printf("# %g Hz %s: sample %.3f true %.3f\n", rates[q], kind_names[k], 20 * log10(sample),
               peak);
      }
      rig_free(&r);
      free(io[0]);
      free(io[1]);
    }
  }
}

// x between frames `at` and the next by the whole series of sincs, the greatest of seven points.
static double series_peak(const float* const x, const size_t n, const size_t at)
{
  double most = 0;
  for (int p = 1; p < 8; ++p) {
    double sum[2] = {0};
    for (size_t k = 0; k < n; ++k) {
      sum[k % 2] += (double)x[k] / ((double)at - (double)k + p / 8.0);
    }
    most = fmax(most, fabs((sum[0] - sum[1]) * sin(LQ_PI * p / 8)) / LQ_PI);
  }
  return most;
}

// A square wave straight in the samples has a partial at half the rate, steady for seconds: what it
// adds between samples is its envelope's Hilbert transform, greatest at the ends of the sound.
// fixed: 48 kHz, 4 s of 23 and 217 frames a half period, fades of 10 ms; 30 ms at both ends
static void square_at_half_the_rate(void)
{
  enum { LEAD = 24000, LONG = 192000, FADE = 480, NEAR = 1440, ALL = 2 * LEAD + LONG };
  static const char* const drives[] = {"3 dB", "6 dB", "12 dB"};
  for (unsigned d = 0; d < 3; ++d) {
    float* io[2] = {lq_alloc_aligned(ALL * sizeof(float)), lq_alloc_aligned(ALL * sizeof(float))};
    for (unsigned c = 0; c < 2; ++c) {
      memset(io[c], 0, ALL * sizeof(float));
      for (size_t i = 0; i < LONG; ++i) {
        const size_t edge = i < LONG - 1 - i ? i : LONG - 1 - i;
        const double fade = edge < FADE ? 0.5 - 0.5 * cos(LQ_PI * (double)edge / FADE) : 1;
        io[c][LEAD + i]   = (float)(i / (c ? 23 : 217) % 2 ? -0.89 * fade : 0.89 * fade);
      }
    }
    rig r = rig_new(&lq_limiter, 48000, 2, 0);
    rig_set(&r, "gain", drives[d]);
    rig_start(&r);
    const size_t late = rig_latency(&r);
    rig_run(&r, io, ALL, 1024, 0);
    double most = 0;
    for (unsigned c = 0; c < 2; ++c) {
      for (unsigned end = 0; end < 2; ++end) {
        const size_t from = late + LEAD + (end ? LONG - NEAR : 0);
        for (size_t i = from; i < from + NEAR; ++i) {
          const bool edge = (io[c][i] > 0) != (io[c][i + 1] > 0); // and beside it
          for (size_t k = i - 1; edge && k <= i + 1; ++k) {
            most = fmax(most, series_peak(io[c], ALL, k));
          }
        }
      }
    }
    CHECK_AT_MOST(20 * log10(most), -1 + 0.004);
    CHECK_AT_MOST(-1.2, 20 * log10(most));
    if (getenv("VERBOSE")) {
      printf("# square at %s: %.4f\n", drives[d], 20 * log10(most));
    }
    rig_free(&r);
    free(io[0]);
    free(io[1]);
  }
}

static void detector_reads_tones(void) // fixed: 0.45 of the rate at most, worst of 64 phases
{
  static const double     freqs[] = {0.01, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45};
  const lq_limit_detector d       = lq_limit_detector_design(NULL);
  for (unsigned f = 0; f < 8; ++f) {
    double low = 1, high = 0;
    for (unsigned ph = 0; ph < 64; ++ph) {
      enum { M = 256 };
      float x[M + LQ_LIMIT_TAPS + LQ_LIMIT_PAD], p[M];
      for (size_t i = 0; i < sizeof x / sizeof *x; ++i) {
        x[i] = (float)sin(2 * LQ_PI * (freqs[f] * (double)i + ph / 64.0));
      }
      lq_simd_best()->limit->peaks(&d, p, x, 0.01F, M);
      const double got = sample_peak(p, M);
      low              = fmin(low, got);
      high             = fmax(high, got);
    }
    CHECK_AT_MOST(20 * log10(high), 0.02);
    CHECK_AT_MOST(-0.02, 20 * log10(low));
    if (getenv("VERBOSE")) {
      printf("# %g fs: %.4f to %.4f dB\n", freqs[f], 20 * log10(low), 20 * log10(high));
    }
  }
}

// Skipping the FIR where the bound allows must not change anything: compared with a ceiling so
// low that nothing is skipped.
static void skipping_changes_nothing(void)
{
  enum { M = 256 };
  const lq_limit_detector d = lq_limit_detector_design(NULL);
  float                   x[M + LQ_LIMIT_TAPS + LQ_LIMIT_PAD], all[M], some[M];
  for (uint64_t seed = 0; seed < 200; ++seed) {
    fill_noise(x, sizeof x / sizeof *x, 1, seed);
    for (size_t i = 1; seed % 2 && i < sizeof x / sizeof *x; ++i) {
      x[i] = 0.8F * x[i - 1] + 0.2F * x[i];
    }
    for (size_t i = 0; seed % 4 == 2 && i < sizeof x / sizeof *x; ++i) { // all lies between samples
      x[i] = (float)sin(LQ_PI / 2 * (double)i + LQ_PI / 4 + 1e-4 * (double)seed);
    }
    const float ceiling = seed % 4 == 2 ? 0.97F : (float)(0.3 + 0.9 * (double)(seed % 7) / 7);
    lq_simd_best()->limit->peaks(&d, all, x, 1e-6F, M);
    lq_simd_best()->limit->peaks(&d, some, x, ceiling, M);
    for (size_t i = 0; i < M; ++i) {
      CHECK(some[i] == all[i] || (some[i] == 0 && all[i] <= ceiling));
    }
  }
}

static void late_and_otherwise_untouched(void)
{
  static const double rates[] = {8000, 44100, 192000};
  static const char*  ahead[] = {"0.5 ms", "5 ms", "10 ms"};
  for (unsigned q = 0; q < 3; ++q) {
    for (unsigned a = 0; a < 3; ++a) {
      float* io[2] = {lq_alloc_aligned(N * sizeof(float)), lq_alloc_aligned(N * sizeof(float))};
      float* in    = lq_alloc_aligned(N * sizeof(float));
      rig    r     = rig_new(&lq_limiter, rates[q], 2, 0);
      rig_set(&r, "lookahead", ahead[a]);
      rig_start(&r);
      fill_noise(io[0], N, 0.2, 1);
      fill_noise(io[1], N, 0.2, 2);
      memcpy(in, io[1], N * sizeof(float));
      rig_run(&r, io, N, 0, 4);
      const size_t late = rig_latency(&r);
      CHECK_AT_MOST((double)late, rates[q] > 40000 ? 0.31 * rates[q] : 0.6 * rates[q]);
      CHECK(!memcmp(io[1] + late, in, (N - late) * sizeof(float)));
      rig_free(&r);
      free(io[0]);
      free(io[1]);
      free(in);
    }
  }
}

// Harmonics of a steady tone, dB below it. fixed: 48 kHz, after 2 s
static double thd_db(const double freq, const char* const drive, const char* const release)
{
  enum { LONG = 144000, PART = 48000 };
  float* io[1] = {lq_alloc_aligned(LONG * sizeof(float))};
  rig    r     = rig_new(&lq_limiter, 48000, 1, 0);
  rig_set(&r, "gain", drive);
  rig_set(&r, "release", release);
  rig_start(&r);
  fill_sine(io[0], LONG, pow(10, -1.0 / 20), freq, 48000);
  rig_run(&r, io, LONG, 1024, 0);
  double sum = 0;
  for (unsigned h = 2; h <= 20; ++h) {
    sum += pow(10, tone_level_db(io[0] + LONG - PART, PART, h * freq, 48000) / 10);
  }
  const double level = tone_level_db(io[0] + LONG - PART, PART, freq, 48000);
  CHECK_NEAR(level, -1, 0.05);
  rig_free(&r);
  free(io[0]);
  return 10 * log10(sum) - level;
}

static void bass_stays_clean(void)
{
  CHECK_AT_MOST(thd_db(50, "3 dB", "60 ms"), -100);
  CHECK_AT_MOST(thd_db(50, "6 dB", "60 ms"), -100);
  CHECK_AT_MOST(thd_db(100, "6 dB", "60 ms"), -100);
  CHECK_AT_MOST(thd_db(50, "6 dB", "10 ms"), -60);
  CHECK_AT_MOST(thd_db(30, "6 dB", "60 ms"), -60);
}

// Frames after a loud part of `loud_ms` until the level is within 1 dB of what it was, in ms.
static double recovery_ms(const double loud_ms, const char* const release)
{
  float* io[1] = {lq_alloc_aligned(N * sizeof(float))};
  rig    r     = rig_new(&lq_limiter, 48000, 1, 0);
  rig_set(&r, "release", release);
  rig_start(&r);
  const size_t from = 24000, until = from + (size_t)(loud_ms * 48);
  for (size_t i = 0; i < N; ++i) {
    io[0][i] = (float)((i >= from && i < until ? 1.78 : 0.1) * (i / 8 % 2 ? 1 : -1)); // 6 dB over
  }
  rig_run(&r, io, N, 1024, 0);
  const size_t late = rig_latency(&r);
  size_t       last = until;
  for (size_t i = until + 8; i + late < N; ++i) {
    if (-20 * log10(fabs((double)io[0][i + late]) / (double)0.1F) > 1) {
      last = i;
    }
  }
  rig_free(&r);
  free(io[0]);
  return (double)(last - until) / 48;
}

// fixed: 48 kHz, 5 ms lookahead
static void short_hits_recover_with_their_dip(void)
{
  CHECK_AT_MOST(recovery_ms(4, "60 ms"), 10);
  CHECK_AT_MOST(recovery_ms(4, "500 ms"), 10);
  const double fast = recovery_ms(400, "20 ms"), slow = recovery_ms(400, "500 ms");
  CHECK_AT_MOST(30, fast);                    // symmetrical: as long as it took to come
  CHECK_NEAR(slow, 500 * log(7.0) - 100, 60); // 7 dB to 1 dB; it begins with the smoothing
}

static void link_moves_both_sides(void)
{
  double quiet[2];
  for (unsigned i = 0; i < 2; ++i) {
    float* io[2] = {lq_alloc_aligned(N * sizeof(float)), lq_alloc_aligned(N * sizeof(float))};
    rig    r     = rig_new(&lq_limiter, 48000, 2, 0);
    rig_set(&r, "link", i ? "100 %" : "0 %");
    rig_set(&r, "gain", "6 dB");
    rig_start(&r);
    fill_sine(io[0], N, 0.9, 997, 48000);
    fill_sine(io[1], N, 0.1, 997, 48000);
    rig_run(&r, io, N, 1024, 0);
    quiet[i] = tone_level_db(io[1] + N / 2, N / 2, 997, 48000);
    CHECK_NEAR(tone_level_db(io[0] + N / 2, N / 2, 997, 48000), -1.007, 0.005);
    rig_free(&r);
    free(io[0]);
    free(io[1]);
  }
  CHECK_NEAR(quiet[0], -14, 0.02);         // 6 dB up, its own way
  CHECK_NEAR(quiet[1], -1 - 19.085, 0.02); // as far below the other as it came in
}

static void meter_off_and_moving_ceiling(void)
{
  float* io[1] = {lq_alloc_aligned(N * sizeof(float))};
  rig    r     = rig_new(&lq_limiter, 48000, 1, 0);
  rig_set(&r, "gain", "6 dB");
  rig_start(&r);
  fill_sine(io[0], N, 1, 997, 48000);
  const size_t cut = 32000;
  rig_run(&r, io, cut, 64, 0);
  float meter[2] = {0};
  r.proc->meters(r.self, meter);
  CHECK_NEAR(meter[0], 7, 0.02);
  CHECK_NEAR(meter[1], 7, 0.1);
  rig_set(&r, "ceiling", "-6 dBTP");
  rig_update(&r);
  float* rest[] = {io[0] + cut};
  rig_run(&r, rest, N - cut, 64, 0);
  const size_t late = rig_latency(&r);
  CHECK_AT_MOST(sample_peak(io[0] + cut + late, N - cut - late), (double)(float)pow(10, -0.3));
  // What was on its way keeps the old ceiling, not clipped by the new one: no new corner.
  CHECK_NEAR(20 * log10(sample_peak(io[0] + cut - 480, 480)), -1, 0.02);
  double turn = 0;
  for (size_t i = late + 2000; i + 1 < N; ++i) {
    turn = fmax(turn, fabs((double)io[0][i - 1] - 2.0 * (double)io[0][i] + (double)io[0][i + 1]));
  }
  // The bend of the tone at its crest, and a little for pulses; a clip would bend six times as
  // much.
  CHECK_AT_MOST(turn, 1.2 * pow(10, -1.0 / 20) * pow(2 * LQ_PI * 997 / 48000, 2));
  rig_free(&r);
  free(io[0]);
}

static void off_passes_the_input_late(void)
{
  float* io[1] = {lq_alloc_aligned(N * sizeof(float))};
  float* in    = lq_alloc_aligned(N * sizeof(float));
  rig    r     = rig_new(&lq_limiter, 48000, 1, 0);
  rig_set(&r, "on", "off");
  rig_set(&r, "gain", "12 dB");
  rig_start(&r);
  fill_noise(in, N, 3, 1);
  memcpy(io[0], in, N * sizeof(float));
  rig_run(&r, io, N, 1024, 0);
  const size_t late = rig_latency(&r);
  CHECK(!memcmp(io[0] + late, in, (N - late) * sizeof(float)));
  rig_free(&r);
  free(io[0]);
  free(in);
}

static const check_test tests[] = {CHECK_TEST(nothing_passes_the_ceiling),
                                   CHECK_TEST(square_at_half_the_rate),
                                   CHECK_TEST(detector_reads_tones),
                                   CHECK_TEST(skipping_changes_nothing),
                                   CHECK_TEST(late_and_otherwise_untouched),
                                   CHECK_TEST(bass_stays_clean),
                                   CHECK_TEST(short_hits_recover_with_their_dip),
                                   CHECK_TEST(link_moves_both_sides),
                                   CHECK_TEST(meter_off_and_moving_ceiling),
                                   CHECK_TEST(off_passes_the_input_late)};
CHECK_MAIN(tests)
