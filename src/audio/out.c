// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/out.h"

#include "audio/in.h"
#include "audio/wav.h"
#include "base/output.h"
#include "base/reason.h"
#include "base/text.h"
#include "dsp/quantise.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK_FRAMES = 4096, FLAC_MAX_CHANNELS = 8 };

typedef struct {
  const char* ending;
  const char* name;
  int         sf_format; ///< 0: our own WAV
} container;

static const container containers[] = {
    {"wav", "WAV", 0},
    {"wave", "WAV", 0},
    {"flac", "FLAC", SF_FORMAT_FLAC},
    {"aif", "AIFF", SF_FORMAT_AIFF},
    {"aiff", "AIFF", SF_FORMAT_AIFF},
    {"caf", "CAF", SF_FORMAT_CAF},
    {"w64", "W64", SF_FORMAT_W64},
};

struct lq_audio_out {
  lq_output*        output;
  const container*  container;
  lq_audio_out_spec spec;
  SNDFILE*          file;     ///< NULL: our own WAV
  int               io_error; ///< first errno met below libsndfile
  off_t             start;    ///< of the WAV in the descriptor; -1: cannot go back to it
  uint64_t          position; ///< frames written
  uint64_t          n_clipped;
  bool              finished;
  bool              shaped;
  lq_quantise_shape shape;
  lq_quantise_past  past[LQ_AUDIO_MAX_CHANNELS]; ///< when shaped
  uint64_t          time_reference_frames;
  char*             path;
  int32_t           ints[BLOCK_FRAMES];
  int32_t           block[]; ///< [BLOCK_FRAMES * n_channels] interleaved, or bytes of them
};

void lq_audio_out_abandon(lq_audio_out* const out)
{
  if (out) {
    if (out->file) {
      (void)sf_close(out->file);
    }
    lq_output_abandon(out->output);
    free(out->path);
    free(out);
  }
}

uint64_t lq_audio_out_clipped(const lq_audio_out* const out)
{
  return out->n_clipped;
}

// libsndfile writes through these, so that no failed write goes unseen: it ignores those of the
// last FLAC frames and of the final header.

static sf_count_t io_length(void* const user)
{
  const lq_audio_out* const o = user;
  struct stat               info;
  return fstat(lq_output_fd(o->output), &info) ? -1 : (sf_count_t)info.st_size;
}

static sf_count_t io_seek(const sf_count_t offset, const int whence, void* const user)
{
  const lq_audio_out* const o = user;
  return lseek(lq_output_fd(o->output), offset, whence);
}

static sf_count_t io_read(void* const to, const sf_count_t n, void* const user)
{
  const lq_audio_out* const o = user;
  return read(lq_output_fd(o->output), to, (size_t)n);
}

static sf_count_t io_write(const void* const from, const sf_count_t n, void* const user)
{
  lq_audio_out* const o    = user;
  sf_count_t          done = 0;
  while (done < n && !o->io_error) {
    const ssize_t got =
        write(lq_output_fd(o->output), (const char*)from + done, (size_t)(n - done));
    if (got < 0 && errno != EINTR) {
      o->io_error = errno;
    } else if (!got) {
      o->io_error = ENOSPC;
    }
    done += got > 0 ? got : 0;
  }
  return done;
}

static sf_count_t io_tell(void* const user)
{
  return io_seek(0, SEEK_CUR, user);
}

static lq_status write_failed(const lq_audio_out* const o, const char* const why,
                              lq_error* const error)
{
  return lq_fail_file(error, LQ_ERR_WRITE, o->path, "Writing '%s' failed: %s.", o->path,
                      o->io_error ? lq_reason(o->io_error) : why);
}

static const container* find_container(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  const char* const dot   = strrchr(slash ? slash + 1 : path, '.');
  for (size_t i = 0; dot && i < sizeof containers / sizeof *containers; ++i) {
    if (lq_text_same(dot + 1, containers[i].ending)) {
      return &containers[i];
    }
  }
  return NULL;
}

