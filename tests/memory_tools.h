// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// For tests that run without memory: what of our own objects asks for memory can be made to fail.
/// The program must be linked with --wrap for each (special_links in tests/meson.build).
#ifndef LQ_TESTS_MEMORY_TOOLS_H
#define LQ_TESTS_MEMORY_TOOLS_H

#include "check.h"

#include "base/pool.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

static struct {
  bool     armed, on; ///< on: all that follow fail too
  unsigned n, at;
} failing;

static inline bool fails(void)
{
  return failing.armed && (++failing.n == failing.at || (failing.on && failing.n > failing.at));
}

// clang-format off
#define WRAP(type, name, params, ...)        \
  type __real_##name params;                 \
  type __wrap_##name params;                 \
  type __wrap_##name params                  \
  {                                          \
    if (fails()) {                        \
      errno = ENOMEM;                     \
      return NULL;                        \
    }                                     \
    return __real_##name(__VA_ARGS__);    \
  }
// clang-format on
WRAP(void*, malloc, (size_t n), n)
WRAP(void*, calloc, (size_t n, size_t size), n, size)
WRAP(void*, realloc, (void* p, size_t n), p, n)
WRAP(void*, aligned_alloc, (size_t align, size_t n), align, n)
WRAP(char*, strdup, (const char* s), s)
WRAP(char*, strndup, (const char* s, size_t n), s, n)
WRAP(char*, realpath, (const char* path, char* to), path, to)
WRAP(DIR*, opendir, (const char* path), path)
// A pool asks for memory in chunks; here every item of it may be the one that is refused.
WRAP(void*, lq_pool_take, (lq_pool * pool, size_t n, size_t size), pool, n, size)
WRAP(char*, lq_pool_copy, (lq_pool * pool, const char* text), pool, text)
WRAP(void*, lq_pool_grow, (lq_pool * pool, const void* items, size_t n, size_t size), pool, items,
     n, size)

typedef struct {
  const char* what;
  const void* data;
  lq_error    error;
} scene;

typedef lq_status act(scene* s);

// Run with the first, second ... allocation failing until a run needs no more.
static inline void for_every_n(act* const play, const char* const what, const void* const data)
{
  enum { MOST = 5000 };
  unsigned n_runs = 0;
  for (unsigned on = 0; on < 2; ++on) {
    for (unsigned at = 1; at < MOST; ++at) {
      scene s            = {.what = what, .data = data};
      failing.n          = 0;
      failing.at         = at;
      failing.on         = on;
      failing.armed      = true;
      const lq_status st = play(&s);
      failing.armed      = false;
      ++n_runs;
      if (failing.n < at) { // all were granted
        CHECK(!st);
        break;
      }
      CHECK(at < MOST - 1);
      CHECK(st != LQ_OK);
      CHECK(st == LQ_ERR_MEMORY);
      if (st != LQ_ERR_MEMORY) {
        printf("# %s: allocation %u%s: %s '%s'\n", what, at, on ? " and on" : "",
               lq_status_name(st), s.error.text);
      }
    }
  }
  printf("# %s: %u runs\n", what, n_runs);
}

#endif
