// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/yaml.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Up to one byte more than a plan may have, so that the parser sees that it is too large.
static lq_status read_all(const int fd, const char* const path, char* const text,
                          size_t* const n_bytes, lq_error* const error)
{
  size_t n = 0;
  while (n <= LQ_YAML_MAX_BYTES) {
    const ssize_t got = read(fd, text + n, LQ_YAML_MAX_BYTES + 1 - n);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return lq_fail_file(error, LQ_ERR_READ, path, "it cannot be read: %s.", strerror(errno));
    }
    if (!got) {
      break;
    }
    n += (size_t)got;
  }
  *n_bytes = n;
  return LQ_OK;
}

lq_status lq_yaml_read(lq_node** const root, lq_pool* const pool, const char* const path,
                       lq_error* const error)
{
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return errno == ENOENT || errno == ENOTDIR
               ? lq_fail_file(error, LQ_ERR_NOT_FOUND, path, "there is no such file.")
               : lq_fail_file(error, LQ_ERR_READ, path, "it cannot be opened: %s.",
                              strerror(errno));
  }
  struct stat is;
  const bool  folder  = !fstat(fd, &is) && S_ISDIR(is.st_mode);
  char* const text    = folder ? NULL : malloc(LQ_YAML_MAX_BYTES + 1);
  size_t      n_bytes = 0;
  lq_status   st      = LQ_OK;
  if (folder) {
    st = lq_fail_file(error, LQ_ERR_READ, path, "this is a folder; expected a YAML file.");
  } else if (!text) {
    st = lq_fail_file(error, LQ_ERR_MEMORY, path, "there is no memory left to read it.");
  } else {
    st = read_all(fd, path, text, &n_bytes, error);
  }
  if (!st) {
    st = lq_yaml_parse(root, pool, text, n_bytes, path, error);
  }
  free(text);
  (void)close(fd);
  return st;
}
