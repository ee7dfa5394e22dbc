// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Declick against a slow and obvious version (predictor and least squares by elimination), and
// against faults that were planted in known sounds. Fixed: 48 kHz unless said.
#include "proc_tools.h"

#include "dsp/mend.h"
#include "proc/declick.h"

enum { N = 48000, LATE = 2560, ORDER = 40, HALF = 640, MOST = 32 };
static const double RATE = 48000;

static float  clean[N], in[N], io_memory[N + LATE], other[N + LATE];
static float* io[2] = {io_memory, other};

// A plucked string, twelve partials that die away, plucked anew every 0.4 s, over a little noise.
static void fill_string(float* const x)
{
  fill_noise(x, N, 1e-4, 7);
  for (size_t i = 0; i < N; ++i) {
    const double t   = (double)(i % 19200) / RATE;
    double       sum = 0;
    for (unsigned k = 1; k <= 12; ++k) {
      sum += exp(-t * (2 + k)) / k * sin(2 * LQ_PI * 196 * k * t);
    }
    x[i] += (float)(0.25 * sum);
  }
}

// @return how many were mended
static unsigned mend(rig* const r)
{
  float n;
  memset(io_memory, 0, sizeof io_memory);
  memcpy(io_memory, in, sizeof in);
  rig_start(r);
  rig_run(r, io, N + LATE, 0, 3);
  CHECK(rig_latency(r) == LATE);
  r->proc->meters(r->self, &n);
  return (unsigned)n;
}

static const float* mended(void)
{
  return io_memory + LATE;
}

static bool rest_keeps_its_bits(const size_t from, const size_t to)
{
  return !memcmp(mended(), in, from * sizeof(float)) &&
         !memcmp(mended() + to, in + to, (N - to) * sizeof(float));
}

// Error in [at, at + n) against what it was, dB.
static double error_db(const size_t at, const size_t n)
{
  double was = 0, is = 0;
  for (size_t i = at; i < at + n; ++i) {
    was += pow((double)in[i] - (double)clean[i], 2);
    is += pow((double)mended()[i] - (double)clean[i], 2);
  }
  return 10 * log10((is + 1e-20) / was);
}

static void eliminate(double* const m, double* const b, const int n)
{
  for (int k = 0; k < n; ++k) {
    for (int i = k + 1; i < n; ++i) {
      const double f = m[i * n + k] / m[k * n + k];
      for (int j = k; j < n; ++j) {
        m[i * n + j] -= f * m[k * n + j];
      }
      b[i] -= f * b[k];
    }
  }
  for (int k = n - 1; k >= 0; --k) {
    for (int j = k + 1; j < n; ++j) {
      b[k] -= m[k * n + j] * b[j];
    }
    b[k] /= m[k * n + k];
  }
}

// x[-HALF .. HALF - 1], Welch window, normal equations.
static void slow_predictor(const double* const x, double* const a)
{
  static double w[2 * HALF], m[ORDER * ORDER];
  double        r[ORDER + 1];
  for (int i = -HALF; i < HALF; ++i) {
    w[i + HALF] = x[i] * (1 - pow((double)i / HALF, 2));
  }
  for (int k = 0; k <= ORDER; ++k) {
    r[k] = 0;
    for (int i = k; i < 2 * HALF; ++i) {
      r[k] += w[i] * w[i - k];
    }
  }
  r[0] = r[0] * 1.000001 + 1e-12;
  for (int i = 0; i < ORDER; ++i) {
    a[i + 1] = r[i + 1];
    for (int j = 0; j < ORDER; ++j) {
      m[i * ORDER + j] = r[abs(i - j)];
    }
  }
  eliminate(m, a + 1, ORDER);
}

// The unknown samples for which the sum of squared errors of prediction is least: each error is a
// row of a matrix times them plus what is known.
static void slow_fill(double* const x, const int n, const double* const a)
{
  static double rows[MOST + ORDER][MOST + 1], m[MOST * MOST], b[MOST];
  for (int i = 0; i < n + ORDER; ++i) {
    memset(rows[i], 0, sizeof rows[i]);
    for (int k = 0; k <= ORDER; ++k) {
      const double c  = k ? -a[k] : 1;
      const int    at = i - k;
      rows[i][at >= 0 && at < n ? at : MOST] += at >= 0 && at < n ? c : c * x[at];
    }
  }
  for (int i = 0; i < n; ++i) {
    b[i] = 0;
    for (int k = 0; k < n + ORDER; ++k) {
      b[i] -= rows[k][i] * rows[k][MOST];
    }
    for (int j = 0; j < n; ++j) {
      m[i * n + j] = 0;
      for (int k = 0; k < n + ORDER; ++k) {
        m[i * n + j] += rows[k][i] * rows[k][j];
      }
    }
  }
  eliminate(m, b, n);
  for (int i = 0; i < n; ++i) {
    x[i] = (double)(float)b[i];
  }
}

