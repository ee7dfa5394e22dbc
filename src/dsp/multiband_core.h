// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Two to six bands cut apart, each turned down by its own level, and put together again: the
/// multiband compressor without knobs. Apart by Linkwitz-Riley filters without latency
/// (dsp/crossover.h: at unity an all-pass), or by filters of linear phase (dsp/fir_split.h: at
/// unity the input, late).
///
/// Everything works in whole steps of 16 frames counted from frame 0. A block that ends within a
/// step runs that step on what has come, and again when more has: an output hears no later input.
#ifndef LQ_DSP_MULTIBAND_CORE_H
#define LQ_DSP_MULTIBAND_CORE_H

#include "dsp/band_rider.h"

typedef struct lq_multiband_core lq_multiband_core;

/// @param edges_hz  [n_bands - 1] ascending
/// @param n_bands   1 to LQ_CROSSOVER_BANDS
/// @return NULL when the arena measures
lq_multiband_core* lq_multiband_core_prepare(lq_arena* arena, const lq_spec* spec,
                                             const double* edges_hz, unsigned n_bands, bool linear);

LQ_RT void lq_multiband_core_reset(lq_multiband_core* core);

/// @param settings  [n_bands]
/// @param link      0 each side for itself to 1 both as one
LQ_RT void lq_multiband_core_to(lq_multiband_core* core, const lq_band_rider_settings* settings,
                                double link);

/// In place. @param io  [n_channels, then n_key][n_frames]
LQ_RT void lq_multiband_core_process(lq_multiband_core* core, float* const* io, size_t n_frames);

LQ_RT size_t lq_multiband_core_latency(const lq_multiband_core* core);
LQ_RT size_t lq_multiband_core_tail_frames(const lq_multiband_core* core);

/// Deepest reduction of a band since the last call, dB >= 0.
LQ_RT double lq_multiband_core_most_db(lq_multiband_core* core, unsigned band);

#endif
