// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/output.h"

#include "base/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEMPORARY_SIZE = 32 };

struct lq_output {
  int   fd;
  int   folder;                    ///< -1: written in place
  char  temporary[TEMPORARY_SIZE]; ///< name inside the folder; empty while the file has none
  bool  force;
  char* name;   ///< final name inside the folder
  char  path[]; ///< as the caller gave it, for messages
};

static void release(lq_output* const o)
{
  if (o->fd >= 0) {
    (void)close(o->fd);
  }
  if (o->folder >= 0) {
    (void)close(o->folder);
  }
  free(o->name);
  free(o);
}

void lq_output_abandon(lq_output* const output)
{
  if (output) {
    if (output->temporary[0]) {
      (void)unlinkat(output->folder, output->temporary, 0);
    }
    release(output);
  }
}

int lq_output_fd(const lq_output* const output)
{
  return output->fd;
}

bool lq_output_in_place(const lq_output* const output)
{
  return output->folder < 0;
}

lq_status lq_output_unnamed(const lq_output* const o, char* const path, const size_t size,
                            lq_error* const error)
{
  const char* const slash = strrchr(o->path, '/');
  const int         n     = o->temporary[0] && !lq_output_in_place(o)
                                ? snprintf(path, size, "%.*s%s", slash ? (int)(slash - o->path + 1) : 0,
                                           o->path, o->temporary)
                                : snprintf(path, size, "/proc/self/fd/%d", o->fd);
  if (n < 0 || (size_t)n >= size) {
    return lq_fail_file(error, LQ_ERR_LIMIT, o->path, "'%s' is too long a name.", o->path);
  }
  return LQ_OK;
}

static bool set_temporary_name(lq_output* const o)
{
  uint64_t word = 0;
  if (getrandom(&word, sizeof word, 0) != (ssize_t)sizeof word) {
    return false;
  }
  (void)snprintf(o->temporary, sizeof o->temporary, ".lacquer-%016llx", (unsigned long long)word);
  return true;
}

// Where a chain of links ends, whether or not anything is there: the link stays a link and the file
// that it names is replaced. Links under /proc (what /dev/stdout is) name open descriptors, not
// places. On success *target is to be freed.
static int follow(const char* const path, char** const target, bool* const in_place)
{
  enum { MAX_LINKS = 40 }; // as many as Linux follows
  char* at = strdup(path);
  for (int i = 0; at && i < MAX_LINKS; ++i) {
    struct stat info;
    if (!strncmp(at, "/proc/", 6) || !strncmp(at, "/dev/fd/", 8)) {
      *in_place = true;
    }
    if (*in_place || lstat(at, &info) || !S_ISLNK(info.st_mode)) {
      *target = at;
      return 0;
    }
    char          next[PATH_MAX];
    const ssize_t n = readlink(at, next, sizeof next - 1);
    if (n < 0) {
      const int why = errno;
      free(at);
      return why;
    }
    next[n]               = '\0';
    const char* const end = strrchr(at, '/');
    char*             to  = NULL;
    if (next[0] == '/' || !end) {
      to = strdup(next);
    } else if (asprintf(&to, "%.*s%s", (int)(end - at + 1), at, next) < 0) {
      to = NULL;
    }
    free(at);
    at = to;
  }
  const int why = at ? ELOOP : ENOMEM;
  free(at);
  return why;
}

