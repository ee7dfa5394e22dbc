// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a dynamics processor listens to: the signal itself or a key, filtered if wanted, its level
/// by peak or RMS in log2 units (1 is 6.02 dB), the sides linked. The audio is not touched.
#ifndef LQ_DSP_EAR_H
#define LQ_DSP_EAR_H

#include "dsp/butterworth.h"
#include "dsp/simd.h"

typedef struct {
  bool                  rms, highpass_on, lowpass_on;
  lq_compress_cut_coef  highpass, lowpass;
  lq_compress_pole_coef window; ///< of the mean square
} lq_ear_coef;

typedef struct {
  const lq_simd* simd;
  unsigned       first;   ///< channel of io that is heard first
  unsigned       n_heard; ///< channels listened to
  bool           split;   ///< two sides that may move apart
  bool           dual;    ///< they do: level[1] is in use
  lq_ear_coef    coef;

  lq_compress_cut_state  highpass_state[LQ_MAX_CHANNELS], lowpass_state[LQ_MAX_CHANNELS];
  lq_compress_pole_state window_state[LQ_MAX_CHANNELS];

  float* level[LQ_MAX_CHANNELS]; ///< [LQ_COMPRESS_FRAMES]
  float* scratch;                ///< [LQ_COMPRESS_FRAMES]
} lq_ear;

/// @param ear  NULL while the arena measures
void       lq_ear_prepare(lq_ear* ear, lq_arena* arena, const lq_spec* spec);
LQ_RT void lq_ear_reset(lq_ear* ear);

/// @param link   0 each side for itself to 1 both as one
/// @param alike  both sides have come to the same, so that one may go on for both
LQ_RT void lq_ear_update(lq_ear* ear, const lq_ear_coef* coef, float link, bool alike);

/// Levels of a span, in ear->level: one, or one per side when dual.
/// @param io [channels, then key][at + n_frames]
/// @param n_frames  at most LQ_COMPRESS_FRAMES
LQ_RT void lq_ear_listen(lq_ear* ear, float* const* io, size_t at, lq_compress_line link,
                         size_t n_frames);

/// The two halves of that, for who may not need the second: what is heard, as magnitudes or their
/// mean squares, then their levels, in place.
LQ_RT void lq_ear_hear(lq_ear* ear, float* const* io, size_t at, size_t n_frames);
LQ_RT void lq_ear_level(lq_ear* ear, lq_compress_line link, size_t n_frames);

/// Log2 units of what lq_ear_hear() gives, per its own logarithm.
LQ_RT float lq_ear_scale(const lq_ear* ear);

#endif
