// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/text_file.h"

#include "base/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

// O_NONBLOCK: a FIFO that takes the name meanwhile must not hang us.
static int open_plain(const char* const path, struct stat* const info)
{
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd >= 0 && (fstat(fd, info) || !S_ISREG(info->st_mode))) {
    (void)close(fd);
    errno = EINVAL;
    return -1;
  }
  return fd;
}

static ssize_t read_all(const int fd, char* const bytes, const size_t n)
{
  size_t done = 0;
  while (done < n) {
    const ssize_t got = read(fd, bytes + done, n - done);
    if (got < 0 && errno != EINTR) {
      return -1;
    }
    if (!got) {
      break;
    }
    done += got > 0 ? (size_t)got : 0;
  }
  return (ssize_t)done;
}

lq_status lq_text_file_read(lq_text_bytes* const bytes, lq_pool* const pool, const char* const path,
                            lq_error* const error)
{
  struct stat info;
  const int   fd = open_plain(path, &info);
  if (fd < 0) {
    return lq_fail_file(error, LQ_ERR_READ, path, "'%s' cannot be read: %s.", path,
                        lq_reason(errno));
  }
  const bool  small = info.st_size >= 0 && info.st_size <= LQ_TEXT_FILE_MOST;
  char* const text  = small ? LQ_POOL_TAKE(pool, char, (size_t)info.st_size + 1) : NULL;
  const long  n     = text ? read_all(fd, text, (size_t)info.st_size) : 0;
  const int   why   = errno;
  (void)close(fd);
  if (!small) {
    return lq_fail_file(error, LQ_ERR_LIMIT, path, "'%s' has %lld bytes; at most %d are read.",
                        path, (long long)info.st_size, LQ_TEXT_FILE_MOST);
  }
  if (n < 0) {
    return lq_fail_file(error, LQ_ERR_READ, path, "'%s' cannot be read: %s.", path, lq_reason(why));
  }
  *bytes = (lq_text_bytes){.text = text, .n = (size_t)n};
  return text ? LQ_OK : LQ_ERR_MEMORY;
}

long lq_file_head(const char* const path, void* const bytes, const size_t n)
{
  struct stat info;
  const int   fd = open_plain(path, &info);
  if (fd < 0) {
    return -1;
  }
  const long got = read_all(fd, bytes, n);
  (void)close(fd);
  return got;
}
