// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/package_name.h"

#include "base/near.h"
#include "base/text.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

enum {
  MOST_TITLE      = 80, // bytes; the whole name stays far from the 255 of file systems
  MOST_WING_TITLE = 14, // "under 15 characters"; P&E Wing, Delivery Recommendations for Recorded
                        // Music Projects, 2025
  MOST_INITIALS = 6,
  MOST_VERSION  = 30
};

static bool is_letter(const char c)
{
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static char capital(const char c)
{
  return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

// A text in ASCII; what has nothing near is a blank.
static char* to_ascii(lq_pool* const pool, const char* const text)
{
  const size_t n     = strlen(text);
  char* const  ascii = lq_pool_take(pool, LQ_NEAR_BYTES * n + 1, 1);
  size_t       k     = 0;
  for (size_t i = 0; ascii && i < n;) {
    uint32_t     c = 0;
    char         near[LQ_NEAR_BYTES];
    const size_t length = lq_utf8_next(text + i, n - i, &c);
    if (!length || !lq_near_ascii(c, near)) {
      strcpy(near, " ");
    }
    memcpy(ascii + k, near, strlen(near));
    k += strlen(near);
    i += length ? length : 1;
  }
  return ascii;
}

char* lq_package_word(lq_pool* const pool, const char* const text, const size_t most_bytes,
                      const char blank)
{
  char* const w     = to_ascii(pool, text);
  size_t      n     = 0;
  bool        first = true; // of a word
  for (const char* p = w; w && *p && n < most_bytes; ++p) {
    if (is_letter(*p)) {
      w[n++] = blank || !first ? *p : capital(*p);
      first  = false;
    } else if (*p != '\'') { // "Don't" is one word
      first = true;
      if (blank && n && w[n - 1] != blank) {
        w[n++] = blank;
      }
    }
  }
  while (w && n && w[n - 1] == blank) {
    --n;
  }
  if (w) {
    w[n] = '\0';
  }
  return w;
}

// "Mira Flor & the Tides" -> "MFTT"
static char* initials(lq_pool* const pool, const char* const artist)
{
  char* const words = lq_package_word(pool, artist, SIZE_MAX, '-');
  size_t      n     = 0;
  for (const char* p = words; words && *p && n < MOST_INITIALS; ++p) {
    if (p == words || p[-1] == '-') {
      words[n++] = capital(*p);
    }
  }
  if (words) {
    words[n] = '\0';
  }
  return words;
}

static const char* or_else(const char* const text, const char* const otherwise)
{
  return text && *text ? text : otherwise;
}

// "48k24", "44.1k16" without its point: "44k16", "96k32f"; of lossy files the rate alone.
static char* rate_and_bits(lq_pool* const pool, const lq_package_song* const s)
{
  const unsigned rate = (unsigned)floor(s->rate_hz / 1000);
  return !s->bits        ? lq_pool_format(pool, "%uk", rate)
         : s->bits == 32 ? lq_pool_format(pool, "%uk32f", rate)
                         : lq_pool_format(pool, "%uk%u", rate, s->bits);
}

static char* numbered(lq_pool* const pool, const lq_package_song* const s)
{
  const int         width   = s->n_songs > 99 ? 3 : 2;
  const char* const title   = lq_package_word(pool, or_else(s->title, ""), MOST_TITLE, '-');
  const char* const version = lq_package_word(pool, or_else(s->version, ""), MOST_VERSION, '-');
  return title && version ? lq_pool_format(pool, "%0*u_%s%s%s", width, s->number,
                                           or_else(title, "Untitled"), *version ? "_" : "", version)
                          : NULL;
}

static char* wing(lq_pool* const pool, const lq_package_song* const s)
{
  const char* const artist = initials(pool, or_else(s->artist, ""));
  const char* const title  = lq_package_word(pool, or_else(s->title, ""), MOST_WING_TITLE, '\0');
  const char* const version =
      lq_package_word(pool, or_else(s->version, "main"), MOST_VERSION, '\0');
  const char* const format = rate_and_bits(pool, s);
  return artist && title && version && format
             ? lq_pool_format(pool, "%s_%s_%s_%s", or_else(artist, "X"), or_else(title, "Untitled"),
                              or_else(version, "Main"), format)
             : NULL;
}

static bool is_taken(const char* const name, const char* const* const taken, const size_t n_taken)
{
  bool any = false;
  for (size_t i = 0; i < n_taken; ++i) {
    any = any || lq_text_same(name, taken[i]);
  }
  return any;
}

char* lq_package_name(lq_pool* const pool, const lq_package_song* const song,
                      const char* const* const taken, const size_t n_taken)
{
  const char* const stem = song->names == LQ_NAMES_WING ? wing(pool, song) : numbered(pool, song);
  char*             name = stem ? lq_pool_format(pool, "%s.%s", stem, song->ending) : NULL;
  for (unsigned i = 2; name && is_taken(name, taken, n_taken); ++i) {
    name = lq_pool_format(pool, "%s-%u.%s", stem, i, song->ending);
  }
  return name;
}
