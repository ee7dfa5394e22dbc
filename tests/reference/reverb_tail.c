// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is heard of the reverb's tail: echo density (Abel and Huang), modes, repetition, colour,
// ears by octave, pitch, silence at last.
#include "reverb_tools.h"

#include <complex.h>
#include <fftw3.h>

enum { FFT = 65536, BINS = FFT / 2 + 1 };

// Two seconds in all bands, so that only the network speaks.
static rig flat(const char* const type)
{
  rig r = make(type, "2 s");
  rig_set(&r, "low_ratio", "1");
  rig_set(&r, "high_ratio", "1");
  return r;
}

// Power spectrum under a Hann window, the decay undone.
static void spectrum(const float* const x, const double decay, double* const power)
{
  float* const         in  = fftwf_malloc(FFT * sizeof *in);
  fftwf_complex* const out = fftwf_malloc(BINS * sizeof *out);
  const fftwf_plan     p   = fftwf_plan_dft_r2c_1d(FFT, in, out, FFTW_ESTIMATE);
  for (int i = 0; i < FFT; ++i) {
    const double w = 0.5 - 0.5 * cos(2 * LQ_PI * i / FFT);
    in[i]          = (float)(x[i] * w * exp(3 * LQ_LN10 * i / RATE / decay));
  }
  fftwf_execute(p);
  for (int i = 0; i < BINS; ++i) {
    power[i] = (double)crealf(out[i]) * crealf(out[i]) + (double)cimagf(out[i]) * cimagf(out[i]);
  }
  fftwf_destroy_plan(p);
  fftwf_free(in);
  fftwf_free(out);
}

// Share of samples beyond one standard deviation, against a Gaussian's; 1 is as dense as noise.
static double echo_density(const float* const x, const double time_ms)
{
  enum { HALF = 480 };
  const size_t at  = (size_t)(time_ms * 0.001 * RATE);
  double       sum = 0, energy = 0, beyond = 0;
  for (size_t i = at - HALF; i < at + HALF; ++i) {
    const double w = 0.5 + 0.5 * cos(LQ_PI * ((double)i - (double)at) / HALF);
    sum += w;
    energy += w * x[i] * x[i];
  }
  const double sigma = sqrt(energy / sum);
  for (size_t i = at - HALF; i < at + HALF; ++i) {
    const double w = 0.5 + 0.5 * cos(LQ_PI * ((double)i - (double)at) / HALF);
    beyond += fabs(x[i]) > sigma ? w : 0;
  }
  return beyond / sum / 0.317311; // erfc(1 / sqrt 2)
}

static void echoes_are_dense_from_the_start(void)
{
  static const double from_ms[] = {14, 14, 24}; // plate, room, hall; the window is 20 ms
  for (unsigned k = 0; k < 3; ++k) {
    rig r = flat(types[k]);
    run_impulse(&r, (size_t)(0.5 * RATE));
    double mean = 0, least = 2;
    for (int i = 0; i < 40; ++i) {
      const double t = from_ms[k] + 5 * i;
      const double d = (echo_density(left, t) + echo_density(right, t)) / 2;
      mean += d / 40;
      least = fmin(least, d);
    }
    printf("# %s: mean %.3f, least %.3f from %g ms\n", types[k], mean, least, from_ms[k]);
    CHECK_AT_MOST(0.85, least);
    CHECK_NEAR(mean, 1, 0.06);
    rig_free(&r);
  }
}

typedef struct {
  double peakiness; // mean square of the power over its square mean; 2 for Gaussian noise
  double most_db;   // the strongest over its neighbours
} modes;

// From 220 Hz to 11.7 kHz, each bin over the mean around it.
static modes find_modes(const float* const x, const double decay)
{
  static double power[BINS];
  double        s1 = 0, s2 = 0, n = 0, most = 0;
  spectrum(x, decay, power);
  for (int i = 300; i < 16000; ++i) {
    double local = 0;
    for (int k = -200; k <= 200; ++k) {
      local += power[i + k] / 401;
    }
    s1 += power[i] / local;
    s2 += power[i] / local * power[i] / local;
    n += 1;
    most = fmax(most, power[i] / local);
  }
  return (modes){s2 / n / (s1 / n) / (s1 / n), 10 * log10(most)};
}

// Greatest correlation of the tail's envelope with itself, 10 to 400 ms later.
static double repetition(const float* const x, const double decay)
{
  enum { N = 1500, STEP = 48 }; // 1.5 s in ms
  static double e[N];
  double        mean = 0, most = 0, own = 0;
  for (int i = 0; i < N; ++i) {
    e[i] = 0;
    for (int k = 0; k < STEP; ++k) {
      const double v = x[i * STEP + k] * exp(3 * LQ_LN10 * (i * STEP + k) / RATE / decay);
      e[i] += v * v;
    }
    mean += e[i] / N;
  }
  for (int i = 0; i < N; ++i) {
    e[i] -= mean;
    own += e[i] * e[i];
  }
  for (int lag = 10; lag < 400; ++lag) {
    double sum = 0;
    for (int i = 0; i + lag < N; ++i) {
      sum += e[i] * e[i + lag];
    }
    most = fmax(most, sum / own);
  }
  return most;
}

