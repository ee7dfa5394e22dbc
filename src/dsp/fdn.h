// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A room: early taps, diffusing all-passes and a feedback delay network of 16 lines whose lossless
/// matrix is a Hadamard matrix after eight slow rotations. It works in steps of the 64-frame grid.
/// docs/dsp/reverb.md has the maths and the sources.
#ifndef LQ_DSP_FDN_H
#define LQ_DSP_FDN_H

#include "dsp/simd.h"

#include <stdint.h>

enum {
  LQ_FDN_LINES     = 16,
  LQ_FDN_PAIRS     = LQ_FDN_LINES / 2, ///< of lines that are turned into each other
  LQ_FDN_BLOCK     = 16,               ///< most frames computed side by side: the shortest delay
  LQ_FDN_ALLPASSES = 5,                ///< of one channel, shortest first
  LQ_FDN_SOFT      = 2,  ///< all-passes before the early taps, so that they do not tick
  LQ_FDN_EARLY     = 14, ///< taps heard by one ear
};

typedef float lq_lanes
    __attribute__((vector_size(64))); ///< 16 lines of a frame, or frames of a line

/// A ring written in blocks; its first 16 frames are mirrored behind its end, so that any 16 frames
/// can be read in one piece.
typedef struct {
  float* ring;     ///< [n_frames + LQ_FDN_BLOCK]
  size_t n_frames; ///< multiple of LQ_FDN_BLOCK
  size_t at;       ///< where the next block goes
  size_t delay_frames;
} lq_fdn_line;

typedef struct {
  unsigned from;         ///< channel
  size_t   delay_frames; ///< behind the input
  float    gain_lin;
} lq_fdn_tap;

/// Damping of all lines: three parallel paths (straight, below low_hz, above high_hz).
typedef struct {
  float straight[LQ_FDN_LINES], low[LQ_FDN_LINES], high[LQ_FDN_LINES]; ///< mixing gains
  float low_pole[LQ_FDN_LINES];  ///< 1 - 2G of the trapezoidal one-poles;
  float high_pole[LQ_FDN_LINES]; ///< their input gain is 2G
} lq_fdn_damping;

/// What a kind of room is; times in ms, whatever the rate.
typedef struct {
  double   shortest_ms, longest_ms; ///< lines
  double   allpass_ms;              ///< longest all-pass
  double   allpass_gain;
  double   early_first_ms, early_last_ms;
  double   early_share; ///< of the energy, at 0 dB
  uint64_t seed;
} lq_fdn_kind;

struct lq_fdn {
  double         rate_hz;
  double         early_share;
  lq_fdn_line    lines[LQ_FDN_LINES];
  lq_fdn_line    allpasses[2][LQ_FDN_ALLPASSES];
  float          allpass_gain;
  lq_fdn_line    early[2]; ///< what the taps hear
  lq_fdn_tap     taps[2][LQ_FDN_EARLY];
  float          in_gain[LQ_FDN_LINES], out_gain[LQ_FDN_LINES];
  lq_fdn_damping damping, damping_step, damping_target;
  float          late_lin, late_step, late_target;
  float          early_lin, early_step, early_target;
  bool           started, moving;
  float          low_state[LQ_FDN_LINES], high_state[LQ_FDN_LINES];
  double         turn_tangent;              ///< of half the angle that the rotations swing to
  double         turn_cycles[LQ_FDN_PAIRS]; ///< of one grid step
  float          cosine[LQ_FDN_PAIRS], sine[LQ_FDN_PAIRS];               ///< of the rotations now
  float          cosine_target[LQ_FDN_PAIRS], sine_target[LQ_FDN_PAIRS]; ///< a step later
  uint64_t       n_steps;                                                ///< since reset
};

/// How it decays.
typedef struct {
  double decay_sec; ///< RT60 at the geometric mean of the two corners
  double low_ratio, high_ratio;
  double low_hz, high_hz;
  double early_lin;   ///< 1 is what the kind brings along
  double turn_amount; ///< 0 to 1
} lq_fdn_values;

/// Lay out (LQ_PROC prepare: the arena may only measure; then NULL).
lq_fdn* lq_fdn_prepare(lq_arena* arena, const lq_fdn_kind* kind, double rate_hz);

LQ_RT void lq_fdn_reset(lq_fdn* fdn);

/// Take new values; after the first ones they glide over the next grid step.
LQ_RT void lq_fdn_update(lq_fdn* fdn, const lq_fdn_values* values);

/// 64 frames. The output starts no earlier than the shortest tap or line after its input.
/// @param in, out  [2][LQ_GRID_FRAMES]
LQ_RT void lq_fdn_step(lq_fdn* fdn, const lq_simd* simd, const float* const* in, float* const* out);

/// The longest line, in frames.
size_t lq_fdn_longest_frames(const lq_fdn* fdn);

#endif
