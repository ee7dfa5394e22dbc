// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/in.h"

#include "audio/decoder.h"
#include "audio/kind.h"
#include "base/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK_SAMPLES = 16384 };

// 120 dB over full scale: no converter, synthesiser or sum of tracks gets there; a float whose bits
// were damaged does, and would wreck every filter behind it.
#define MOST_LIN 1e6F

struct lq_audio_in {
  lq_decoder*    decoder;
  lq_claims      claims;
  int            fd;
  lq_audio_info  info;
  lq_audio_place places[LQ_AUDIO_MAX_CHANNELS];
  uint64_t       position; ///< of the next frame
  uint64_t       checked;  ///< frames before this one have been counted
  uint64_t       n_nonfinite;
  float          block[BLOCK_SAMPLES];
  char           path[];
};

void lq_audio_in_close(lq_audio_in* const in)
{
  if (in) {
    lq_decoder_close(in->decoder);
    if (in->fd >= 0) {
      (void)close(in->fd);
    }
    free(in);
  }
}

const lq_audio_info* lq_audio_in_info(const lq_audio_in* const in)
{
  return &in->info;
}

lq_audio_place lq_audio_in_place(const lq_audio_in* const in, const unsigned channel)
{
  return channel < in->info.n_channels ? in->places[channel] : LQ_PLACE_UNKNOWN;
}

uint64_t lq_audio_in_nonfinite(const lq_audio_in* const in)
{
  return in->n_nonfinite;
}

static lq_status unreadable(const lq_audio_in* const in, const int why, lq_error* const error)
{
  return lq_fail_file(error, why == ENOMEM ? LQ_ERR_MEMORY : LQ_ERR_READ, in->path,
                      "'%s' cannot be read: %s.", in->path, lq_reason(why));
}

