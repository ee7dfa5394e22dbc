// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/latin1.h"

#include "base/utf8.h"

#include <string.h>

/// Letters that differ from plain ones by their marks alone. One letter: the same for all of the
/// run; two: capital and small take turns.
typedef struct {
  uint16_t first, last;
  char     plain[3];
} run;

// Names of the characters: The Unicode Standard 15.0, Latin Extended-A, -B and Additional.
static const run runs[] = {
    {0x100, 0x105, "Aa"},   {0x106, 0x10D, "Cc"},   {0x10E, 0x111, "Dd"},   {0x112, 0x11B, "Ee"},
    {0x11C, 0x123, "Gg"},   {0x124, 0x127, "Hh"},   {0x128, 0x131, "Ii"},   {0x134, 0x135, "Jj"},
    {0x136, 0x137, "Kk"},   {0x138, 0x138, "k"},    {0x139, 0x142, "Ll"},   {0x143, 0x148, "Nn"},
    {0x14A, 0x14B, "Nn"},   {0x14C, 0x151, "Oo"},   {0x154, 0x159, "Rr"},   {0x15A, 0x161, "Ss"},
    {0x162, 0x167, "Tt"},   {0x168, 0x173, "Uu"},   {0x174, 0x175, "Ww"},   {0x176, 0x177, "Yy"},
    {0x178, 0x178, "Y"},    {0x179, 0x17E, "Zz"},   {0x17F, 0x17F, "s"},    {0x192, 0x192, "f"},
    {0x1A0, 0x1A1, "Oo"},   {0x1AF, 0x1B0, "Uu"},   {0x1CD, 0x1CE, "Aa"},   {0x1CF, 0x1D0, "Ii"},
    {0x1D1, 0x1D2, "Oo"},   {0x1D3, 0x1DC, "Uu"},   {0x1DE, 0x1E1, "Aa"},   {0x1E4, 0x1E7, "Gg"},
    {0x1E8, 0x1E9, "Kk"},   {0x1EA, 0x1ED, "Oo"},   {0x1F0, 0x1F0, "j"},    {0x1F4, 0x1F5, "Gg"},
    {0x1F8, 0x1F9, "Nn"},   {0x1FA, 0x1FB, "Aa"},   {0x1FE, 0x1FF, "Oo"},   {0x200, 0x203, "Aa"},
    {0x204, 0x207, "Ee"},   {0x208, 0x20B, "Ii"},   {0x20C, 0x20F, "Oo"},   {0x210, 0x213, "Rr"},
    {0x214, 0x217, "Uu"},   {0x218, 0x219, "Ss"},   {0x21A, 0x21B, "Tt"},   {0x21E, 0x21F, "Hh"},
    {0x226, 0x227, "Aa"},   {0x228, 0x229, "Ee"},   {0x22A, 0x231, "Oo"},   {0x232, 0x233, "Yy"},
    {0x1E00, 0x1E01, "Aa"}, {0x1E02, 0x1E07, "Bb"}, {0x1E08, 0x1E09, "Cc"}, {0x1E0A, 0x1E13, "Dd"},
    {0x1E14, 0x1E1D, "Ee"}, {0x1E1E, 0x1E1F, "Ff"}, {0x1E20, 0x1E21, "Gg"}, {0x1E22, 0x1E2B, "Hh"},
    {0x1E2C, 0x1E2F, "Ii"}, {0x1E30, 0x1E35, "Kk"}, {0x1E36, 0x1E3D, "Ll"}, {0x1E3E, 0x1E43, "Mm"},
    {0x1E44, 0x1E4B, "Nn"}, {0x1E4C, 0x1E53, "Oo"}, {0x1E54, 0x1E57, "Pp"}, {0x1E58, 0x1E5F, "Rr"},
    {0x1E60, 0x1E69, "Ss"}, {0x1E6A, 0x1E71, "Tt"}, {0x1E72, 0x1E7B, "Uu"}, {0x1E7C, 0x1E7F, "Vv"},
    {0x1E80, 0x1E89, "Ww"}, {0x1E8A, 0x1E8D, "Xx"}, {0x1E8E, 0x1E8F, "Yy"}, {0x1E90, 0x1E95, "Zz"},
    {0x1E96, 0x1E96, "h"},  {0x1E97, 0x1E97, "t"},  {0x1E98, 0x1E98, "w"},  {0x1E99, 0x1E99, "y"},
    {0x1EA0, 0x1EB7, "Aa"}, {0x1EB8, 0x1EC7, "Ee"}, {0x1EC8, 0x1ECB, "Ii"}, {0x1ECC, 0x1EE3, "Oo"},
    {0x1EE4, 0x1EF1, "Uu"}, {0x1EF2, 0x1EF9, "Yy"},
};

