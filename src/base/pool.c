// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/pool.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 16384 }; // a session of a few tracks fits one chunk

typedef struct chunk {
  struct chunk* next;
  size_t        size, used;
  alignas(max_align_t) unsigned char bytes[];
} chunk;

typedef struct attachment attachment;
struct attachment {
  attachment* next;
  void*       what;
  void (*release)(void* what);
};

struct lq_pool {
  chunk*      first;
  attachment* attached;
};

lq_status lq_pool_new(lq_pool** const pool)
{
  lq_pool* const p = calloc(1, sizeof *p);
  if (!p) {
    return LQ_ERR_MEMORY;
  }
  *pool = p;
  return LQ_OK;
}

void lq_pool_free(lq_pool* const pool)
{
  if (!pool) {
    return;
  }
  for (const attachment* a = pool->attached; a; a = a->next) {
    a->release(a->what);
  }
  for (chunk* c = pool->first; c;) {
    chunk* const next = c->next;
    free(c);
    c = next;
  }
  free(pool);
}

void* lq_pool_take(lq_pool* const pool, const size_t n, const size_t size)
{
  if (size && n > (SIZE_MAX / 2 - CHUNK_BYTES) / size) {
    return NULL;
  }
  const size_t align   = alignof(max_align_t);
  const size_t n_bytes = (n * size + align - 1) / align * align;
  chunk*       c       = pool->first;
  if (!c || c->size - c->used < n_bytes) {
    const size_t room = n_bytes > CHUNK_BYTES ? n_bytes : CHUNK_BYTES;
    c                 = calloc(1, sizeof *c + room);
    if (!c) {
      return NULL;
    }
    c->size     = room;
    c->next     = pool->first;
    pool->first = c;
  }
  void* const place = c->bytes + c->used;
  c->used += n_bytes;
  return place;
}

char* lq_pool_copy(lq_pool* const pool, const char* const text)
{
  if (!text) {
    return NULL;
  }
  const size_t n    = strlen(text) + 1;
  char* const  copy = lq_pool_take(pool, n, 1);
  return copy ? memcpy(copy, text, n) : NULL;
}

char* lq_pool_format(lq_pool* const pool, const char* const format, ...)
{
  va_list args;
  va_start(args, format);
  const int n = vsnprintf(NULL, 0, format, args);
  va_end(args);
  char* const text = n < 0 ? NULL : lq_pool_take(pool, (size_t)n + 1, 1);
  if (text) {
    va_start(args, format);
    (void)vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
  }
  return text;
}

void* lq_pool_grow(lq_pool* const pool, const void* const items, const size_t n, const size_t size)
{
  void* const grown = lq_pool_take(pool, n + 1, size);
  if (grown && n) {
    memcpy(grown, items, n * size);
  }
  return grown;
}

lq_status lq_pool_attach(lq_pool* const pool, void* const what, void (*const release)(void* what))
{
  attachment* const a = LQ_POOL_TAKE(pool, attachment, 1);
  if (!a) {
    return LQ_ERR_MEMORY;
  }
  *a             = (attachment){.next = pool->attached, .what = what, .release = release};
  pool->attached = a;
  return LQ_OK;
}

void* lq_pool_attached(const lq_pool* const pool, void (*const release)(void* what))
{
  for (const attachment* a = pool->attached; a; a = a->next) {
    if (a->release == release) {
      return a->what;
    }
  }
  return NULL;
}
