// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The house stands: a file includes only floors below its own and its own folder; every file opens
// with its licence; nothing is longer than a person reads.
#include "check.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

static const struct {
  const char* folder;
  int         floor;
} floors[] = {
    {"base", 0},   {"param", 1},   {"dsp", 1},    {"audio", 2},  {"plugin", 3},  {"proc", 3},
    {"disc", 3},   {"measure", 3}, {"model", 4},  {"engine", 5}, {"session", 5}, {"deliver", 6},
    {"report", 6}, {"assess", 7},  {"assist", 7}, {"check", 7},  {"verify", 7},  {"cli", 8},
    {"studio", 8}, {"lv2", 8},     {"gen", 8},
};

/// A public header belongs to the floor that implements it.
static const struct {
  const char* header;
  const char* folder;
} public_headers[] = {
    {"lacquer/status.h", "base"},     {"lacquer/param.h", "param"}, {"lacquer/proc.h", "proc"},
    {"lacquer/measure.h", "measure"}, {"lacquer/model.h", "model"}, {"lacquer/render.h", "engine"},
    {"lacquer/lacquer.h", "cli"},     {"lacquer/dither.h", "dsp"},
};

/// Public types that every floor needs: plain data without code behind it.
static bool is_vocabulary(const char* const include)
{
  return !strcmp(include, "lacquer/status.h") || !strcmp(include, "lacquer/param.h") ||
         !strcmp(include, "lacquer/proc.h") || !strcmp(include, "lacquer/dither.h");
}

static int floor_of(const char* const folder, const size_t n)
{
  for (size_t i = 0; i < sizeof floors / sizeof *floors; ++i) {
    if (strlen(floors[i].folder) == n && !strncmp(floors[i].folder, folder, n)) {
      return floors[i].floor;
    }
  }
  return -1;
}

static void check_include(const char* const path, const char* const folder, const char* include)
{
  const char* owner = include;
  for (size_t i = 0; i < sizeof public_headers / sizeof *public_headers; ++i) {
    owner = strcmp(public_headers[i].header, include) ? owner : public_headers[i].folder;
  }
  const size_t n     = strcspn(owner, "/");
  const int    mine  = floor_of(folder, strlen(folder));
  const int    other = floor_of(owner, n);
  const bool   own   = strlen(folder) == n && !strncmp(owner, folder, n);
  if (!(own || is_vocabulary(include) || (other >= 0 && other < mine))) {
    ++check_n_faults;
    printf("# %s includes \"%s\", which is not below it\n", path, include);
  }
}

static void check_file(const char* const path, const char* const folder)
{
  FILE* const f = fopen(path, "r");
  CHECK(f != NULL);
  char line[1024];
  int  n_lines = 0, n_spdx = 0;
  while (f && fgets(line, sizeof line, f)) {
    ++n_lines;
    n_spdx += n_lines <= 2 && strstr(line, "SPDX-") != NULL;
    char include[256];
    if (sscanf(line, "#include \"%255[^\"]\"", include) == 1) {
      check_include(path, folder, include);
    }
    if (strlen(line) > 111) { // 100 is the aim; clang-format cannot always break a string
      ++check_n_faults;
      printf("# %s:%d is wider than 110 columns\n", path, n_lines);
    }
  }
  if (f) {
    fclose(f);
  }
  if (n_spdx != 2) {
    ++check_n_faults;
    printf("# %s does not open with its two licence lines\n", path);
  }
  if (n_lines > 450) { // 300 is the aim, 450 the end
    ++check_n_faults;
    printf("# %s has %d lines; split it by noun\n", path, n_lines);
  }
}

static void every_file_includes_only_what_is_below_it(void)
{
  const char* const root = getenv("LACQUER_SOURCE");
  CHECK(root != NULL);
  unsigned n_files = 0;
  for (size_t i = 0; root && i < sizeof floors / sizeof *floors; ++i) {
    char folder[1024];
    (void)snprintf(folder, sizeof folder, "%s/src/%s", root, floors[i].folder);
    DIR* const dir = opendir(folder);
    for (const struct dirent* e; dir && (e = readdir(dir));) {
      const size_t n = strlen(e->d_name);
      if (n > 2 && e->d_name[n - 2] == '.' && strchr("ch", e->d_name[n - 1])) {
        char path[2048];
        (void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        check_file(path, floors[i].folder);
        ++n_files;
      }
    }
    if (dir) {
      closedir(dir);
    }
  }
  CHECK(n_files > 20);
}

static const check_test tests[] = {CHECK_TEST(every_file_includes_only_what_is_below_it)};
CHECK_MAIN(tests)
