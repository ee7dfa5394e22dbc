// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The block of comments that FLAC, Opus and Vorbis share (Xiph.org, "Ogg Vorbis I comment field
/// and header specification").
#ifndef LQ_AUDIO_VORBIS_COMMENT_H
#define LQ_AUDIO_VORBIS_COMMENT_H

#include "audio/bytes.h"
#include "audio/comments.h"
#include "audio/picture.h"

/// @param vendor   of the encoder's library; [n_vendor], no zero needed
/// @param picture  as a METADATA_BLOCK_PICTURE line; NULL or without bytes: none
void lq_vorbis_comment_put(lq_bytes* to, const unsigned char* vendor, size_t n_vendor,
                           const lq_tags* tags, lq_gain_kind gains, const lq_picture* picture);

#endif
