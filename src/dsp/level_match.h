// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How much louder what was processed must become to be as loud as what went in: both are weighted
/// as the ear does (close to K-weighting: ITU-R BS.1770-5), energies are taken over some seconds,
/// and the answer moves slowly, on the 64-frame grid.
#ifndef LQ_DSP_LEVEL_MATCH_H
#define LQ_DSP_LEVEL_MATCH_H

#include "dsp/bank.h"

#include "lacquer/proc.h"

typedef enum { LQ_LEVEL_MATCH_BEFORE, LQ_LEVEL_MATCH_AFTER, LQ_LEVEL_MATCH_N } lq_level_match_side;

typedef struct {
  const lq_simd* simd;
  unsigned       n_channels;
  lq_bank*       weighting[LQ_LEVEL_MATCH_N];
  float*         step[LQ_LEVEL_MATCH_N][LQ_MAX_CHANNELS]; ///< [LQ_GRID_FRAMES]
  double         rate_hz, keep, follow;                   ///< poles, a grid step
  double         energy[LQ_LEVEL_MATCH_N];
  double         gain_db, speed; ///< part of the way to the wanted gain, a grid step
} lq_level_match;

void       lq_level_match_prepare(lq_level_match* m, lq_arena* arena, const lq_spec* spec);
LQ_RT void lq_level_match_reset(lq_level_match* m);

/// Hear `n_frames` of the present grid step from frame `at` on.
LQ_RT void lq_level_match_hear(lq_level_match* m, lq_level_match_side side, float* const* x,
                               size_t at, size_t n_frames);

/// At the end of a grid step.
/// @param known_lin  what is known to have been done to the level in this step
/// @return gain to add to 1 / known_lin, dB
LQ_RT double lq_level_match_step(lq_level_match* m, double known_lin);

#endif
