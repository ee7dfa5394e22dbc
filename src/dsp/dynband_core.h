// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A dynamic equaliser without knobs: bands one behind the other whose gain follows the level of
/// what is heard in them. A gain begins to answer one step (16 frames) after what it answers to;
/// what sounds is not late.
#ifndef LQ_DSP_DYNBAND_CORE_H
#define LQ_DSP_DYNBAND_CORE_H

#include "dsp/dynband_design.h"
#include "dsp/simd.h"

typedef struct lq_dynband_core lq_dynband_core;

/// Laid out for spec->n_bands; listens to the key when there is one.
/// @return NULL when the arena measures
lq_dynband_core* lq_dynband_core_prepare(lq_arena* arena, const lq_spec* spec);

LQ_RT void lq_dynband_core_reset(lq_dynband_core* core);

/// Go to new settings within one grid step; the first ones after a reset hold at once.
/// @param settings  [spec.n_bands], compared byte by byte with those before: zeroed, then filled
/// @param link      0 each side for itself to 1 both as one
/// @param relative  thresholds are against the level of all that is heard
LQ_RT void lq_dynband_core_to(lq_dynband_core* core, const lq_dynband_settings* settings,
                              double link, bool relative);

/// Frames of the next `hear` and `sound`, at most n_left.
LQ_RT size_t lq_dynband_core_span(const lq_dynband_core* core, size_t n_left);

/// Listen to a span, then let the bands sound over it.
/// @param heard  [n_key or n_channels][n_frames]
LQ_RT void lq_dynband_core_hear(lq_dynband_core* core, const float* const* heard, size_t n_frames);
/// @param io     [n_channels][n_frames], in place
LQ_RT void lq_dynband_core_sound(lq_dynband_core* core, float* const* io, size_t n_frames);

/// Farthest cut and lift since the last call, dB >= 0.
LQ_RT void lq_dynband_core_most_db(lq_dynband_core* core, double* cut_db, double* lift_db);

/// How far one band moved at most since the last call, dB >= 0.
LQ_RT double lq_dynband_core_moved_db(lq_dynband_core* core, unsigned band);

/// Frames that go on sounding after the input ends; an upper estimate.
LQ_RT size_t lq_dynband_core_tail_frames(const lq_dynband_core* core);

#endif
