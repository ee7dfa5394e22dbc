// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/decoder.h"

#include "audio/claim.h"
#include "audio/kind.h"
#include "audio/mp3.h"
#include "audio/pcm.h"

#include <errno.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct lq_decoder {
  SNDFILE* file; ///< or
  lq_mp3*  mp3;
  lq_pcm*  pcm; ///< beside file: the same sound, faster
  int      fd;
  int      io_error; ///< first errno met below libsndfile
};

void lq_decoder_close(lq_decoder* const decoder)
{
  if (decoder) {
    lq_mp3_close(decoder->mp3);
    lq_pcm_close(decoder->pcm);
    if (decoder->file) {
      (void)sf_close(decoder->file);
    }
    free(decoder);
  }
}

int lq_decoder_io_error(const lq_decoder* const decoder)
{
  const int of_pcm = decoder->pcm ? lq_pcm_io_error(decoder->pcm) : 0;
  return decoder->io_error ? decoder->io_error : of_pcm;
}

// Through these rather than by descriptor: libsndfile closes a descriptor that it was told to leave
// open when it does not know the format, and keeps a failing disk to itself.

static sf_count_t io_length(void* const user)
{
  const lq_decoder* const d = user;
  struct stat             info;
  return fstat(d->fd, &info) ? -1 : (sf_count_t)info.st_size;
}

static sf_count_t io_seek(const sf_count_t offset, const int whence, void* const user)
{
  const lq_decoder* const d = user;
  return lseek(d->fd, offset, whence);
}

static sf_count_t io_read(void* const to, const sf_count_t n, void* const user)
{
  lq_decoder* const d    = user;
  sf_count_t        done = 0;
  while (done < n) {
    const ssize_t got = read(d->fd, (char*)to + done, (size_t)(n - done));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      d->io_error = got && !d->io_error ? errno : d->io_error;
      break;
    }
    done += got;
  }
  return done;
}

static sf_count_t io_write(const void* const from, const sf_count_t n, void* const user)
{
  (void)from;
  (void)n;
  (void)user;
  return 0;
}

static sf_count_t io_tell(void* const user)
{
  return io_seek(0, SEEK_CUR, user);
}

static int64_t time_reference(SNDFILE* const file, bool* const stamped)
{
  SF_BROADCAST_INFO bext = {0};
  *stamped               = sf_command(file, SFC_GET_BROADCAST_INFO, &bext, sizeof bext) == SF_TRUE;
  if (!*stamped) {
    return 0;
  }
  const uint64_t t = (uint64_t)bext.time_reference_high << 32U | bext.time_reference_low;
  return t <= INT64_MAX ? (int64_t)t : 0;
}

static bool open_sndfile(lq_decoder* const d, lq_claims* const claims)
{
  SF_INFO       sf = {0};
  SF_VIRTUAL_IO io = {.get_filelen = io_length,
                      .seek        = io_seek,
                      .read        = io_read,
                      .write       = io_write,
                      .tell        = io_tell};
  struct stat   info;
  d->file = lseek(d->fd, 0, SEEK_SET) ? NULL : sf_open_virtual(&io, SFM_READ, &sf, d);
  if (!d->file || fstat(d->fd, &info)) {
    return false;
  }
  *claims                            = (lq_claims){.rate_hz    = sf.samplerate,
                                                   .n_channels = sf.channels,
                                                   .n_frames   = sf.frames == SF_COUNT_MAX ? UINT64_MAX
                                                                 : sf.frames > 0 ? (uint64_t)sf.frames
                                                                                 : 0};
  claims->exact_seek                 = lq_audio_kind(sf.format, &claims->info) && sf.seekable;
  claims->info.truncated             = lq_audio_claims_more(d->fd, (uint64_t)info.st_size);
  claims->info.time_reference_frames = time_reference(d->file, &claims->info.stamped);
  if (claims->exact_seek && claims->n_channels > 0 && claims->n_channels <= LQ_AUDIO_MAX_CHANNELS) {
    const lq_pcm_format plain = {.n_channels = (unsigned)claims->n_channels,
                                 .bits       = claims->info.bits,
                                 .floating   = claims->info.floating,
                                 .n_frames   = claims->n_frames};
    if (lq_pcm_open(&d->pcm, d->fd, &plain)) {
      d->io_error = ENOMEM;
      return false;
    }
  }
  return true;
}

static bool open_mp3(lq_decoder* const d, lq_claims* const claims, bool* const is_mpeg)
{
  lq_mp3_info info = {0};
  d->mp3           = lq_mp3_open(d->fd, &info, is_mpeg);
  if (!d->mp3) {
    return false;
  }
  *claims = (lq_claims){.rate_hz    = info.rate_hz,
                        .n_channels = info.n_channels,
                        .n_frames   = info.n_frames,
                        .info       = {.lossy = true, .truncated = info.truncated}};
  (void)snprintf(claims->info.format, sizeof claims->info.format, "MP%u", info.layer);
  return true;
}

lq_decoder* lq_decoder_open(const int fd, lq_claims* const claims, int* const io_error)
{
  lq_decoder* const d = calloc(1, sizeof *d);
  *io_error           = d ? 0 : ENOMEM;
  if (d) {
    d->fd = fd;
  }
  bool is_mpeg = false;
  if (!d || open_mp3(d, claims, &is_mpeg) || (!is_mpeg && open_sndfile(d, claims))) {
    return d;
  }
  *io_error = d->io_error;
  lq_decoder_close(d);
  return NULL;
}

void lq_decoder_places(const lq_decoder* const decoder, const unsigned n_channels,
                       lq_audio_place* const places)
{
  lq_audio_places(decoder->file, n_channels, places);
}

size_t lq_decoder_read(lq_decoder* const decoder, float* const x, const size_t n_frames)
{
  if (decoder->mp3) {
    return lq_mp3_read(decoder->mp3, x, n_frames);
  }
  const sf_count_t n = sf_readf_float(decoder->file, x, (sf_count_t)n_frames);
  return n > 0 ? (size_t)n : 0;
}

bool lq_decoder_planar(const lq_decoder* const decoder)
{
  return decoder->pcm != NULL;
}

size_t lq_decoder_read_planar(lq_decoder* const decoder, float* const* const x, const size_t offset,
                              const size_t n_frames, uint32_t* const worst)
{
  return lq_pcm_read(decoder->pcm, x, offset, n_frames, worst);
}

bool lq_decoder_seek(lq_decoder* const decoder, const uint64_t frame)
{
  if (decoder->pcm) {
    lq_pcm_seek(decoder->pcm, frame);
  }
  return decoder->mp3 ? lq_mp3_seek(decoder->mp3, frame)
                      : sf_seek(decoder->file, (sf_count_t)frame, SEEK_SET) == (sf_count_t)frame;
}
