// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a file is, by what it begins with; its name only decides where bytes cannot.
#ifndef LQ_VERIFY_KIND_H
#define LQ_VERIFY_KIND_H

#include "verify/entry.h"

enum { LQ_KIND_HEAD_BYTES = 2048 };

/// @param head  [n] its first bytes
/// @param name  without folder
lq_entry_kind lq_kind_of(const unsigned char* head, size_t n, const char* name);

/// "03_Song.wav" -> 3, "Song"; "Song.wav" -> not numbered, "Song". Numbers are of one to three
/// digits, with something between them and the title.
/// @return in the pool, NULL without memory
const char* lq_kind_title(lq_pool* pool, const char* name, bool* numbered, unsigned* number);

#endif
