// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/latin1.h"

#include "base/near.h"
#include "base/utf8.h"

#include <string.h>

/// What a letter and a mark behind it, as some systems write them, are in one character.
typedef struct {
  uint16_t    mark;
  const char* plain; ///< letters that it can stand on
  const char* whole; ///< the same with it
} pairing;

static const pairing pairings[] = {
    {0x300, "AEIOUaeiou", "\xC0\xC8\xCC\xD2\xD9\xE0\xE8\xEC\xF2\xF9"},
    {0x301, "AEIOUYaeiouy", "\xC1\xC9\xCD\xD3\xDA\xDD\xE1\xE9\xED\xF3\xFA\xFD"},
    {0x302, "AEIOUaeiou", "\xC2\xCA\xCE\xD4\xDB\xE2\xEA\xEE\xF4\xFB"},
    {0x303, "ANOano", "\xC3\xD1\xD5\xE3\xF1\xF5"},
    {0x308, "AEIOUaeiouy", "\xC4\xCB\xCF\xD6\xDC\xE4\xEB\xEF\xF6\xFC\xFF"},
    {0x30A, "Aa", "\xC5\xE5"},
    {0x327, "Cc", "\xC7\xE7"},
};

// The mark goes onto the letter before it, if there is one character for both.
static bool pair(char* const letter, const uint32_t mark)
{
  for (size_t i = 0; i < sizeof pairings / sizeof *pairings; ++i) {
    const char* const at =
        pairings[i].mark == mark && *letter ? strchr(pairings[i].plain, *letter) : NULL;
    if (at) {
      *letter = pairings[i].whole[at - pairings[i].plain];
      return true;
    }
  }
  return false;
}

static bool is_control(const uint32_t code)
{
  return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

typedef struct {
  const char* what;
  const char* utf8;
  lq_at       at;
  lq_error*   error;
} complaint;

static lq_status refuse(const complaint* const c, const char* const found, const size_t n,
                        const uint32_t code)
{
  if (is_control(code)) {
    return lq_fail(c->error, LQ_ERR_BAD_VALUE, c->at,
                   "%s holds the control character U+%04X; expected letters and signs.", c->what,
                   (unsigned)code);
  }
  return lq_fail(c->error, LQ_ERR_BAD_VALUE, c->at,
                 "%s, '%s', has '%.*s' (U+%04X), which a disc's alphabet, ISO 8859-1, has not; "
                 "write it another way.",
                 c->what, c->utf8, (int)n, found, (unsigned)code);
}

// Once each, with blanks between them.
static void note(char* const changed, const char* const found, const size_t n)
{
  const size_t used = strlen(changed);
  for (const char* p = changed; *p; p += strcspn(p, " "), p += *p == ' ') {
    if (strcspn(p, " ") == n && !memcmp(p, found, n)) {
      return;
    }
  }
  char* const to = changed + used + (used > 0);
  if (used) {
    changed[used] = ' ';
  }
  memcpy(to, found, n);
  to[n] = '\0';
}

lq_status lq_latin1_make(lq_latin1* const latin1, lq_pool* const pool, const char* const utf8,
                         const lq_latin1_way way, const char* const what, const lq_at at,
                         lq_error* const error)
{
  const size_t    n_bytes = strlen(utf8);
  char* const     text    = lq_pool_take(pool, 2 * n_bytes + 1, 1); // "..." is one of three bytes
  char* const     changed = lq_pool_take(pool, 2 * n_bytes + 1, 1);
  char*           to      = text;
  const complaint c       = {what, utf8, at, error};
  if (!text || !changed) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n_bytes;) {
    uint32_t     code = 0;
    const size_t n    = lq_utf8_next(utf8 + i, n_bytes - i, &code);
    if (!n) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, at, "%s is no UTF-8: byte %zu is 0x%02X.", what,
                     i + 1, (unsigned)(unsigned char)utf8[i]);
    }
    if (is_control(code)) {
      return refuse(&c, utf8 + i, n, code);
    }
    if (code < 0x100) {
      *to++ = (char)(unsigned char)code;
    } else if (to == text || !pair(to - 1, code)) {
      char       near[LQ_NEAR_BYTES];
      const bool found = lq_near_latin1(code, near);
      if (way == LQ_LATIN1_REFUSE || (way == LQ_LATIN1_NEAR && !found)) {
        return refuse(&c, utf8 + i, n, code);
      }
      const char* const put = found ? near : "?";
      memcpy(to, put, strlen(put));
      to += strlen(put);
      note(changed, utf8 + i, n);
    }
    i += n;
  }
  *latin1 = (lq_latin1){.text = text, .changed = changed};
  return LQ_OK;
}

char* lq_latin1_to_utf8(lq_pool* const pool, const char* const latin1, const size_t n)
{
  char* const text = lq_pool_take(pool, 2 * n + 1, 1);
  char*       to   = text;
  for (size_t i = 0; text && i < n; ++i) {
    const unsigned char c = (unsigned char)latin1[i];
    if (is_control(c)) {
      *to++ = ' ';
    } else if (c < 0x80) {
      *to++ = (char)c;
    } else {
      *to++ = (char)(unsigned char)(0xC0U | c >> 6U);
      *to++ = (char)(unsigned char)(0x80U | (c & 0x3FU));
    }
  }
  return text;
}

void lq_latin1_to_ascii(char* text)
{
  // 0xC0 to 0xFF without their marks
  static const char letters[] = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
  for (; *text; ++text) {
    const unsigned char c = (unsigned char)*text;
    if (c >= 0xC0) {
      *text = letters[c - 0xC0];
    } else if (c >= 0x80) {
      *text = c == 0xB7 ? '.' : c == 0xA0 ? ' ' : '?';
    }
  }
}
