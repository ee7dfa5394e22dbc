// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The XML chunks of a WAV: iXML (Gallery, "iXML specification") with every tag in its USER block,
/// and axml with the ISRC where EBU Tech 3352 wants it.
#ifndef LQ_AUDIO_IXML_H
#define LQ_AUDIO_IXML_H

#include "audio/bytes.h"
#include "audio/tag_source.h"

void lq_ixml_put(lq_bytes* to, const lq_tags* tags);
void lq_axml_put(lq_bytes* to, const char* isrc);

/// @param at  where the chunk's bytes stand in the file, for errors
LQ_NODISCARD lq_status lq_ixml_take(const lq_tag_source* s, const unsigned char* bytes, size_t n,
                                    uint64_t at, lq_tags* tags);
LQ_NODISCARD lq_status lq_axml_take(const lq_tag_source* s, const unsigned char* bytes, size_t n,
                                    uint64_t at, lq_tags* tags);

#endif
