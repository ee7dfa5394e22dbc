// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/folder.h"

#include "base/hidden.h"
#include "base/joining.h"
#include "base/output.h"
#include "base/reason.h"
#include "base/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct lq_folder {
  bool      force, joins;
  lq_ours   ours;
  char*     path;   // final, without slashes at its end
  lq_hidden hidden; // nothing until it is made
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

static void release(lq_folder* const f)
{
  lq_hidden_release(&f->hidden);
  free(f->path);
  free(f);
}

void lq_folder_abandon(lq_folder* const folder)
{
  if (folder) {
    lq_hidden_remove(&folder->hidden);
    release(folder);
  }
}

const char* lq_folder_path(const lq_folder* const folder)
{
  return folder->hidden.path;
}

static lq_status taken(const lq_folder* const f, lq_error* const error)
{
  return lq_fail_file(error, LQ_ERR_EXISTS, f->path,
                      "'%s' is there already; choose another name, or --force to replace it.",
                      f->path);
}

static bool may_go(const lq_folder* const f, const lq_tree_entry* const e)
{
  return e->kind == LQ_TREE_FOLDER ? !e->is_empty
                                   : e->kind == LQ_TREE_FILE && f->ours.is(f->ours.user, e->path);
}

static lq_status foreign(const lq_folder* const f, const char* const path, lq_error* const error)
{
  return lq_fail_file(error, LQ_ERR_EXISTS, f->path,
                      "'%s' holds '%s', which did not come from here; name another folder.",
                      f->path, path);
}

// Is all that an older folder holds ours?
static lq_status check_tree(const lq_folder* const f, const char* const folder,
                            lq_error* const error)
{
  lq_pool* pool = NULL;
  lq_tree  tree = {0};
  LQ_TRY(lq_pool_new(&pool));
  lq_status st = lq_tree_list(&tree, pool, folder, error);
  st           = !st && tree.n && !f->force ? taken(f, error) : st;
  for (size_t i = 0; i < tree.n && !st; ++i) {
    st = may_go(f, &tree.entries[i]) ? LQ_OK : foreign(f, tree.entries[i].path, error);
  }
  lq_pool_free(pool);
  return st;
}

// What stands under the name: nothing, an empty folder, or, by force, only what may go.
static lq_status check_place(const lq_folder* const f, lq_error* const error)
{
  struct stat info;
  if (lstat(f->path, &info)) {
    return LQ_OK;
  }
  return S_ISDIR(info.st_mode)
             ? check_tree(f, f->path, error)
             : lq_fail_file(error, LQ_ERR_EXISTS, f->path,
                            "'%s' is no folder; expected a free name for one.", f->path);
}

static lq_status folder_new(lq_folder** const folder, const char* const path, const bool force,
                            lq_error* const error)
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
  f->force       = force;
  f->hidden.lock = -1;
  *folder        = f;
  return LQ_OK;
}

// The folder that the final one lies in; to be freed.
static char* parent_of(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? strndup(path, (size_t)(slash - path) + (slash == path)) : strdup(".");
}

static lq_status begin(lq_folder* const f, lq_error* const error)
{
  LQ_TRY(check_place(f, error));
  char* const parent = parent_of(f->path);
  lq_status   st     = parent ? lq_make_folder(parent, error) : LQ_ERR_MEMORY;
  st                 = st ? st : lq_hidden_make(&f->hidden, parent, f->path, error);
  free(parent);
  return st;
}

lq_status lq_folder_may(const char* const path, const bool force, const lq_ours ours,
                        lq_error* const error)
{
  lq_folder* f = NULL;
  LQ_TRY(folder_new(&f, path, force, error));
  f->ours            = ours;
  const lq_status st = check_place(f, error);
  lq_folder_abandon(f);
  return st;
}

static lq_status keep(lq_folder** const folder, lq_folder* const f, const lq_status st)
{
  if (st) {
    lq_folder_abandon(f);
    return st;
  }
  *folder = f;
  return LQ_OK;
}

lq_status lq_folder_open(lq_folder** const folder, const char* const path, const bool force,
                         const lq_ours ours, lq_error* const error)
{
  lq_folder* f = NULL;
  LQ_TRY(folder_new(&f, path, force, error));
  f->ours = ours;
  return keep(folder, f, begin(f, error));
}

lq_status lq_folder_join(lq_folder** const folder, const char* const path, const bool force,
                         lq_error* const error)
{
  lq_folder* f = NULL;
  LQ_TRY(folder_new(&f, path, force, error));
  f->joins = true;
  return keep(folder, f, lq_hidden_make(&f->hidden, f->path, f->path, error));
}

static void sync_folder(const char* const path)
{
  const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0) {
    (void)fsync(fd); // some file systems cannot
    (void)close(fd);
  }
}

static void sync_all(const char* const folder)
{
  lq_pool* pool = NULL;
  lq_tree  tree = {0};
  if (!lq_pool_new(&pool) && !lq_tree_list(&tree, pool, folder, NULL)) {
    for (size_t i = 0; i < tree.n; ++i) {
      char* const path = tree.entries[i].kind == LQ_TREE_FOLDER
                             ? lq_pool_format(pool, "%s/%s", folder, tree.entries[i].path)
                             : NULL;
      if (path) {
        sync_folder(path);
      }
    }
  }
  lq_pool_free(pool);
  sync_folder(folder);
}

// An older folder and the new one change places in one step; what is then under the hidden name
// goes, unless something came into it meanwhile: then they change back.
static lq_status exchange(lq_folder* const f, lq_error* const error)
{
  const int old = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (old >= 0) {
    (void)flock(old, LOCK_EX | LOCK_NB); // it gets the hidden name, where sweeps look
  }
  lq_status st = LQ_OK;
  if (renameat2(AT_FDCWD, f->hidden.path, AT_FDCWD, f->path, RENAME_EXCHANGE)) {
    st = lq_fail_file(error, LQ_ERR_WRITE, f->path, "Finishing '%s' failed: %s.", f->path,
                      lq_reason(errno));
  } else if ((st = check_tree(f, f->hidden.path, error))) {
    (void)renameat2(AT_FDCWD, f->hidden.path, AT_FDCWD, f->path, RENAME_EXCHANGE);
  } else {
    lq_tree_remove(f->hidden.path);
  }
  if (old >= 0) {
    (void)close(old);
  }
  return st;
}

// Onto a free name, or an empty folder, a plain rename does.
static lq_status publish(lq_folder* const f, lq_error* const error)
{
  LQ_TRY(check_place(f, error));
  if (!rename(f->hidden.path, f->path)) {
    return LQ_OK;
  }
  const bool is_full = errno == EEXIST || errno == ENOTEMPTY;
  return is_full && f->force ? exchange(f, error)
         : is_full           ? taken(f, error)
                   : lq_fail_file(error, LQ_ERR_WRITE, f->path, "Finishing '%s' failed: %s.",
                                  f->path, lq_reason(errno));
}

lq_status lq_folder_commit(lq_folder* const folder, lq_error* const error)
{
  lq_folder* const f = folder;
  sync_all(f->hidden.path);
  const lq_status st =
      f->joins ? lq_join(f->hidden.path, f->path, f->force, error) : publish(f, error);
  if (st || f->joins) { // joined, it holds what was replaced
    lq_folder_abandon(f);
    return st;
  }
  char* const parent = parent_of(f->path);
  if (parent) {
    sync_folder(parent);
  }
  free(parent);
  release(f);
  return LQ_OK;
}
