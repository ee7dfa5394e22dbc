// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio_tools.h"

#include "audio/reader.h"
#include "audio/resample.h"

static float* convert(const float* const x, const size_t n, const double from, const double to,
                      const size_t* const sizes, const size_t n_sizes, size_t* const n_out)
{
  lq_resampler* r     = NULL;
  const size_t  most  = (size_t)lq_resampled_frames(n, from, to) + 16;
  float* const  y     = calloc(most, sizeof *y);
  size_t        taken = 0, given = 0, k = 0;
  CHECK(!lq_resampler_new(&r, from, to, 1));
  for (bool more = true; more;) {
    const size_t size = sizes[k++ % n_sizes], left = n - taken;
    const float* in[1]  = {x + taken};
    float*       out[1] = {y + given};
    const size_t room   = size < most - given ? size : most - given;
    size_t       t = 0, g = 0;
    CHECK(!lq_resampler_process(r, left ? in : NULL, left < size ? left : size, &t, out, room, &g));
    taken += t;
    given += g;
    more = left || (g == room && room);
  }
  lq_resampler_free(r);
  *n_out = given;
  return y;
}

static const size_t straight[] = {4096};

static const double pairs[][2] = {{44100, 48000}, {48000, 44100},  {96000, 44100}, {44100, 96000},
                                  {8000, 48000},  {192000, 48000}, {384000, 8000}, {8000, 384000},
                                  {44100, 44056}, {48000, 48000}};

static void the_length_is_the_rounded_one(void)
{
  CHECK(lq_resampled_frames(44100, 44100, 48000) == 48000);
  CHECK(lq_resampled_frames(1, 44100, 48000) == 1);
  CHECK(lq_resampled_frames(1, 48000, 8000) == 0);
  CHECK(lq_resampled_frames(3, 48000, 8000) == 1); // a half rounds up
  CHECK(lq_resampled_frames(0, 8000, 48000) == 0);
  CHECK(lq_resampled_frames(UINT64_C(1) << 50, 44100, 88200) == UINT64_C(1) << 51);
  const size_t lengths[] = {0, 1, 2, 100, 1023, 1024, 1025, 20011};
  for (size_t p = 0; p < sizeof pairs / sizeof *pairs; ++p) {
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; ++k) {
      float* const x = calloc(lengths[k] + 1, sizeof *x);
      size_t       n = 0;
      free(convert(x, lengths[k], pairs[p][0], pairs[p][1], straight, 1, &n));
      CHECK(n == lq_resampled_frames(lengths[k], pairs[p][0], pairs[p][1]));
      free(x);
    }
  }
}

// fixed: a second of sine at 0.4 of the lower rate's half, middle half measured
static void the_error_against_an_ideal_sine_is_below_140_db(void)
{
  for (size_t p = 0; p < sizeof pairs / sizeof *pairs; ++p) {
    const double from = pairs[p][0], to = pairs[p][1], f = 0.2 * (from < to ? from : to);
    const size_t n = (size_t)from;
    float* const x = calloc(n, sizeof *x);
    size_t       m = 0;
    for (size_t i = 0; i < n; ++i) {
      x[i] = (float)(0.5 * sin(2 * M_PI * f * (double)i / from));
    }
    float* const y     = convert(x, n, from, to, straight, 1, &m);
    double       error = 0, power = 0;
    for (size_t i = m / 4; i < m - m / 4; ++i) {
      const double ideal = 0.5 * sin(2 * M_PI * f * (double)i / to);
      error += (y[i] - ideal) * (y[i] - ideal);
      power += ideal * ideal;
    }
    CHECK_AT_MOST(10 * log10(error / power), -140);
    free(x);
    free(y);
  }
}

static void an_impulse_stays_where_it_was(void)
{
  for (size_t p = 0; p < sizeof pairs / sizeof *pairs; ++p) {
    const double from = pairs[p][0], to = pairs[p][1];
    const size_t n = (size_t)from / 2, at = (size_t)from / 4; // 0.25 s
    float* const x = calloc(n, sizeof *x);
    x[at]          = 1;
    size_t       m = 0, top = 0;
    float* const y = convert(x, n, from, to, straight, 1, &m);
    for (size_t i = 0; i < m; ++i) {
      top = y[i] > y[top] ? i : top;
    }
    CHECK_NEAR((double)top, (double)at * to / from, 0.5);
    // symmetric about it: linear phase, no delay left
    if ((double)at * to / from == floor((double)at * to / from)) {
      CHECK_NEAR(y[top - 3], y[top + 3], 1e-6);
    }
    free(x);
    free(y);
  }
}

static void blocks_do_not_matter(void)
{
  static const size_t blocks[][4] = {{1, 1, 1, 1}, {1, 7, 1024, 333}, {5000, 1, 64, 2}};
  const size_t        n           = 30011;
  float* const        x           = calloc(n, sizeof *x);
  for (size_t i = 0; i < n; ++i) {
    x[i] = (float)(int32_t)(lq_rng_at(1, i) >> 32U) * 0x1p-31F;
  }
  for (size_t p = 0; p < sizeof pairs / sizeof *pairs; ++p) {
    size_t       m = 0, k = 0;
    float* const a = convert(x, n, pairs[p][0], pairs[p][1], straight, 1, &m);
    for (size_t b = 0; b < 3; ++b) {
      float* const c = convert(x, n, pairs[p][0], pairs[p][1], blocks[b], 4, &k);
      CHECK(m == k && !memcmp(a, c, m * sizeof *a));
      free(c);
    }
    free(a);
  }
  free(x);
}

static void silence_stays_silence_and_no_subnormal_leaves(void)
{
  const size_t n = 48000;
  float* const x = calloc(n, sizeof *x);
  x[0]           = 1e-30F;
  size_t       m = 0, n_subnormal = 0;
  float* const y = convert(x, n, 48000, 44100, straight, 1, &m);
  for (size_t i = 0; i < m; ++i) {
    n_subnormal += fpclassify(y[i]) == FP_SUBNORMAL;
  }
  CHECK(n_subnormal == 0 && y[m - 1] == 0);
  free(x);
  free(y);
}

static const check_test tests[] = {
    CHECK_TEST(the_length_is_the_rounded_one),
    CHECK_TEST(the_error_against_an_ideal_sine_is_below_140_db),
    CHECK_TEST(an_impulse_stays_where_it_was),
    CHECK_TEST(blocks_do_not_matter),
    CHECK_TEST(silence_stays_silence_and_no_subnormal_leaves),
};

CHECK_MAIN(tests)
