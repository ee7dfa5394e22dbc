// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Low-passes of linear phase at several edges, all late by the same number of frames, and the
/// sound itself late by as much: differences of them are bands that add up to the sound.
///
/// A low-pass is a Kaiser-windowed sinc, at -6 dB at its edge, 80 dB down from 1.75 times the edge
/// on. Low edges would take thousands of taps; they are a filter whose taps stand M frames apart,
/// behind a short one that takes away its images.
/// Sources: Y. Neuvo, C.-Y. Dong, S. K. Mitra, "Interpolated Finite Impulse Response Filters", IEEE
/// Transactions on ASSP 32(3), 1984; window: J. Kaiser, "Nonrecursive digital filter design using
/// the I0-sinh window function", 1974.
#ifndef LQ_DSP_FIR_SPLIT_H
#define LQ_DSP_FIR_SPLIT_H

#include "dsp/simd.h"

enum {
  LQ_FIR_SPLIT_EDGES  = 5,   ///< at most
  LQ_FIR_SPLIT_FRAMES = 256, ///< of one call at most
  LQ_FIR_SPLIT_ROOM   = LQ_FIR_SPLIT_FRAMES + LQ_OVERSAMPLE_PAD,
};

typedef struct lq_fir_split lq_fir_split;

/// @param edges_hz  [n_edges] brought to 0.45 of the rate at most
/// @param latency_frames  by which everything is late: also told when the arena measures
/// @return NULL when the arena measures
lq_fir_split* lq_fir_split_prepare(lq_arena* arena, const double* edges_hz, unsigned n_edges,
                                   const lq_spec* spec, size_t* latency_frames);

LQ_RT void lq_fir_split_reset(lq_fir_split* f);

/// May be asked again for the same frames, and more, until they pass.
/// @param x    [n_frames], at most LQ_FIR_SPLIT_FRAMES
/// @param low  [n_edges][LQ_FIR_SPLIT_ROOM] what lies below each edge
/// @param all  [n_frames]
LQ_RT void lq_fir_split_hear(lq_fir_split* f, unsigned channel, const float* x, size_t n_frames,
                             float* const* low, float* all);
LQ_RT void lq_fir_split_pass(lq_fir_split* f, size_t n_frames);

#endif
