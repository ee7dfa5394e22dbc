// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/amounts.h"

#include "base/text.h"

#include <string.h>

static const char* const names[LQ_AMOUNT_N] = {
    [LQ_AMOUNT_TONE]     = "tone",
    [LQ_AMOUNT_WIDTH]    = "width",
    [LQ_AMOUNT_DYNAMICS] = "dynamics",
    [LQ_AMOUNT_LEVEL]    = "level",
};

static lq_status wrong(lq_error* const error, const char* const part, const size_t n)
{
  return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                 "--amount has '%.*s'; expected tone, width, dynamics or level with 0 to 1 or 0 "
                 "to 100 %%, as in tone=0.5,width=0.",
                 (int)(n < 60 ? n : 60), part);
}

// "0.5", "50%", "50 %", nothing behind it.
static bool read_share(const char* const text, const size_t n, float* const share)
{
  char        copy[32];
  const char* end;
  double      value;
  if (!n || n >= sizeof copy) {
    return false;
  }
  memcpy(copy, text, n);
  copy[n] = 0;
  if (!lq_text_to_double(copy, &value, &end)) {
    return false;
  }
  end += strspn(end, " ");
  if (*end == '%') {
    value /= 100;
    ++end;
  }
  end += strspn(end, " ");
  *share = (float)value;
  return !*end && value >= 0 && value <= 1;
}

lq_status lq_amounts_read(lq_amounts* const amounts, const char* const text, lq_error* const error)
{
  lq_amounts made = *amounts;
  for (const char* part = text; part;) {
    part += strspn(part, " ");
    const char* const comma = strchr(part, ',');
    const size_t      n     = comma ? (size_t)(comma - part) : strlen(part);
    const char* const equal = memchr(part, '=', n);
    unsigned          which = 0;
    while (which < LQ_AMOUNT_N && (!equal || strlen(names[which]) != (size_t)(equal - part) ||
                                   strncmp(names[which], part, (size_t)(equal - part)) != 0)) {
      ++which;
    }
    if (which == LQ_AMOUNT_N ||
        !read_share(equal + 1, n - (size_t)(equal + 1 - part), &made.of[which])) {
      return wrong(error, part, n);
    }
    part = comma ? comma + 1 : NULL;
  }
  *amounts = made;
  return LQ_OK;
}
