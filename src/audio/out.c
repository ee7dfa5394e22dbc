// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/out.h"

#include "audio/in.h"
#include "audio/out_writer.h"
#include "base/text.h"
#include "dsp/quantise.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
  const char*          ending;
  const lq_out_writer* writer;
} containers[] = {
    {"wav", &lq_out_wav},   {"wave", &lq_out_wav},   {"flac", &lq_out_flac}, {"aif", &lq_out_aiff},
    {"aiff", &lq_out_aiff}, {"caf", &lq_out_caf},    {"w64", &lq_out_w64},   {"mp3", &lq_out_mp3},
    {"opus", &lq_out_opus}, {"ogg", &lq_out_vorbis},
};

struct lq_audio_out {
  lq_out_job           job;
  const lq_out_writer* writer;
  void*                self;
  uint64_t             position; ///< frames written
  uint64_t             n_clipped;
  bool                 finished, tagged;
  bool                 shaped;
  lq_quantise_shape    shape;
  lq_quantise_past     past[LQ_AUDIO_MAX_CHANNELS]; ///< when shaped
  int32_t              ints[];                      ///< [n_channels][LQ_OUT_BLOCK_FRAMES]
};

void lq_audio_out_abandon(lq_audio_out* const out)
{
  if (out) {
    if (out->writer) {
      out->writer->free(out->self);
    }
    lq_output_abandon(out->job.output);
    free((char*)out->job.path);
    free(out);
  }
}

uint64_t lq_audio_out_clipped(const lq_audio_out* const out)
{
  return out->n_clipped;
}

static const lq_out_writer* find_writer(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  const char* const dot   = strrchr(slash ? slash + 1 : path, '.');
  for (size_t i = 0; dot && i < sizeof containers / sizeof *containers; ++i) {
    if (lq_text_same(dot + 1, containers[i].ending)) {
      return containers[i].writer;
    }
  }
  return NULL;
}

static lq_status check_bits(const lq_audio_out* const o, lq_error* const error)
{
  const unsigned    bits = o->job.spec.bits;
  const char* const path = o->job.path;
  if (bits == 32 && (o->writer->lossy || o->writer == &lq_out_flac)) {
    return lq_fail_file(error, LQ_ERR_USAGE, path,
                        "'%s' cannot hold 32-bit float: %s; choose %s, or a .wav file.", path,
                        o->writer->lossy ? "a lossy file has a bit rate and no bits"
                                         : "FLAC has 16 or 24 bits",
                        o->writer->lossy ? "no bits" : "one of them");
  }
  if (bits != 16 && bits != 24 && bits != 32 && !(o->writer->lossy && !bits)) {
    return lq_fail_file(error, LQ_ERR_BAD_VALUE, path,
                        "'%s' cannot have %u bits; expected 16, 24, or 32 for float.", path, bits);
  }
  return LQ_OK;
}

static lq_status check_spec(const lq_audio_out* const o, lq_error* const error)
{
  const lq_audio_out_spec* const s    = &o->job.spec;
  const char* const              path = o->job.path;
  const unsigned                 most = o->writer->most_channels;
  LQ_TRY(check_bits(o, error));
  if (s->n_channels < 1 || s->n_channels > most) {
    return lq_fail_file(error, LQ_ERR_LIMIT, path,
                        "'%s' cannot have %u channels; %s takes 1 to %u.", path, s->n_channels,
                        o->writer->name, most);
  }
  if (!(s->rate_hz >= LQ_AUDIO_MIN_RATE_HZ && s->rate_hz <= LQ_AUDIO_MAX_RATE_HZ) ||
      s->rate_hz != floor(s->rate_hz)) {
    return lq_fail_file(error, LQ_ERR_LIMIT, path,
                        "'%s' cannot have a sample rate of %.10g Hz; expected a whole number from "
                        "%d to %d Hz.",
                        path, s->rate_hz, LQ_AUDIO_MIN_RATE_HZ, LQ_AUDIO_MAX_RATE_HZ);
  }
  return LQ_OK;
}

static lq_status choose_writer(lq_audio_out* const o, lq_error* const error)
{
  const char* const path     = o->job.path;
  const bool        in_place = lq_output_in_place(o->job.output);
  o->writer                  = find_writer(path);
  if (o->writer && o->writer->lossy && !o->job.spec.kbps) {
    o->writer = NULL; // nobody loses sound by the ending of a name alone
  }
  if (!o->writer && in_place) {
    o->writer = &lq_out_wav;
  }
  if (!o->writer) {
    return lq_fail_file(error, LQ_ERR_USAGE, path,
                        "'%s' does not say which kind of file it is to be; expected a name ending "
                        "in .wav, .flac, .aif, .aiff, .caf or .w64.",
                        path);
  }
  if (in_place && !o->writer->pipes) {
    return lq_fail_file(error, LQ_ERR_USAGE, path,
                        "%s cannot be written to a pipe or device such as '%s'; expected a plain "
                        "file, or .wav.",
                        o->writer->name, path);
  }
  if (in_place && isatty(lq_output_fd(o->job.output))) {
    return lq_fail_file(error, LQ_ERR_USAGE, path,
                        "'%s' is a terminal; expected a file or a pipe: sound is no text.", path);
  }
  return LQ_OK;
}

