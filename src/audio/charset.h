// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Texts of files in the character sets that people used: into UTF-8, and down to ASCII.
#ifndef LQ_AUDIO_CHARSET_H
#define LQ_AUDIO_CHARSET_H

#include "base/pool.h"

/// Each reads up to a zero (of its own width) or to the end, and gives a text in the pool; NULL
/// without memory. Nothing is refused: what is no character becomes U+FFFD.
char* lq_from_latin1(lq_pool* pool, const unsigned char* from, size_t n_bytes);
/// UTF-8 where it is that, else Latin-1: what fields hold whose set nobody states.
char* lq_from_unstated(lq_pool* pool, const unsigned char* from, size_t n_bytes);
/// @param big_endian  unless a byte order mark says otherwise
char* lq_from_utf16(lq_pool* pool, const unsigned char* from, size_t n_bytes, bool big_endian);

/// Accents of western Europe off, other characters beyond ASCII to '?', controls to blanks; cut to
/// fit, never inside what one character became.
/// @param to  [size] padded with zeros; not ended by one when it is full
void lq_to_ascii(char* to, size_t size, const char* text);

#endif
