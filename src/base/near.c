// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/near.h"

#include <stddef.h>
#include <string.h>

// Letters that differ from plain ones by their marks alone. One letter: the same for all of the
// run; two: capital and small take turns.
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

// Signs, ligatures and letters that take other characters than one plain letter.
typedef struct {
  uint16_t code;
  char     text[4];
} sign;

static const sign signs[] = {
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

// Characters in a row and what they become, a word each: "_" is a blank, "~" nothing at all, and
// "?" has nothing near.
static const struct {
  uint32_t    first, last;
  const char* words;
} rows[] = {
    {0xA0, 0xBF,
     "_ ! c GBP ? YEN | S ? (C) a << ? - (R) - ? +- 2 3 ' u P . , 1 o >> 1/4 1/2 3/4 ?"},
    {0xC0, 0xFF,
     "A A A A A A AE C E E E E I I I I D N O O O O O x O U U U U Y Th ss "
     "a a a a a a ae c e e e e i i i i d n o o o o o / o u u u u y th y"},
    {0x386, 0x390, "A . E I I ? O ? Y O i"},
    {0x391, 0x3CE,
     "A V G D E Z I Th I K L M N X O P R ? S T Y F Ch Ps O I Y a e i i y a v g d e z i th i k l m "
     "n x o p r s s t y f ch ps o i y o y o"},
    {0x400, 0x45F,
     "E Yo Dj G Ye Dz I Yi J Lj Nj C K I U Dz A B V G D E Zh Z I Y K L M N O P R S T U F Kh Ts "
     "Ch Sh Shch ~ Y ~ E Yu Ya a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch ~ y ~ e "
     "yu ya e yo dj g ye dz i yi j lj nj c k i u dz"},
    {0x490, 0x491, "G g"},
    {0x3041, 0x3096,
     "a a i i u u e e o o ka ga ki gi ku gu ke ge ko go sa za shi ji su zu se ze so zo ta da chi "
     "ji ~ tsu zu te de to do na ni nu ne no ha ba pa hi bi pi fu bu pu he be pe ho bo po ma mi mu "
     "me mo ya ya yu yu yo yo ra ri ru re ro wa wa i e o n vu ka ke"},
};

// Characters that are others by another number: Katakana for Hiragana.
static uint32_t same_as(const uint32_t c)
{
  return c >= 0x30A1 && c <= 0x30F6 ? c - 0x30A1 + 0x3041 : c;
}

static bool take(char near[LQ_NEAR_BYTES], const char* const text, const size_t n)
{
  memcpy(near, text, n);
  near[n] = '\0';
  return true;
}

static bool take_word(char near[LQ_NEAR_BYTES], const char* words, size_t n)
{
  for (; n; --n) {
    words = strchr(words, ' ') + 1;
  }
  const size_t length = strcspn(words, " ");
  return length > 1      ? take(near, words, length)
         : *words == '?' ? false
         : *words == '~' ? take(near, "", 0)
         : *words == '_' ? take(near, " ", 1)
                         : take(near, words, 1);
}

bool lq_near_latin1(const uint32_t c, char near[LQ_NEAR_BYTES])
{
  near[0] = '\0';
  for (size_t i = 0; i < sizeof runs / sizeof *runs; ++i) {
    if (c >= runs[i].first && c <= runs[i].last) {
      const char* const plain = runs[i].plain;
      return take(near, &plain[plain[1] ? (c - runs[i].first) % 2 : 0], 1);
    }
  }
  for (size_t i = 0; i < sizeof signs / sizeof *signs; ++i) {
    if (signs[i].code == c) {
      return take(near, signs[i].text, strlen(signs[i].text));
    }
  }
  if (c >= 0xFF01 && c <= 0xFF5E) { // as wide as a Chinese character
    near[0] = (char)(c - 0xFF01 + '!');
    near[1] = '\0';
    return true;
  }
  if ((c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F) { // blanks
    return take(near, " ", 1);
  }
  if (c >= 0x2010 && c <= 0x2015) { // hyphens and dashes
    return take(near, "-", 1);
  }
  return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || // without width
         (c >= 0x300 && c <= 0x36F) || (c >= 0xFE00 && c <= 0xFE0F);
}

static bool find_row(const uint32_t c, char near[LQ_NEAR_BYTES])
{
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    if (c >= rows[i].first && c <= rows[i].last) {
      return take_word(near, rows[i].words, c - rows[i].first);
    }
  }
  return false;
}

bool lq_near_ascii(const uint32_t character, char near[LQ_NEAR_BYTES])
{
  const uint32_t c = same_as(character);
  near[0]          = (char)(c < 0x80 ? c : 0);
  near[1]          = '\0';
  if (c < 0x80 || find_row(c, near)) {
    return true;
  }
  if (!lq_near_latin1(c, near)) {
    return false;
  }
  const unsigned char first = (unsigned char)near[0]; // "Æ" alone, where there is one beyond ASCII
  return first < 0x80 || find_row(first, near);
}
