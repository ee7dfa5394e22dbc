// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/near.h"

#include <stddef.h>
#include <string.h>

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
    {0x100, 0x17F,
     "A a A a A a C c C c C c C c D d D d E e E e E e E e E e G g G g G g G g H h H h "
     "I i I i I i I i I i IJ ij J j K k k L l L l L l L l L l N n N n N n n N n O o O o O o OE oe "
     "R r R r R r S s S s S s S s T t T t T t U u U u U u U u U u U u W w Y y Y Z z Z z Z z s"},
    {0x1A0, 0x1A1, "O o"},
    {0x1AF, 0x1B0, "U u"},
    {0x1CD, 0x1DC, "A a I i O o U u U u U u U u U u"},
    {0x1E6, 0x1ED, "G g K k O o O o"},
    {0x1F8, 0x21B, "N n A a AE ae O o A a A a E e E e I i I i O o O o R r R r U u U u S s T t"},
    {0x386, 0x390, "A . E I I ? O ? Y O i"},
    {0x391, 0x3CE,
     "A V G D E Z I Th I K L M N X O P R ? S T Y F Ch Ps O I Y a e i i y a v g d e z i th i k l m "
     "n x o p r s s t y f ch ps o i y o y o"},
    {0x400, 0x45F,
     "E Yo Dj G Ye Dz I Yi J Lj Nj C K I U Dz A B V G D E Zh Z I Y K L M N O P R S T U F Kh Ts "
     "Ch Sh Shch ~ Y ~ E Yu Ya a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch ~ y ~ e "
     "yu ya e yo dj g ye dz i yi j lj nj c k i u dz"},
    {0x490, 0x491, "G g"},
    {0x1E02, 0x1E99,
     "B b B b B b C c D d D d D d D d D d E e E e E e E e E e F f G g H h H h H h H h H h I i I i "
     "K k K k K k L l L l L l L l M m M m M m N n N n N n N n O o O o O o O o P p P p R r R r R r "
     "R r S s S s S s S s S s T t T t T t T t U u U u U u U u U u V v V v W w W w W w W w W w X x "
     "X x Y y Z z Z z Z z h t w y"},
    {0x1E9E, 0x1E9E, "SS"},
    {0x1EA0, 0x1EF9,
     "A a A a A a A a A a A a A a A a A a A a A a A a E e E e E e E e E e E e E e E e I i I i "
     "O o O o O o O o O o O o O o O o O o O o O o O o U u U u U u U u U u U u U u Y y Y y Y y Y y"},
    {0x2010, 0x2015, "- - - - - -"},
    {0x2018, 0x201F, "' ' , ' \" \" \" \""},
    {0x2020, 0x2026, "+ + * > . .. ..."},
    {0x2032, 0x2033, "' \""},
    {0x2039, 0x203A, "< >"},
    {0x2044, 0x2044, "/"},
    {0x20AC, 0x20AC, "EUR"},
    {0x2116, 0x2116, "No"},
    {0x2122, 0x2122, "TM"},
    {0x2212, 0x2212, "-"},
    {0x3041, 0x3096,
     "a a i i u u e e o o ka ga ki gi ku gu ke ge ko go sa za shi ji su zu se ze so zo ta da chi "
     "ji ~ tsu zu te de to do na ni nu ne no ha ba pa hi bi pi fu bu pu he be pe ho bo po ma mi mu "
     "me mo ya ya yu yu yo yo ra ri ru re ro wa wa i e o n vu ka ke"},
    {0xFB00, 0xFB04, "ff fi fl ffi ffl"},
};

static bool is_mark(const uint32_t c) // combining diacritical marks
{
  return c >= 0x300 && c <= 0x36F;
}

// Characters that are others by another number: wide forms of ASCII, Katakana for Hiragana.
static uint32_t same_as(const uint32_t c)
{
  return c >= 0xFF01 && c <= 0xFF5E   ? c - 0xFF01 + '!'
         : c >= 0x30A1 && c <= 0x30F6 ? c - 0x30A1 + 0x3041
                                      : c;
}

static bool take_word(const char* words, size_t n, char* const near)
{
  for (; n; --n) {
    words = strchr(words, ' ') + 1;
  }
  const size_t length = strcspn(words, " ");
  if (length == 1 && *words == '?') {
    return false;
  }
  if (length == 1 && (*words == '~' || *words == '_')) {
    near[0] = *words == '_' ? ' ' : '\0';
    near[1] = '\0';
    return true;
  }
  memcpy(near, words, length);
  near[length] = '\0';
  return true;
}

bool lq_near_ascii(const uint32_t character, char near[LQ_NEAR_BYTES])
{
  const uint32_t c = same_as(character);
  near[0]          = '\0';
  if (c < 0x80) {
    near[0] = (char)c;
    near[1] = '\0';
    return true;
  }
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    if (c >= rows[i].first && c <= rows[i].last) {
      return take_word(rows[i].words, c - rows[i].first, near);
    }
  }
  return is_mark(c);
}
