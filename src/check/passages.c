// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check/passages.h"

#include "base/pool.h"

#include <math.h>

// Keep the three with the most moments; the earlier one of equals stays.
static void keep(lq_passages* const p, const lq_passage* const one)
{
  if (!one->n) {
    return;
  }
  size_t at = p->n;
  if (p->n == LQ_PASSAGES_MOST) {
    at = 0;
    for (size_t i = 1; i < p->n; ++i) {
      at = p->list[i].n <= p->list[at].n ? i : at;
    }
    if (p->list[at].n >= one->n) {
      return;
    }
    for (; at + 1 < p->n; ++at) { // the list stays in the order of the song
      p->list[at] = p->list[at + 1];
    }
  } else {
    ++p->n;
  }
  p->list[at] = *one;
}

lq_passages lq_passages_find(const uint32_t* const count, const size_t n_sec)
{
  lq_passages p    = {0};
  uint32_t    most = 0;
  for (size_t i = 0; i < n_sec; ++i) {
    most = count[i] > most ? count[i] : most;
  }
  lq_passage one = {0};
  for (size_t i = 0; i < n_sec && most; ++i) {
    if (2 * count[i] < most) {
      continue;
    }
    if (one.n && (double)i > one.end_sec + 2) {
      keep(&p, &one);
      one.n = 0;
    }
    one.start_sec = one.n ? one.start_sec : (double)i;
    one.end_sec   = (double)i + 1;
    one.n += count[i];
  }
  keep(&p, &one);
  for (size_t i = 1; i < p.n; ++i) {
    p.worst = p.list[i].n > p.list[p.worst].n ? i : p.worst;
  }
  return p;
}

const char* lq_clock_text(lq_pool* const pool, const double sec)
{
  const long tenths = lround(sec * 10);
  return lq_pool_format(pool, "%ld:%02ld.%ld", tenths / 600, tenths / 10 % 60, tenths % 10);
}

const char* lq_passages_text(lq_pool* const pool, const lq_passages* const p)
{
  const char* text = "";
  for (size_t i = 0; i < p->n && text; ++i) {
    const char* const from = lq_clock_text(pool, p->list[i].start_sec);
    const char* const to   = lq_clock_text(pool, p->list[i].end_sec);
    text = from && to ? lq_pool_format(pool, "%s%s%s to %s", text, i ? ", " : "", from, to) : NULL;
  }
  return text;
}
