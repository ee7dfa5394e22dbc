// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Packets of an Ogg file (RFC 3533): read from its beginning, and written over in place by others
/// of the same length.
#ifndef LQ_AUDIO_OGG_H
#define LQ_AUDIO_OGG_H

#include "audio/bytes.h"
#include "audio/tag_source.h"

/// Packet number `index` of the first stream in the file, from 0.
LQ_NODISCARD lq_status lq_ogg_read(const lq_tag_source* s, unsigned index, lq_bytes* packet);

/// @param packet  as long as what stands there
LQ_NODISCARD lq_status lq_ogg_replace(const lq_tag_source* s, unsigned index,
                                      const lq_bytes* packet);

/// The number of a stream. Songs of one album shall not have the same one, or they could not be
/// played as one file; and the same song shall have the same one tomorrow. So it follows from what
/// is said of it.
uint32_t lq_ogg_serial(uint64_t seed, const lq_bytes* comments);

#endif
