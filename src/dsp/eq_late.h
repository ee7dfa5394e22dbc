// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// An equaliser of linear or mixed phase that runs: dsp/eq_fir.h through dsp/convolve.h.
///
/// Bands may change on any grid point. They are taken at the end of each block (0.17 s), wait as
/// the sound does for the middle of the filter, and are reached from the ones before in a straight
/// crossfade over the block's own music: a slow move is followed without lag, a quick one takes a
/// block. A new filter is designed at most once a block.
#ifndef LQ_DSP_EQ_LATE_H
#define LQ_DSP_EQ_LATE_H

#include "dsp/eq_fir.h"

typedef struct lq_eq_late lq_eq_late;

/// @param bands  [spec->n_bands] whose lowest and narrowest decides on the length, for good
/// @return NULL when the arena measures
lq_eq_late* lq_eq_late_prepare(lq_arena* arena, const lq_spec* spec, const lq_band* bands);

LQ_RT void lq_eq_late_reset(lq_eq_late* e);

/// Go to other bands; the first ones after a reset hold at once.
/// @param corner_hz  0: all bands are of linear phase
LQ_RT void lq_eq_late_to(lq_eq_late* e, const lq_band* bands, double corner_hz);

/// In place. @param io  [n_channels][n_frames]
LQ_RT void lq_eq_late_process(lq_eq_late* e, float* const* io, size_t n_frames);

LQ_RT size_t lq_eq_late_latency(const lq_eq_late* e);
LQ_RT size_t lq_eq_late_tail_frames(const lq_eq_late* e);

#endif
