// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/steps.h"
#include "base/path.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_FILES = 512, DEEP = 2 };

static const char* bare_name(lq_pool* const pool, const char* const path)
{
  const char* const name = lq_path_stem(pool, path);
  if (!name) {
    return NULL;
  }
  const char* const after = name + strspn(name, "0123456789");
  const char* const words = after + strspn(after, " _-.");
  return after != name && *words ? words : name;
}

static lq_status add(lq_assessment* const a, const char* const path, const char* const shown,
                     lq_error* const error)
{
  if (a->n_files == MOST_FILES) {
    return lq_fail_file(error, LQ_ERR_LIMIT, path,
                        "more than %d sound files; assess one song at a "
                        "time.",
                        MOST_FILES);
  }
  lq_assessed* const grown = lq_pool_grow(a->pool, a->files, a->n_files, sizeof *grown);
  if (!grown) {
    return LQ_ERR_MEMORY;
  }
  lq_assessed* const f = &grown[a->n_files];
  *f                   = (lq_assessed){.path   = path,
                                       .file   = shown,
                                       .name   = bare_name(a->pool, path),
                                       .error  = LQ_POOL_TAKE(a->pool, lq_error, 1),
                                       .status = LQ_ERR_READ};
  if (!f->path || !f->file || !f->name || !f->error) {
    return LQ_ERR_MEMORY;
  }
  a->files = grown;
  ++a->n_files;
  return LQ_OK;
}

static lq_status add_folder(lq_assessment* const a, const char* const folder,
                            const char* const shown, const unsigned depth, lq_error* const error)
{
  DIR* const dir = opendir(folder);
  if (!dir) {
    return lq_fail_file(error, LQ_ERR_NOT_FOUND, folder, "'%s' cannot be opened as a folder.",
                        folder);
  }
  lq_status st = LQ_OK;
  for (const struct dirent* e; !st && (e = readdir(dir));) {
    if (e->d_name[0] == '.') {
      continue;
    }
    const char* const path = lq_path_join(a->pool, folder, e->d_name);
    const char* const name =
        *shown ? lq_path_join(a->pool, shown, e->d_name) : lq_pool_copy(a->pool, e->d_name);
    if (!path || !name) {
      st = LQ_ERR_MEMORY;
    } else if (lq_path_is_folder(path)) {
      st = depth < DEEP ? add_folder(a, path, name, depth + 1, error) : LQ_OK;
    } else if (lq_audio_named(path)) {
      st = add(a, path, name, error);
    }
  }
  closedir(dir);
  return st;
}

static int by_file(const void* const a, const void* const b)
{
  return strverscmp(((const lq_assessed*)a)->file, ((const lq_assessed*)b)->file);
}

// Two files of one name are called by their folders too.
static void tell_apart(const lq_assessment* const a)
{
  for (size_t i = 0; i < a->n_files; ++i) {
    bool twice = false;
    for (size_t k = 0; k < a->n_files; ++k) {
      twice = twice || (k != i && !strcmp(lq_path_stem(a->pool, a->files[i].file),
                                          lq_path_stem(a->pool, a->files[k].file)));
    }
    a->files[i].name = twice ? a->files[i].file : a->files[i].name;
  }
}

// A plan needs no ears: it says what it is.
static bool is_plan(lq_assessment* const a, const char* const path)
{
  const char* const dot = strrchr(path, '.');
  struct stat       s;
  if (!dot || (strcmp(dot, ".yaml") && strcmp(dot, ".yml")) || stat(path, &s) ||
      !S_ISREG(s.st_mode)) {
    return false;
  }
  const char* const name   = lq_path_name(a->pool, path);
  const char* const word   = lq_path_shell(a->pool, path);
  const bool        master = name && strstr(name, "master") != NULL;
  a->kind                  = master ? "master-plan" : "session";
  a->what                  = master ? "a master plan" : "a mix plan";
  a->needs                 = master ? "mastering" : "mixing-and-mastering";
  a->next_command =
      !word    ? NULL
      : master ? lq_pool_format(a->pool, "lacquer master --plan %s -o finished", word)
               : lq_pool_format(a->pool, "lacquer finish %s --for spotify,cd -o finished", word);
  return true;
}

lq_status lq_assess_gather(lq_assessment* const a, const char* const* const paths,
                           const size_t n_paths, lq_error* const error)
{
  if (n_paths == 1 && is_plan(a, paths[0])) {
    return a->next_command ? LQ_OK : LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n_paths; ++i) {
    struct stat s;
    if (stat(paths[i], &s)) {
      return lq_fail_file(error, LQ_ERR_NOT_FOUND, paths[i],
                          "there is no file or folder '%s'. Expected sound files, or a folder of "
                          "them.",
                          paths[i]);
    }
    const char* const name = lq_path_name(a->pool, paths[i]);
    LQ_TRY(S_ISDIR(s.st_mode) ? add_folder(a, paths[i], n_paths > 1 && name ? name : "", 0, error)
                              : add(a, paths[i], name, error));
  }
  if (!a->n_files) {
    return lq_fail_file(error, LQ_ERR_NOT_FOUND, paths[0],
                        "there are no sound files in '%s'. Expected WAV, AIFF, FLAC ...", paths[0]);
  }
  qsort(a->files, a->n_files, sizeof *a->files, by_file);
  tell_apart(a);
  return LQ_OK;
}
