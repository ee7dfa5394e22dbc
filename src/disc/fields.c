// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/fields.h"

#include <string.h>

void lq_field_text(char* const field, const size_t width, const char* const text)
{
  const size_t n = text ? strnlen(text, width) : 0;
  memset(field, ' ', width);
  if (n) {
    memcpy(field, text, n);
  }
}

void lq_field_number(char* const field, const size_t width, uint64_t number, const bool zeros)
{
  memset(field, zeros ? '0' : ' ', width);
  size_t i = width;
  do {
    field[--i] = (char)('0' + number % 10);
    number /= 10;
  } while (number && i);
}

static bool is_empty(const char c)
{
  return c == ' ' || c == '\0';
}

static const char* trim(const char* field, size_t* const width)
{
  while (*width && is_empty(field[*width - 1])) {
    --*width;
  }
  while (*width && is_empty(*field)) {
    ++field;
    --*width;
  }
  return field;
}

char* lq_field_read(lq_pool* const pool, const char* field, size_t width)
{
  field      = trim(field, &width);
  char* text = lq_pool_take(pool, width + 1, 1);
  if (text && width) {
    memcpy(text, field, width);
  }
  return text;
}

lq_field_kind lq_field_number_read(const char* field, size_t width, uint64_t* const number)
{
  uint64_t n = 0;
  field      = trim(field, &width);
  for (size_t i = 0; i < width; ++i) {
    if (field[i] < '0' || field[i] > '9' || i > 17) { // 18 digits fit
      return LQ_FIELD_ODD;
    }
    n = 10 * n + (uint64_t)(field[i] - '0');
  }
  if (!width) {
    return LQ_FIELD_BLANK;
  }
  *number = n;
  return LQ_FIELD_NUMBER;
}

lq_shown lq_field_shown(const char* const field, const size_t width)
{
  lq_shown     s;
  const size_t n = width < sizeof s.text ? width : sizeof s.text - 1;
  for (size_t i = 0; i < n; ++i) {
    s.text[i] = (char)(field[i] >= ' ' && field[i] < 127 ? field[i] : '?');
  }
  s.text[n] = '\0';
  return s;
}
