// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A compressor without knobs: levels and reductions in log2 units (1 is 6.02 dB), times already
/// turned into coefficients. The processor translates from dB and milliseconds.
#ifndef LQ_DSP_COMPRESS_CORE_H
#define LQ_DSP_COMPRESS_CORE_H

#include "dsp/ear.h"
#include "dsp/line.h"
#include "dsp/ramps.h"

/// What moves in a straight line over a grid step when it changes.
enum {
  LQ_COMPRESS_THRESHOLD, ///< log2 units
  LQ_COMPRESS_SLOPE,     ///< 1 - 1 / ratio
  LQ_COMPRESS_HALF_KNEE, ///< log2 units
  LQ_COMPRESS_MAKEUP,    ///< log2 units
  LQ_COMPRESS_MIX,       ///< 0 dry to 1
  LQ_COMPRESS_LINK,      ///< 0 each side for itself to 1 both as one
  LQ_COMPRESS_N_LINES
};

typedef struct {
  lq_ear_coef             ear;
  lq_compress_follow_coef follow;
} lq_compress_coef;

typedef struct {
  lq_spec                  spec;
  lq_compress_coef         coef;
  lq_ear                   ear;
  lq_ramps                 ramps;
  lq_compress_follow_state follow_state[LQ_MAX_CHANNELS];
  float                    most_reduction;         ///< log2 units, since somebody put it to 0
  lq_line                  ahead[LQ_MAX_CHANNELS]; ///< lookahead, which is the latency
  float*                   gain;                   ///< [LQ_COMPRESS_FRAMES]
} lq_compress_core;

/// @param p  NULL while the arena measures
void       lq_compress_core_prepare(lq_compress_core* p, lq_arena* arena, const lq_spec* spec,
                                    size_t n_ahead);
LQ_RT void lq_compress_core_reset(lq_compress_core* p);

/// New coefficients and targets; the first ones after a reset hold at once.
LQ_RT void lq_compress_core_update(lq_compress_core* p, const lq_compress_coef* coef,
                                   const float target[LQ_COMPRESS_N_LINES]);

/// In place. @param io [n_channels, then n_key][n_frames]
LQ_RT void lq_compress_core_process(lq_compress_core* p, float* const* io, size_t n_frames);

#endif
