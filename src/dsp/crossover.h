// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A sound cut into bands by Linkwitz-Riley filters of 24 dB per octave, and put together again:
/// each edge is at -6 dB in both of its bands, and all bands at gain 1 add up to an all-pass.
///
/// One edge costs two second-order sections: L2, the Butterworth low-pass, twice for the band, and
/// A, the all-pass that shares L2's poles, from which what goes on upwards is left over:
///     low = L2 L2 x,   rest = A x - low
/// The lower bands pass the all-passes of the edges above them only when they are put together,
/// with their gains already in, all in one chain: acc = A acc + gain low.
/// Source: S. Linkwitz, "Active Crossover Networks for Noncoincident Drivers", JAES 24(1), 1976;
/// all-pass from two paths: P. Regalia, S. Mitra, P. Vaidyanathan, "The Digital All-Pass Filter",
/// Proceedings of the IEEE 76(1), 1988.
///
/// Bands lie in the lanes, channels side by side; band k works one group of four frames behind band
/// k - 1, and so do the rows of `low` and the gains. Double: at 20 Hz and 192 kHz a state is 2e6
/// times what comes in.
#ifndef LQ_DSP_CROSSOVER_H
#define LQ_DSP_CROSSOVER_H

#include "dsp/dynband.h"

enum {
  LQ_CROSSOVER_BANDS  = 6, ///< at most
  LQ_CROSSOVER_LANES  = LQ_DYNBAND_LANES,
  LQ_CROSSOVER_GROUP  = 4,                                      ///< frames
  LQ_CROSSOVER_GROUPS = LQ_DYNBAND_FRAMES / LQ_CROSSOVER_GROUP, ///< of one call at most
  LQ_CROSSOVER_ROWS   = LQ_CROSSOVER_GROUPS + LQ_DYNBAND_N,     ///< with what bands are late
  LQ_CROSSOVER_TURN   = LQ_DYNBAND_STEP / LQ_CROSSOVER_GROUP,   ///< groups of a step
};

/// One number for each band and channel: lane = band * channels + channel.
typedef lq_dynband_wets lq_crossover_row;

/// The uppermost band has no edge: what comes is its own. Lanes not in use pass on what they get.
typedef struct {
  lq_crossover_row a1, a2; ///< poles: w[n] = x - a1 w[n-1] - a2 w[n-2]
  lq_crossover_row low[3]; ///< L2 x = low . w
  lq_crossover_row all[3]; ///< A x = all . w
  unsigned         n_bands, n_channels;
} lq_crossover_coef;

typedef struct {
  lq_crossover_row first[2], second[2]; ///< w of both low-passes
} lq_crossover_split_state;

typedef struct {
  lq_crossover_row all[2]; ///< w of the all-pass that the lower bands pass
} lq_crossover_join_state;

typedef struct {
  /// @param x       [n_channels][n_groups * LQ_CROSSOVER_GROUP]
  /// @param low     [LQ_CROSSOVER_ROWS * LQ_CROSSOVER_GROUP] the bands
  /// @param energy  [LQ_CROSSOVER_ROWS] sums of their squares, group by group
  void (*split)(const lq_crossover_coef* c, lq_crossover_split_state* s, const float* const* x,
                size_t n_groups, lq_crossover_row* low, lq_crossover_row* energy);
  /// @param gain  [LQ_DYNBAND_STEPS + 4] at the ends of steps, [1] is now
  void (*join)(const lq_crossover_coef* c, lq_crossover_join_state* s, const lq_crossover_row* low,
               const lq_crossover_row* gain, float* const* y, size_t n_groups);
  /// Mean squares of a - b, of a when b is NULL, step by step; a sine of amplitude 1 has 1.
  void (*squares)(const float* a, const float* b, size_t n_steps, float* square);
  /// y += gain x, the gain in straight lines from one end of a step to the next.
  /// @param gain  [n_steps + 1]
  void (*weigh)(float* restrict y, const float* restrict x, const float* gain, size_t n_steps);
} lq_crossover_kernels;

/// @param edges_hz  [n_bands - 1] ascending; brought into 1e-6 .. 0.49 of the rate
void lq_crossover_design(lq_crossover_coef* c, const double* edges_hz, unsigned n_bands,
                         unsigned n_channels, double rate_hz);

/// Frames until what rings on has fallen by 120 dB; an upper estimate.
size_t lq_crossover_tail_frames(const double* edges_hz, unsigned n_bands, double rate_hz);

#endif