static lq_status check_spec(const lq_audio_out* const o, lq_error* const error)
{
  const lq_audio_out_spec* const s    = &o->spec;
  const bool                     flac = o->container->sf_format == SF_FORMAT_FLAC;
  if (s->bits != 16 && s->bits != 24 && s->bits != 32) {
    return lq_fail_file(error, LQ_ERR_BAD_VALUE, o->path,
                        "'%s' cannot have %u bits; expected 16, 24, or 32 for float.", o->path,
                        s->bits);
  }
  if (flac && s->bits == 32) {
    return lq_fail_file(error, LQ_ERR_USAGE, o->path,
                        "'%s' cannot hold 32-bit float: FLAC has 16 or 24 bits; choose one of "
                        "them, or a .wav file.",
                        o->path);
  }
  const unsigned most = flac ? FLAC_MAX_CHANNELS : LQ_AUDIO_MAX_CHANNELS;
  if (s->n_channels < 1 || s->n_channels > most) {
    return lq_fail_file(error, LQ_ERR_LIMIT, o->path,
                        "'%s' cannot have %u channels; %s takes 1 to %u.", o->path, s->n_channels,
                        o->container->name, most);
  }
  if (!(s->rate_hz >= LQ_AUDIO_MIN_RATE_HZ && s->rate_hz <= LQ_AUDIO_MAX_RATE_HZ) ||
      s->rate_hz != floor(s->rate_hz)) {
    return lq_fail_file(error, LQ_ERR_LIMIT, o->path,
                        "'%s' cannot have a sample rate of %.10g Hz; expected a whole number from "
                        "%d to %d Hz.",
                        o->path, s->rate_hz, LQ_AUDIO_MIN_RATE_HZ, LQ_AUDIO_MAX_RATE_HZ);
  }
  return LQ_OK;
}

static lq_status choose_container(lq_audio_out* const o, lq_error* const error)
{
  const bool in_place = lq_output_in_place(o->output);
  o->container        = find_container(o->path);
  if (!o->container && in_place) {
    o->container = &containers[0];
  }
  if (!o->container) {
    return lq_fail_file(error, LQ_ERR_USAGE, o->path,
                        "'%s' does not say which kind of file it is to be; expected a name ending "
                        "in .wav, .flac, .aif, .aiff, .caf or .w64.",
                        o->path);
  }
  if (in_place && o->container->sf_format) {
    return lq_fail_file(error, LQ_ERR_USAGE, o->path,
                        "%s cannot be written to a pipe or device such as '%s'; expected a plain "
                        "file, or .wav.",
                        o->container->name, o->path);
  }
  if (in_place && isatty(lq_output_fd(o->output))) {
    return lq_fail_file(error, LQ_ERR_USAGE, o->path,
                        "'%s' is a terminal; expected a file or a pipe: sound is no text.",
                        o->path);
  }
  return LQ_OK;
}

static lq_wav wav_of(const lq_audio_out* const o)
{
  lq_wav w = {.rate_hz               = (unsigned)o->spec.rate_hz,
              .n_channels            = o->spec.n_channels,
              .bits                  = o->spec.bits,
              .stamped               = o->spec.stamped,
              .time_reference_frames = o->time_reference_frames};
  if (o->spec.stamped && o->spec.description) {
    memcpy(w.description, o->spec.description, strnlen(o->spec.description, sizeof w.description));
  }
  return w;
}

static lq_status begin_wav(lq_audio_out* const o, lq_error* const error)
{
  const int   fd = lq_output_fd(o->output);
  struct stat info;
  const bool plain = !fstat(fd, &info) && S_ISREG(info.st_mode) && !(fcntl(fd, F_GETFL) & O_APPEND);
  unsigned char header[LQ_WAV_HEADER_MOST];
  const lq_wav  wav = wav_of(o);
  o->start          = plain ? lseek(fd, 0, SEEK_CUR) : -1;
  return lq_output_write(o->output, header,
                         lq_wav_header(&wav, o->start < 0 ? UINT64_MAX : 0, header), error);
}

static lq_status begin_sndfile(lq_audio_out* const o, lq_error* const error)
{
  static SF_VIRTUAL_IO io    = {.get_filelen = io_length,
                                .seek        = io_seek,
                                .read        = io_read,
                                .write       = io_write,
                                .tell        = io_tell};
  const int            codec = o->spec.bits == 16   ? SF_FORMAT_PCM_16
                               : o->spec.bits == 24 ? SF_FORMAT_PCM_24
                                                    : SF_FORMAT_FLOAT;
  SF_INFO              info  = {.samplerate = (int)o->spec.rate_hz,
                                .channels   = (int)o->spec.n_channels,
                                .format     = o->container->sf_format | codec};
  o->file                    = sf_open_virtual(&io, SFM_WRITE, &info, o);
  if (!o->file) {
    return write_failed(o, "this kind of file cannot hold this sound; choose .wav", error);
  }
  // The PEAK chunk holds the time of day; without it the same audio is the same bytes.
  (void)sf_command(o->file, SFC_SET_ADD_PEAK_CHUNK, NULL, SF_FALSE);
  return LQ_OK;
}

