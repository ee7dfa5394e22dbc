// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/charset.h"

#include "base/utf8.h"

#include <string.h>

// One character as UTF-8; bytes written.
static size_t put(char* const to, const uint32_t c)
{
  static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
  const unsigned             n       = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (unsigned i = n; i-- > 1;) {
    to[i] = (char)(unsigned char)(0x80U | (c >> 6U * (n - 1 - i) & 0x3FU));
  }
  to[0] = (char)(unsigned char)(first[n] | c >> 6U * (n - 1));
  return n;
}

char* lq_from_latin1(lq_pool* const pool, const unsigned char* const from, const size_t n_bytes)
{
  const size_t n    = strnlen((const char*)from, n_bytes);
  char* const  text = LQ_POOL_TAKE(pool, char, 2 * n + 1);
  size_t       end  = 0;
  for (size_t i = 0; text && i < n; ++i) {
    end += put(text + end, from[i]);
  }
  return text;
}

static bool is_utf8(const char* const text, const size_t n)
{
  for (size_t i = 0; i < n;) {
    uint32_t     c;
    const size_t step = lq_utf8_next(text + i, n - i, &c);
    if (!step) {
      return false;
    }
    i += step;
  }
  return true;
}

char* lq_from_unstated(lq_pool* const pool, const unsigned char* const from, const size_t n_bytes)
{
  const size_t n = strnlen((const char*)from, n_bytes);
  if (!is_utf8((const char*)from, n)) {
    return lq_from_latin1(pool, from, n);
  }
  char* const text = LQ_POOL_TAKE(pool, char, n + 1);
  if (text && n) {
    memcpy(text, from, n);
  }
  return text;
}

char* lq_from_utf16(lq_pool* const pool, const unsigned char* from, size_t n_bytes, bool big_endian)
{
  if (n_bytes >= 2 && (from[0] ^ from[1]) == (0xFE ^ 0xFF) && from[0] >= 0xFE) {
    big_endian = from[0] == 0xFE;
    from += 2;
    n_bytes -= 2;
  }
  char* const text = LQ_POOL_TAKE(pool, char, n_bytes / 2 * 3 + 1);
  uint32_t    high = 0; // first half of a pair
  size_t      end  = 0;
  for (size_t i = 0; text && i + 1 < n_bytes; i += 2) {
    const uint32_t c =
        big_endian ? (uint32_t)from[i] << 8U | from[i + 1] : (uint32_t)from[i + 1] << 8U | from[i];
    const bool is_low = c >= 0xDC00 && c < 0xE000;
    if (high && !is_low) {
      end += put(text + end, 0xFFFD);
    }
    const uint32_t pair = is_low && high ? 0x10000 + ((high - 0xD800) << 10U) + (c - 0xDC00) : 0;
    high                = c >= 0xD800 && c < 0xDC00 ? c : 0;
    if (!c) {
      break;
    }
    if (!high) {
      end += put(text + end, pair ? pair : is_low ? 0xFFFD : c);
    }
  }
  if (text && high) {
    end += put(text + end, 0xFFFD);
  }
  return text;
}

// The letters of Latin-1 from U+00C0 on, without what is above, below or through them.
static char plain(const uint32_t c)
{
  static const char letters[] = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
  return c < 0x20 || c == 0x7F        ? ' '
         : c < 0x7F                   ? (char)c
         : c == 0x2018 || c == 0x2019 ? '\''
         : c == 0x201C || c == 0x201D ? '"'
         : c >= 0x2010 && c <= 0x2015 ? '-'
         : c >= 0xC0 && c <= 0xFF     ? letters[c - 0xC0]
                                      : '?';
}

void lq_to_ascii(char* const to, const size_t size, const char* const text)
{
  const size_t n = strlen(text);
  memset(to, 0, size);
  for (size_t i = 0, end = 0; i < n && end < size; ++end) {
    uint32_t     c    = 0xFFFD;
    const size_t step = lq_utf8_next(text + i, n - i, &c);
    to[end]           = plain(c);
    i += step ? step : 1;
  }
}
