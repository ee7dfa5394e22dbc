// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/tag_source.h"

#include "audio/comments.h"
#include "base/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

lq_status lq_tag_damaged(const lq_tag_source* const s, const uint64_t at, const char* const format,
                         ...)
{
  char    what[512];
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(what, sizeof what, format, arguments);
  va_end(arguments);
  return lq_fail_file(s->error, LQ_ERR_FORMAT, s->path, "'%s' is damaged at byte %llu: %s.",
                      s->path, (unsigned long long)at, what);
}

lq_status lq_tag_memory(const lq_tag_source* const s)
{
  return lq_fail_file(s->error, LQ_ERR_MEMORY, s->path, "No memory for the tags of '%s'.", s->path);
}

lq_status lq_tag_peek(const lq_tag_source* const s, const uint64_t at, void* const to,
                      const size_t n, size_t* const n_read)
{
  size_t done = 0;
  while (done < n && at + done < s->n_bytes) {
    const ssize_t got = pread(s->fd, (char*)to + done, n - done, (off_t)(at + done));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return lq_fail_file(s->error, LQ_ERR_READ, s->path, "Reading '%s' failed: %s.", s->path,
                          lq_reason(errno));
    }
    if (!got) {
      break;
    }
    done += (size_t)got;
  }
  *n_read = done;
  return LQ_OK;
}

lq_status lq_tag_load(const lq_tag_source* const s, const uint64_t at, const uint64_t n,
                      const char* const what, unsigned char** const bytes)
{
  if (n > LQ_TAGS_MOST_BYTES) {
    return lq_tag_damaged(s, at, "%s claims %llu bytes; expected at most %d", what,
                          (unsigned long long)n, LQ_TAGS_MOST_BYTES);
  }
  if (at > s->n_bytes || n > s->n_bytes - at) {
    return lq_tag_damaged(s, at, "%s claims %llu bytes, and the file has %llu more", what,
                          (unsigned long long)n,
                          (unsigned long long)(at < s->n_bytes ? s->n_bytes - at : 0));
  }
  unsigned char* const room = lq_pool_take(s->pool, 1, (size_t)n + 1);
  if (!room) {
    return lq_tag_memory(s);
  }
  size_t got = 0;
  LQ_TRY(lq_tag_peek(s, at, room, (size_t)n, &got));
  if (got < n) {
    return lq_tag_damaged(s, at + got, "the file became shorter while it was read");
  }
  *bytes = room;
  return LQ_OK;
}

static lq_status read_by_kind(const lq_tag_source* const s, lq_tags* const tags)
{
  static const struct {
    const char* magic;
    lq_status (*read)(const lq_tag_source* s, lq_tags* tags);
  } kinds[] = {{"RIFF", lq_tags_of_wav},  {"RF64", lq_tags_of_wav},  {"BW64", lq_tags_of_wav},
               {"FORM", lq_tags_of_aiff}, {"fLaC", lq_tags_of_flac}, {"OggS", lq_tags_of_ogg},
               {"ID3", lq_tags_of_mp3}};
  unsigned char head[4] = {0};
  size_t        n       = 0;
  LQ_TRY(lq_tag_peek(s, 0, head, sizeof head, &n));
  for (size_t i = 0; n && i < sizeof kinds / sizeof *kinds; ++i) {
    if (!memcmp(head, kinds[i].magic, strlen(kinds[i].magic))) {
      return kinds[i].read(s, tags);
    }
  }
  if (n >= 2 && head[0] == 0xFF && (head[1] & 0xE0U) == 0xE0U) { // MPEG audio without a tag
    return LQ_OK;
  }
  return lq_fail_file(s->error, LQ_ERR_FORMAT, s->path,
                      "The tags of '%s' are not read: it is no WAV, RF64, BW64, AIFF, FLAC, MP3, "
                      "Opus or Vorbis file.",
                      s->path);
}

lq_status lq_tags_read(lq_tags* const tags, lq_pool* const pool, const char* const path,
                       lq_error* const error)
{
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); // a FIFO never hangs
  if (fd < 0) {
    return lq_fail_file(error, errno == ENOENT ? LQ_ERR_NOT_FOUND : LQ_ERR_READ, path,
                        "'%s' cannot be read: %s.", path, lq_reason(errno));
  }
  struct stat info;
  lq_status   status;
  lq_tags     found = lq_tags_none();
  if (fstat(fd, &info) || !S_ISREG(info.st_mode)) {
    status = lq_fail_file(error, LQ_ERR_FORMAT, path, "'%s' is not a plain file.", path);
  } else {
    const lq_tag_source s = {
        .fd = fd, .n_bytes = (uint64_t)info.st_size, .path = path, .pool = pool, .error = error};
    status = read_by_kind(&s, &found);
  }
  (void)close(fd);
  if (!status) {
    *tags = found;
  }
  return status;
}
