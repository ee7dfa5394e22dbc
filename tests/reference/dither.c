// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Noise shaping: the filter against the same least squares solved slowly with libm, the noise in
// files against the filter, and what it may never do to the music.
#include "proc_tools.h"

#include "dsp/fft.h"
#include "dsp/quantise.h"

enum { ORDER = LQ_QUANTISE_SHAPE_ORDER, N = 1 << 19, FFT = 4096, N_BINS = FFT / 2 + 1 };

static const double rates_hz[] = {44100, 48000, 88200, 96000};
enum { N_RATES = sizeof rates_hz / sizeof *rates_hz };

static lq_quantise_shape shape_at(const double rate_hz)
{
  lq_quantise_shape shape;
  CHECK(lq_quantise_shape_design(&shape, rate_hz));
  return shape;
}

static double tap(const lq_quantise_shape* const shape, const unsigned k)
{
  return k ? shape->tap[ORDER - k] : 1;
}

// |H|^2 at a part of the rate
static double power_gain(const lq_quantise_shape* const shape, const double turns)
{
  double re = 0, im = 0;
  for (unsigned k = 0; k <= ORDER; ++k) {
    re += tap(shape, k) * cos(2 * LQ_PI * k * turns);
    im += tap(shape, k) * sin(2 * LQ_PI * k * turns);
  }
  return re * re + im * im;
}

static double weight(const double freq_hz)
{
  return pow(10, -lq_hearing_threshold_db(freq_hz) / 10);
}

// sum over k of h_k r_jk = -r_j0 by elimination with pivots, r from its own integral
static void solve(double h[ORDER], const double rate_hz)
{
  enum { POINTS = 1024 };
  double m[ORDER][ORDER + 1] = {0}, r[ORDER + 1] = {0}, most = 0;
  for (int i = 0; i < POINTS; ++i) {
    most = fmax(most, weight((i + 0.5) / POINTS * rate_hz / 2));
  }
  for (unsigned k = 0; k <= ORDER; ++k) {
    for (int i = 0; i < POINTS; ++i) {
      const double w = weight((i + 0.5) / POINTS * rate_hz / 2) / most + 1e-5; // -50 dB
      r[k] += w * cos(LQ_PI * k * (i + 0.5) / POINTS);
    }
  }
  for (int j = 0; j < ORDER; ++j) {
    for (int k = 0; k < ORDER; ++k) {
      m[j][k] = r[abs(j - k)];
    }
    m[j][ORDER] = -r[j + 1];
  }
  for (int j = 0; j < ORDER; ++j) {
    int best = j;
    for (int i = j; i < ORDER; ++i) {
      best = fabs(m[i][j]) > fabs(m[best][j]) ? i : best;
    }
    for (int k = 0; k <= ORDER; ++k) {
      const double t = m[j][k];
      m[j][k]        = m[best][k];
      m[best][k]     = t;
    }
    for (int i = 0; i < ORDER; ++i) {
      const double f = i == j ? 0 : m[i][j] / m[j][j];
      for (int k = j; k <= ORDER; ++k) {
        m[i][k] -= f * m[j][k];
      }
    }
  }
  for (int j = 0; j < ORDER; ++j) {
    h[j] = m[j][ORDER] / m[j][j];
  }
}

static void the_filter_is_the_best_of_its_order(void)
{
  for (unsigned r = 0; r < N_RATES; ++r) {
    const lq_quantise_shape shape = shape_at(rates_hz[r]);
    double                  h[ORDER], log_sum = 0;
    solve(h, rates_hz[r]);
    for (unsigned k = 0; k < ORDER; ++k) {
      CHECK_NEAR(tap(&shape, k + 1), h[k], 1e-8);
    }
    for (int i = 0; i < FFT; ++i) {
      log_sum += 10 * log10(power_gain(&shape, (i + 0.5) / (2 * FFT))) / FFT;
    }
    CHECK_NEAR(log_sum, 0, 1e-3); // Gerzon and Craven: 0 dB only when all zeros are inside
  }
}

static void the_threshold_is_that_of_the_standards(void)
{
  CHECK_NEAR(lq_hearing_threshold_db(10), 78.5, 0);
  CHECK_NEAR(lq_hearing_threshold_db(1000), 2.4, 1e-9);
  CHECK_NEAR(lq_hearing_threshold_db(3150), -6.0, 1e-9);
  CHECK_NEAR(lq_hearing_threshold_db(12500), 12.3, 1e-9);
  CHECK_NEAR(lq_hearing_threshold_db(15000), (18.4 + 40.2) / 2, 1e-9);
  CHECK_NEAR(lq_hearing_threshold_db(18000), 40.2 + 21.8, 1e-9);
}

