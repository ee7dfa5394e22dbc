// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/words.h"

#include "base/utf8.h"

#include <string.h>

// U+00C0 to U+017F without their accents, each a letter of ASCII in its case; '-' is no letter.
static const char bare[] =
    "AAAAAAACEEEEIIIIDNOOOOO-OUUUUYTsaaaaaaaceeeeiiiidnooooo-ouuuuyty"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRr"
    "SsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
_Static_assert(sizeof bare == 0x180 - 0xC0 + 1, "one letter a code point");

typedef enum { NONE, SMALL, CAPITAL, DIGIT } kind;

typedef struct {
  kind        kind;
  char        text[5]; // what it adds to a word
  size_t      n;
  bool        mark; // an accent on the letter before
  const char* next;
} sign;

static kind kind_of(const char c)
{
  return c >= 'A' && c <= 'Z'   ? CAPITAL
         : c >= 'a' && c <= 'z' ? SMALL
         : c >= '0' && c <= '9' ? DIGIT
                                : NONE;
}

static sign letter(const char c, const char* const next)
{
  const kind k = kind_of(c);
  return (sign){
      .kind = k, .text = {k == CAPITAL ? (char)(c - 'A' + 'a') : c}, .n = k != NONE, .next = next};
}

static sign read_sign(const char* const p)
{
  uint32_t     code = 0;
  const size_t n    = lq_utf8_next(p, strlen(p), &code);
  if (n == 1) {
    return letter(*p, p + 1);
  }
  static const struct {
    uint32_t code;
    kind     kind;
    char     text[3];
  } two[] = {{0xDF, SMALL, "ss"},
             {0xE6, SMALL, "ae"},
             {0xC6, CAPITAL, "ae"},
             {0x153, SMALL, "oe"},
             {0x152, CAPITAL, "oe"}};
  for (size_t i = 0; i < sizeof two / sizeof *two; ++i) {
    if (two[i].code == code) {
      sign s = {.kind = two[i].kind, .n = 2, .next = p + 2};
      memcpy(s.text, two[i].text, 2);
      return s;
    }
  }
  if (code >= 0xC0 && code < 0x180) {
    return letter(bare[code - 0xC0], p + 2);
  }
  if (code >= 0x300 && code < 0x370) {
    return (sign){.mark = true, .next = p + 2};
  }
  return (sign){.kind = SMALL, .text = {*p}, .n = 1, .next = p + 1}; // another writing, or no UTF-8
}

lq_words lq_words_split(const char* const name)
{
  lq_words w    = {0};
  size_t   len  = 0;
  kind     last = NONE;
  for (const char* p = name; *p && w.n < LQ_MAX_WORDS;) {
    const sign s = read_sign(p);
    p            = s.next;
    if (s.mark) {
      continue;
    }
    const bool parts = s.kind == NONE || (s.kind == CAPITAL && last == SMALL) ||
                       (s.kind == DIGIT) != (last == DIGIT);
    if (len && parts) {
      ++w.n;
      len = 0;
    }
    for (size_t i = 0; i < s.n && w.n < LQ_MAX_WORDS && len + 1 < LQ_MAX_WORD; ++i) {
      w.word[w.n][len++] = s.text[i];
    }
    last = s.kind;
  }
  w.n += len > 0 && w.n < LQ_MAX_WORDS;
  return w;
}

bool lq_word_is_number(const char* const word)
{
  return kind_of(word[0]) == DIGIT;
}

void lq_words_common(const lq_words* const names, const size_t n, size_t* const front,
                     size_t* const back)
{
  enum { FEW = 3 };
  size_t least = LQ_MAX_WORDS;
  *front       = 0;
  *back        = 0;
  for (size_t i = 0; i < n; ++i) {
    least = names[i].n < least ? names[i].n : least;
  }
  if (n < FEW || !least) {
    return;
  }
  for (bool same = true; *front + 1 < least; ++*front) {
    for (size_t i = 1; i < n; ++i) {
      same = same && !strcmp(names[i].word[*front], names[0].word[*front]);
    }
    if (!same) {
      break;
    }
  }
  for (bool same = true; *front + *back + 1 < least; ++*back) {
    for (size_t i = 1; i < n; ++i) {
      same = same &&
             !strcmp(names[i].word[names[i].n - 1 - *back], names[0].word[names[0].n - 1 - *back]);
    }
    if (!same) {
      break;
    }
  }
}

lq_words lq_words_cut(const lq_words* const words, const size_t front, const size_t back)
{
  lq_words w = {0};
  for (size_t i = front; i + back < words->n; ++i) {
    memcpy(w.word[w.n++], words->word[i], sizeof *words->word);
  }
  return w;
}

bool lq_words_say(const lq_words* const words, const char* const* const list)
{
  for (size_t i = 0; i < words->n; ++i) {
    for (size_t k = 0; list[k]; ++k) {
      if (!strcmp(words->word[i], list[k])) {
        return true;
      }
    }
  }
  return false;
}
