// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/tree.h"

#include "base/reason.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_DEEP = 64 };

typedef struct {
  lq_pool*       pool;
  const char*    folder;
  lq_tree_entry* entries;
  size_t         n, room;
  lq_error*      error;
} listing;

static lq_status list_folder(listing* l, int parent, const char* name, const char* path,
                             unsigned depth);

static lq_status cannot_read(const listing* const l, const char* const path, const int why)
{
  return lq_fail_file(l->error, LQ_ERR_READ, l->folder, "The folder '%s%s%s' cannot be read: %s.",
                      l->folder, *path ? "/" : "", path, lq_reason(why));
}

static lq_status push(listing* const l, const char* const path, const lq_tree_kind kind)
{
  if (l->n == l->room) {
    const size_t         room    = 2 * l->room + 64;
    lq_tree_entry* const entries = realloc(l->entries, room * sizeof *entries);
    if (!entries) {
      return LQ_ERR_MEMORY;
    }
    l->entries = entries;
    l->room    = room;
  }
  l->entries[l->n++] = (lq_tree_entry){.path = path, .kind = kind};
  return LQ_OK;
}

static lq_status add(listing* const l, const int dir, const char* const name,
                     const char* const within, const unsigned depth)
{
  const char* const path =
      *within ? lq_pool_format(l->pool, "%s/%s", within, name) : lq_pool_copy(l->pool, name);
  struct stat info;
  if (!path) {
    return LQ_ERR_MEMORY;
  }
  if (fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW)) {
    return errno == ENOENT ? LQ_OK : cannot_read(l, path, errno); // it went meanwhile
  }
  const lq_tree_kind kind = S_ISREG(info.st_mode)   ? LQ_TREE_FILE
                            : S_ISDIR(info.st_mode) ? LQ_TREE_FOLDER
                                                    : LQ_TREE_OTHER;
  LQ_TRY(push(l, path, kind));
  const size_t at = l->n - 1;
  if (kind == LQ_TREE_FOLDER) {
    LQ_TRY(list_folder(l, dir, name, path, depth + 1));
    l->entries[at].is_empty = l->n == at + 1;
  }
  return LQ_OK;
}

static lq_status list_folder(listing* const l, const int parent, const char* const name,
                             const char* const path, const unsigned depth)
{
  if (depth > MOST_DEEP) {
    return lq_fail_file(l->error, LQ_ERR_LIMIT, l->folder,
                        "'%s' holds more than %d folders in each other.", l->folder, MOST_DEEP);
  }
  const int  fd  = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  DIR* const dir = fd < 0 ? NULL : fdopendir(fd);
  if (!dir) {
    const int why = errno;
    if (fd >= 0) {
      (void)close(fd);
    }
    return cannot_read(l, path, why);
  }
  lq_status st = LQ_OK;
  for (const struct dirent* e; !st && (e = readdir(dir));) {
    if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
      st = add(l, fd, e->d_name, path, depth);
    }
  }
  (void)closedir(dir);
  return st;
}

static int by_path(const void* const a, const void* const b)
{
  return strcmp(((const lq_tree_entry*)a)->path, ((const lq_tree_entry*)b)->path);
}

lq_status lq_tree_list(lq_tree* const tree, lq_pool* const pool, const char* const folder,
                       lq_error* const error)
{
  listing     l    = {.pool = pool, .folder = folder, .error = error};
  char* const real = realpath(folder, NULL); // the folder itself may be a link
  lq_status   st   = real ? list_folder(&l, AT_FDCWD, real, "", 0) : cannot_read(&l, "", errno);
  free(real);
  lq_tree_entry* const kept = st ? NULL : LQ_POOL_TAKE(pool, lq_tree_entry, l.n + 1);
  st                        = st ? st : kept ? LQ_OK : LQ_ERR_MEMORY;
  if (!st && l.n) {
    qsort(l.entries, l.n, sizeof *l.entries, by_path);
    memcpy(kept, l.entries, l.n * sizeof *kept);
  }
  free(l.entries);
  if (!st) {
    *tree = (lq_tree){.entries = kept, .n = l.n};
  }
  return st;
}

void lq_tree_remove(const char* const folder)
{
  lq_pool*  pool = NULL;
  lq_tree   tree = {0};
  const int fd   = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (fd >= 0 && !lq_pool_new(&pool) && !lq_tree_list(&tree, pool, folder, NULL)) {
    for (size_t i = tree.n; i-- > 0;) { // what lies in a folder before the folder
      (void)unlinkat(fd, tree.entries[i].path,
                     tree.entries[i].kind == LQ_TREE_FOLDER ? AT_REMOVEDIR : 0);
    }
  }
  if (fd >= 0) {
    (void)close(fd);
  }
  lq_pool_free(pool);
  (void)rmdir(folder);
}
