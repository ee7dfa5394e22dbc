// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every header compiles alone, as its reader meets it: as C17, the public ones as C++17 too.
#include "check.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct {
  char     text[65536];
  size_t   n;
  unsigned n_files;
} command;

static void add(command* const c, const char* const word)
{
  const int n = snprintf(c->text + c->n, sizeof c->text - c->n, " %s", word);
  CHECK(n > 0 && (size_t)n < sizeof c->text - c->n);
  c->n += n > 0 ? (size_t)n : 0;
}

static void add_headers(command* const c, const char* const root, const char* const folder)
{
  char path[1024];
  (void)snprintf(path, sizeof path, "%s/%s", root, folder);
  DIR* const dir = opendir(path);
  CHECK(dir != NULL);
  for (const struct dirent* e; dir && (e = readdir(dir));) {
    char              inside[512];
    const char* const dot = strrchr(e->d_name, '.');
    (void)snprintf(inside, sizeof inside, "%.200s/%.200s", folder, e->d_name);
    if (e->d_name[0] == '.') {
      continue;
    }
    if (dot && !strcmp(dot, ".h")) {
      add(c, inside);
      ++c->n_files;
    } else if (!dot) {
      add_headers(c, root, inside);
    }
  }
  if (dir) {
    closedir(dir);
  }
}

static bool compiles(const char* const compiler, const char* const language,
                     const char* const* const folders)
{
  static command    c;
  const char* const root = getenv("LACQUER_SOURCE");
  c                      = (command){0};
  CHECK(root != NULL);
  c.n = (size_t)snprintf(
      c.text, sizeof c.text,
      "cd '%s' && exec %s %s -Wall -Wextra -Werror -D_GNU_SOURCE "
      "-DLQ_LEVEL=base -Iinclude -Isrc -fsyntax-only $(pkg-config --cflags lilv-0)",
      root ? root : ".", compiler, language);
  for (size_t i = 0; root && folders[i]; ++i) {
    add_headers(&c, root, folders[i]);
  }
  printf("# %u headers, %s %s\n", c.n_files, compiler, language);
  fflush(stdout);
  CHECK(c.n_files > 4);
  return !system(c.text);
}

static void headers_compile_alone(void)
{
  const char* const compiler = getenv("LACQUER_CC");
  CHECK(compiles(compiler ? compiler : "cc", "-std=c17 -x c",
                 (const char* const[]){"include", "src", NULL}));
}

static void public_headers_are_cxx_too(void)
{
  const char* const compiler = getenv("LACQUER_CXX");
  if (!compiler || !*compiler) {
    printf("# skipped: no C++ compiler here\n");
    return;
  }
  CHECK(compiles(compiler, "-std=c++17 -x c++", (const char* const[]){"include", NULL}));
}

static const check_test tests[] = {CHECK_TEST(headers_compile_alone),
                                   CHECK_TEST(public_headers_are_cxx_too)};
CHECK_MAIN(tests)