// Steps of error of a whole file of 16 bits, by feeding it block after block.
static void error_of(float* const e, const float* const x, const double rate_hz)
{
  static int32_t          y[N];
  const lq_quantise_shape shape = shape_at(rate_hz);
  lq_quantise_past        past  = {0};
  lq_quantise_shaped(y, x, N, 16, &shape, &past, lq_quantise_seed(5, 0), 0, NULL);
  for (size_t i = 0; i < N; ++i) {
    e[i] = (float)(y[i] - (double)x[i] * 32768);
  }
}

// Mean square a bin, of TPDF = 1 on average.
static void spectrum(double bins[N_BINS], const float* const e)
{
  static float power[N_BINS];
  lq_fft*      fft = NULL;
  memset(power, 0, sizeof power);
  CHECK(!lq_fft_new(&fft, FFT, lq_simd_best()->fft));
  const size_t n = (size_t)2 * N / FFT - 1;
  for (size_t i = 0; fft && i < n; ++i) {
    lq_fft_add_power(fft, e + i * FFT / 2, 1.0F / (float)n, power);
  }
  for (size_t i = 0; i < N_BINS; ++i) {
    bins[i] = (double)power[i] / 0.25 * (FFT / 2.0);
  }
  lq_fft_free(fft);
}

// fixed: 2^19 frames of a 997 Hz sine at -20 dBFS, 16 bits
static void noise_follows_the_design(void)
{
  static const double ear_db[]   = {-17.0, -19.0, -29.2, -30.1};
  static const double total_db[] = {19.3, 18.0, 10.7, 9.9};
  static float        x[N], e[N];
  for (unsigned r = 0; r < N_RATES; ++r) {
    const lq_quantise_shape shape = shape_at(rates_hz[r]);
    double                  bins[N_BINS], heard = 0, white = 0, total = 0;
    fill_sine(x, N, 0.1, 997, rates_hz[r]);
    error_of(e, x, rates_hz[r]);
    spectrum(bins, e);
    for (size_t i = 8; i + 8 < N_BINS; i += 16) {
      double got = 0, want = 0;
      for (size_t k = i - 8; k < i + 8; ++k) { // bands of 172 Hz at 44.1 kHz
        got += bins[k];
        want += power_gain(&shape, (double)k / FFT);
      }
      // A band holds 4000 numbers, 0.1 dB; the window smears steep slopes a little.
      CHECK_NEAR(10 * log10(got / want), 0, i > 8 ? 0.5 : 1);
    }
    for (size_t i = 1; i < N_BINS - 1; ++i) {
      const double w = weight((double)i * rates_hz[r] / FFT);
      heard += w * bins[i];
      white += w;
      total += bins[i] / (N_BINS - 2);
    }
    CHECK_NEAR(10 * log10(heard / white), ear_db[r], 0.2);
    CHECK_AT_MOST(10 * log10(heard / white), -15);
    CHECK_NEAR(10 * log10(total), total_db[r], 0.2);
  }
}

// fixed: 16 bits, 44.1 kHz, -100 dBFS (a third of a step), 997 Hz on a bin's middle
static void a_tone_under_the_last_bit_stays_clean(void)
{
  static float            x[N], e[N];
  const lq_quantise_shape shape   = shape_at(44100);
  const double            freq_hz = 44100.0 / N * round(997 / (44100.0 / N));
  double                  both = 0, xx = 0, ee = 0;
  fill_sine(x, N, 1e-5, freq_hz, 44100);
  error_of(e, x, 44100);
  for (size_t i = 0; i < N; ++i) {
    both += (double)x[i] * (double)e[i];
    xx += (double)x[i] * (double)x[i];
    ee += (double)e[i] * (double)e[i];
  }
  CHECK_NEAR(both / sqrt(xx * ee), 0, 0.001);
  // In the error the tone itself must be missing, for its level to be kept, and its harmonics.
  // Amplitude of noise of density S in one Hann bin: 2 sqrt(1.5 S / N). Its square is exponential:
  // 12 dB over the mean once in eight million.
  for (int k = 1; k <= 9; ++k) {
    const double noise_db =
        10 * log10(4 * 1.5 * 0.25 * power_gain(&shape, k * freq_hz / 44100) / N);
    CHECK_AT_MOST(tone_level_db(e, N, k * freq_hz, 44100), noise_db + 12);
    CHECK_AT_MOST(noise_db, -40); // no excuse: 30 dB under the tone
  }
}

