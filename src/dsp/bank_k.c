// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/bank.h"

#include "dsp/kernels.h"

#include <stdint.h>

// Every lane does the same sums in the same order whatever the width, so every level gives the same
// bits. Each level uses its native widths: vectors wider than the CPU's are split badly.
enum { MOST_VECS = LQ_BANK_LANES / 2 };

#define LANES_PASTE_(name, width) name##_##width
#define LANES_PASTE(name, width)  LANES_PASTE_(name, width)
#define LANES_NAME(name)          LANES_PASTE(name, WIDTH)

#define WIDTH 2
#include "dsp/bank_lanes.inc"
#undef WIDTH
#if defined(__AVX2__)
#define WIDTH 4
#include "dsp/bank_lanes.inc"
#undef WIDTH
#endif
#if defined(__AVX512F__)
#define WIDTH 8
#include "dsp/bank_lanes.inc"
#undef WIDTH
#endif

typedef void runner(lq_bank_pass* pass, float* const* io, size_t n_frames);

// One function for each number of lanes, so that all the loops over vectors unroll.
#define RUNNERS(width, n_vec)                                                                \
  static void mono_##width##_##n_vec(lq_bank_pass* const p, float* const* const io,          \
                                     const size_t n)                                         \
  {                                                                                          \
    run_##width(p, 1, n_vec, false, io, n);                                                  \
  }                                                                                          \
  static void mono_moving_##width##_##n_vec(lq_bank_pass* const p, float* const* const io,   \
                                            const size_t n)                                  \
  {                                                                                          \
    run_##width(p, 1, n_vec, true, io, n);                                                   \
  }                                                                                          \
  static void stereo_##width##_##n_vec(lq_bank_pass* const p, float* const* const io,        \
                                       const size_t n)                                       \
  {                                                                                          \
    run_##width(p, 2, n_vec, false, io, n);                                                  \
  }                                                                                          \
  static void stereo_moving_##width##_##n_vec(lq_bank_pass* const p, float* const* const io, \
                                              const size_t n)                                \
  {                                                                                          \
    run_##width(p, 2, n_vec, true, io, n);                                                   \
  }
#define ROW(width, n_vec)                                       \
  {                                                             \
    {mono_##width##_##n_vec, mono_moving_##width##_##n_vec},    \
    {                                                           \
      stereo_##width##_##n_vec, stereo_moving_##width##_##n_vec \
    }                                                           \
  }

RUNNERS(2, 1)
#if defined(__AVX512F__)
RUNNERS(4, 1)
RUNNERS(8, 1)
RUNNERS(8, 2)
#elif defined(__AVX2__)
RUNNERS(4, 1)
RUNNERS(4, 2)
RUNNERS(4, 3)
RUNNERS(4, 4)
#else
RUNNERS(2, 2)
RUNNERS(2, 3)
RUNNERS(2, 4)
RUNNERS(2, 6)
RUNNERS(2, 8)
#endif

// By lanes in use, two at a time: 2, 4, 6 ... 16.
static runner* const runners[LQ_BANK_LANES / 2][2][2] = {
    ROW(2, 1),
#if defined(__AVX512F__)
    ROW(4, 1), ROW(8, 1), ROW(8, 1), ROW(8, 2), ROW(8, 2), ROW(8, 2), ROW(8, 2),
#elif defined(__AVX2__)
    ROW(4, 1), ROW(4, 2), ROW(4, 2), ROW(4, 3), ROW(4, 3), ROW(4, 4), ROW(4, 4),
#else
    ROW(2, 2), ROW(2, 3), ROW(2, 4), ROW(2, 6), ROW(2, 6), ROW(2, 8), ROW(2, 8),
#endif
};

static void run(lq_bank_pass* const pass, const unsigned n_channels, const bool moving,
                float* const* const io, const size_t n_frames)
{
  const unsigned n_lanes = pass->n_stages * n_channels;
  runners[(n_lanes - 1) / 2][n_channels - 1][moving](pass, io, n_frames);
}

extern const lq_bank_kernels LQ_KERNELS(bank);
const lq_bank_kernels        LQ_KERNELS(bank) = {.run = run};