static lq_status open_in_place(lq_output* const o, lq_error* const error)
{
  o->fd = strcmp(o->path, "-") ? open(o->path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
                               : fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
  if (o->fd < 0) {
    return lq_fail_file(error, LQ_ERR_WRITE, o->path, "'%s' cannot be written: %s.", o->path,
                        lq_reason(errno));
  }
  return LQ_OK;
}

static lq_status open_temporary(lq_output* const o, lq_error* const error)
{
  // Without a name there is nothing to leave behind; it gets one through /proc when it is complete.
  o->fd = access("/proc/self/fd", X_OK)
              ? -1
              : openat(o->folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  for (int i = 0; o->fd < 0 && i < 16; ++i) {
    if (!set_temporary_name(o)) {
      o->temporary[0] = '\0';
      break;
    }
    o->fd = openat(o->folder, o->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (o->fd < 0) {
      o->temporary[0] = '\0';
      if (errno != EEXIST) {
        break;
      }
    }
  }
  if (o->fd < 0) {
    return lq_fail_file(error, LQ_ERR_WRITE, o->path, "'%s' cannot be written: %s.", o->path,
                        lq_reason(errno));
  }
  return LQ_OK;
}

static lq_status exists(const char* const path, lq_error* const error)
{
  return lq_fail_file(error, LQ_ERR_EXISTS, path,
                      "'%s' is there already; choose another name, or --force to replace it.",
                      path);
}

static lq_status open_folder(lq_output* const o, const char* const target, lq_error* const error)
{
  const char* const end = strrchr(target, '/');
  char* const       folder =
      end ? strndup(target, (size_t)(end - target + (end == target))) : strdup(".");
  o->name = strdup(end ? end + 1 : target);
  if (!folder || !o->name) {
    free(folder);
    return lq_fail_file(error, LQ_ERR_MEMORY, o->path, "No memory for '%s'.", o->path);
  }
  lq_status status = LQ_OK;
  o->folder        = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (o->folder < 0 && (errno == ENOENT || errno == ENOTDIR)) {
    status = lq_fail_file(error, LQ_ERR_WRITE, o->path,
                          "'%s' cannot be written: there is no folder '%s'; make it first.",
                          o->path, folder);
  } else if (o->folder < 0) {
    status = lq_fail_file(error, LQ_ERR_WRITE, o->path, "'%s' cannot be written: %s.", o->path,
                          lq_reason(errno));
  }
  free(folder);
  return status;
}

static lq_status open_beside(lq_output* const o, const char* const target, lq_error* const error)
{
  LQ_TRY(open_folder(o, target, error));
  struct stat info;
  if (!fstatat(o->folder, o->name, &info, AT_SYMLINK_NOFOLLOW)) {
    if (!o->force) {
      return exists(o->path, error);
    }
    // Replacing by rename would ignore that the file is protected.
    if (faccessat(o->folder, o->name, W_OK, AT_EACCESS)) {
      return lq_fail_file(error, LQ_ERR_WRITE, o->path, "'%s' cannot be replaced: %s.", o->path,
                          lq_reason(errno));
    }
  }
  return open_temporary(o, error);
}

static lq_status begin(lq_output* const o, lq_error* const error)
{
  const char* const path = o->path;
  struct stat       info;
  const bool        there = !stat(path, &info);
  const size_t      n     = strlen(path);
  if (!strcmp(path, "-") || (there && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode))) {
    return open_in_place(o, error);
  }
  if (!n) {
    return lq_fail_file(error, LQ_ERR_WRITE, path, "A file needs a name; found none.");
  }
  if (path[n - 1] == '/' || (there && S_ISDIR(info.st_mode))) {
    return lq_fail_file(error, LQ_ERR_WRITE, path,
                        "'%s' is a folder; expected the name of a file to write.", path);
  }
  char*     target   = NULL;
  bool      in_place = false;
  const int why      = follow(path, &target, &in_place);
  if (why) {
    return lq_fail_file(error, why == ENOMEM ? LQ_ERR_MEMORY : LQ_ERR_WRITE, path,
                        "'%s' cannot be written: %s.", path, lq_reason(why));
  }
  const lq_status status = in_place ? open_in_place(o, error) : open_beside(o, target, error);
  free(target);
  return status;
}

lq_status lq_output_open(lq_output** const output, const char* const path, const bool force,
                         lq_error* const error)
{
  const size_t     n = strlen(path) + 1;
  lq_output* const o = calloc(1, sizeof *o + n);
  if (!o) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "No memory for '%s'.", path);
  }
  o->fd = o->folder = -1;
  o->force          = force;
  memcpy(o->path, path, n);
  const lq_status status = begin(o, error);
  if (status) {
    lq_output_abandon(o);
    return status;
  }
  *output = o;
  return LQ_OK;
}