// fixed: 17 places between two steps, 44.1 kHz; 19.3 dB over LSB^2 / 4 wherever it stands
static void noise_does_not_breathe_with_the_signal(void)
{
  static float x[N], e[N];
  double       want = 0;
  for (int k = -8; k <= 8; ++k) {
    for (size_t i = 0; i < N; ++i) {
      x[i] = (float)((100 + k / 8.0) / 32768);
    }
    error_of(e, x, 44100);
    double mean = 0, power = 0;
    for (size_t i = 0; i < N; ++i) {
      mean += (double)e[i] / N;
      power += (double)e[i] * (double)e[i] / N;
    }
    CHECK_NEAR(mean, 0, 0.002);
    want = k == -8 ? power : want;
    CHECK_NEAR(10 * log10(power / want), 0, 0.1);
  }
}

// fixed: a square at three times full scale, infinities, no numbers, then silence
static void clipping_leaves_nothing_behind(void)
{
  static float   x[N];
  static int32_t y[N], quiet[N];
  enum { LOUD = 10000 };
  for (unsigned r = 0; r < N_RATES; ++r) {
    const lq_quantise_shape shape = shape_at(rates_hz[r]);
    lq_quantise_past        past = {0}, still = {0};
    uint64_t                n_clipped = 0;
    double                  bound = 1.5, ee = 0, qq = 0;
    for (unsigned k = 1; k <= ORDER; ++k) {
      bound += 1.5 * fabs(tap(&shape, k));
    }
    memset(x, 0, sizeof x);
    lq_quantise_shaped(quiet, x, N, 16, &shape, &still, 1, 0, NULL);
    for (size_t i = 0; i < LOUD; ++i) {
      static const float odd[] = {INFINITY, -INFINITY, NAN, 3e38F, -3e38F, 1, -1};
      x[i]                     = i % 1000 < 900 ? i / 50 % 2 ? 3.0F : -3.0F : odd[i % 7];
    }
    lq_quantise_shaped(y, x, N, 16, &shape, &past, 1, 0, &n_clipped);
    CHECK(n_clipped >= LOUD * 9 / 10 && n_clipped <= LOUD);
    for (size_t i = 0; i < N; ++i) {
      CHECK(i < LOUD || abs(y[i]) <= (int)(bound + 0.5)); // from the very first frame
      CHECK(i >= LOUD || i % 1000 >= 900 || y[i] == (i / 50 % 2 ? 32767 : -32768));
      ee += i < LOUD ? 0 : (double)y[i] * y[i];
      qq += i < LOUD ? 0 : (double)quiet[i] * quiet[i];
    }
    CHECK_NEAR(10 * log10(ee / qq), 0, 0.2);
    for (unsigned k = 0; k < ORDER; ++k) {
      CHECK_AT_MOST(fabs(past.error_steps[k]), 1.5 + 1e-6);
    }
  }
}

static rig shaped_rig(const double rate_hz, const char* const kind)
{
  rig r = rig_new(lq_proc_find("dither"), rate_hz, 2, 0);
  rig_set(&r, "bits", "16");
  rig_set(&r, "kind", kind);
  return r;
}

static void run(float* io[2], const double rate_hz, const char* const kind, const size_t block,
                const lq_simd* const simd)
{
  enum { SHORT = 1 << 16 };
  rig r = shaped_rig(rate_hz, kind);
  if (simd) {
    r.spec.simd = simd;
  }
  rig_start(&r);
  for (unsigned c = 0; c < 2; ++c) {
    io[c] = lq_alloc_aligned(SHORT * sizeof(float));
    fill_noise(io[c], SHORT, 0.3, c + 1);
  }
  rig_run(&r, io, SHORT, block, 9);
  rig_free(&r);
}

static bool same(float* a[2], float* b[2])
{
  bool same = true;
  for (unsigned c = 0; c < 2; ++c) {
    same = same && !memcmp(a[c], b[c], (1 << 16) * sizeof(float));
    free(b[c]);
  }
  return same;
}

