// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Clipped waveforms: three or more samples in a row at the very top of a channel, up or down, with
/// a cliff beside them. A round wave falls away from its top by squares, so a flat one shows at any
/// level: turning a clipped file down does not hide it. The tolerance is 0.02 % of the top and two
/// and a half steps of 16 bits, so that dither does not hide it either.
#ifndef LQ_MEASURE_FLAT_TOP_H
#define LQ_MEASURE_FLAT_TOP_H

#include <stddef.h>
#include <stdint.h>

enum { LQ_FLAT_TOP_KINDS = 32 };

typedef struct {
  float    before; ///< sample in front of the run
  float    after;  ///< and behind it
  uint32_t n;      ///< samples in it
} lq_flat_run;

typedef struct {
  float       top, previous;
  lq_flat_run run; ///< open while run.n > 0
  uint64_t    n_frames;
  uint64_t    n_runs; ///< flat ones at this top
  uint64_t    first, last;
  uint32_t    longest;
  lq_flat_run kind[LQ_FLAT_TOP_KINDS]; ///< runs unlike each other: one sound repeated is one kind
  unsigned    n_kinds;
} lq_flat_side;

typedef struct {
  unsigned     n_channels;
  lq_flat_side side[2][2]; ///< [channel][up, down]
} lq_flat_top;

/// What both channels and sides have together.
typedef struct {
  uint64_t n_runs;
  unsigned n_kinds;
  uint32_t longest; ///< frames
  uint64_t first, last;
  float    top;      ///< greatest magnitude with flat runs
  unsigned channels; ///< bit 0 left, bit 1 right
} lq_flat_sum;

void lq_flat_top_start(lq_flat_top* f, unsigned n_channels);

/// @param x [n_channels][n_frames]; finite
void lq_flat_top_process(lq_flat_top* f, const float* const* x, size_t n_frames);

lq_flat_sum lq_flat_top_read(const lq_flat_top* f);

/// How sure one may be that it was clipped, 0 to 1.
double lq_flat_confidence(const lq_flat_sum* sum);

#endif
