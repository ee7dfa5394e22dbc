// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Vorbis by libvorbis, as the proof of a codec and the writer of files both want it. Variable bit
/// rate: the quality whose nominal rate for stereo at 44.1 kHz is the one asked for, as in
/// `oggenc -q`.
#ifndef LQ_AUDIO_VORBIS_ENCODER_H
#define LQ_AUDIO_VORBIS_ENCODER_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <vorbis/codec.h>

/// Each half of a coder with what it needs freed in order.
typedef struct {
  vorbis_info      info;
  vorbis_comment   comment;
  vorbis_dsp_state dsp;
  vorbis_block     block;
  bool             runs; ///< dsp and block are there
} lq_vorbis_half;

void lq_vorbis_init(lq_vorbis_half* half);
void lq_vorbis_free(lq_vorbis_half* half); ///< after init, or on zeros

/// @param headers  [3] identification, comment, setup; good while the half is
/// @return LQ_ERR_FAILED
LQ_NODISCARD lq_status lq_vorbis_start(lq_vorbis_half* encoder, unsigned kbps, unsigned rate_hz,
                                       unsigned n_channels, ogg_packet* headers);

/// Hears every packet.
typedef lq_status lq_vorbis_listener(void* user, ogg_packet* packet);

/// @param x  [n_channels][n_frames]; NULL with n_frames 0: the sound has ended
LQ_NODISCARD lq_status lq_vorbis_encode(lq_vorbis_half* encoder, const float* const* x,
                                        size_t n_frames, lq_vorbis_listener* listener, void* user);

#endif
