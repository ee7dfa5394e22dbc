// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A room: a diffusion that makes thousands of echoes within 60 ms or so, which are the early part
/// and go into a feedback delay network of 16 lines, whose lossless matrix is a Hadamard matrix
/// after eight slow rotations. It works in steps of the 64-frame grid. docs/dsp/reverb.md has the
/// maths and the sources.
#ifndef LQ_DSP_FDN_H
#define LQ_DSP_FDN_H

#include "dsp/simd.h"

#include <stdint.h>

enum {
  LQ_FDN_LINES   = 16,
  LQ_FDN_PAIRS   = LQ_FDN_LINES / 2,  ///< of lines that are turned into each other
  LQ_FDN_SHORT   = 3,                 ///< stages of diffusion of one channel, made at once:
  LQ_FDN_CLUSTER = 1 << LQ_FDN_SHORT, ///< so many echoes
  LQ_FDN_LONG    = 9,                 ///< further stages, each longer than a step
  LQ_FDN_BEFORE  = 576,               ///< frames of the input that are looked back at
  LQ_FDN_IN      = 2,                 ///< row where the diffusion's first signal enters
  LQ_FDN_IN_2    = 8,                 ///< and its second, each with the row behind it
};

/// What an ear gets of the diffused sound from its own side and from the other.
#define LQ_FDN_NEAR 0.8F
#define LQ_FDN_FAR  0.6F

/// A ring written in grid steps; its first step is mirrored behind its end, so that any 64 frames
/// can be read in one piece.
typedef struct {
  float* ring;         ///< [n_frames + LQ_GRID_FRAMES]
  size_t n_frames;     ///< multiple of LQ_GRID_FRAMES
  size_t at;           ///< where the next step goes
  size_t delay_frames; ///< more than a step
} lq_fdn_line;

/// Damping of all lines: three parallel paths (straight, below low_hz, above high_hz).
typedef struct {
  float straight[LQ_FDN_LINES], low[LQ_FDN_LINES], high[LQ_FDN_LINES]; ///< mixing gains
  float low_pole[LQ_FDN_LINES];  ///< 1 - 2G of the trapezoidal one-poles;
  float high_pole[LQ_FDN_LINES]; ///< their input gain is 2G
} lq_fdn_damping;

/// What a kind of room is; times in ms, whatever the rate.
typedef struct {
  double   shortest_ms, longest_ms; ///< lines
  double   spread_ms;               ///< longest delay of the diffusion
  double   spread_ratio;            ///< each further one over the one before
  double   early; ///< how much of what an even decay has before the lines answer, at 0 dB
  uint64_t seed;
} lq_fdn_kind;

struct lq_fdn {
  double         rate_hz;
  double         early;
  lq_fdn_line    lines[LQ_FDN_LINES];
  unsigned       cluster[2][LQ_FDN_CLUSTER]; ///< frames back, of each channel
  lq_fdn_line    stages[2][LQ_FDN_LONG];
  float          stage_gain[2][LQ_FDN_LONG], stage_step[2][LQ_FDN_LONG];
  float          stage_target[2][LQ_FDN_LONG];
  lq_fdn_damping damping, damping_step, damping_target;
  float          late_lin, late_step, late_target;
  float          early_lin, early_step, early_target;
  bool           started, moving;
  float          low_state[LQ_FDN_LINES], high_state[LQ_FDN_LINES];
  float          turn_tangent, turn_target; ///< of half the angle that the rotations swing to
  uint32_t       turn_start[LQ_FDN_PAIRS], turn_speed[LQ_FDN_PAIRS]; ///< cycles times 2^32; a step
  uint32_t       turn_phase[LQ_FDN_PAIRS];
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

/// 64 frames.
/// @param in   [2][LQ_GRID_FRAMES], and LQ_FDN_BEFORE frames before them
/// @param out  [2][LQ_GRID_FRAMES]
LQ_RT void lq_fdn_step(lq_fdn* fdn, const lq_simd* simd, const float* const* in, float* const* out);

/// How long after its input the first pass of the longest line ends, in frames.
size_t lq_fdn_reach_frames(const lq_fdn* fdn);

#endif