static lq_status begin(lq_audio_out* const o, const char* const path, lq_error* const error)
{
  o->path = strdup(path);
  if (!o->path) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "No memory to write '%s'.", path);
  }
  LQ_TRY(lq_output_open(&o->output, path, o->spec.force, error));
  LQ_TRY(choose_container(o, error));
  LQ_TRY(check_spec(o, error));
  return o->container->sf_format ? begin_sndfile(o, error) : begin_wav(o, error);
}

lq_status lq_audio_out_open(lq_audio_out** const out, const char* const path,
                            const lq_audio_out_spec* const spec, lq_error* const error)
{
  const size_t n_channels =
      spec->n_channels <= LQ_AUDIO_MAX_CHANNELS ? spec->n_channels : LQ_AUDIO_MAX_CHANNELS;
  lq_audio_out* const o = calloc(1, sizeof *o + BLOCK_FRAMES * n_channels * sizeof *o->block);
  if (!o) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "No memory to write '%s'.", path);
  }
  o->spec = *spec;
  o->shaped =
      spec->dither == LQ_DITHER_SHAPED && lq_quantise_shape_design(&o->shape, spec->rate_hz);
  const lq_status status = begin(o, path, error);
  if (status) {
    lq_audio_out_abandon(o);
    return status;
  }
  *out = o;
  return LQ_OK;
}

// One channel's integers, or the bits of its floats, into o->ints.
static void convert(lq_audio_out* const o, const unsigned c, const float* const x, const size_t n)
{
  const lq_audio_out_spec* const s    = &o->spec;
  const uint64_t                 seed = lq_quantise_seed(s->seed, c);
  if (s->bits < 32 && o->shaped) {
    lq_quantise_shaped(o->ints, x, n, s->bits, &o->shape, &o->past[c], seed, o->position,
                       &o->n_clipped);
    return;
  }
  if (s->bits < 32) {
    lq_quantise(o->ints, x, n, s->bits, s->dither != LQ_DITHER_OFF, seed, o->position,
                &o->n_clipped);
    return;
  }
  for (size_t i = 0; i < n; ++i) {
    const float v = isfinite(x[i]) ? x[i] : 0;
    memcpy(&o->ints[i], &v, sizeof v);
    o->n_clipped += isfinite(x[i]) ? 0 : 1;
  }
}

// libsndfile's integers are left-justified; its floats are floats.
static void interleave_words(lq_audio_out* const o, const unsigned c, const size_t n)
{
  const unsigned shift = 32 - o->spec.bits;
  for (size_t i = 0; i < n; ++i) {
    o->block[i * o->spec.n_channels + c] = (int32_t)((uint32_t)o->ints[i] << shift);
  }
}

static lq_status write_block(lq_audio_out* const o, const float* const* const x,
                             const size_t offset, const size_t n, lq_error* const error)
{
  for (unsigned c = 0; c < o->spec.n_channels; ++c) {
    convert(o, c, x[c] + offset, n);
    if (o->file) {
      interleave_words(o, c, n);
    } else {
      const lq_wav wav = wav_of(o);
      lq_wav_pack(&wav, c, o->ints, n, (unsigned char*)o->block);
    }
  }
  if (!o->file) {
    LQ_TRY(
        lq_output_write(o->output, o->block, n * o->spec.n_channels * (o->spec.bits / 8), error));
  } else {
    const sf_count_t got = o->spec.bits < 32
                               ? sf_writef_int(o->file, o->block, (sf_count_t)n)
                               : sf_writef_float(o->file, (const float*)o->block, (sf_count_t)n);
    if (got != (sf_count_t)n || o->io_error) {
      return write_failed(o, "the encoder took only a part of the sound", error);
    }
  }
  o->position += n;
  return LQ_OK;
}