static lq_status begin(lq_audio_out* const o, const char* const path, lq_error* const error)
{
  o->job.path = strdup(path);
  if (!o->job.path) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "No memory to write '%s'.", path);
  }
  LQ_TRY(lq_output_open(&o->job.output, path, o->job.spec.force, error));
  LQ_TRY(choose_writer(o, error));
  LQ_TRY(check_spec(o, error));
  LQ_TRY(o->writer->open(&o->self, &o->job, error));
  o->tagged        = o->job.spec.tags && o->writer->retag && !lq_output_in_place(o->job.output);
  o->job.spec.tags = NULL;
  o->job.spec.cues = NULL;
  return LQ_OK;
}

lq_status lq_audio_out_open(lq_audio_out** const out, const char* const path,
                            const lq_audio_out_spec* const spec, lq_error* const error)
{
  const size_t n_channels =
      spec->n_channels <= LQ_AUDIO_MAX_CHANNELS ? spec->n_channels : LQ_AUDIO_MAX_CHANNELS;
  lq_audio_out* const o = calloc(1, sizeof *o + LQ_OUT_BLOCK_FRAMES * n_channels * sizeof *o->ints);
  if (!o) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "No memory to write '%s'.", path);
  }
  o->job.spec = *spec;
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

// One channel's integers, or the bits of its floats.
static void convert(lq_audio_out* const o, const unsigned c, const float* const x, int32_t* const y,
                    const size_t n)
{
  const lq_audio_out_spec* const s    = &o->job.spec;
  const uint64_t                 seed = lq_quantise_seed(s->seed, c);
  if (s->bits < 32 && o->shaped) {
    lq_quantise_shaped(y, x, n, s->bits, &o->shape, &o->past[c], seed, o->position, &o->n_clipped);
    return;
  }
  if (s->bits < 32) {
    lq_quantise(y, x, n, s->bits, s->dither != LQ_DITHER_OFF, seed, o->position, &o->n_clipped);
    return;
  }
  for (size_t i = 0; i < n; ++i) {
    const float v = isfinite(x[i]) ? x[i] : 0;
    memcpy(&y[i], &v, sizeof v);
    o->n_clipped += isfinite(x[i]) ? 0 : 1;
  }
}

static lq_status write_block(lq_audio_out* const o, const float* const* const x,
                             const size_t offset, const size_t n, lq_error* const error)
{
  const float*   from[LQ_AUDIO_MAX_CHANNELS];
  const int32_t* ints[LQ_AUDIO_MAX_CHANNELS];
  for (unsigned c = 0; c < o->job.spec.n_channels; ++c) {
    int32_t* const y = o->ints + c * LQ_OUT_BLOCK_FRAMES;
    from[c]          = x[c] + offset;
    ints[c]          = y;
    if (o->writer->write) {
      convert(o, c, from[c], y, n);
    }
  }
  LQ_TRY(o->writer->write ? o->writer->write(o->self, ints, n, error)
                          : o->writer->hear(o->self, from, n, error));
  o->position += n;
  return LQ_OK;
}

lq_status lq_audio_out_write(lq_audio_out* const out, const float* const* const x,
                             const size_t n_frames, lq_error* const error)
{
  for (size_t done = 0; done < n_frames;) {
    const size_t left = n_frames - done;
    const size_t n    = left < LQ_OUT_BLOCK_FRAMES ? left : LQ_OUT_BLOCK_FRAMES;
    LQ_TRY(write_block(out, x, done, n, error));
    done += n;
  }
  return LQ_OK;
}

void lq_audio_out_stamp(lq_audio_out* const out, const uint64_t time_reference_frames)
{
  out->job.time_reference_frames = time_reference_frames;
}

lq_status lq_audio_out_fit(lq_audio_out* const out, const uint64_t n_frames, lq_error* const error)
{
  if (n_frames < out->position) {
    LQ_TRY(out->writer->cut ? out->writer->cut(out->self, n_frames, error)
                            : lq_out_failed(&out->job, "it cannot be cut", error));
    out->position = n_frames;
  }
  static const float silence[LQ_OUT_BLOCK_FRAMES];
  const float*       x[LQ_AUDIO_MAX_CHANNELS];
  for (unsigned c = 0; c < out->job.spec.n_channels; ++c) {
    x[c] = silence;
  }
  while (out->position < n_frames) {
    const uint64_t left = n_frames - out->position;
    LQ_TRY(lq_audio_out_write(
        out, x, left < LQ_OUT_BLOCK_FRAMES ? (size_t)left : LQ_OUT_BLOCK_FRAMES, error));
  }
  return LQ_OK;
}

lq_status lq_audio_out_finish(lq_audio_out* const out, lq_error* const error)
{
  if (out->finished) {
    return LQ_OK;
  }
  out->finished = true;
  return out->writer->finish(out->self, error);
}

lq_status lq_audio_out_retag(lq_audio_out* const out, const lq_tags* const tags,
                             lq_error* const error)
{
  LQ_TRY(lq_audio_out_finish(out, error));
  return out->writer->retag
             ? out->tagged ? out->writer->retag(out->self, tags, error)
                           : lq_fail_file(error, LQ_ERR_USAGE, out->job.path,
                                          "'%s' has no room for tags: it was begun without any, or "
                                          "into a pipe.",
                                          out->job.path)
             : LQ_OK;
}

lq_status lq_audio_out_unnamed(const lq_audio_out* const out, char* const path, const size_t size,
                               lq_error* const error)
{
  return lq_output_unnamed(out->job.output, path, size, error);
}

lq_status lq_audio_out_commit(lq_audio_out* const out, lq_error* const error)
{
  lq_status status = lq_audio_out_finish(out, error);
  if (!status) {
    lq_output* const output = out->job.output;
    out->job.output         = NULL;
    status                  = lq_output_commit(output, error);
  }
  lq_audio_out_abandon(out);
  return status;
}
