// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolution by blocks against the plain sum in double; sameness of its bits; the plain transform.
#include "proc_tools.h"

#include "dsp/convolve.h"
#include "dsp/dft.h"

enum { N = 4096, MOST_TAPS = 2048 };

typedef struct {
  lq_convolver* c;
  void*         memory;
} line;

static line line_new(const lq_spec* const spec, const size_t n_block, const unsigned n_parts)
{
  lq_arena measure = {0};
  line     l       = {0};
  lq_convolver_prepare(&measure, spec, n_block, n_parts);
  l.memory       = lq_alloc_aligned(measure.used);
  lq_arena place = {.base = l.memory, .size = measure.used};
  l.c            = lq_convolver_prepare(&place, spec, n_block, n_parts);
  lq_convolver_reset(l.c);
  return l;
}

// @param most  frames of one call
static void run(lq_convolver* const c, float* const x[2], const size_t n, const size_t most)
{
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
  for (size_t at = 0; at < n;) {
    at += lq_convolver_process(c, (float*[]){x[0] + at, x[1] + at}, most < n - at ? most : n - at);
    if (lq_convolver_is_full(c)) {
      lq_convolver_turn(c);
    }
  }
  lq_fpu_leave(mode);
}

static float  left[N], right[N], taps[MOST_TAPS];
static double want[N];

static void fill(void)
{
  fill_noise(left, N, 0.5, 1);
  fill_noise(right, N, 0.5, 2);
  fill_noise(taps, MOST_TAPS, 0.1, 3);
}

// x late by the latency, and the taps about the middle of the filter.
static void plain(const float* const x, const size_t n_taps, const size_t n_block)
{
  for (size_t i = 0; i < N; ++i) {
    double sum = 0;
    for (size_t k = 0; k < n_taps && k + n_block <= i; ++k) {
      sum += (double)taps[k] * (double)x[i - n_block - k];
    }
    const size_t late = n_block + n_taps / 2;
    want[i]           = sum + (i >= late ? (double)x[i - late] : 0.0);
  }
}

static void is_the_plain_sum(void) // blocks of both kinds: 2 B is a power of four, or not
{
  static const size_t blocks[] = {32, 64, 128, 256};
  static float        was[2][N];
  for (unsigned b = 0; b < 4; ++b) {
    for (unsigned n_parts = 2; n_parts <= 8; n_parts *= 2) {
      const lq_spec spec = {.rate_hz = 48000, .n_channels = 2, .simd = lq_simd_best()};
      line          l    = line_new(&spec, blocks[b], n_parts);
      fill();
      memcpy(was[0], left, sizeof left);
      memcpy(was[1], right, sizeof right);
      lq_convolver_to(l.c, taps);
      run(l.c, (float*[]){left, right}, N, 37);
      CHECK(lq_convolver_latency(l.c) == blocks[b] * (1 + n_parts / 2));
      double least = 300;
      for (unsigned c = 0; c < 2; ++c) {
        plain(was[c], blocks[b] * n_parts, blocks[b]);
        least = fmin(least, snr_db(c ? right : left, want, N));
      }
      printf("# blocks of %zu, %u parts: %.1f dB\n", blocks[b], n_parts, least);
      CHECK_AT_MOST(-least, -134);
      free(l.memory);
    }
  }
}

static void no_taps_are_the_input_to_the_bit(void)
{
  const lq_spec spec = {.rate_hz = 48000, .n_channels = 2, .simd = lq_simd_best()};
  line          l    = line_new(&spec, 64, 4);
  static float  was[N];
  fill();
  left[7] = -0.0F;
  memcpy(was, left, sizeof left);
  lq_convolver_to(l.c, NULL);
  run(l.c, (float*[]){left, right}, N, 100);
  const size_t late = lq_convolver_latency(l.c);
  CHECK(!memcmp(left + late, was, (N - late) * sizeof *was));
  free(l.memory);
}

static void levels_and_blocks_give_the_same_bits(void)
{
  static float first[2][N];
  unsigned     n_runs = 0;
  for (unsigned i = 0; i < lq_simd_count(); ++i) {
    const lq_simd* const simd = lq_simd_find(lq_simd_level(i)->name);
    for (size_t most = 1; simd && most <= 1024; most *= 32) {
      const lq_spec spec = {.rate_hz = 48000, .n_channels = 2, .simd = simd};
      line          l    = line_new(&spec, 256, 2);
      fill();
      lq_convolver_to(l.c, taps);
      run(l.c, (float*[]){left, right}, N / 2, most);
      lq_convolver_to(l.c, taps + 512); // at the end of a block: on its way in the next one
      run(l.c, (float*[]){left + N / 2, right + N / 2}, N / 2, most);
      if (n_runs++) {
        CHECK(!memcmp(first[0], left, sizeof left) && !memcmp(first[1], right, sizeof right));
      }
      memcpy(first[0], left, sizeof left);
      memcpy(first[1], right, sizeof right);
      free(l.memory);
    }
  }
  CHECK(n_runs >= 3);
}

static void channels_do_not_hear_each_other(void) // below the rounding of a float
{
  const lq_spec spec = {.rate_hz = 48000, .n_channels = 2, .simd = lq_simd_best()};
  line          l    = line_new(&spec, 256, 4);
  fill();
  memset(right, 0, sizeof right);
  lq_convolver_to(l.c, taps);
  run(l.c, (float*[]){left, right}, N, 1000);
  float most = 0;
  for (size_t i = 0; i < N; ++i) {
    most = fmaxf(most, fabsf(right[i]));
  }
  printf("# %.1f dBFS\n", 20 * log10((double)most + 1e-30));
  CHECK_AT_MOST((double)most, 1e-6);
  free(l.memory);
}

static void the_double_transform_is_the_plain_sum(void)
{
  enum { M = 256 };
  static lq_complex x[M], w[M / 2];
  double            most = 0;
  lq_dft_twiddles(M, w);
  for (size_t i = 0; i < M; ++i) {
    x[i] = (lq_complex){sin((double)(i * i)), cos(3.0 * (double)i)};
  }
  lq_dft(x, M, w);
  for (size_t k = 0; k < M; ++k) {
    double re = 0, im = 0;
    for (size_t i = 0; i < M; ++i) {
      const double a = 2 * LQ_PI * (double)(i * k % M) / M;
      const double u = sin((double)(i * i)), v = cos(3.0 * (double)i);
      re += u * cos(a) - v * sin(a);
      im += u * sin(a) + v * cos(a);
    }
    most = fmax(most, fmax(fabs(re - x[k].re), fabs(im - x[k].im)));
  }
  CHECK_AT_MOST(most, 1e-12);
}

static const check_test tests[] = {
    CHECK_TEST(is_the_plain_sum), CHECK_TEST(no_taps_are_the_input_to_the_bit),
    CHECK_TEST(levels_and_blocks_give_the_same_bits), CHECK_TEST(channels_do_not_hear_each_other),
    CHECK_TEST(the_double_transform_is_the_plain_sum)};
CHECK_MAIN(tests)
