// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A cover picture: JPEG or PNG, judged by its bytes; and the block in which FLAC, Opus and Vorbis
/// carry it (RFC 9639, 8.8).
#ifndef LQ_AUDIO_PICTURE_H
#define LQ_AUDIO_PICTURE_H

#include "audio/bytes.h"
#include "audio/tags.h"

/// FLAC's blocks have 24-bit sizes; a mebibyte is left for what stands around the picture.
enum { LQ_PICTURE_MOST_BYTES = 15 << 20 };

typedef struct {
  const unsigned char* bytes; ///< NULL: there is none
  size_t               n;
  const char*          mime; ///< "image/jpeg", "image/png"
  unsigned             width, height, depth_bits;
} lq_picture;

/// @return false when the bytes are neither JPEG nor PNG, or are cut off before their size is said
bool lq_picture_judge(lq_picture* picture, const unsigned char* bytes, size_t n);

/// The picture that tags name or hold; none is fine.
/// @param room  owns its bytes
LQ_NODISCARD lq_status lq_picture_of(lq_picture* picture, lq_bytes* room, const lq_tags* tags,
                                     lq_error* error);

/// The body of FLAC's PICTURE block, a front cover.
void lq_picture_block(lq_bytes* to, const lq_picture* picture);

/// From such a body.
/// @param type   3 is a front cover
/// @return false when it is damaged
bool lq_picture_unblock(const unsigned char* block, size_t n, unsigned* type,
                        const unsigned char** bytes, size_t* n_bytes);

/// Keep it among tags, a front cover rather than another one.
void lq_picture_take(lq_tags* tags, unsigned type, const unsigned char* bytes, size_t n);

/// Base 64 (RFC 4648, 4) of all bytes from `from` on in `to`, in their place.
void lq_base64(lq_bytes* to, size_t from);
/// @param to  [strlen(text) / 4 * 3 + 3]
/// @return bytes, or SIZE_MAX when it is damaged
size_t lq_unbase64(unsigned char* to, const char* text);

#endif
