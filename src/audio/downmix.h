// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Surround to stereo: what a person with two loudspeakers hears of it. Front left and right as
/// they are, centre and surrounds 3 dB down, a single surround 6 dB down into both, no LFE.
/// Source: ITU-R BS.775-3 (2012), Annex 4, downward mixing to two channels; loudspeakers that it
/// does not know go where they stand: left and right of centre by constant power, heights as
/// surrounds.
#ifndef LQ_AUDIO_DOWNMIX_H
#define LQ_AUDIO_DOWNMIX_H

#include "audio/in.h"

typedef struct {
  unsigned n_channels;
  float    gain_lin[2][LQ_AUDIO_MAX_CHANNELS]; ///< [left, right][channel]
} lq_downmix;

/// @return false when a channel's place is unknown
bool lq_downmix_design(lq_downmix* d, const lq_audio_in* in);

/// @param x  [n_channels][n_frames]
/// @param y  [2][n_frames]
LQ_RT void lq_downmix_process(const lq_downmix* d, float* const* x, float* const* y,
                              size_t n_frames);

#endif