static void same_as_elimination(void) // faults of 1 to 20 samples, three turns each
{
  static const int lengths[] = {1, 2, 7, 20};
  fill_string(clean);
  for (unsigned k = 0; k < 4; ++k) {
    static double x[N];
    const int     n = lengths[k], at = 9000;
    double        a[ORDER + 1];
    memcpy(in, clean, sizeof in);
    for (int i = 0; i < n; ++i) {
      in[at + i] = i % 2 ? -0.7F : 0.7F;
    }
    for (size_t i = 0; i < N; ++i) {
      x[i] = (double)in[i];
    }
    for (int i = 0; i < n; ++i) { // the straight line
      x[at + i] = x[at - 1] + (i + 1.0) / (n + 1) * (x[at + n] - x[at - 1]);
    }
    for (int turn = 0; turn < 3; ++turn) {
      slow_predictor(x + at, a);
      slow_fill(x + at, n, a);
    }
    const lq_mend_rule  rule  = {.rate_hz = RATE, .over_lin = 17, .longest_frames = n};
    const lq_mend_fault fault = {.from = 0, .to = n - 1, .usual = 1};
    CHECK(lq_mend_fill(in + at, &rule, fault));
    printf("# %d samples: %.1f dB SNR against elimination\n", n,
           snr_db(in + at, x + at, (size_t)n));
    CHECK_AT_MOST(90, snr_db(in + at, x + at, (size_t)n));
  }
}

static void a_stray_sample_is_found_and_put_right(void) // and nothing else is touched
{
  fill_string(clean);
  for (size_t at = 3000; at < 40000; at += 3701) {
    memcpy(in, clean, sizeof in);
    in[at] += at % 2 ? 0.2F : -0.05F;
    rig r = rig_new(&lq_declick, RATE, 1, 0);
    CHECK(mend(&r) == 1);
    CHECK(rest_keeps_its_bits(at - 1, at + 2));
    CHECK_AT_MOST(error_db(at, 1), -40);
    rig_free(&r);
  }
}

static void both_channels_are_mended_each_for_itself(void)
{
  fill_string(clean);
  memcpy(in, clean, sizeof in);
  in[20000] = 0.9F;
  rig r     = rig_new(&lq_declick, RATE, 2, 0);
  memset(other, 0, sizeof other);
  memcpy(other, clean, sizeof clean);
  other[25000] = -0.9F;
  CHECK(mend(&r) == 2);
  CHECK(rest_keeps_its_bits(20000, 20001));
  CHECK(fabsf(other[LATE + 25000] - clean[25000]) < 0.002F);
  rig_free(&r);
}

static void dropouts_and_bursts_up_to_the_longest(void)
{
  fill_string(clean);
  for (size_t n = 4; n <= 20; n += 8) {
    for (unsigned burst = 0; burst < 2; ++burst) {
      const size_t at = 8021; // loud
      memcpy(in, clean, sizeof in);
      for (size_t i = at; i < at + n; ++i) {
        in[i] = burst ? (float)(0.4 * ((double)(lq_rng_at(5, i) >> 11U) * 0x1p-52 - 1)) : 0;
      }
      rig r = rig_new(&lq_declick, RATE, 1, 0);
      CHECK(mend(&r) == 1);
      CHECK(rest_keeps_its_bits(at - 24, at + n + 24));
      printf("# %s of %d: %.1f dB\n", burst ? "burst" : "dropout", (int)n, error_db(at, n));
      CHECK_AT_MOST(error_db(at, n), -20);
      rig_set(&r, "longest", "0.05 ms"); // two frames
      CHECK(mend(&r) == 0);
      CHECK(rest_keeps_its_bits(0, 0));
      rig_free(&r);
    }
  }
}

