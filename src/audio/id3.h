// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// ID3v2.4 tags: what MP3 and AIFF files say. Source: M. Nilsson and others, "ID3 tag version
/// 2.4.0", structure and native frames, 2000. Texts are UTF-8. Reading is lq_tags_of_id3().
#ifndef LQ_AUDIO_ID3_H
#define LQ_AUDIO_ID3_H

#include "audio/bytes.h"
#include "audio/picture.h"

/// @param n_total  bytes in all, zeros filling what is left; 0: as many as are needed, and `n_room`
///                 more
/// @return false when they do not fit, with nothing put; memory is for `to` to say
bool lq_id3_put(lq_bytes* to, const lq_tags* tags, const lq_picture* picture, size_t n_total,
                size_t n_room);

enum { LQ_ID3_HEADER = 10 };

/// Bytes of the whole tag that begins here; 0: none does.
/// @param head  [LQ_ID3_HEADER]
size_t lq_id3_size(const unsigned char* head);

#endif
