// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One stage of a true-peak limiter: hears peaks between samples and turns down before they come.
///
/// Engineer: required reduction in log2 units, its maximum over the lookahead (Hämäläinen: the
/// smoothed gain then never lies above the required one, however it is smoothed inside that
/// window), three boxes as long as the lookahead, gain. A stage with a shape does slowly what lasts
/// (limit_sustain.h) and leaves hits to a clipper. Always LQ_LIMIT_FRAMES at a time.
/// Source: P. Hämäläinen, "Smoothing of the control signal without clipped output in digital peak
/// limiters", DAFx 2002.
#ifndef LQ_DSP_LIMIT_STAGE_H
#define LQ_DSP_LIMIT_STAGE_H

#include "dsp/limit_sustain.h"

enum { LQ_LIMIT_HELD = 16 }; // blocks that what lies at half the rate is remembered

typedef struct {
  float*           need;      ///< [LQ_LIMIT_FRAMES] wish of a side (or of both), log2 units
  float*           sustained; ///< [LQ_LIMIT_FRAMES]
  lq_limit_sustain sustain;
  lq_window_max    ahead;
  lq_boxes         boxes;
  size_t           n_awake; ///< frames until everything is surely zero again
  size_t           n_dips;  ///< frames until the lookahead is surely zero again
  bool             leaves;  ///< a hit to the clipper, in this block
} lq_limit_gain;

typedef struct {
  unsigned          n_channels, n_gains;
  bool              shaped;   ///< has a sustained part
  size_t            n_late;   ///< latency, frames
  size_t            n_memory; ///< frames after which all windows have forgotten
  size_t            n_dips;   ///< frames after which lookahead and boxes have
  size_t            n_past;   ///< frames of `heard` before the new ones
  float             link;     ///< 0 to 1
  lq_limit_detector detector;
  lq_limit_meter    meter;
  lq_limit_gain     gain[LQ_MAX_CHANNELS];
  float*            heard[LQ_MAX_CHANNELS]; ///< the past, then blocks to come, then padding
  size_t            at;                     ///< where the past begins
  size_t            n_hears;                ///< blocks that it still listens
  lq_line           line[LQ_MAX_CHANNELS];  ///< when it waits longer than `heard` reaches
  /// Amplitudes there of the last blocks that it listened to, a ring.
  float  half_rate[LQ_MAX_CHANNELS][LQ_LIMIT_HELD];
  size_t n_held;
} lq_limit_stage;

typedef struct {
  double                rate_hz;
  unsigned              n_channels;
  size_t                n_ahead; ///< lookahead, frames, 1 to 4096
  float                 link;    ///< 0 each side for itself to 1 both as one
  const lq_limit_shape* shape;   ///< NULL: no sustained part
  bool                  is_fine; ///< hears with `fine`
  const lq_limit_fine*  fine;    ///< may be NULL while the arena measures
} lq_limit_stage_spec;

void lq_limit_stage_prepare(lq_limit_stage* s, lq_arena* arena, const lq_limit_stage_spec* spec);
LQ_RT void lq_limit_stage_reset(lq_limit_stage* s);

/// LQ_LIMIT_FRAMES in place.
/// @param fall   pole per group of the sustained part
/// @param hears  false where surely nothing is above the ceiling
/// @return whether anything was changed
LQ_RT bool lq_limit_stage_process(lq_limit_stage* s, const lq_simd* simd, double fall,
                                  float ceiling_lin, bool hears, float* const* io);

/// Whether hits are left to the clipper, in frames that leave within the lookahead.
LQ_RT bool lq_limit_stage_leaves(const lq_limit_stage* s);

#endif