static double sharpest(const float* const x) // greatest second difference
{
  double most = 0;
  for (size_t i = 11900; i < 12100; ++i) {
    most = fmax(most, fabs((double)x[i + 1] - 2 * (double)x[i] + (double)x[i - 1]));
  }
  return most;
}

static void the_jump_of_a_bad_edit_becomes_a_slope(void)
{
  fill_sine(in, N, 0.3, 220, RATE);
  for (size_t i = 12000; i < N; ++i) {
    in[i] = (float)(0.3 * sin(2 * LQ_PI * 220 * (double)i / RATE + 1.5));
  }
  rig r = rig_new(&lq_declick, RATE, 1, 0);
  CHECK(mend(&r) == 1);
  CHECK(rest_keeps_its_bits(12000 - 16, 12000 + 16));
  CHECK_AT_MOST(20 * log10(sharpest(mended()) / sharpest(in)), -12);
  rig_free(&r);
}

// A hit: noise that dies away in `sec`, on a string that goes on.
static void hit(const double sec, const double height)
{
  for (size_t i = 30000; i < N; ++i) {
    const double t = (double)(i - 30000) / RATE;
    in[i] += (float)(height * exp(-t / sec) * ((double)(lq_rng_at(11, i) >> 11U) * 0x1p-52 - 1));
  }
}

static void attacks_hits_and_ends_are_music(void)
{
  rig r = rig_new(&lq_declick, RATE, 1, 0);
  fill_string(in);
  CHECK(mend(&r) == 0); // three plucks
  for (unsigned k = 0; k < 8; ++k) {
    fill_string(in);
    hit(0.004 * pow(2, k % 4), k < 4 ? 0.8 : 0.2);
    CHECK(mend(&r) == 0);
    CHECK(rest_keeps_its_bits(0, 0));
  }
  fill_string(in);
  memset(in + 33000, 0, (N - 33000) * sizeof *in); // cut off
  CHECK(mend(&r) == 0);
  memset(in, 0, sizeof in);
  in[20000] = 0.5F; // a click in silence is a sound of its own: nothing says what should be there
  CHECK(mend(&r) <= 1);
  rig_free(&r);
}

static void a_higher_threshold_mends_less(void)
{
  unsigned last = 1000;
  for (unsigned k = 0; k < 3; ++k) {
    static const char* const thresholds[] = {"15 dB", "30 dB", "60 dB"};
    fill_noise(in, N, 0.1, 1);
    for (size_t i = 2000; i < N - 3000; i += 2000) {
      in[i] += (float)(0.1 * pow(1.35, (double)i / 2000));
    }
    rig r = rig_new(&lq_declick, RATE, 1, 0);
    rig_set(&r, "threshold", thresholds[k]);
    const unsigned n = mend(&r);
    printf("# %s: %u of 22\n", thresholds[k], n);
    CHECK(n < last);
    last = n;
    rig_free(&r);
  }
}

static void switched_by_the_time_of_the_music(void) // off until frame 16000, whatever the latency
{
  fill_string(clean);
  for (size_t at = 15998; at < 16003; at += 4) {
    memcpy(in, clean, sizeof in);
    in[at]  = 0.8F;
    rig   r = rig_new(&lq_declick, RATE, 1, 0);
    float n;
    memset(io_memory, 0, sizeof io_memory);
    memcpy(io_memory, in, sizeof in);
    rig_set(&r, "on", "off");
    rig_start(&r);
    rig_run(&r, io, 16000, 0, 3);
    rig_set(&r, "on", "on");
    rig_update(&r);
    float* rest[1] = {io_memory + 16000};
    rig_run(&r, rest, N + LATE - 16000, 0, 4);
    r.proc->meters(r.self, &n);
    CHECK((unsigned)n == (at > 16000));
    CHECK((mended()[at] == 0.8F) == (at < 16000));
    rig_free(&r);
  }
}

static const check_test tests[] = {CHECK_TEST(same_as_elimination),
                                   CHECK_TEST(a_stray_sample_is_found_and_put_right),
                                   CHECK_TEST(both_channels_are_mended_each_for_itself),
                                   CHECK_TEST(dropouts_and_bursts_up_to_the_longest),
                                   CHECK_TEST(the_jump_of_a_bad_edit_becomes_a_slope),
                                   CHECK_TEST(attacks_hits_and_ends_are_music),
                                   CHECK_TEST(a_higher_threshold_mends_less),
                                   CHECK_TEST(switched_by_the_time_of_the_music)};
CHECK_MAIN(tests)
