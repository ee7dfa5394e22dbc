// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// No file names a place on the machine it was written on, and every source has the one style.
#include "check.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char* const folders[] = {"src",  "include", "tests", "tools", "data",
                                      "docs", "bench",   "demo",  NULL};
static const char* const top[]     = {"Makefile", "meson.build", "README.md", NULL};

// Put together here, so that this file does not hold them.
static const struct {
  const char *front, *back;
} words[] = {{"/wo", "rk/"}, {"/ro", "ot/"}, {"/ho", "me/"}, {"/Us", "ers/"}};

static unsigned n_read;

static void check_text(const char* const path)
{
  FILE* const f = fopen(path, "rb");
  char        line[4096];
  for (unsigned n = 1; f && fgets(line, sizeof line, f); ++n) {
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
      char word[32];
      (void)snprintf(word, sizeof word, "%s%s", words[i].front, words[i].back);
      const char* const at = strstr(line, word);
      // "artwork/" and "./work/" are no absolute paths
      if (at && (at == line || !strchr("abcdefghijklmnopqrstuvwxyz.}0123456789", at[-1]))) {
        ++check_n_faults;
        printf("# %s:%u says '%s'\n", path, n, word);
      }
    }
  }
  if (f) {
    ++n_read;
    fclose(f);
  }
}

static bool is_text(const char* const name)
{
  static const char* const endings[] = {".wav", ".flac", ".mp3", ".png", ".bin", NULL};
  const char* const        dot       = strrchr(name, '.');
  for (size_t i = 0; dot && endings[i]; ++i) {
    if (!strcmp(dot, endings[i])) {
      return false;
    }
  }
  return true;
}

static void walk(const char* const folder)
{
  DIR* const dir = opendir(folder);
  for (const struct dirent* e; dir && (e = readdir(dir));) {
    char        path[4096];
    struct stat info;
    (void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
    if (e->d_name[0] == '.' || !is_text(e->d_name) || lstat(path, &info)) {
      continue;
    }
    if (S_ISDIR(info.st_mode) && strcmp(e->d_name, "corpus")) { // those hold any bytes
      walk(path);
    } else if (S_ISREG(info.st_mode)) {
      check_text(path);
    }
  }
  if (dir) {
    closedir(dir);
  }
}

static void no_file_names_a_machine(void)
{
  const char* const root = getenv("LACQUER_SOURCE");
  char              path[4096];
  CHECK(root != NULL);
  for (size_t i = 0; root && folders[i]; ++i) {
    (void)snprintf(path, sizeof path, "%s/%s", root, folders[i]);
    walk(path);
  }
  for (size_t i = 0; root && top[i]; ++i) {
    (void)snprintf(path, sizeof path, "%s/%s", root, top[i]);
    check_text(path);
  }
  printf("# %u files\n", n_read);
  CHECK(n_read > 100);
}

// Version 14: each version of clang-format breaks lines in its own way.
static void sources_have_one_style(void)
{
  const char* const root = getenv("LACQUER_SOURCE");
  if (system("clang-format --version 2>/dev/null | grep -q 'version 14\\.'")) {
    printf("# skipped: no clang-format 14 here\n");
    return;
  }
  char line[4096];
  (void)snprintf(line, sizeof line,
                 "cd '%s' && find src include tests bench -name '*.[ch]' -print0 | "
                 "xargs -0 -P 2 -n 40 clang-format --dry-run -Werror 2>&1 | "
                 "grep -E 'error:' | cut -d: -f1 | sort -u | sed 's/^/# /' | "
                 "{ ! grep .; }",
                 root ? root : ".");
  fflush(stdout);
  CHECK(!system(line));
}

static const check_test tests[] = {CHECK_TEST(no_file_names_a_machine),
                                   CHECK_TEST(sources_have_one_style)};
CHECK_MAIN(tests)
