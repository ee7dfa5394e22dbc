// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The running maximum and the cascade of boxes against their definitions.
#include "proc_tools.h"

#include "dsp/boxes.h"
#include "dsp/window_max.h"

enum { N = 3000 };

// Values with long runs of zeros between them.
static void fill(float* const x)
{
  fill_noise(x, N, 30, 1);
  for (size_t i = 0; i < N; ++i) {
    x[i] = x[i] > 0 && i / 200 % 3 ? x[i] : 0;
  }
}

static void running_maximum_is_the_maximum(void)
{
  static const size_t windows[] = {1, 2, 3, 5, 24, 241, 1201};
  float               x[N], y[N];
  for (unsigned k = 0; k < sizeof windows / sizeof *windows; ++k) {
    lq_window_max w;
    lq_arena      arena = {0};
    lq_window_max_prepare(NULL, &arena, windows[k]);
    void* const base = lq_alloc_aligned(arena.used);
    arena            = (lq_arena){.base = base, .size = arena.used};
    lq_window_max_prepare(&w, &arena, windows[k]);
    lq_window_max_reset(&w);
    fill(x);
    for (size_t at = 0, n; at < N; at += n) {
      n = 1 + lq_rng_at(2, at) % LQ_WINDOW_MAX_FRAMES;
      n = n < N - at ? n : N - at;
      lq_window_max_process(&w, lq_simd_best(), y + at, x + at, n);
    }
    for (size_t i = 0; i < N; ++i) {
      float want = 0;
      for (size_t b = 0; b < windows[k] && b <= i; ++b) {
        want = fmaxf(want, x[i - b]);
      }
      CHECK(y[i] == want);
    }
    free(base);
  }
}

// A single 1 spreads over exactly the window, sums to 1, and leaves exact zeros.
static void boxes_spread_over_the_window(void)
{
  static const size_t windows[] = {1, 2, 3, 24, 240, 1920};
  for (unsigned k = 0; k < sizeof windows / sizeof *windows; ++k) {
    lq_boxes b;
    lq_arena arena = {0};
    lq_boxes_prepare(NULL, &arena, windows[k]);
    void* const base = lq_alloc_aligned(arena.used);
    arena            = (lq_arena){.base = base, .size = arena.used};
    lq_boxes_prepare(&b, &arena, windows[k]);
    lq_boxes_reset(&b);
    float x[N] = {0};
    x[500]     = 1;
    for (size_t at = 0, n; at < N; at += n) {
      n = 1 + lq_rng_at(5, at) % LQ_BOXES_FRAMES;
      n = n < N - at ? n : N - at;
      lq_boxes_process(&b, x + at, n);
    }
    double sum = 0;
    for (size_t i = 0; i < N; ++i) {
      sum += (double)x[i];
      CHECK((x[i] > 0) == (i >= 500 && i < 500 + windows[k]));
    }
    CHECK_NEAR(sum, 1, 1e-5);
    CHECK(x[500] == x[500 + windows[k] - 1]);
    free(base);
  }
}

static const check_test tests[] = {CHECK_TEST(running_maximum_is_the_maximum),
                                   CHECK_TEST(boxes_spread_over_the_window)};
CHECK_MAIN(tests)
