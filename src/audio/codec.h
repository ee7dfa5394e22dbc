// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Lossy codecs by name and bit rate, as services use them.
#ifndef LQ_AUDIO_CODEC_H
#define LQ_AUDIO_CODEC_H

#include "lacquer/status.h"

typedef enum { LQ_CODEC_VORBIS, LQ_CODEC_OPUS, LQ_CODEC_MP3, LQ_CODEC_AAC } lq_codec_kind;

typedef struct {
  lq_codec_kind kind;
  unsigned      kbps; ///< of both channels together
} lq_codec_spec;

/// "vorbis 320", "aac 256"; LQ_ERR_BAD_VALUE for anything else.
LQ_NODISCARD lq_status lq_codec_parse(const char* text, lq_codec_spec* spec);

/// "vorbis", "opus", "mp3", "aac".
const char* lq_codec_name(lq_codec_kind kind);

#endif