/// Signs, ligatures and letters that take other characters than one plain letter.
typedef struct {
  uint16_t code;
  char     text[4];
} word;

static const word words[] = {
    {0x132, "IJ"},    {0x133, "ij"},    {0x149, "'n"},   {0x152, "OE"},   {0x153, "oe"},
    {0x1C4, "DZ"},    {0x1C5, "Dz"},    {0x1C6, "dz"},   {0x1C7, "LJ"},   {0x1C8, "Lj"},
    {0x1C9, "lj"},    {0x1CA, "NJ"},    {0x1CB, "Nj"},   {0x1CC, "nj"},   {0x1E2, "\xC6"},
    {0x1E3, "\xE6"},  {0x1F1, "DZ"},    {0x1F2, "Dz"},   {0x1F3, "dz"},   {0x1FC, "\xC6"},
    {0x1FD, "\xE6"},  {0x2B9, "'"},     {0x2BB, "'"},    {0x2BC, "'"},    {0x2C6, "^"},
    {0x2DC, "~"},     {0x1E9A, "a"},    {0x1E9E, "SS"},  {0x2018, "'"},   {0x2019, "'"},
    {0x201A, "'"},    {0x201B, "'"},    {0x201C, "\""},  {0x201D, "\""},  {0x201E, "\""},
    {0x201F, "\""},   {0x2022, "\xB7"}, {0x2024, "."},   {0x2025, ".."},  {0x2026, "..."},
    {0x2032, "'"},    {0x2033, "\""},   {0x2039, "'"},   {0x203A, "'"},   {0x203C, "!!"},
    {0x203D, "?!"},   {0x2044, "/"},    {0x2047, "??"},  {0x2048, "?!"},  {0x2049, "!?"},
    {0x20AC, "EUR"},  {0x2116, "No."},  {0x2117, "(P)"}, {0x2120, "SM"},  {0x2122, "TM"},
    {0x2153, "1/3"},  {0x2154, "2/3"},  {0x215B, "1/8"}, {0x215C, "3/8"}, {0x215D, "5/8"},
    {0x215E, "7/8"},  {0x2190, "<-"},   {0x2192, "->"},  {0x2212, "-"},   {0x2215, "/"},
    {0x2219, "\xB7"}, {0x22C5, "\xB7"}, {0x266D, "b"},   {0x266F, "#"},   {0x3000, " "},
    {0xFB00, "ff"},   {0xFB01, "fi"},   {0xFB02, "fl"},  {0xFB03, "ffi"}, {0xFB04, "ffl"},
    {0xFB05, "st"},   {0xFB06, "st"},
};

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

typedef struct {
  uint32_t code;
  char     text[4]; // what is near, zero-ended; "" when it is best left out
  bool     found;
} near;

static near near_text(const uint32_t code, const char* const text)
{
  near n = {.code = code, .found = true};
  (void)strncpy(n.text, text, sizeof n.text - 1);
  return n;
}

static near find_near(const uint32_t code)
{
  for (size_t i = 0; i < sizeof runs / sizeof *runs; ++i) {
    if (code >= runs[i].first && code <= runs[i].last) {
      const char* const plain = runs[i].plain;
      return near_text(code, (char[]){plain[plain[1] ? (code - runs[i].first) % 2 : 0], '\0'});
    }
  }
  for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
    if (words[i].code == code) {
      return near_text(code, words[i].text);
    }
  }
  if (code >= 0xFF01 && code <= 0xFF5E) { // as wide as a Chinese character
    return near_text(code, (char[]){(char)(code - 0xFEE0), '\0'});
  }
  if ((code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x205F) { // blanks
    return near_text(code, " ");
  }
  if (code >= 0x2010 && code <= 0x2015) { // hyphens and dashes
    return near_text(code, "-");
  }
  const bool no_width = (code >= 0x200B && code <= 0x200F) || code == 0x2060 || code == 0xFEFF ||
                        (code >= 0x300 && code <= 0x36F) || (code >= 0xFE00 && code <= 0xFE0F);
  return no_width ? near_text(code, "") : (near){.code = code};
}

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
      const near found = find_near(code);
      if (way == LQ_LATIN1_REFUSE || (way == LQ_LATIN1_NEAR && !found.found)) {
        return refuse(&c, utf8 + i, n, code);
      }
      const char* const put = found.found ? found.text : "?";
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
