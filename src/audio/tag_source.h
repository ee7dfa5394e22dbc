// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A sound file whose tags are read: loads of bounded size, and errors that say file and byte.
#ifndef LQ_AUDIO_TAG_SOURCE_H
#define LQ_AUDIO_TAG_SOURCE_H

#include "audio/tags_read.h"

#include <stdint.h>

typedef struct {
  int         fd;
  uint64_t    n_bytes; ///< of the file
  const char* path;
  lq_pool*    pool;
  lq_error*   error;
} lq_tag_source;

/// Nobody's tags are longer; a claim beyond is damage.
enum { LQ_TAGS_MOST_BYTES = 64 << 20 };

/// LQ_ERR_FORMAT: "'x.wav' is damaged at byte 1234: ..."
LQ_NODISCARD lq_status lq_tag_damaged(const lq_tag_source* s, uint64_t at, const char* format, ...)
    LQ_PRINTF(3, 4);
LQ_NODISCARD lq_status lq_tag_memory(const lq_tag_source* s); ///< LQ_ERR_MEMORY with its sentence

/// Part of the file into the pool, with a zero behind it.
/// @param what  "the chunk 'LIST'": a size beyond the file's end is damage of that
LQ_NODISCARD lq_status lq_tag_load(const lq_tag_source* s, uint64_t at, uint64_t n,
                                   const char* what, unsigned char** bytes);
/// As much as is there, up to `n`, into memory of the caller's.
LQ_NODISCARD lq_status lq_tag_peek(const lq_tag_source* s, uint64_t at, void* to, size_t n,
                                   size_t* n_read);

/// One reader a container.
LQ_NODISCARD lq_status lq_tags_of_wav(const lq_tag_source* s, lq_tags* tags);
LQ_NODISCARD lq_status lq_tags_of_aiff(const lq_tag_source* s, lq_tags* tags);
LQ_NODISCARD lq_status lq_tags_of_flac(const lq_tag_source* s, lq_tags* tags);
LQ_NODISCARD lq_status lq_tags_of_ogg(const lq_tag_source* s, lq_tags* tags);
LQ_NODISCARD lq_status lq_tags_of_mp3(const lq_tag_source* s, lq_tags* tags);

/// The list of comments of FLAC, Opus and Vorbis; a picture among them, too.
/// @param at  where `bytes` stand in the file, for errors
LQ_NODISCARD lq_status lq_tags_of_comments(const lq_tag_source* s, const unsigned char* bytes,
                                           size_t n, uint64_t at, lq_tags* tags);
/// An ID3v2.3 or 2.4 tag; an older one is passed over.
LQ_NODISCARD lq_status lq_tags_of_id3(const lq_tag_source* s, const unsigned char* bytes, size_t n,
                                      uint64_t at, lq_tags* tags);

#endif
