// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/remark.h"

#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 1024, FIRST_ROOM = 64 };

lq_spot lq_spot_file(const char* const path)
{
  return (lq_spot){.path = path, .sec = (double)NAN, .byte = -1};
}

lq_spot lq_spot_time(const char* const path, const double sec)
{
  return (lq_spot){.path = path, .sec = sec, .byte = -1};
}

lq_spot lq_spot_byte(const char* const path, const uint64_t byte)
{
  return (lq_spot){.path = path, .sec = (double)NAN, .byte = (int64_t)byte};
}

// Twice the room each time, so that many remarks do not fill the pool with their copies.
static lq_remark* next(lq_remarks* const r)
{
  if (r->n == r->room) {
    const size_t     room  = r->room ? 2 * r->room : FIRST_ROOM;
    lq_remark* const grown = LQ_POOL_TAKE(r->pool, lq_remark, room);
    if (!grown) {
      return NULL;
    }
    if (r->n) {
      memcpy(grown, r->list, r->n * sizeof *grown);
    }
    r->list = grown;
    r->room = room;
  }
  return &r->list[r->n];
}

static const char* format_text(lq_pool* const pool, const char* const format, va_list list)
{
  char text[TEXT_MOST];
  (void)vsnprintf(text, sizeof text, format, list);
  return lq_pool_copy(pool, text);
}

lq_remark* lq_remark_add(lq_remarks* const r, const lq_rule rule, const lq_spot spot,
                         const char* const expected, const char* const found, ...)
{
  va_list list;
  va_start(list, found);
  const char* const text = format_text(r->pool, found, list);
  va_end(list);
  lq_remark* const to = text ? next(r) : NULL;
  if (!to) {
    r->failed = true;
    return NULL;
  }
  *to = (lq_remark){.rule     = rule,
                    .grade    = lq_rules[rule].grade,
                    .path     = spot.path,
                    .sec      = spot.sec,
                    .byte     = spot.byte,
                    .found    = text,
                    .expected = expected};
  ++r->n;
  return to;
}

const char* lq_remark_text(lq_remarks* const r, const char* const format, ...)
{
  va_list list;
  va_start(list, format);
  const char* const text = format_text(r->pool, format, list);
  va_end(list);
  r->failed |= !text;
  return text ? text : "";
}

const char* lq_remark_sentence(lq_pool* const pool, const lq_remark* const remark)
{
  const char* const says = lq_rules[remark->rule].says;
  return remark->expected
             ? lq_pool_format(pool, "%s: %s; expected %s.", says, remark->found, remark->expected)
             : lq_pool_format(pool, "%s: %s.", says, remark->found);
}

const char* lq_remark_clock(lq_pool* const pool, const double sec)
{
  const double shown   = floor(fmax(0.0, sec) * 100 + 0.5) / 100;
  const double minutes = floor(shown / 60);
  return lq_pool_format(pool, "%.0f:%05.2f", minutes, shown - 60 * minutes);
}

static int compare(const void* const a, const void* const b)
{
  const lq_remark* const x    = a;
  const lq_remark* const y    = b;
  const int              path = lq_text_natural(x->path, y->path);
  if (path) {
    return path;
  }
  const double at = isfinite(x->sec) ? x->sec : -1;
  const double bt = isfinite(y->sec) ? y->sec : -1;
  return at != bt ? (at > bt) - (at < bt) : (int)x->rule - (int)y->rule;
}

void lq_remarks_sort(lq_remarks* const r)
{
  if (r->n > 1) {
    qsort(r->list, r->n, sizeof *r->list, compare);
  }
}
