// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What gates, duckers, de-essers and transient shapers decide with, each over a span; the rest of
/// them is in dsp/compress.h. Levels and reductions are in log2 units (1 is 6.02 dB).
#ifndef LQ_DSP_DYNAMICS_H
#define LQ_DSP_DYNAMICS_H

#include "dsp/compress.h"

#include <stdint.h>

/// Open from a level at or above the threshold until none was above threshold - hysteresis for
/// more than the hold.
typedef struct {
  uint32_t open;     ///< all bits or none
  uint32_t n_silent; ///< frames since a level was last loud enough to stay open
} lq_latch;

typedef struct {
  lq_compress_line threshold, hysteresis;
  uint32_t         n_hold; ///< frames
} lq_latch_rule;

typedef struct {
  /// y: all bits or none, open or not. @return how many are open
  size_t (*latch)(lq_latch* s, const lq_latch_rule* rule, uint32_t* restrict y,
                  const float* restrict x, size_t   n_frames);
  /// Level to gain (1 is open): slope per level below the threshold, range at most, where not open.
  void (*expand)(float* restrict x, const uint32_t* restrict open, lq_compress_line threshold,
                 lq_compress_line slope, lq_compress_line range, size_t n_frames);
  /// y = 1 where open, else 0
  void (*unit)(float* restrict y, const uint32_t* restrict open, size_t n_frames);
  /// x = 1 - amount * (1 - x). @return the least x, 1 at most
  float (*fade)(float* x, lq_compress_line amount, size_t n_frames);
  /// x *= amount
  void (*times)(float* x, lq_compress_line amount, size_t n_frames);
  /// y = exp2(scale * x)
  void (*power)(float* restrict y, const float* restrict x, float scale, size_t n_frames);
  /// Reduction of a band at level x in a whole at level w: as far as it stands above the
  /// threshold relative to the whole (quadratic knee), or above the floor if that is less; range
  /// at most.
  void (*excess)(float* restrict x, const float* restrict w, lq_compress_line threshold,
                 lq_compress_line range, lq_compress_line floor, float half_knee, size_t n_frames);
  /// y += amount * smooth step of (a - b) / reach, 0 where a <= b and 1 from a reach on.
  void (*part)(float* restrict y, const float* restrict a, const float* restrict b,
               lq_compress_line amount, lq_compress_line reach, size_t n_frames);
} lq_dynamics_kernels;

#endif
