// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/bank.h"

#include "dsp/kernels.h"
#include "dsp/lanes.h"

#include <string.h>

enum { MOST_VECS = LQ_BANK_LANES / 2 };

// Turns come in three parts: while sections wait for their first input, in between, and while they
// have had their last.
static inline size_t turns_end(const size_t i, const size_t last, const size_t n)
{
  return i >= n ? n + last : i < last && last < n ? last : n;
}

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

typedef void runner(lq_bank_pass* pass, double* io, size_t n_frames);

#define RUNNER(name, loop, width, n_channels, n_vec)                                            \
  static void name##_##width##_##n_vec(lq_bank_pass* const p, double* const io, const size_t n) \
  {                                                                                             \
    loop##_##width(p, n_channels, n_vec, io, n);                                                \
  }
#define RUNNERS(width, n_vec)                \
  RUNNER(mono, hold, width, 1, n_vec)        \
  RUNNER(mono_moving, move, width, 1, n_vec) \
  RUNNER(stereo, hold, width, 2, n_vec)      \
  RUNNER(stereo_moving, move, width, 2, n_vec)

LANES_SHAPES(RUNNERS)

static runner* const runners[LQ_BANK_LANES / 2][2][2] = {LANES_TABLE(LANES_ROW)};

// Vectors are loaded whole, and the last sections run on when the input has ended.
enum { PIECE_FRAMES = 512, PAD = 8 + 2 * LQ_BANK_STAGES * LQ_BIQUAD_STEP * LQ_MAX_CHANNELS };

static inline __attribute__((always_inline)) void run(lq_bank_pass* const pass,
                                                      const unsigned n_channels, const bool moving,
                                                      float* const* const io, const size_t n_frames)
{
  const unsigned n_lanes = pass->n_stages * n_channels;
  runner* const  runs    = runners[(n_lanes - 1) / 2][n_channels - 1][moving];
  double         x[PIECE_FRAMES * LQ_MAX_CHANNELS + PAD];
  for (size_t at = 0, n; at < n_frames; at += n) {
    n                  = n_frames - at < PIECE_FRAMES ? n_frames - at : PIECE_FRAMES;
    float* const left  = io[0] + at;
    float* const right = io[n_channels - 1] + at;
    for (size_t i = 0; n_channels == 1 && i < n; ++i) {
      x[i] = (double)left[i];
    }
    for (size_t i = 0; n_channels == 2 && i < n; ++i) {
      x[2 * i]     = (double)left[i];
      x[2 * i + 1] = (double)right[i];
    }
    memset(x + n * n_channels, 0, PAD * sizeof *x);
    runs(pass, x, n);
    // + 0.0 makes -0 to 0: whether idle sections stand behind the last one must not show.
    const double gain_lin = moving ? 1.0 : pass->gain_lin;
    for (size_t i = 0; n_channels == 1 && i < n; ++i) {
      left[i] = (float)(x[i] * gain_lin + 0.0);
    }
    for (size_t i = 0; n_channels == 2 && i < n; ++i) {
      left[i]  = (float)(x[2 * i] * gain_lin + 0.0);
      right[i] = (float)(x[2 * i + 1] * gain_lin + 0.0);
    }
  }
}

static void move(lq_bank_pass* const pass, const unsigned n_channels, float* const* const io,
                 const size_t n_frames)
{
  run(pass, n_channels, true, io, n_frames);
}

static void hold(lq_bank_pass* const pass, const unsigned n_channels, float* const* const io,
                 const size_t n_frames)
{
  run(pass, n_channels, false, io, n_frames);
}

extern const lq_bank_kernels LQ_KERNELS(bank);
const lq_bank_kernels        LQ_KERNELS(bank) = {.move = move, .hold = hold};
