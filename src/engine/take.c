// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/take.h"

#include "base/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

// The file is a row of blocks, in each a channel behind the other: what a render asks for at once
// is one call, and no sample is moved twice.
enum { BLOCK = LQ_MAX_FRAMES, BATCH = 16 };

struct lq_take {
  int      fd;
  double   rate_hz;
  unsigned n_channels;
  uint64_t n_frames;
  size_t   n_waiting; ///< frames of the batch that are not in the file yet
  char*    name;
  float    batch[]; ///< [BATCH][n_channels][BLOCK]
};

void lq_take_free(lq_take* const take)
{
  if (take) {
    if (take->fd >= 0) {
      (void)close(take->fd);
    }
    free(take->name);
    free(take);
  }
}

static int open_nameless(const char* const folder)
{
  const int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
  if (fd >= 0) {
    return fd;
  }
  char* path  = NULL;
  int   named = -1;
  if (asprintf(&path, "%s/.lacquer-take-XXXXXX", folder) >= 0) {
    named = mkostemp(path, O_CLOEXEC);
    if (named >= 0) {
      (void)unlink(path);
    }
    free(path);
  }
  return named;
}

static int open_anywhere(const char* const folder)
{
  const char* const own = getenv("TMPDIR");
  int               fd  = folder && *folder ? open_nameless(folder) : -1;
  fd                    = fd < 0 && own && *own ? open_nameless(own) : fd;
  return fd < 0 ? open_nameless("/tmp") : fd;
}

lq_status lq_take_new(lq_take** const take, const char* const folder, const char* const name,
                      const double rate_hz, const unsigned n_channels, lq_error* const error)
{
  const size_t   n = (size_t)BATCH * n_channels * BLOCK;
  lq_take* const t = calloc(1, sizeof *t + n * sizeof *t->batch);
  if (!t) {
    return LQ_ERR_MEMORY;
  }
  t->rate_hz    = rate_hz;
  t->n_channels = n_channels;
  t->name       = strdup(name);
  t->fd         = t->name ? open_anywhere(folder) : -1;
  if (t->fd < 0) {
    const int       why = errno;
    const lq_status st  = t->name
                              ? lq_fail_file(error, LQ_ERR_WRITE, folder,
                                             "there is no place to keep the sound between two "
                                              "steps, neither beside what is to be written nor in "
                                              "TMPDIR: %s.",
                                             lq_reason(why))
                              : LQ_ERR_MEMORY;
    lq_take_free(t);
    return st;
  }
  *take = t;
  return LQ_OK;
}

static lq_status flush(lq_take* const t, lq_error* const error)
{
  const size_t      n_blocks = (t->n_waiting + BLOCK - 1) / BLOCK;
  const char* const from     = (const char*)t->batch;
  const size_t      n_bytes  = n_blocks * t->n_channels * BLOCK * sizeof *t->batch;
  for (size_t done = 0; done < n_bytes;) {
    const ssize_t got = write(t->fd, from + done, n_bytes - done);
    if (got <= 0 && !(got < 0 && errno == EINTR)) {
      return lq_fail_file(error, LQ_ERR_WRITE, t->name,
                          "the sound of '%s' cannot be kept between two steps: %s; it takes %zu MB "
                          "a minute for a while.",
                          t->name, lq_reason(got ? errno : ENOSPC),
                          (size_t)(60 * t->rate_hz * t->n_channels * sizeof(float) / 1e6) + 1);
    }
    done += got > 0 ? (size_t)got : 0;
  }
  t->n_waiting = 0;
  return LQ_OK;
}

static lq_status take_write(void* const user, const float* const* const x, const size_t n_frames,
                            lq_error* const error)
{
  lq_take* const t = user;
  for (size_t done = 0, n; done < n_frames; done += n) {
    const size_t in = t->n_waiting % BLOCK;
    n               = n_frames - done < BLOCK - in ? n_frames - done : BLOCK - in;
    float* const to = t->batch + t->n_waiting / BLOCK * BLOCK * t->n_channels + in;
    for (unsigned c = 0; c < t->n_channels; ++c) {
      memcpy(to + (size_t)c * BLOCK, x[c] + done, n * sizeof(float));
    }
    t->n_waiting += n;
    if (t->n_waiting == (size_t)BATCH * BLOCK) {
      LQ_TRY(flush(t, error));
    }
  }
  t->n_frames += n_frames;
  return LQ_OK;
}

lq_sink lq_take_sink(lq_take* const take)
{
  return (lq_sink){.write = take_write, .user = take};
}

lq_status lq_take_end(lq_take* const take, lq_error* const error)
{
  return flush(take, error);
}

const char* lq_take_name(const lq_take* const take)
{
  return take->name;
}

double lq_take_rate_hz(const lq_take* const take)
{
  return take->rate_hz;
}

unsigned lq_take_channels(const lq_take* const take)
{
  return take->n_channels;
}

uint64_t lq_take_frames(const lq_take* const take)
{
  return take->n_frames;
}

// What lies in one block, in one call for both channels where it is all of it.
static bool read_part(const lq_take* const t, const uint64_t frame, float* const* const x,
                      const size_t offset, const size_t n)
{
  const uint64_t block = frame / BLOCK, in = frame % BLOCK;
  const off_t    at   = (off_t)(block * t->n_channels * BLOCK * sizeof(float));
  const ssize_t  want = (ssize_t)(n * sizeof(float));
  if (n == BLOCK) {
    struct iovec to[LQ_MAX_CHANNELS];
    for (unsigned c = 0; c < t->n_channels; ++c) {
      to[c] = (struct iovec){.iov_base = x[c] + offset, .iov_len = (size_t)want};
    }
    if (preadv(t->fd, to, (int)t->n_channels, at) == want * (ssize_t)t->n_channels) {
      return true;
    }
  }
  for (unsigned c = 0; c < t->n_channels; ++c) {
    const off_t own  = at + (off_t)((c * BLOCK + in) * sizeof(float));
    char* const to   = (char*)(x[c] + offset);
    ssize_t     done = 0;
    while (done < want) {
      const ssize_t got = pread(t->fd, to + done, (size_t)(want - done), own + done);
      if (got <= 0 && !(got < 0 && errno == EINTR)) {
        errno = got ? errno : EIO;
        return false;
      }
      done += got > 0 ? got : 0;
    }
  }
  return true;
}

lq_status lq_take_read(const lq_take* const take, const uint64_t frame, float* const* const x,
                       const size_t n_frames, lq_error* const error)
{
  for (size_t done = 0, n; done < n_frames; done += n) {
    const size_t room = BLOCK - (size_t)((frame + done) % BLOCK);
    n                 = n_frames - done < room ? n_frames - done : room;
    if (!read_part(take, frame + done, x, done, n)) {
      return lq_fail_file(error, LQ_ERR_READ, take->name,
                          "the sound of '%s' that was kept between two steps cannot be read: %s.",
                          take->name, lq_reason(errno));
    }
  }
  return LQ_OK;
}
