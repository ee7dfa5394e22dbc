// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding, clamping and dither: figures from Lipshitz, Wannamaker, Vanderkooy, JAES 1992.
#include "proc_tools.h"

#include "dsp/quantise.h"
#include "proc/dither.h"

enum { N = 1 << 18 };

static int32_t one(const double steps, const unsigned bits)
{
  int32_t     y;
  const float x = (float)(steps / pow(2, bits - 1));
  lq_quantise(&y, &x, 1, bits, false, 0, 0, NULL);
  return y;
}

static void rounds_to_nearest_ties_to_even(void)
{
  CHECK(one(0.5, 16) == 0 && one(1.5, 16) == 2 && one(2.5, 16) == 2);
  CHECK(one(-0.5, 16) == 0 && one(-1.5, 16) == -2 && one(-2.5, 16) == -2);
  CHECK(one(0.51, 16) == 1 && one(-0.51, 16) == -1 && one(1234.4, 16) == 1234);
  CHECK(one(8388606.5, 24) == 8388606 || one(8388606.5, 24) == 8388607); // beyond a float's bits
  CHECK(one(0x1p30, 32) == 0x40000000);
}

static void clamps_and_counts(void)
{
  static const float   x[]    = {1, -1, 2, -2, 1e30F, -1e30F, 0.999969482421875F, NAN, INFINITY};
  static const int32_t want[] = {32767, -32768, 32767, -32768, 32767, -32768, 32767, 0, 32767};
  int32_t              y[9];
  uint64_t             n = 5;
  lq_quantise(y, x, 9, 16, false, 0, 0, &n);
  for (unsigned i = 0; i < 9; ++i) {
    CHECK_NEAR(y[i], want[i], 0);
  }
  CHECK_NEAR((double)n, 5 + 6, 0); // +1 is one step beyond; -1 and 32767 steps are on the grid
  lq_quantise(y, x, 9, 24, false, 0, 0, NULL);
  CHECK(y[0] == 8388607 && y[1] == -8388608);
}

static void the_place_decides_not_the_block(void)
{
  float*   x = calloc(N, sizeof *x);
  int32_t *a = calloc(N, sizeof *a), *b = calloc(N, sizeof *b);
  fill_noise(x, N, 0.5, 1);
  lq_quantise(a, x, N, 16, true, 7, 1000, NULL);
  for (size_t at = 0, n; at < N; at += n) {
    n = 1 + lq_rng_at(3, at) % 700;
    n = n < N - at ? n : N - at;
    lq_quantise(b + at, x + at, n, 16, true, 7, 1000 + at, NULL);
  }
  CHECK(!memcmp(a, b, N * sizeof *a));
  lq_quantise(b, x, N, 16, true, 8, 1000, NULL);
  CHECK(memcmp(a, b, N * sizeof *a));
  free(x);
  free(a);
  free(b);
}

typedef struct {
  double mean, power; // of the error, LSB and LSB^2
} error;

static error error_at(const double steps, const bool dither, const unsigned bits)
{
  static float   x[N];
  static int32_t y[N];
  for (size_t i = 0; i < N; ++i) {
    x[i] = (float)(steps / pow(2, bits - 1));
  }
  lq_quantise(y, x, N, bits, dither, 42, 0, NULL);
  error e = {0};
  for (size_t i = 0; i < N; ++i) {
    const double d = y[i] - (double)x[i] * pow(2, bits - 1);
    e.mean += d / N;
    e.power += d * d / N;
  }
  return e;
}

// Mean and power are the same wherever between two steps the signal stands: no distortion, no
// noise that breathes. fixed: 262144 frames; standard errors 0.001 LSB and 0.02 dB
static void dither_hides_where_the_signal_stands(void)
{
  for (int k = -8; k <= 8; ++k) {
    const double steps = 100 + k / 8.0;
    const error  e     = error_at(steps, true, 16);
    CHECK_NEAR(e.mean, 0, 0.004);
    CHECK_NEAR(10 * log10(e.power / 0.25), 0, 0.1); // LSB^2/4: 1/12 rounding, 2/12 dither
  }
  CHECK_NEAR(error_at(0, true, 24).mean, 0, 0.004); // digital silence is dithered too
  CHECK_NEAR(10 * log10(error_at(0, true, 24).power / 0.25), 0, 0.1);
  // Without dither it does depend.
  CHECK_NEAR(error_at(100.25, false, 16).mean, -0.25, 1e-6);
  CHECK_NEAR(error_at(100, false, 16).power, 0, 1e-12);
}

// fixed: a 997 Hz tone of 0.4 LSB at 16 bits: gone without dither, there and clean with it
static void a_tone_below_one_step_survives(void)
{
  double level[2], third[2];
  for (unsigned i = 0; i < 2; ++i) {
    float* io[1] = {lq_alloc_aligned(N * sizeof(float))};
    rig    r     = rig_new(&lq_dither, 48000, 1, 0);
    rig_set(&r, "bits", "16");
    rig_set(&r, "kind", i ? "tpdf" : "none");
    rig_start(&r);
    fill_sine(io[0], N, 0.4 / 32768, 997, 48000);
    rig_run(&r, io, N, 0, 1);
    level[i] = tone_level_db(io[0], N, 997, 48000) + 20 * log10(32768.0);
    third[i] = tone_level_db(io[0], N, 3 * 997, 48000) + 20 * log10(32768.0);
    rig_free(&r);
    free(io[0]);
  }
  CHECK(!(level[0] > -200)); // silence
  CHECK_NEAR(level[1], 20 * log10(0.4), 0.1);
  CHECK_AT_MOST(third[1], -40); // the noise floor in one bin
}

static void output_lies_on_the_grid(void)
{
  static const char* const bits[] = {"16", "20", "24"};
  for (unsigned b = 0; b < 3; ++b) {
    float* io[2] = {lq_alloc_aligned(N * sizeof(float)), lq_alloc_aligned(N * sizeof(float))};
    rig    r     = rig_new(&lq_dither, 48000, 2, 0);
    rig_set(&r, "bits", bits[b]);
    rig_start(&r);
    memset(io[0], 0, N * sizeof(float));
    memset(io[1], 0, N * sizeof(float));
    rig_run(&r, io, N, 1024, 0);
    double       sum = 0;
    const double lsb = pow(2, 1 - atoi(bits[b]));
    for (size_t i = 0; i < N; ++i) {
      CHECK(fmod((double)io[0][i], lsb) == 0 && fabs((double)io[0][i]) <= lsb);
      sum += (double)io[0][i] * (double)io[1][i] / (lsb * lsb) / N;
    }
    CHECK_NEAR(sum, 0, 0.004); // the sides are independent
    rig_free(&r);
    free(io[0]);
    free(io[1]);
  }
}

static const check_test tests[] = {
    CHECK_TEST(rounds_to_nearest_ties_to_even),  CHECK_TEST(clamps_and_counts),
    CHECK_TEST(the_place_decides_not_the_block), CHECK_TEST(dither_hides_where_the_signal_stands),
    CHECK_TEST(a_tone_below_one_step_survives),  CHECK_TEST(output_lies_on_the_grid)};
CHECK_MAIN(tests)
