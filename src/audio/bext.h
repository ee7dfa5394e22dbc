// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The bext chunk of Broadcast Wave, version 2, with its five loudness figures. Source: EBU Tech
/// 3285 (2011), EBU R 98 (coding history).
#ifndef LQ_AUDIO_BEXT_H
#define LQ_AUDIO_BEXT_H

#include "audio/bytes.h"
#include "audio/tags.h"

enum { LQ_BEXT_SIZE = 602, LQ_BEXT_TIME_AT = 338 }; ///< without coding history; its 64-bit place

typedef struct {
  const char* description; ///< NULL: artist, title and version of the tags
  uint64_t    time_reference_frames;
  unsigned    rate_hz, n_channels, bits;
} lq_bext;

/// What the chunk holds, without id and size. The date is that of the tags, when it has a day: the
/// time of writing is nobody's business.
void lq_bext_put(lq_bytes* to, const lq_bext* bext, const lq_tags* tags);

/// Its loudness, from version 2 on. Figures outside -99.99 to 99.99 are not set.
void lq_bext_take(lq_loudness_tags* loudness, const unsigned char* bytes, size_t n);

#endif
