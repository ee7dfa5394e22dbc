// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a sound file says about the music in it, read back: WAV, RF64, BW64, FLAC, MP3, Opus, Ogg
/// Vorbis, AIFF; our own and those of others.
#ifndef LQ_AUDIO_TAGS_READ_H
#define LQ_AUDIO_TAGS_READ_H

#include "audio/tags.h"
#include "base/pool.h"

/// Several texts under one name are joined by "; ". A file without any tags is fine.
/// @param tags  written only on success; its texts and picture live in `pool`
/// @return LQ_ERR_NOT_FOUND, LQ_ERR_READ, LQ_ERR_FORMAT (damaged: file, byte offset, what was
/// found;
///         or a kind of file whose tags are not read), LQ_ERR_MEMORY
LQ_NODISCARD lq_status lq_tags_read(lq_tags* tags, lq_pool* pool, const char* path,
                                    lq_error* error);

#endif
