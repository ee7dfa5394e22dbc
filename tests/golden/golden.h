// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What was, kept as text: a test writes what is, and any difference is told line by line.
/// LACQUER_BLESS=1 makes what is the new truth.
#ifndef LQ_TESTS_GOLDEN_H
#define LQ_TESTS_GOLDEN_H

#include "check.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct {
  char*  text;
  size_t n;
} page;

__attribute__((format(printf, 2, 3))) static inline void put(page* const       t,
                                                             const char* const format, ...)
{
  char    line[512];
  va_list args;
  va_start(args, format);
  const int n = vsnprintf(line, sizeof line, format, args);
  va_end(args);
  CHECK(n >= 0 && (size_t)n < sizeof line);
  t->text = realloc(t->text, t->n + (size_t)n + 1);
  memcpy(t->text + t->n, line, (size_t)n + 1);
  t->n += (size_t)n;
}

/// 64-bit FNV-1a over bytes. Source: G. Fowler, L. C. Noll, K.-P. Vo, 1991 (offset and prime
/// theirs).
static inline uint64_t golden_hash(uint64_t hash, const void* const bytes, const size_t n)
{
  const unsigned char* const b = bytes;
  for (size_t i = 0; i < n; ++i) {
    hash = (hash ^ b[i]) * 0x100000001B3U;
  }
  return hash;
}

#define GOLDEN_START UINT64_C(0xCBF29CE484222325)

static inline char* golden_load(const char* const path)
{
  FILE* const f = fopen(path, "rb");
  page        t = {0};
  char        line[1024];
  while (f && fgets(line, sizeof line, f)) {
    put(&t, "%.500s", line);
  }
  if (f) {
    fclose(f);
  }
  return t.text;
}

/// The file tests/golden/`name` says the same, line by line.
static inline void golden_compare(const char* const name, const char* const got)
{
  const char* const root  = getenv("LACQUER_SOURCE");
  const char* const bless = getenv("LACQUER_BLESS");
  char              path[1024];
  snprintf(path, sizeof path, "%s/tests/golden/%s", root ? root : ".", name);
  if (bless && *bless == '1') {
    FILE* const f = fopen(path, "wb");
    CHECK(f && fputs(got, f) >= 0 && !fclose(f));
    printf("# blessed %s\n", path);
    return;
  }
  char* const want = golden_load(path);
  CHECK(want != NULL);
  const char *w = want ? want : "", *g = got;
  for (unsigned line = 1; *w || *g; ++line) {
    const size_t n_w = strcspn(w, "\n"), n_g = strcspn(g, "\n");
    if (n_w != n_g || memcmp(w, g, n_w)) {
      printf("# %s:%u was '%.*s', is '%.*s'\n", name, line, (int)n_w, w, (int)n_g, g);
      ++check_n_faults;
      break; // what follows has only moved
    }
    w += n_w + (w[n_w] == '\n');
    g += n_g + (g[n_g] == '\n');
  }
  free(want);
}

#endif
