// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The gain of a gate from the levels that it hears: open or closed (lq_latch), how far below the
/// threshold, and how fast it moves. The gain is smoothed as a factor, so that it falls evenly in
/// dB and opens as fast whatever its range.
#ifndef LQ_DSP_GATE_GAIN_H
#define LQ_DSP_GATE_GAIN_H

#include "dsp/simd.h"

typedef struct {
  lq_compress_follow_coef follow;
  size_t                  n_settle; ///< frames after which an open one is settled
  uint32_t                n_hold;   ///< frames
} lq_gate_gain_coef;

/// Where a span stands, in log2 units but for the slope (ratio - 1).
typedef struct {
  lq_compress_line threshold, hysteresis, slope, range;
} lq_gate_gain_lines;

typedef struct {
  lq_latch                 latch;
  lq_compress_follow_state follow;  ///< 1 is open
  size_t                   n_open;  ///< frames since it opened or the attack was changed
  bool                     settled; ///< open to the bit: the gain is exactly 1 until it closes
} lq_gate_gain;

lq_gate_gain_coef lq_gate_gain_design(double attack_sec, double hold_sec, double release_sec,
                                      double rate_hz);

/// Closed, at that gain.
LQ_RT void lq_gate_gain_reset(lq_gate_gain* g, double floor_lin);

/// The attack has changed: count anew until it is settled.
LQ_RT void lq_gate_gain_recount(lq_gate_gain* g);

/// Whether two do the same from now on when they hear the same.
LQ_RT bool lq_gate_gain_alike(const lq_gate_gain* a, const lq_gate_gain* b);

/// Whether a settled one surely stays open over a span, told by the greatest magnitude (or mean
/// square) of each 64 frames instead of every frame's level. If so it is as if the span had been
/// processed: the same bits, and nothing was left to compute.
/// @param x [n_frames] of lq_ear_hear(); scale: of lq_ear_scale()
LQ_RT bool lq_gate_gain_stays(lq_gate_gain* g, const lq_simd* simd, const lq_gate_gain_coef* coef,
                              const lq_gate_gain_lines* lines, const float* x, float scale,
                              size_t n_frames);

/// Levels to gains, in place. @param n_frames  at most LQ_COMPRESS_FRAMES
/// @return false: all gains are 1, and x was left as it is
LQ_RT bool lq_gate_gain_process(lq_gate_gain* g, const lq_simd* simd, const lq_gate_gain_coef* coef,
                                const lq_gate_gain_lines* lines, float* x, size_t n_frames);

#endif
