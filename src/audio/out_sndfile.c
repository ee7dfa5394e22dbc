// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// CAF and W64 through libsndfile, from integers that were dithered before.
#include "audio/in.h"
#include "audio/out_writer.h"
#include "base/reason.h"

#include <errno.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  lq_out_job* job;
  SNDFILE*    file;
  int         io_error; ///< first errno met below libsndfile
  int32_t     block[];  ///< [LQ_OUT_BLOCK_FRAMES * n_channels] interleaved
} writer;

// libsndfile writes through these, so that no failed write goes unseen: it ignores those of the
// final header.

static int fd_of(const writer* const w)
{
  return lq_output_fd(w->job->output);
}

static sf_count_t io_length(void* const user)
{
  struct stat info;
  return fstat(fd_of(user), &info) ? -1 : (sf_count_t)info.st_size;
}

static sf_count_t io_seek(const sf_count_t offset, const int whence, void* const user)
{
  return lseek(fd_of(user), offset, whence);
}

static sf_count_t io_read(void* const to, const sf_count_t n, void* const user)
{
  return read(fd_of(user), to, (size_t)n);
}

static sf_count_t io_write(const void* const from, const sf_count_t n, void* const user)
{
  writer* const w    = user;
  sf_count_t    done = 0;
  while (done < n && !w->io_error) {
    const ssize_t got = write(fd_of(w), (const char*)from + done, (size_t)(n - done));
    if (got < 0 && errno != EINTR) {
      w->io_error = errno;
    } else if (!got) {
      w->io_error = ENOSPC;
    }
    done += got > 0 ? got : 0;
  }
  return done;
}

static sf_count_t io_tell(void* const user)
{
  return io_seek(0, SEEK_CUR, user);
}

static lq_status failed(const writer* const w, const char* const why, lq_error* const error)
{
  return lq_out_failed(w->job, w->io_error ? lq_reason(w->io_error) : why, error);
}

static lq_status begin(void** const self, const int container, lq_out_job* const job,
                       lq_error* const error)
{
  static SF_VIRTUAL_IO io = {.get_filelen = io_length,
                             .seek        = io_seek,
                             .read        = io_read,
                             .write       = io_write,
                             .tell        = io_tell};
  writer* const        w =
      calloc(1, sizeof *w + LQ_OUT_BLOCK_FRAMES * (size_t)job->spec.n_channels * sizeof *w->block);
  if (!w) {
    return lq_out_no_memory(job, error);
  }
  *self           = w;
  w->job          = job;
  const int codec = job->spec.bits == 16   ? SF_FORMAT_PCM_16
                    : job->spec.bits == 24 ? SF_FORMAT_PCM_24
                                           : SF_FORMAT_FLOAT;
  SF_INFO   info  = {.samplerate = (int)job->spec.rate_hz,
                     .channels   = (int)job->spec.n_channels,
                     .format     = container | codec};
  w->file         = sf_open_virtual(&io, SFM_WRITE, &info, w);
  if (!w->file) {
    return failed(w, "this kind of file cannot hold this sound; choose .wav", error);
  }
  // The PEAK chunk holds the time of day; without it the same audio is the same bytes.
  (void)sf_command(w->file, SFC_SET_ADD_PEAK_CHUNK, NULL, SF_FALSE);
  return LQ_OK;
}

static lq_status caf_open(void** const self, lq_out_job* const job, lq_error* const error)
{
  return begin(self, SF_FORMAT_CAF, job, error);
}

static lq_status w64_open(void** const self, lq_out_job* const job, lq_error* const error)
{
  return begin(self, SF_FORMAT_W64, job, error);
}

static lq_status write_ints(void* const self, const int32_t* const* const x, const size_t n,
                            lq_error* const error)
{
  writer* const  w          = self;
  const unsigned n_channels = w->job->spec.n_channels, bits = w->job->spec.bits;
  for (unsigned c = 0; c < n_channels; ++c) { // integers are left-justified; floats are floats
    for (size_t i = 0; i < n; ++i) {
      w->block[i * n_channels + c] = (int32_t)((uint32_t)x[c][i] << (32U - bits));
    }
  }
  const sf_count_t got = bits < 32
                             ? sf_writef_int(w->file, w->block, (sf_count_t)n)
                             : sf_writef_float(w->file, (const float*)w->block, (sf_count_t)n);
  return got == (sf_count_t)n && !w->io_error
             ? LQ_OK
             : failed(w, "the encoder took only a part of the sound", error);
}

static lq_status finish(void* const self, lq_error* const error)
{
  writer* const  w    = self;
  SNDFILE* const file = w->file;
  w->file             = NULL;
  const int bad       = sf_close(file);
  return bad || w->io_error ? failed(w, "the encoder could not finish it", error) : LQ_OK;
}

static void release(void* const self)
{
  writer* const w = self;
  if (w && w->file) {
    (void)sf_close(w->file);
  }
  free(w);
}

const lq_out_writer lq_out_caf = {.name          = "CAF",
                                  .most_channels = LQ_AUDIO_MAX_CHANNELS,
                                  .open          = caf_open,
                                  .write         = write_ints,
                                  .finish        = finish,
                                  .free          = release};

const lq_out_writer lq_out_w64 = {.name          = "W64",
                                  .most_channels = LQ_AUDIO_MAX_CHANNELS,
                                  .open          = w64_open,
                                  .write         = write_ints,
                                  .finish        = finish,
                                  .free          = release};
