// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Eight equaliser bands whose gain follows a level: the loops of a dynamic equaliser.
///
/// A band is y = x + wet (H(x) - x). H is the static band at the end of its range and does not
/// move; only the number `wet`, 0 to 1, does. So nothing can become unstable, nothing rings when
/// the gain moves, and with a wet of 0 the output is the input, to the bit.
///
/// Three loops: `hear` filters what is listened to and sums its energy, `decide` makes wets of
/// energies, `sound` runs the bands. The first two work in steps of 16 frames; between the ends of
/// steps a wet moves in a straight line. Levels are in log2 units (1 is 6.02 dB).
/// docs/dsp/dyneq.md has the maths.
#ifndef LQ_DSP_DYNBAND_H
#define LQ_DSP_DYNBAND_H

#include "lacquer/proc.h"

enum {
  LQ_DYNBAND_N      = 8,                                  ///< bands side by side
  LQ_DYNBAND_STEP   = 16,                                 ///< frames
  LQ_DYNBAND_STEPS  = 16,                                 ///< of one call at most
  LQ_DYNBAND_FRAMES = LQ_DYNBAND_STEP * LQ_DYNBAND_STEPS, ///< of one call at most
  LQ_DYNBAND_LANES  = LQ_DYNBAND_N * LQ_MAX_CHANNELS,     ///< lane = band * channels + channel
  LQ_DYNBAND_GLIDE  = LQ_GRID_FRAMES / LQ_DYNBAND_STEP,   ///< steps until a new value is reached
};

/// One number for each band.
typedef struct {
  _Alignas(32) float v[LQ_DYNBAND_N];
} lq_eight;

/// What a band listens to, two frames at a time: s'' = s + n s + x0[] x[0] + x1[] x[1];
/// what it hears is first[] . (s1, s2, x[0]) and second[] . (s1, s2, x[0]) + first[2] x[1].
/// Floats do, since the states grow by n s, which keeps its digits, and not by a matrix near 1.
typedef struct {
  lq_eight n[2][2], x0[2], x1[2], first[3], second[3];
} lq_dynband_ear;

/// From a level to how far the band has moved.
typedef struct {
  lq_eight window;          ///< 1 minus the pole of the mean square, per step
  lq_eight way;             ///< 1: acts above the threshold, -1: below
  lq_eight threshold;       ///< log2 units
  lq_eight half_knee;       ///< log2 units
  lq_eight slope;           ///< 1 - 1 / ratio
  lq_eight reach;           ///< beyond the threshold the end of the range is reached here
  lq_eight limit;           ///< the range: no band moves farther, also when the range shrinks
  lq_eight toward;          ///< -1: cuts, 1: lifts
  lq_eight release, attack; ///< 1 minus the pole, per step
  float    link;            ///< 0 each side for itself to 1 both as one
} lq_dynband_law;

typedef struct {
  lq_eight square[LQ_MAX_CHANNELS], whole[LQ_MAX_CHANNELS]; ///< mean squares: band, all of it
  lq_eight held[LQ_MAX_CHANNELS], moved[LQ_MAX_CHANNELS];   ///< the follower
  lq_eight scale, scale_step, scale_target; ///< wet per unit of gain: 1 / (gain at the end - 1)
  unsigned n_scale_steps;                   ///< left of the way
  lq_eight most;                            ///< moved at most, where a band is not off
} lq_dynband_ride;

/// Mean squares of steps; a sine of amplitude 1 has 1.
typedef struct {
  unsigned        n_heard; ///< channels listened to
  unsigned        n_sides; ///< that move apart
  size_t          n_steps;
  const lq_eight* square[LQ_MAX_CHANNELS]; ///< [n_steps]
  const float*    whole[LQ_MAX_CHANNELS];  ///< [n_steps] or NULL: thresholds are absolute
} lq_dynband_levels;

/// The wet side of the bands: H - 1.
typedef struct {
  _Alignas(64) double coef[6][LQ_DYNBAND_LANES]; ///< p, q, r, d - 1, c1, c2 of dsp/biquad.h
  double   step[6][LQ_DYNBAND_LANES];            ///< added each frame while moving
  double   state[2][LQ_DYNBAND_LANES];
  unsigned n_bands; ///< in use
} lq_dynband_filters;

/// Wets at the ends of steps.
typedef struct {
  _Alignas(64) double v[LQ_DYNBAND_LANES];
} lq_dynband_wets;

typedef struct {
  /// y = x, brought into what the rest can bear
  void (*take)(float* restrict y, const float* restrict x, size_t n_frames);
  /// @param x  [n_steps * LQ_DYNBAND_STEP]
  void (*hear)(const lq_dynband_ear* c, lq_eight state[2], const float* x, size_t n_steps,
               lq_eight* square);
  /// @param wet  [n_steps]
  void (*decide)(const lq_dynband_law* law, lq_dynband_ride* ride, const lq_dynband_levels* in,
                 unsigned n_channels, lq_dynband_wets* wet);
  /// @param phase  frames of the first step that were before this call
  /// @param wet    [2 + (phase + n_frames) / LQ_DYNBAND_STEP], and one more that is only read
  /// @param io     [n_channels][n_frames], at most LQ_DYNBAND_FRAMES
  void (*sound)(lq_dynband_filters* f, unsigned n_channels, bool moving, unsigned phase,
                const lq_dynband_wets* wet, float* const* io, size_t n_frames);
} lq_dynband_kernels;

#endif
