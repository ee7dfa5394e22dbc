// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hidden.h"

#include "base/reason.h"
#include "base/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX ".lacquer-"
enum { N_DIGITS = 16 };

static bool is_name(const char* const name)
{
  const size_t n = sizeof PREFIX - 1;
  return !strncmp(name, PREFIX, n) && strspn(name + n, "0123456789abcdef") == N_DIGITS &&
         !name[n + N_DIGITS];
}

static bool is_locked(const int fd)
{
  return !flock(fd, LOCK_EX | LOCK_NB);
}

// Hidden folders whose owners are gone.
static void sweep(const char* const parent)
{
  DIR* const dir = opendir(parent);
  for (const struct dirent* e; dir && (e = readdir(dir));) {
    if (!is_name(e->d_name)) {
      continue;
    }
    const int fd   = openat(dirfd(dir), e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    char*     path = NULL;
    if (fd >= 0 && is_locked(fd) && asprintf(&path, "%s/%s", parent, e->d_name) >= 0) {
      lq_tree_remove(path);
      free(path);
    }
    if (fd >= 0) {
      (void)close(fd);
    }
  }
  if (dir) {
    (void)closedir(dir);
  }
}

// Somebody else's sweep may have found it before the lock.
static bool is_there(const char* const path, const int fd)
{
  struct stat a, b;
  return !fstat(fd, &a) && !lstat(path, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int make_one(lq_hidden* const hidden, const char* const parent)
{
  uint64_t word = 0;
  char*    path = NULL;
  if (getrandom(&word, sizeof word, 0) != (ssize_t)sizeof word ||
      asprintf(&path, "%s/" PREFIX "%016llx", parent, (unsigned long long)word) < 0) {
    return ENOMEM;
  }
  if (mkdir(path, 0777)) {
    const int why = errno;
    free(path);
    return why;
  }
  const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0 && is_locked(fd) && !is_there(path, fd)) {
    (void)close(fd);
    free(path);
    return EEXIST;
  }
  *hidden = (lq_hidden){.path = path, .lock = fd};
  return 0;
}

lq_status lq_hidden_make(lq_hidden* const hidden, const char* const parent, const char* const shown,
                         lq_error* const error)
{
  int why = EEXIST;
  sweep(parent);
  for (int i = 0; why == EEXIST && i < 16; ++i) {
    why = make_one(hidden, parent);
  }
  return why ? lq_fail_file(error, LQ_ERR_WRITE, shown, "The folder '%s' cannot be made: %s.",
                            shown, lq_reason(why))
             : LQ_OK;
}

void lq_hidden_remove(lq_hidden* const hidden)
{
  if (hidden->path) {
    lq_tree_remove(hidden->path);
  }
  lq_hidden_release(hidden);
}

void lq_hidden_release(lq_hidden* const hidden)
{
  if (hidden->path && hidden->lock >= 0) {
    (void)close(hidden->lock);
  }
  free(hidden->path);
  *hidden = (lq_hidden){.lock = -1};
}
