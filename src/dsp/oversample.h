// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// 2 to 16 times the rate and back, for what bends the waveform: half-band filters of linear phase,
/// the delay a whole number of frames.
///
/// At 44.1 kHz flat within 0.001 dB to 20 kHz, images and aliases 110 dB down beyond 24.1 kHz;
/// what lies between half the rate and 24.1 kHz folds back above 20 kHz. Other rates in proportion.
///
/// The fast signal is kept as planes: plane p holds the samples p, p + factor, p + 2 factor, ... so
/// every filter is a sum of whole spans, with frames in the lanes and nothing to interleave.
/// Sources: R. Crochiere, L. Rabiner, "Multirate Digital Signal Processing", 1983 (polyphase,
/// half-band cascades); window: dsp/fraction.h.
#ifndef LQ_DSP_OVERSAMPLE_H
#define LQ_DSP_OVERSAMPLE_H

#include "lacquer/proc.h"

enum {
  LQ_OVERSAMPLE_STAGES = 4,
  LQ_OVERSAMPLE_MOST   = 1 << LQ_OVERSAMPLE_STAGES, ///< greatest factor
  LQ_OVERSAMPLE_HALF   = 40,                        ///< pairs of taps of the longest filter
  LQ_OVERSAMPLE_FRAMES = 64,                        ///< of one call, at most
  LQ_OVERSAMPLE_PAD    = 16,                        ///< behind a plane, for whole registers
};

typedef struct {
  /// y[i] = sum over k of taps[k] * (pairs[2k][i] + pairs[2k + 1][i]); with a centre, half of
  /// (centre[i] + that). Up to LQ_OVERSAMPLE_PAD - 1 values behind the span are read and written.
  void (*fold)(float* y, const float* centre, const float* const* pairs, const float* taps,
               unsigned n_taps, size_t n_frames);
} lq_oversample_kernels;

typedef struct lq_oversample lq_oversample;

/// The fast signal of one channel: read `from`, write `to`.
typedef struct {
  const float* const* from; ///< [factor][n_frames + LQ_OVERSAMPLE_PAD]
  float* const*       to;   ///< [factor][n_frames + LQ_OVERSAMPLE_PAD]
} lq_oversample_planes;

/// @param factor  2, 4, 8 or 16
/// @return NULL when the arena measures
lq_oversample* lq_oversample_prepare(lq_arena* arena, unsigned factor, unsigned n_channels);

LQ_RT void lq_oversample_reset(lq_oversample* o);

/// Frames by which what comes back is late.
size_t lq_oversample_latency(unsigned factor);

/// Between the two calls the caller fills every plane of `to`, in step with `from`.
/// @param x  [n_frames], at most LQ_OVERSAMPLE_FRAMES
LQ_RT lq_oversample_planes lq_oversample_up(lq_oversample* o, const lq_simd* simd, unsigned channel,
                                            const float* x, size_t n_frames);
LQ_RT void lq_oversample_down(lq_oversample* o, const lq_simd* simd, unsigned channel, float* y,
                              size_t n_frames);

#endif