lq_status lq_audio_out_write(lq_audio_out* const out, const float* const* const x,
                             const size_t n_frames, lq_error* const error)
{
  // AIFF counts bytes in signed 32 bits; a megabyte is left for its other chunks.
  const uint64_t aiff_most = 0x7FF00000U;
  const uint64_t frame     = out->spec.n_channels * (out->spec.bits / 8);
  if (out->container->sf_format == SF_FORMAT_AIFF &&
      (out->position + n_frames) * frame > aiff_most) {
    return lq_fail_file(error, LQ_ERR_LIMIT, out->path,
                        "'%s' would be longer than the 2 GB that AIFF can hold; choose .wav, .caf "
                        "or .w64.",
                        out->path);
  }
  for (size_t done = 0; done < n_frames;) {
    const size_t n = n_frames - done < BLOCK_FRAMES ? n_frames - done : BLOCK_FRAMES;
    LQ_TRY(write_block(out, x, done, n, error));
    done += n;
  }
  return LQ_OK;
}

static lq_status finish_wav(lq_audio_out* const o, lq_error* const error)
{
  const lq_wav   wav    = wav_of(o);
  const uint64_t n_data = o->position * wav.n_channels * (wav.bits / 8);
  if (n_data & 1U) { // chunks have an even length
    LQ_TRY(lq_output_write(o->output, "", 1, error));
  }
  if (o->start >= 0) {
    unsigned char header[LQ_WAV_HEADER_MOST];
    const size_t  n = lq_wav_header(&wav, o->position, header);
    if (pwrite(lq_output_fd(o->output), header, n, o->start) != (ssize_t)n) {
      o->io_error = errno ? errno : EIO;
      return write_failed(o, "", error);
    }
  }
  return LQ_OK;
}

static lq_status finish_sndfile(lq_audio_out* const o, lq_error* const error)
{
  SNDFILE* const file = o->file;
  o->file             = NULL;
  if (sf_close(file) || o->io_error) {
    return write_failed(o, "the encoder could not finish it", error);
  }
  return LQ_OK;
}

void lq_audio_out_stamp(lq_audio_out* const out, const uint64_t time_reference_frames)
{
  out->time_reference_frames = time_reference_frames;
}

lq_status lq_audio_out_fit(lq_audio_out* const out, const uint64_t n_frames, lq_error* const error)
{
  if (n_frames < out->position) {
    const lq_wav   wav = wav_of(out);
    unsigned char  header[LQ_WAV_HEADER_MOST];
    const uint64_t n_bytes =
        lq_wav_header(&wav, 0, header) + n_frames * wav.n_channels * (wav.bits / 8);
    const int fd = lq_output_fd(out->output);
    if (out->file || out->start < 0 || ftruncate(fd, out->start + (off_t)n_bytes) ||
        lseek(fd, 0, SEEK_END) < 0) {
      out->io_error = errno;
      return write_failed(out, "it cannot be cut", error);
    }
    out->position = n_frames;
  }
  static const float silence[BLOCK_FRAMES];
  const float*       x[LQ_AUDIO_MAX_CHANNELS];
  for (unsigned c = 0; c < out->spec.n_channels; ++c) {
    x[c] = silence;
  }
  while (out->position < n_frames) {
    const uint64_t left = n_frames - out->position;
    LQ_TRY(lq_audio_out_write(out, x, left < BLOCK_FRAMES ? (size_t)left : BLOCK_FRAMES, error));
  }
  return LQ_OK;
}

lq_status lq_audio_out_finish(lq_audio_out* const out, lq_error* const error)
{
  if (out->finished) {
    return LQ_OK;
  }
  out->finished = true;
  return out->file ? finish_sndfile(out, error) : finish_wav(out, error);
}

lq_status lq_audio_out_unnamed(const lq_audio_out* const out, char* const path, const size_t size,
                               lq_error* const error)
{
  return lq_output_unnamed(out->output, path, size, error);
}

lq_status lq_audio_out_commit(lq_audio_out* const out, lq_error* const error)
{
  lq_status status = lq_audio_out_finish(out, error);
  if (!status) {
    lq_output* const output = out->output;
    out->output             = NULL;
    status                  = lq_output_commit(output, error);
  }
  lq_audio_out_abandon(out);
  return status;
}
