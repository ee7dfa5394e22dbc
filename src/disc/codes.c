// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/codes.h"

#include <string.h>

static bool is_digit(const char c)
{
  return c >= '0' && c <= '9';
}

static bool is_letter(const char c)
{
  return c >= 'A' && c <= 'Z';
}

// Without blanks and hyphens, in capitals. Returns how many there would be; `room` are kept.
static size_t squeeze(const char* text, char* const to, const size_t room)
{
  size_t n = 0;
  for (; *text; ++text) {
    if (*text != '-' && *text != ' ') {
      if (n < room) {
        to[n] = (char)(*text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text);
      }
      ++n;
    }
  }
  to[n < room ? n : room] = '\0';
  return n;
}

// The first character that does not belong, or LQ_ISRC_CHARS.
static unsigned isrc_fault(const char* const isrc)
{
  for (unsigned i = 0; i < LQ_ISRC_CHARS; ++i) {
    const bool fine = i < 2   ? is_letter(isrc[i])
                      : i < 5 ? is_letter(isrc[i]) || is_digit(isrc[i])
                              : is_digit(isrc[i]);
    if (!fine) {
      return i;
    }
  }
  return LQ_ISRC_CHARS;
}

bool lq_isrc_valid(const char* const isrc)
{
  return isrc_fault(isrc) == LQ_ISRC_CHARS && !isrc[LQ_ISRC_CHARS];
}

lq_status lq_isrc_parse(const char* const text, char* const isrc, const lq_at at,
                        lq_error* const error)
{
  char         found[LQ_ISRC_CHARS + 1];
  const size_t n = squeeze(text, found, LQ_ISRC_CHARS);
  if (n != LQ_ISRC_CHARS) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, at,
                   "the ISRC '%s' has %zu characters; expected 12, as in US-ABC-26-00001.", text,
                   n);
  }
  const unsigned i = isrc_fault(found);
  if (i < LQ_ISRC_CHARS) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, at,
                   "the ISRC '%s' has '%c' as character %u; expected %s, as in US-ABC-26-00001.",
                   text, found[i] >= ' ' && found[i] < 127 ? found[i] : '?', i + 1,
                   i < 2   ? "a letter of the country's code"
                   : i < 5 ? "a letter or a digit of who gave it"
                           : "a digit of its year or number");
  }
  memcpy(isrc, found, sizeof found);
  return LQ_OK;
}

bool lq_ean_digits(const char* const ean)
{
  return strspn(ean, "0123456789") == LQ_EAN_DIGITS && !ean[LQ_EAN_DIGITS];
}

char lq_ean_check_digit(const char* const ean)
{
  unsigned sum = 0;
  for (unsigned i = 0; i < LQ_EAN_DIGITS - 1; ++i) {
    sum += (unsigned)(ean[i] - '0') * (i % 2 ? 3U : 1U);
  }
  return (char)('0' + (10 - sum % 10) % 10);
}

lq_status lq_ean_parse(const char* const text, char* const ean, const lq_at at,
                       lq_error* const error)
{
  char              found[LQ_EAN_DIGITS + 2] = "0";
  const size_t      n                        = squeeze(text, found + 1, LQ_EAN_DIGITS);
  const char* const digits = n == LQ_EAN_DIGITS ? found + 1 : found; // UPC-A: 0 before it
  if (n != LQ_EAN_DIGITS && n != LQ_EAN_DIGITS - 1) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, at,
                   "the bar code '%s' has %zu digits; expected 13 of an EAN or 12 of a UPC.", text,
                   n);
  }
  if (!lq_ean_digits(digits)) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, at,
                   "the bar code '%s' is not all digits; expected 13 of an EAN or 12 of a UPC.",
                   text);
  }
  const char check = lq_ean_check_digit(digits);
  if (digits[LQ_EAN_DIGITS - 1] != check) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, at,
                   "the bar code '%s' ends in %c; its other digits ask for %c as the last one, so "
                   "one of them is wrong.",
                   text, digits[LQ_EAN_DIGITS - 1], check);
  }
  memcpy(ean, digits, LQ_EAN_DIGITS + 1);
  return LQ_OK;
}