static void tails_do_not_ring_or_flutter(void) // fixed: 2 s in all bands, from 0.2 s on
{
  static float noise[FFT];
  for (int i = 0; i < FFT; ++i) {
    float a[12];
    fill_noise(a, 12, 1, 1000 + (uint64_t)i);
    for (int k = 0; k < 12; ++k) {
      noise[i] += a[k];
    }
    noise[i] *= (float)exp(-3 * LQ_LN10 * i / RATE / 2);
  }
  const modes ideal = find_modes(noise, 2);
  CHECK_NEAR(ideal.peakiness, 2, 0.1);
  for (unsigned k = 0; k < 3; ++k) {
    rig r = flat(types[k]);
    run_impulse(&r, (size_t)(2 * RATE));
    const modes  l = find_modes(left + 9600, 2), m = find_modes(right + 9600, 2);
    const double got     = (l.peakiness + m.peakiness) / 2;
    const double most_db = fmax(l.most_db, m.most_db);
    const double repeats = fmax(repetition(left + 9600, 2), repetition(right + 9600, 2));
    rig_set(&r, "modulation", "0 %");
    run_impulse(&r, (size_t)(2 * RATE));
    const double still =
        (find_modes(left + 9600, 2).peakiness + find_modes(right + 9600, 2).peakiness) / 2;
    printf("# %s: peakiness %.2f (noise %.2f, without modulation %.2f), strongest mode %.1f dB "
           "(noise %.1f), repetition %.3f\n",
           types[k], got, ideal.peakiness, still, most_db, ideal.most_db, repeats);
    CHECK_AT_MOST(got, 2.7);
    CHECK_AT_MOST(most_db, 13.5);
    CHECK_AT_MOST(got * 1.3, still); // each mode of a switch differs
    CHECK_AT_MOST(repeats, 0.12);
    rig_free(&r);
  }
}

// Levels of both ears' power by fractions of an octave from `from_hz` on.
static int levels(const double* const power, const double from_hz, const double to_hz,
                  const double per_octave, double* const db)
{
  int n = 0;
  for (double hz = from_hz; hz < to_hz; hz *= exp2(1 / per_octave)) {
    const int from = (int)(hz * exp2(-0.5 / per_octave) * FFT / RATE) + 1;
    const int to   = (int)(hz * exp2(0.5 / per_octave) * FFT / RATE);
    double    sum  = 0;
    for (int i = from; i <= to; ++i) {
      sum += power[i] / (to - from + 1);
    }
    db[n++] = 10 * log10(sum);
  }
  return n;
}

static void no_narrow_band_stands_out_late(void) // around half the decay: 24ths of an octave
{
  for (unsigned k = 0; k < 3; ++k) {
    static double power[2][BINS];
    double        db[200], most = 0, square = 0;
    rig           r = flat(types[k]);
    run_impulse(&r, (size_t)(2 * RATE));
    spectrum(left + 15360, 1e9, power[0]); // 0.32 to 1.69 s
    spectrum(right + 15360, 1e9, power[1]);
    for (int i = 0; i < BINS; ++i) {
      power[0][i] += power[1][i];
    }
    const int n = levels(power[0], 200, 6400, 24, db);
    for (int i = 12; i + 12 < n; ++i) {
      double mean = 0;
      for (int q = -12; q <= 12; ++q) {
        mean += db[i + q] / 25;
      }
      most = fmax(most, db[i] - mean);
      square += (db[i] - mean) * (db[i] - mean) / (n - 24);
    }
    printf("# %s: 24ths of an octave %.2f dB rms, %.1f dB at most\n", types[k], sqrt(square), most);
    CHECK_AT_MOST(most, 4.5);
    CHECK_AT_MOST(sqrt(square), 1.6);
    rig_free(&r);
  }
}

static void the_whole_is_not_coloured(void) // thirds of an octave, 63 Hz to 16 kHz, both ears
{
  for (unsigned k = 0; k < 3; ++k) {
    static double power[2][BINS], sum[BINS];
    double        db[40], mean = 0, most = 0;
    rig           r = flat(types[k]);
    memset(sum, 0, sizeof sum);
    run_impulse(&r, (size_t)(4 * RATE));
    for (int part = 0; part < 6; ++part) { // half-overlapping windows add up
      spectrum(left + part * FFT / 4, 1e9, power[0]);
      spectrum(right + part * FFT / 4, 1e9, power[1]);
      for (int i = 0; i < BINS; ++i) {
        sum[i] += power[0][i] + power[1][i];
      }
    }
    const int n = levels(sum, 63, 16000, 3, db);
    for (int i = 0; i < n; ++i) {
      mean += db[i] / n;
    }
    for (int i = 0; i < n; ++i) {
      most = fmax(most, fabs(db[i] - mean));
    }
    printf("# %s: %.1f dB at most from the mean\n", types[k], most);
    CHECK_AT_MOST(most, 3.5);
    rig_free(&r);
  }
}