static lq_status open_descriptor(lq_audio_in* const in, lq_error* const error)
{
  struct stat info;
  if (stat(in->path, &info)) {
    return lq_fail_file(error, errno == ENOENT || errno == ENOTDIR ? LQ_ERR_NOT_FOUND : LQ_ERR_READ,
                        in->path, "'%s' cannot be read: %s.", in->path, lq_reason(errno));
  }
  if (S_ISDIR(info.st_mode)) {
    return lq_fail_file(error, LQ_ERR_FORMAT, in->path, "'%s' is a folder; expected a sound file.",
                        in->path);
  }
  // O_NONBLOCK: a FIFO that takes the name after the look above must not hang us.
  if (S_ISREG(info.st_mode)) {
    in->fd = open(in->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (in->fd < 0 || fstat(in->fd, &info)) {
      return unreadable(in, errno, error);
    }
  }
  if (!S_ISREG(info.st_mode)) {
    return lq_fail_file(error, LQ_ERR_FORMAT, in->path,
                        "'%s' is a device or a pipe; expected a plain file: save the sound to one "
                        "first, it is read more than once.",
                        in->path);
  }
  if (!info.st_size) {
    return lq_fail_file(error, LQ_ERR_FORMAT, in->path,
                        "'%s' is empty (0 bytes); expected a sound file: copy or export it again.",
                        in->path);
  }
  return LQ_OK;
}

// Fresh decoder at frame 0; also the only sure way back for codecs with a state.
static lq_status start_over(lq_audio_in* const in, lq_error* const error)
{
  int io_error = 0;
  lq_decoder_close(in->decoder);
  in->position = 0;
  in->decoder  = lq_decoder_open(in->fd, &in->claims, &io_error);
  if (in->decoder) {
    return LQ_OK;
  }
  unsigned char head[16] = {0};
  const ssize_t n        = pread(in->fd, head, sizeof head, 0);
  if (n < 0 || io_error) {
    return unreadable(in, n < 0 ? errno : io_error, error);
  }
  return lq_fail_file(error, LQ_ERR_FORMAT, in->path,
                      "'%s' is %s; expected a sound file (WAV, AIFF, CAF, FLAC, Ogg, MP3).",
                      in->path, lq_audio_not_sound(head, (size_t)n));
}

static lq_status check_limits(const lq_audio_in* const in, lq_error* const error)
{
  const lq_claims* const k = &in->claims;
  if (k->n_channels < 1 || k->n_channels > LQ_AUDIO_MAX_CHANNELS) {
    return lq_fail_file(error, LQ_ERR_LIMIT, in->path,
                        "'%s' has %lld channels; expected 1 to %d: split it into smaller files.",
                        in->path, (long long)k->n_channels, LQ_AUDIO_MAX_CHANNELS);
  }
  if (k->rate_hz < LQ_AUDIO_MIN_RATE_HZ || k->rate_hz > LQ_AUDIO_MAX_RATE_HZ) {
    return lq_fail_file(error, LQ_ERR_LIMIT, in->path,
                        "'%s' has a sample rate of %lld Hz; expected %d to %d Hz: convert it, or "
                        "export it again.",
                        in->path, (long long)k->rate_hz, LQ_AUDIO_MIN_RATE_HZ,
                        LQ_AUDIO_MAX_RATE_HZ);
  }
  return LQ_OK;
}

static size_t block_frames(const lq_audio_in* const in)
{
  return BLOCK_SAMPLES / in->info.n_channels;
}

// Headers lie, so the last frame is tried, and when it is not there, all are counted.
static lq_status count_frames(lq_audio_in* const in, lq_error* const error)
{
  const uint64_t claimed = in->claims.n_frames;
  uint64_t       n       = claimed;
  if (!claimed) {
    return LQ_OK;
  }
  if (claimed == UINT64_MAX || !lq_decoder_seek(in->decoder, claimed - 1) ||
      lq_decoder_read(in->decoder, in->block, 1) != 1) {
    LQ_TRY(start_over(in, error));
    n = 0;
    for (size_t got; (got = lq_decoder_read(in->decoder, in->block, block_frames(in))) > 0;) {
      n += got;
    }
    in->info.truncated |= claimed != UINT64_MAX && n < claimed;
  }
  in->info.n_frames = n;
  return start_over(in, error);
}

static lq_status look(lq_audio_in* const in, lq_error* const error)
{
  LQ_TRY(open_descriptor(in, error));
  LQ_TRY(start_over(in, error));
  LQ_TRY(check_limits(in, error));
  in->info            = in->claims.info;
  in->info.rate_hz    = (double)in->claims.rate_hz;
  in->info.n_channels = (unsigned)in->claims.n_channels;
  lq_decoder_places(in->decoder, in->info.n_channels, in->places);
  LQ_TRY(count_frames(in, error));
  if (!in->info.n_frames) {
    return lq_fail_file(error, in->info.truncated ? LQ_ERR_FORMAT : LQ_ERR_MISSING, in->path,
                        in->info.truncated
                            ? "'%s' holds no sound: its header promises some, but the file ends "
                              "before it; copy or export it again."
                            : "'%s' holds no sound: its length is 0 frames; export it again.",
                        in->path);
  }
  return LQ_OK;
}

lq_status lq_audio_in_open(lq_audio_in** const in, const char* const path, lq_error* const error)
{
  const size_t       n    = strlen(path) + 1;
  lq_audio_in* const self = calloc(1, sizeof *self + n);
  if (!self) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "No memory to read '%s'.", path);
  }
  self->fd = -1;
  memcpy(self->path, path, n);
  const lq_status status = look(self, error);
  if (status) {
    lq_audio_in_close(self);
    return status;
  }
  *in = self;
  return LQ_OK;
}

// What is no sound becomes 0.
static void mend(lq_audio_in* const in, float* const y, const size_t n_frames)
{
  for (size_t i = 0; i < n_frames; ++i) {
    if (!(fabsf(y[i]) <= MOST_LIN)) {
      y[i] = 0;
      in->n_nonfinite += in->position + i >= in->checked; // once, however often it is read
    }
  }
}

