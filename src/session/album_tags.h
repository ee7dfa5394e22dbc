// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What albums and songs are called, in a plan: one key per tag (lq_tag_keys), and `explicit`.
#ifndef LQ_SESSION_ALBUM_TAGS_H
#define LQ_SESSION_ALBUM_TAGS_H

#include "model/album.h"
#include "session/reading.h"

enum { LQ_MOST_TAG_KEYS = LQ_TAG_N + 1 };

/// The keys that an album, or a song, may have: names alone, for who adds readers to them.
/// @param names  [LQ_MOST_TAG_KEYS]
size_t lq_tag_key_names(const char** names, bool of_album);

/// Codes are checked, and kept as they are stored: without blanks and hyphens.
/// @param at  where an ISRC or a barcode stands
LQ_NODISCARD lq_status lq_tag_read(const lq_reading* r, const lq_node* node, const lq_place* place,
                                   bool of_album, lq_tags* tags, lq_at* at);

/// What is said: the title, then the others in the order of the table.
lq_node* lq_tags_put(lq_pool* pool, lq_node* map, const lq_tags* tags, bool of_album);

#endif
