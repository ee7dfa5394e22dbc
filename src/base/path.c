// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/path.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// File systems take 255, and there is an ending.
enum { MOST_NAME_BYTES = 240 };

static char* last_part(lq_pool* const pool, const char* const path)
{
  size_t end = strlen(path);
  while (end > 1 && path[end - 1] == '/') {
    --end;
  }
  size_t start = end;
  while (start && path[start - 1] != '/') {
    --start;
  }
  return lq_pool_format(pool, "%.*s", (int)(end - start), path + start);
}

char* lq_path_name(lq_pool* const pool, const char* const path)
{
  char* name = last_part(pool, path);
  if (name && (!strcmp(name, ".") || !strcmp(name, ".."))) {
    char* const full = realpath(path, NULL);
    name             = full ? last_part(pool, full) : name;
    free(full);
  }
  return name;
}

char* lq_path_stem(lq_pool* const pool, const char* const path)
{
  char* const name = lq_path_name(pool, path);
  char* const dot  = name ? strrchr(name, '.') : NULL;
  if (dot && dot != name) {
    *dot = '\0';
  }
  return name;
}

char* lq_path_folder(lq_pool* const pool, const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? lq_pool_format(pool, "%.*s", (int)(slash - path + (slash == path)), path)
               : lq_pool_copy(pool, ".");
}

char* lq_path_join(lq_pool* const pool, const char* const folder, const char* const name)
{
  const size_t n = strlen(folder);
  if (*name == '/' || !n) {
    return lq_pool_copy(pool, name);
  }
  return lq_pool_format(pool, "%s%s%s", folder, folder[n - 1] == '/' ? "" : "/", name);
}

static char* relative(lq_pool* const pool, const char* const from, const char* const to)
{
  size_t same = 0; // bytes of whole folders in common
  for (size_t i = 0;; ++i) {
    const bool from_ends = !from[i] || from[i] == '/';
    const bool to_ends   = !to[i] || to[i] == '/';
    if (from_ends && to_ends) {
      same = i;
    }
    if (!from[i] || !to[i] || from[i] != to[i]) {
      break;
    }
  }
  char* up = lq_pool_copy(pool, "");
  for (const char* p = from + same; up && *p; ++p) {
    up = *p == '/' && p[1] ? lq_pool_format(pool, "../%s", up) : up;
  }
  const char* const rest = to + same + (to[same] == '/');
  return up ? lq_pool_format(pool, "%s%s", up, *rest ? rest : ".") : NULL;
}

char* lq_path_relative(lq_pool* const pool, const char* const folder, const char* const path)
{
  char* const from = realpath(folder, NULL);
  char* const to   = realpath(path, NULL);
  char*       out  = NULL;
  if (from && to) {
    out = relative(pool, from, to);
  } else {
    out = lq_pool_copy(pool, to ? to : path);
  }
  free(from);
  free(to);
  return out;
}

char* lq_path_safe(lq_pool* const pool, const char* const title)
{
  char* const safe = lq_pool_copy(pool, title);
  size_t      n    = 0;
  for (; safe && safe[n]; ++n) {
    if ((unsigned char)safe[n] < ' ' || strchr("/\\:*?\"<>|", safe[n])) {
      safe[n] = '_';
    }
  }
  if (safe && n > MOST_NAME_BYTES) {
    n = MOST_NAME_BYTES;
    while (n && ((unsigned char)safe[n] & 0xC0U) == 0x80U) { // not within a letter
      --n;
    }
    safe[n] = '\0';
  }
  while (safe && n && (safe[n - 1] == ' ' || safe[n - 1] == '.')) {
    safe[--n] = '\0'; // Windows drops them
  }
  if (safe && safe[0] == '.') {
    safe[0] = '_';
  }
  return !safe || n ? safe : lq_pool_copy(pool, "untitled");
}

bool lq_path_is_folder(const char* const path)
{
  struct stat s;
  return !stat(path, &s) && S_ISDIR(s.st_mode);
}

char* lq_path_shell(lq_pool* const pool, const char* const path)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";
  const size_t      n       = strlen(path);
  const char* const before  = *path == '-' ? "./" : "";
  if (n && strspn(path, plain) == n) {
    return lq_pool_format(pool, "%s%s", before, path);
  }
  char* const text = LQ_POOL_TAKE(pool, char, 4 * n + 8);
  size_t      k    = 0;
  if (!text) {
    return NULL;
  }
  text[k++] = '\'';
  memcpy(text + k, before, strlen(before));
  k += strlen(before);
  for (const char* p = path; *p; ++p) {
    if (*p == '\'') {
      memcpy(text + k, "'\\''", 4);
      k += 4;
    } else {
      text[k++] = *p;
    }
  }
  text[k] = '\'';
  return text;
}
