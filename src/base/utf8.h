// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// UTF-8 one character at a time, and the bytes of names that are none.
///
/// A file name on disk may hold bytes that are no UTF-8 (a multitrack zipped long ago), and YAML
/// cannot carry bytes. Such a byte 0x80 to 0xFF is written as the private character U+EF80 to
/// U+EFFF and comes back as the byte that it was.
#ifndef LQ_BASE_UTF8_H
#define LQ_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LQ_UTF8_BYTES = 0xEF00 }; // + byte: first of the private characters that stand for bytes

/// Length of the character at the start of `text`, or 0 where it is not UTF-8 (overlong forms,
/// surrogates and what lies beyond U+10FFFF included).
static inline size_t lq_utf8_next(const char* const text, const size_t n_bytes,
                                  uint32_t* const character)
{
  const unsigned char* const p = (const unsigned char*)text;
  if (!n_bytes) {
    return 0;
  }
  const size_t n = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
  if (!n || n > n_bytes || p[0] > 0xF4) {
    return 0;
  }
  static const unsigned char first[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  uint32_t                   c       = p[0] & first[n];
  for (size_t i = 1; i < n; ++i) {
    if ((p[i] & 0xC0U) != 0x80U) {
      return 0;
    }
    c = c << 6U | (p[i] & 0x3FU);
  }
  const bool overlong  = (n == 3 && c < 0x800) || (n == 4 && c < 0x10000);
  const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
  if (overlong || surrogate || c > 0x10FFFF) {
    return 0;
  }
  *character = c;
  return n;
}

static inline bool lq_utf8_is_byte(const uint32_t character)
{
  return character >= LQ_UTF8_BYTES + 0x80 && character <= LQ_UTF8_BYTES + 0xFF;
}

#endif
