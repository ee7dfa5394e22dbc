// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/bank.h"

#include "dsp/kernels.h"
#include "dsp/lanes.h"

enum { MOST_VECS = LQ_BANK_LANES / 2 };

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

LANES_SHAPES(RUNNERS)

static runner* const runners[LQ_BANK_LANES / 2][2][2] = {LANES_TABLE(LANES_ROW)};

static void run(lq_bank_pass* const pass, const unsigned n_channels, const bool moving,
                float* const* const io, const size_t n_frames)
{
  const unsigned n_lanes = pass->n_stages * n_channels;
  runners[(n_lanes - 1) / 2][n_channels - 1][moving](pass, io, n_frames);
}

extern const lq_bank_kernels LQ_KERNELS(bank);
const lq_bank_kernels        LQ_KERNELS(bank) = {.run = run};
