// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/bytes.h"

#include <stdlib.h>
#include <string.h>

void lq_bytes_free(lq_bytes* const b)
{
  free(b->at);
  *b = (lq_bytes){0};
}

// Room for n more, or NULL.
static unsigned char* grow(lq_bytes* const b, const size_t n)
{
  if (!b->failed && n > b->room - b->n) {
    const size_t         least = b->n + n;
    const size_t         room  = least > 2 * b->room ? least : 2 * b->room;
    unsigned char* const at    = realloc(b->at, room);
    b->failed                  = !at;
    b->at                      = at ? at : b->at;
    b->room                    = at ? room : b->room;
  }
  if (b->failed) {
    return NULL;
  }
  unsigned char* const end = b->at + b->n;
  b->n += n;
  return end;
}

void lq_bytes_put(lq_bytes* const b, const void* const from, const size_t n)
{
  unsigned char* const to = n ? grow(b, n) : NULL;
  if (to) {
    memcpy(to, from, n);
  }
}

void lq_bytes_text(lq_bytes* const b, const char* const text)
{
  lq_bytes_put(b, text, strlen(text));
}

void lq_bytes_zeros(lq_bytes* const b, const size_t n)
{
  unsigned char* const to = n ? grow(b, n) : NULL;
  if (to) {
    memset(to, 0, n);
  }
}

static void set(unsigned char* const to, uint64_t value, const unsigned n, const bool big_endian)
{
  for (unsigned i = 0; i < n; ++i, value >>= 8U) {
    to[big_endian ? n - 1 - i : i] = (unsigned char)(value & 0xFFU);
  }
}

void lq_bytes_little(lq_bytes* const b, const uint64_t value, const unsigned n_bytes)
{
  unsigned char* const to = grow(b, n_bytes);
  if (to) {
    set(to, value, n_bytes, false);
  }
}

void lq_bytes_big(lq_bytes* const b, const uint64_t value, const unsigned n_bytes)
{
  unsigned char* const to = grow(b, n_bytes);
  if (to) {
    set(to, value, n_bytes, true);
  }
}

void lq_bytes_set_little(lq_bytes* const b, const size_t at, const uint64_t value,
                         const unsigned n_bytes)
{
  if (!b->failed) { // what is not all there is not where one thinks
    set(b->at + at, value, n_bytes, false);
  }
}

void lq_bytes_set_big(lq_bytes* const b, const size_t at, const uint64_t value,
                      const unsigned n_bytes)
{
  if (!b->failed) {
    set(b->at + at, value, n_bytes, true);
  }
}

uint64_t lq_little(const unsigned char* const from, const unsigned n_bytes)
{
  uint64_t v = 0;
  for (unsigned i = n_bytes; i-- > 0;) {
    v = v << 8U | from[i];
  }
  return v;
}

uint64_t lq_big(const unsigned char* const from, const unsigned n_bytes)
{
  uint64_t v = 0;
  for (unsigned i = 0; i < n_bytes; ++i) {
    v = v << 8U | from[i];
  }
  return v;
}