// Out of the interleaved block into planes; the check for damage is one comparison that also
// catches what is not a number.
static void spread(lq_audio_in* const in, float* const* const x, const size_t offset,
                   const size_t n_frames)
{
  const size_t n_channels = in->info.n_channels;
  for (size_t c = 0; c < n_channels; ++c) {
    float* const y   = x[c] + offset;
    unsigned     bad = 0;
    for (size_t i = 0; i < n_frames; ++i) {
      y[i] = in->block[i * n_channels + c];
      bad |= !(fabsf(y[i]) <= MOST_LIN);
    }
    if (bad) {
      mend(in, y, n_frames);
    }
  }
}

// A block of plain PCM. Magnitudes of floats compare as their bits do, and what is no number comes
// out on top.
static size_t read_planar(lq_audio_in* const in, float* const* const x, const size_t offset,
                          const size_t n_frames)
{
  const float most = MOST_LIN;
  uint32_t    worst, limit;
  memcpy(&limit, &most, sizeof limit);
  const size_t got = lq_decoder_read_planar(in->decoder, x, offset, n_frames, &worst);
  for (unsigned c = 0; worst > limit && c < in->info.n_channels; ++c) {
    mend(in, x[c] + offset, got);
  }
  return got;
}

static lq_status damaged(const lq_audio_in* const in, lq_error* const error)
{
  const int why = lq_decoder_io_error(in->decoder);
  if (why) {
    return unreadable(in, why, error);
  }
  const uint64_t at_ms = (uint64_t)((double)in->position * 1000.0 / in->info.rate_hz);
  return lq_fail_file(error, LQ_ERR_READ, in->path,
                      "'%s' is damaged at %llu:%02llu.%03llu and cannot be read on from there; "
                      "copy or export it again.",
                      in->path, (unsigned long long)(at_ms / 60000),
                      (unsigned long long)(at_ms / 1000 % 60), (unsigned long long)(at_ms % 1000));
}

// One block at most. x may be NULL: skip.
static lq_status step(lq_audio_in* const in, float* const* const x, const size_t offset,
                      const size_t n_frames, lq_error* const error)
{
  const bool   planar = x && lq_decoder_planar(in->decoder);
  const size_t got    = planar ? read_planar(in, x, offset, n_frames)
                               : lq_decoder_read(in->decoder, in->block, n_frames);
  if (got != n_frames) {
    in->position += got;
    return damaged(in, error);
  }
  if (x) {
    if (!planar) {
      spread(in, x, offset, n_frames);
    }
    in->checked = in->checked > in->position + n_frames ? in->checked : in->position + n_frames;
  }
  in->position += n_frames;
  return LQ_OK;
}

static size_t at_most(const uint64_t wanted, const uint64_t there)
{
  return (size_t)(wanted < there ? wanted : there);
}

lq_status lq_audio_in_read(lq_audio_in* const in, float* const* const x, const size_t n_frames,
                           size_t* const n_read, lq_error* const error)
{
  const size_t n = at_most(n_frames, in->info.n_frames - in->position);
  for (size_t done = 0; done < n;) {
    const size_t now = at_most(n - done, block_frames(in));
    LQ_TRY(step(in, x, done, now, error));
    done += now;
  }
  *n_read = n;
  return LQ_OK;
}

lq_status lq_audio_in_seek(lq_audio_in* const in, const uint64_t frame, lq_error* const error)
{
  const uint64_t to = frame < in->info.n_frames ? frame : in->info.n_frames;
  if (in->claims.exact_seek && to < in->info.n_frames) {
    if (!lq_decoder_seek(in->decoder, to)) {
      in->position = to;
      return damaged(in, error);
    }
    in->position = to;
    return LQ_OK;
  }
  if (in->claims.exact_seek) {
    in->position = to; // nothing is read from here; the next seek sets the decoder
    return LQ_OK;
  }
  if (to < in->position) {
    LQ_TRY(start_over(in, error));
  }
  while (in->position < to) {
    LQ_TRY(step(in, NULL, 0, at_most(to - in->position, block_frames(in)), error));
  }
  return LQ_OK;
}
