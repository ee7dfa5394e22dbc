// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/folder.h"

#include "base/output.h"
#include "base/reason.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

struct lq_folder {
  bool force;
  bool (*ours)(const char* name);
  char* path;      // final, without slashes at its end
  char* temporary; // NULL until it is made
};

static lq_status make_one(const char* const path, lq_error* const error)
{
  struct stat info;
  if (!mkdir(path, 0777)) {
    return LQ_OK;
  }
  const int why = errno;
  if (!stat(path, &info)) {
    return S_ISDIR(info.st_mode)
               ? LQ_OK
               : lq_fail_file(error, LQ_ERR_WRITE, path,
                              "'%s' is a file; expected a folder or a free name.", path);
  }
  return lq_fail_file(error, LQ_ERR_WRITE, path, "The folder '%s' cannot be made: %s.", path,
                      lq_reason(why));
}

lq_status lq_make_folder(const char* const path, lq_error* const error)
{
  if (!path[0]) {
    return lq_fail_file(error, LQ_ERR_WRITE, path, "A folder needs a name; found none.");
  }
  char* const copy = strdup(path);
  if (!copy) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "No memory for '%s'.", path);
  }
  lq_status status = LQ_OK;
  for (char* p = copy + 1; !status; ++p) {
    if ((*p == '/' && p[-1] != '/') || !*p) {
      const char c = *p;
      *p           = '\0';
      status       = make_one(copy, error);
      *p           = c;
    }
    if (!*p) {
      break;
    }
  }
  free(copy);
  return status;
}

static bool is_dots(const char* const name)
{
  return !strcmp(name, ".") || !strcmp(name, "..");
}

// The plain files in a folder, and the folder.
static void remove_all(const char* const path)
{
  DIR* const dir = opendir(path);
  for (const struct dirent* e; dir && (e = readdir(dir));) {
    if (!is_dots(e->d_name)) {
      (void)unlinkat(dirfd(dir), e->d_name, 0);
    }
  }
  if (dir) {
    (void)closedir(dir);
  }
  (void)rmdir(path);
}

static void release(lq_folder* const f)
{
  free(f->temporary);
  free(f->path);
  free(f);
}

void lq_folder_abandon(lq_folder* const folder)
{
  if (folder) {
    if (folder->temporary) {
      remove_all(folder->temporary);
    }
    release(folder);
  }
}

const char* lq_folder_path(const lq_folder* const folder)
{
  return folder->temporary;
}

static lq_status taken(const lq_folder* const f, lq_error* const error)
{
  return lq_fail_file(error, LQ_ERR_EXISTS, f->path,
                      "'%s' is there already; choose another name, or --force to replace it.",
                      f->path);
}

// What stands under the name: nothing, an empty folder, or, by force, only what may go.
static lq_status check_place(const lq_folder* const f, lq_error* const error)
{
  struct stat info;
  if (lstat(f->path, &info)) {
    return LQ_OK;
  }
  DIR* const dir = S_ISDIR(info.st_mode) ? opendir(f->path) : NULL;
  if (!dir) {
    return lq_fail_file(error, LQ_ERR_EXISTS, f->path,
                        "'%s' is no folder; expected a free name for one.", f->path);
  }
  lq_status st = LQ_OK;
  for (const struct dirent* e; !st && (e = readdir(dir));) {
    if (is_dots(e->d_name)) {
      continue;
    }
    struct stat of;
    const bool  plain =
        !fstatat(dirfd(dir), e->d_name, &of, AT_SYMLINK_NOFOLLOW) && S_ISREG(of.st_mode);
    st = !f->force ? taken(f, error)
         : plain && f->ours(e->d_name)
             ? LQ_OK
             : lq_fail_file(error, LQ_ERR_EXISTS, f->path,
                            "'%s' holds '%s', which did not come from here; name another folder.",
                            f->path, e->d_name);
  }
  (void)closedir(dir);
  return st;
}

