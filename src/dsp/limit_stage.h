// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One stage of a true-peak limiter: hears peaks between samples, turns down before they come, and
/// lets go at two speeds.
///
/// Engineer: required reduction in dB, its maximum over the lookahead (Hämäläinen: the smoothed
/// gain then never lies above the required one, however it is smoothed inside that window),
/// release, three boxes as long as the lookahead, gain. Latency: lookahead - 1 + LQ_LIMIT_AFTER
/// frames. Source: P. Hämäläinen, "Smoothing of the control signal without clipped output in
/// digital peak limiters", DAFx 2002.
#ifndef LQ_DSP_LIMIT_STAGE_H
#define LQ_DSP_LIMIT_STAGE_H

#include "dsp/boxes.h"
#include "dsp/limit.h"
#include "dsp/window_max.h"

#include "lacquer/proc.h"

/// Release. The fast part falls towards the slow part; the slow part follows the reduction held
/// over half a period of the lowest note, so that a steady bass finds nothing to modulate.
typedef struct {
  double fast;          ///< pole
  double charge, drain; ///< 1 - pole of the slow part, rising and falling; charge 0: no slow part
} lq_limit_release;

typedef struct {
  float*        need; ///< [LQ_LIMIT_FRAMES] reduction of a side (or of both), log2 units
  lq_window_max ahead, hold;
  lq_boxes      boxes;
  double        slow, now; ///< log2 units. Double: a pole may lie 5e-6 below 1
  size_t        n_awake;   ///< frames until everything is surely zero again
} lq_limit_gain;

typedef struct {
  unsigned          n_channels, n_gains;
  size_t            n_late;   ///< latency, frames
  size_t            n_memory; ///< frames after which all windows have forgotten
  float             link;     ///< 0 to 1
  lq_limit_detector detector;
  lq_limit_gain     gain[LQ_MAX_CHANNELS];
  float*            line[LQ_MAX_CHANNELS]; ///< the past, then a span, then padding
  size_t            n_past;
  float*            held;           ///< [LQ_LIMIT_FRAMES]
  float             most_reduction; ///< log2 units, since somebody put it to 0
} lq_limit_stage;

/// @param n_ahead  lookahead, frames, 1 to 4096
/// @param n_hold   frames that the slow part of the release remembers
/// @param link     0 each side for itself to 1 both as one
void lq_limit_stage_prepare(lq_limit_stage* s, lq_arena* arena, unsigned n_channels, size_t n_ahead,
                            size_t n_hold, float link);
LQ_RT void lq_limit_stage_reset(lq_limit_stage* s);

/// In place. @param n_frames  at most LQ_LIMIT_FRAMES
LQ_RT void lq_limit_stage_process(lq_limit_stage* s, const lq_simd* simd,
                                  const lq_limit_release* release, float ceiling_lin,
                                  float* const* io, size_t n_frames);

#endif