static void ears_are_unrelated_in_every_octave(void) // one source in both channels, 0.1 to 1.1 s
{
  for (unsigned k = 0; k < 3; ++k) {
    static double a[MOST], b[MOST];
    double        most = 0;
    rig           r    = flat(types[k]);
    const size_t  n    = (size_t)(1.1 * RATE);
    run_impulse(&r, n);
    for (double hz = 125; hz < 12000; hz *= 2) {
      double ab = 0, aa = 0, bb = 0;
      band(left, a, n, hz);
      band(right, b, n, hz);
      for (size_t i = (size_t)(0.1 * RATE); i < n; ++i) {
        ab += a[i] * b[i], aa += a[i] * a[i], bb += b[i] * b[i];
      }
      most = fmax(most, fabs(ab / sqrt(aa * bb)));
    }
    printf("# %s: greatest correlation of an octave %.2f\n", types[k], most);
    CHECK_AT_MOST(most, 0.25);
    rig_free(&r);
  }
}

static void a_source_keeps_its_side_at_first(void) // left alone: 10 ms, then from 0.4 s on
{
  for (unsigned k = 0; k < 3; ++k) {
    rig r = flat(types[k]);
    memset(left, 0, 48000 * sizeof *left);
    memset(right, 0, 48000 * sizeof *right);
    left[0] = 1;
    rig_start(&r);
    rig_run(&r, (float* [2]){left, right}, 48000, 1024, 0);
    const image first = listen(0, 480 * 3), late = listen(19200, 48000);
    printf("# %s: first %.1f dB, late %.1f dB to the left\n", types[k], first.left - first.right,
           late.left - late.right);
    CHECK_NEAR(first.left - first.right, 2.5, 1.2); // 0.8 to 0.6
    CHECK_NEAR(late.left - late.right, 0, 0.7);
    rig_free(&r);
  }
}

// How far a steady tone of 1 kHz is spread, rms.
static double spread_hz(rig* const r)
{
  static double power[BINS];
  const size_t  n = (size_t)(5 * RATE);
  fill_sine(left, n, 0.5, 1000, RATE);
  memcpy(right, left, n * sizeof *left);
  rig_start(r);
  rig_run(r, (float* [2]){left, right}, n, 1024, 0);
  spectrum(left + n - FFT, 1e9, power);
  double sum = 0, square = 0;
  for (int i = (int)(900.0 * FFT / RATE); i < (int)(1100.0 * FFT / RATE); ++i) {
    const double hz = i * RATE / FFT - 1000;
    sum += power[i];
    square += power[i] * hz * hz;
  }
  return sqrt(square / sum);
}

static void modulation_does_not_detune(void) // the window alone spreads by 0.4 Hz
{
  for (unsigned k = 0; k < 3; ++k) {
    rig r = flat(types[k]);
    rig_set(&r, "modulation", "0 %");
    const double still = spread_hz(&r);
    rig_set(&r, "modulation", "50 %");
    const double half = spread_hz(&r);
    rig_set(&r, "modulation", "100 %");
    const double full = spread_hz(&r);
    printf("# %s: %.2f, %.2f, %.2f Hz\n", types[k], still, half, full);
    CHECK_AT_MOST(still, 0.5);
    CHECK_AT_MOST(half, 2.2); // 3.8 cents
    CHECK_AT_MOST(full, 3.2);
    CHECK_AT_MOST(still + 0.02, half);
    rig_free(&r);
  }
}

static void silence_follows_the_tail(void) // nothing is left to be computed, denormals included
{
  for (unsigned k = 0; k < 3; ++k) {
    rig r = make(types[k], "0.3 s");
    run_impulse(&r, MOST);
    size_t last = 0;
    for (size_t i = 0; i < MOST; ++i) {
      last = left[i] != 0.0F || right[i] != 0.0F ? i : last;
    }
    printf("# %s: the last sample that is not 0 after %.2f s\n", types[k], (double)last / RATE);
    CHECK(last < 6 * 48000);
    rig_free(&r);
  }
}

static const check_test tests[] = {
    CHECK_TEST(echoes_are_dense_from_the_start),    CHECK_TEST(tails_do_not_ring_or_flutter),
    CHECK_TEST(no_narrow_band_stands_out_late),     CHECK_TEST(the_whole_is_not_coloured),
    CHECK_TEST(ears_are_unrelated_in_every_octave), CHECK_TEST(a_source_keeps_its_side_at_first),
    CHECK_TEST(modulation_does_not_detune),         CHECK_TEST(silence_follows_the_tail)};
CHECK_MAIN(tests)