static lq_status make_temporary(lq_folder* const f, lq_error* const error)
{
  const char* const slash = strrchr(f->path, '/');
  const int         n     = slash ? (int)(slash - f->path + 1) : 0;
  int               why   = EEXIST;
  for (int i = 0; why == EEXIST && i < 16; ++i) {
    uint64_t word = 0;
    char*    name = NULL;
    if (getrandom(&word, sizeof word, 0) != (ssize_t)sizeof word ||
        asprintf(&name, "%.*s.lacquer-%016llx", n, f->path, (unsigned long long)word) < 0) {
      return lq_fail_file(error, LQ_ERR_MEMORY, f->path, "No memory for '%s'.", f->path);
    }
    why = mkdir(name, 0777) ? errno : 0;
    if (!why) {
      f->temporary = name;
      return LQ_OK;
    }
    free(name);
  }
  return lq_fail_file(error, LQ_ERR_WRITE, f->path, "The folder '%s' cannot be made: %s.", f->path,
                      lq_reason(why));
}

static lq_status folder_new(lq_folder** const folder, const char* const path, const bool force,
                            bool (*const ours)(const char*), lq_error* const error)
{
  size_t n = strlen(path);
  while (n > 1 && path[n - 1] == '/') {
    --n;
  }
  if (!n) {
    return lq_fail_file(error, LQ_ERR_WRITE, path, "A folder needs a name; found none.");
  }
  lq_folder* const f = calloc(1, sizeof *f);
  if (!f || !(f->path = strndup(path, n))) {
    free(f);
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "No memory for '%s'.", path);
  }
  f->force           = force;
  f->ours            = ours;
  const lq_status st = check_place(f, error);
  if (st) {
    lq_folder_abandon(f);
    return st;
  }
  *folder = f;
  return LQ_OK;
}

lq_status lq_folder_may(const char* const path, const bool force, bool (*const ours)(const char*),
                        lq_error* const error)
{
  lq_folder* f = NULL;
  LQ_TRY(folder_new(&f, path, force, ours, error));
  lq_folder_abandon(f);
  return LQ_OK;
}

static lq_status make_parents(const lq_folder* const f, lq_error* const error)
{
  const char* const slash = strrchr(f->path, '/');
  if (!slash || slash == f->path) {
    return LQ_OK;
  }
  char* const parent = strndup(f->path, (size_t)(slash - f->path));
  if (!parent) {
    return lq_fail_file(error, LQ_ERR_MEMORY, f->path, "No memory for '%s'.", f->path);
  }
  const lq_status st = lq_make_folder(parent, error);
  free(parent);
  return st;
}

lq_status lq_folder_open(lq_folder** const folder, const char* const path, const bool force,
                         bool (*const ours)(const char*), lq_error* const error)
{
  lq_folder* f = NULL;
  LQ_TRY(folder_new(&f, path, force, ours, error));
  lq_status st = make_parents(f, error);
  st           = st ? st : make_temporary(f, error);
  if (st) {
    lq_folder_abandon(f);
    return st;
  }
  *folder = f;
  return LQ_OK;
}

static void sync_folder(const char* const path)
{
  const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0) {
    (void)fsync(fd); // some file systems cannot
    (void)close(fd);
  }
}

// An older folder and the new one change places in one step; what is then under the temporary name
// goes. Onto a free name, or an empty folder, a plain rename does.
static int publish(lq_folder* const f)
{
  if (!rename(f->temporary, f->path)) {
    return 0;
  }
  if (!f->force || (errno != EEXIST && errno != ENOTEMPTY)) {
    return errno;
  }
  if (renameat2(AT_FDCWD, f->temporary, AT_FDCWD, f->path, RENAME_EXCHANGE)) {
    return errno;
  }
  remove_all(f->temporary);
  return 0;
}

lq_status lq_folder_commit(lq_folder* const folder, lq_error* const error)
{
  lq_folder* const f  = folder;
  lq_status        st = check_place(f, error);
  sync_folder(f->temporary);
  const int why = st ? 0 : publish(f);
  if (why == EEXIST || why == ENOTEMPTY) {
    st = taken(f, error);
  } else if (why) {
    st = lq_fail_file(error, LQ_ERR_WRITE, f->path, "Finishing '%s' failed: %s.", f->path,
                      lq_reason(why));
  }
  if (st) {
    lq_folder_abandon(f);
    return st;
  }
  const char* const slash  = strrchr(f->path, '/');
  char* const       parent = slash ? strndup(f->path, (size_t)(slash - f->path) + 1) : strdup(".");
  if (parent) {
    sync_folder(parent);
  }
  free(parent);
  release(f);
  return LQ_OK;
}