static void blocks_and_levels_give_the_same_bits(void)
{
  static const size_t sizes[] = {0, 1, 64, 255, 257};
  float *             want[2], *got[2];
  run(want, 44100, "shaped", LQ_MAX_FRAMES, NULL);
  for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; ++i) {
    run(got, 44100, "shaped", sizes[i], NULL);
    CHECK(same(want, got));
  }
  for (unsigned i = 0; i < lq_simd_count(); ++i) {
    const lq_simd* const simd = lq_simd_find(lq_simd_level(i)->name);
    if (simd) {
      run(got, 44100, "shaped", LQ_MAX_FRAMES, simd);
      CHECK(same(want, got));
    }
  }
  run(got, 44100, "tpdf", LQ_MAX_FRAMES, NULL);
  CHECK(!same(want, got));
  free(want[0]);
  free(want[1]);
}

static void rates_without_a_design_get_tpdf(void)
{
  static const double others_hz[] = {8000, 22050, 32000, 44099, 176400, 192000};
  for (unsigned i = 0; i < sizeof others_hz / sizeof *others_hz; ++i) {
    lq_quantise_shape shape;
    float *           want[2], *got[2];
    CHECK(!lq_quantise_shape_design(&shape, others_hz[i]));
    run(want, others_hz[i], "tpdf", LQ_MAX_FRAMES, NULL);
    run(got, others_hz[i], "shaped", LQ_MAX_FRAMES, NULL);
    CHECK(same(want, got));
    free(want[0]);
    free(want[1]);
  }
}

// Greatest magnitude of the error of 16 bits, on samples and half-way between them (96 taps).
static double error_peak(const bool dither, const lq_quantise_shape* const shape)
{
  enum { M = 1 << 16, TAPS = 96 };
  static float   x[M];
  static int32_t y[M];
  static double  e[M];
  fill_noise(x, M, 0.5, 3);
  lq_quantise_past past = {0};
  if (shape) {
    lq_quantise_shaped(y, x, M, 16, shape, &past, 5, 0, NULL);
  } else {
    lq_quantise(y, x, M, 16, dither, 5, 0, NULL);
  }
  double most = 0;
  for (size_t i = 0; i < M; ++i) {
    e[i] = y[i] / 32768.0 - (double)x[i];
    most = fmax(most, fabs(e[i]));
  }
  for (size_t i = 0; i + TAPS < M; ++i) {
    double sum = 0;
    for (int k = 0; k < TAPS; ++k) {
      const double t = k - TAPS / 2 + 0.5;
      sum += e[i + (size_t)k] * sin(LQ_PI * t) / (LQ_PI * t) *
             (0.5 + 0.5 * cos(LQ_PI * t / (TAPS / 2)));
    }
    most = fmax(most, fabs(sum));
  }
  return most;
}

// fixed: 16 bits, 65536 frames, where a Gaussian error comes to 4.5 of its 6 standard deviations
static void no_peak_rises_more_than_is_said(void)
{
  const lq_quantise_shape        shape     = shape_at(44100);
  const lq_quantise_shape* const shapes[]  = {NULL, NULL, &shape};
  static const bool              dithers[] = {false, true, true};
  static const lq_dither_kind    kinds[]   = {LQ_DITHER_OFF, LQ_DITHER_TPDF, LQ_DITHER_SHAPED};
  for (unsigned i = 0; i < 3; ++i) {
    const double said = lq_quantise_rise_lin(16, kinds[i], 44100);
    const double got  = error_peak(dithers[i], shapes[i]);
    CHECK_AT_MOST(got, said);
    CHECK_AT_MOST(said / 2, got);
    CHECK_AT_MOST(said, i < 2 ? 1e-4 : 1e-3); // 0.0008 dB and 0.009 dB of full scale
  }
}

static const check_test tests[] = {CHECK_TEST(no_peak_rises_more_than_is_said),
                                   CHECK_TEST(the_filter_is_the_best_of_its_order),
                                   CHECK_TEST(the_threshold_is_that_of_the_standards),
                                   CHECK_TEST(noise_follows_the_design),
                                   CHECK_TEST(a_tone_under_the_last_bit_stays_clean),
                                   CHECK_TEST(noise_does_not_breathe_with_the_signal),
                                   CHECK_TEST(clipping_leaves_nothing_behind),
                                   CHECK_TEST(blocks_and_levels_give_the_same_bits),
                                   CHECK_TEST(rates_without_a_design_get_tpdf)};
CHECK_MAIN(tests)