lq_status lq_output_write(lq_output* const output, const void* const data, const size_t n_bytes,
                          lq_error* const error)
{
  const char* from = data;
  size_t      left = n_bytes;
  while (left) {
    const ssize_t n = write(output->fd, from, left);
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n <= 0) {
      return lq_fail_file(error, LQ_ERR_WRITE, output->path, "Writing '%s' failed: %s.",
                          output->path, lq_reason(n ? errno : ENOSPC));
    }
    from += n;
    left -= (size_t)n;
  }
  return LQ_OK;
}

// Gives the nameless file a name that is free; EEXIST is an answer, not a failure.
static int name_it(const lq_output* const o, const char* const name)
{
  char from[64];
  (void)snprintf(from, sizeof from, "/proc/self/fd/%d", o->fd);
  return linkat(AT_FDCWD, from, o->folder, name, AT_SYMLINK_FOLLOW) ? errno : 0;
}

static int name_temporarily(lq_output* const o)
{
  int why = EEXIST;
  for (int i = 0; why == EEXIST && i < 16; ++i) {
    why = set_temporary_name(o) ? name_it(o, o->temporary) : EIO;
  }
  if (why) {
    o->temporary[0] = '\0';
  }
  return why;
}

// Each way ends in one atomic step of the file system: a link that fails when the name is taken, or
// a rename that replaces.
static int publish(lq_output* const o)
{
  if (!o->temporary[0]) {
    const int why = name_it(o, o->name);
    if (why != EEXIST || !o->force) {
      return why;
    }
    const int in_the_way = name_temporarily(o);
    if (in_the_way) {
      return in_the_way;
    }
  } else if (!o->force) {
    if (linkat(o->folder, o->temporary, o->folder, o->name, 0)) {
      // Disks without links (FAT): the name was free when we began.
      if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) {
        return errno;
      }
    } else {
      (void)unlinkat(o->folder, o->temporary, 0);
      o->temporary[0] = '\0';
      return 0;
    }
  }
  if (renameat(o->folder, o->temporary, o->folder, o->name)) {
    return errno;
  }
  o->temporary[0] = '\0';
  return 0;
}

static bool cannot_sync(const int why) // pipes, terminals, some network disks
{
  return why == EINVAL || why == ENOTSUP || why == EROFS;
}

lq_status lq_output_commit(lq_output* const output, lq_error* const error)
{
  lq_output* const o   = output;
  int              why = 0;
  if (fsync(o->fd) && !cannot_sync(errno)) {
    why = errno;
  }
  if (!why && o->folder >= 0) {
    why = publish(o);
  }
  if (close(o->fd) && !why && errno != EINTR) {
    why = errno;
  }
  o->fd = -1;
  if (!why && o->folder >= 0 && fsync(o->folder) && !cannot_sync(errno)) {
    why = errno;
  }
  lq_status status = LQ_OK;
  if (why == EEXIST) {
    status = exists(o->path, error);
  } else if (why) {
    status = lq_fail_file(error, LQ_ERR_WRITE, o->path, "Finishing '%s' failed: %s.", o->path,
                          lq_reason(why));
  }
  lq_output_abandon(o);
  return status;
}

lq_status lq_output_text(const char* const path, const char* const text, const size_t n,
                         const bool force, lq_error* const error)
{
  lq_output* output = NULL;
  LQ_TRY(lq_output_open(&output, path, force, error));
  const lq_status status = lq_output_write(output, text, n, error);
  if (status) {
    lq_output_abandon(output);
    return status;
  }
  return lq_output_commit(output, error);
}
