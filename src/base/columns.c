// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/columns.h"

#include "base/utf8.h"

#include <string.h>

// From Unicode 15.0, EastAsianWidth.txt (W and F) and the general categories Mn, Me and Cf, in
// blocks: what titles are written with.
static const struct {
  uint32_t first, last;
  size_t   columns;
} rows[] = {
    {0x0300, 0x036F, 0},   // combining marks
    {0x0483, 0x0489, 0},   // of Cyrillic
    {0x0591, 0x05BD, 0},   // of Hebrew
    {0x064B, 0x065F, 0},   // of Arabic
    {0x0E34, 0x0E3A, 0},   // of Thai
    {0x0E47, 0x0E4E, 0},   //
    {0x1100, 0x115F, 2},   // Hangul, first letters
    {0x1160, 0x11FF, 0},   // and those that join them
    {0x1AB0, 0x1AFF, 0},   // more marks
    {0x1DC0, 0x1DFF, 0},   //
    {0x200B, 0x200F, 0},   // blanks without width, directions
    {0x20D0, 0x20FF, 0},   // marks for signs
    {0x2E80, 0x303E, 2},   // radicals, signs of writing
    {0x3041, 0x3098, 2},   // kana
    {0x3099, 0x309A, 0},   // their marks
    {0x309B, 0xA4CF, 2},   // kana, ideographs, Yi
    {0xA960, 0xA97F, 2},   // Hangul
    {0xAC00, 0xD7A3, 2},   //
    {0xF900, 0xFAFF, 2},   // ideographs
    {0xFE00, 0xFE0F, 0},   // selectors
    {0xFE20, 0xFE2F, 0},   // half marks
    {0xFE30, 0xFE6F, 2},   // upright forms
    {0xFF01, 0xFF60, 2},   // wide forms
    {0xFFE0, 0xFFE6, 2},   //
    {0x1F300, 0x1F64F, 2}, // pictures
    {0x1F680, 0x1F6FF, 2}, //
    {0x1F900, 0x1FAFF, 2}, //
    {0x20000, 0x3FFFD, 2}, // ideographs
};

static size_t columns_of(const uint32_t c)
{
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    if (c >= rows[i].first && c <= rows[i].last) {
      return rows[i].columns;
    }
  }
  return 1;
}

size_t lq_text_columns(const char* const text)
{
  const size_t n       = strlen(text);
  size_t       columns = 0;
  for (size_t i = 0; i < n;) {
    uint32_t     c      = 'x';
    const size_t length = lq_utf8_next(text + i, n - i, &c);
    columns += columns_of(c);
    i += length ? length : 1;
  }
  return columns;
}
