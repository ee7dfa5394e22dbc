// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/codec.h"

#include "audio/codec_kind.h"
#include "audio/feed.h"
#include "base/text.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = LQ_CODEC_BLOCK_FRAMES, CHANNELS = LQ_CODEC_CHANNELS };

static const lq_codec_class* const classes[] = {[LQ_CODEC_VORBIS] = &lq_codec_vorbis,
                                                [LQ_CODEC_OPUS]   = &lq_codec_opus,
                                                [LQ_CODEC_MP3]    = &lq_codec_mp3,
                                                [LQ_CODEC_AAC]    = &lq_codec_aac};
_Static_assert(sizeof classes / sizeof *classes == LQ_CODEC_N, "one class a kind");

struct lq_codec_out {
  lq_codec_listener* listener;
  void*              user;
  unsigned           n_channels;
  uint64_t           n_skip;    ///< of the delay, still to come
  uint64_t           n_allowed; ///< frames that may be heard: as many as went in
  uint64_t           n_heard;
  uint64_t           n_beyond; ///< frames that came and were not heard
};

struct lq_codec {
  lq_codec_spec spec;
  const lq_codec_class* class;
  void*        self;
  lq_feed*     feed;
  double       rate_hz, in_hz;
  uint64_t     n_in; ///< at the input's rate
  lq_codec_out out;
};

const char* lq_codec_name(const lq_codec_kind kind)
{
  return classes[kind]->name;
}

lq_codec_text lq_codec_format(const lq_codec_spec spec)
{
  lq_codec_text t;
  (void)snprintf(t.text, sizeof t.text, "%s %u", lq_codec_name(spec.kind), spec.kbps);
  return t;
}

const char* lq_codec_choices(void)
{
  return "vorbis 45 to 500, opus 16 to 510, aac 32 to 512, or mp3 32, 40, 48, 56, 64, 80, 96, 112, "
         "128, 160, 192, 224, 256 or 320 (kbit/s)";
}

// MPEG-1 layer III (ISO 11172-3, table of bit rates).
static bool is_mp3_rate(const unsigned kbps)
{
  static const unsigned rates[] = {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
  for (size_t i = 0; i < sizeof rates / sizeof *rates; ++i) {
    if (rates[i] == kbps) {
      return true;
    }
  }
  return false;
}

bool lq_codec_has(const lq_codec_spec spec)
{
  const lq_codec_class* const class = classes[spec.kind];
  return spec.kbps >= class->min_kbps && spec.kbps <= class->max_kbps &&
         (spec.kind != LQ_CODEC_MP3 || is_mp3_rate(spec.kbps));
}

lq_status lq_codec_parse(const char* const text, lq_codec_spec* const spec)
{
  const size_t n    = strcspn(text, " ");
  unsigned     kind = 0;
  while (kind < LQ_CODEC_N &&
         (strlen(classes[kind]->name) != n || strncmp(classes[kind]->name, text, n))) {
    ++kind;
  }
  if (kind == LQ_CODEC_N) {
    return LQ_ERR_UNKNOWN;
  }
  double       kbps = 0;
  const char*  end  = text + n + strspn(text + n, " ");
  const double most = 1e6; // of any codec, so that it fits a whole number
  if (!lq_text_to_double(end, &kbps, &end) || *end || kbps != floor(kbps) || kbps < 0 ||
      kbps > most) {
    return LQ_ERR_BAD_VALUE;
  }
  const lq_codec_spec read = {.kind = (lq_codec_kind)kind, .kbps = (unsigned)kbps};
  if (!lq_codec_has(read)) {
    return LQ_ERR_BAD_VALUE;
  }
  *spec = read;
  return LQ_OK;
}

void lq_codec_interleave(const float* const* const x, const unsigned n_channels,
                         const size_t n_frames, float* const y)
{
  for (size_t i = 0; i < n_frames; ++i) {
    for (unsigned c = 0; c < n_channels; ++c) {
      y[i * n_channels + c] = x[c][i];
    }
  }
}

static size_t least(const size_t a, const uint64_t b)
{
  return a < b ? a : (size_t)b;
}

// A decoder of another program may give anything.
static bool is_sound(const float* const y, const size_t n)
{
  bool fine = true;
  for (size_t i = 0; i < n; ++i) {
    fine = fine && fabsf(y[i]) < 1e6F; // false for NaN too; the door of audio/in.h
  }
  return fine;
}

lq_status lq_codec_emit(lq_codec_out* const out, const float* const* const y, const size_t n_frames)
{
  const size_t skip = least(n_frames, out->n_skip);
  const size_t n    = least(n_frames - skip, out->n_allowed - out->n_heard);
  const float* from[CHANNELS];
  for (unsigned c = 0; c < out->n_channels; ++c) {
    from[c] = y[c] + skip;
    if (!is_sound(from[c], n)) {
      return LQ_ERR_FORMAT;
    }
  }
  out->n_skip -= skip;
  out->n_heard += n;
  out->n_beyond += n_frames - skip - n;
  // Padding is a few blocks; what goes on and on is no decoder of ours.
  if (out->n_beyond > (uint64_t)32 * BLOCK) {
    return LQ_ERR_FORMAT;
  }
  return n ? out->listener(out->user, from, n) : LQ_OK;
}

lq_status lq_codec_emit_frames(lq_codec_out* const out, const float* const y, const size_t n_frames)
{
  float  plane[CHANNELS][BLOCK];
  float* x[CHANNELS] = {plane[0], plane[1]};
  for (size_t done = 0; done < n_frames;) {
    const size_t n = least(n_frames - done, BLOCK);
    for (unsigned c = 0; c < out->n_channels; ++c) {
      for (size_t i = 0; i < n; ++i) {
        x[c][i] = y[(done + i) * out->n_channels + c];
      }
    }
    LQ_TRY(lq_codec_emit(out, (const float* const*)x, n));
    done += n;
  }
  return LQ_OK;
}

double lq_codec_coded_rate_hz(const lq_codec_kind kind, const double rate_hz)
{
  const bool     of_cd = fmod(rate_hz, 11025) == 0; // a quarter of 44100
  const unsigned own   = classes[kind]->rate_hz;
  return own ? own : of_cd ? 44100 : 48000;
}

static lq_status explain(const lq_codec* const c, const lq_status status, lq_error* const error)
{
  const char* const name = lq_codec_name(c->spec.kind);
  switch (status) {
  case LQ_OK:
  case LQ_ERR_CANCELLED:
    return status;
  case LQ_ERR_NOT_FOUND:
    return lq_fail(error, status, (lq_at){0},
                   "There is no encoder for %s here: install ffmpeg to hear what it does.", name);
  case LQ_ERR_MEMORY:
    return lq_fail(error, status, (lq_at){0}, "There is no memory left to encode %s.", name);
  case LQ_ERR_FORMAT:
    return lq_fail(error, LQ_ERR_FAILED, (lq_at){0}, "What the %s decoder gave is no sound.", name);
  default:
    return c->self && c->class->program
               ? lq_fail(error, LQ_ERR_FAILED, (lq_at){0}, "Encoding %s failed: %s %s.",
                         lq_codec_format(c->spec).text, c->class->program, c->class->fault(c->self))
               : lq_fail(error, LQ_ERR_FAILED, (lq_at){0}, "Encoding %s failed.",
                         lq_codec_format(c->spec).text);
  }
}

static lq_status encode(void* const user, const float* const* const x, const size_t n_frames)
{
  lq_codec* const c = user;
  c->out.n_allowed += n_frames;
  return c->class->push(c->self, x, n_frames);
}

static lq_status begin(lq_codec* const c)
{
  unsigned delay_frames = 0;
  LQ_TRY(lq_feed_new(&c->feed, c->in_hz, c->rate_hz, c->out.n_channels, encode, c));
  LQ_TRY(c->class->open(&c->self, c->spec, (unsigned)c->rate_hz, c->out.n_channels, &c->out,
                        &delay_frames));
  c->out.n_skip = delay_frames;
  return LQ_OK;
}

lq_status lq_codec_open(lq_codec** const codec, const lq_codec_spec spec, const double rate_hz,
                        const unsigned n_channels, lq_codec_listener* const listener,
                        void* const user, lq_error* const error)
{
  assert(n_channels >= 1 && n_channels <= CHANNELS && rate_hz > 0 && spec.kind < LQ_CODEC_N);
  lq_codec* const c = calloc(1, sizeof *c);
  if (!c) {
    return lq_fail(error, LQ_ERR_MEMORY, (lq_at){0}, "There is no memory left for a codec.");
  }
  c->spec    = spec;
  c->class   = classes[spec.kind];
  c->in_hz   = rate_hz;
  c->rate_hz = lq_codec_coded_rate_hz(spec.kind, rate_hz);
  c->out     = (lq_codec_out){.listener = listener, .user = user, .n_channels = n_channels};
  const lq_status status = explain(c, begin(c), error);
  if (status) {
    lq_codec_free(c);
    return status;
  }
  *codec = c;
  return LQ_OK;
}

void lq_codec_free(lq_codec* const c)
{
  if (c) {
    c->class->free(c->self);
    lq_feed_free(c->feed);
    free(c);
  }
}

double lq_codec_rate_hz(const lq_codec* const c)
{
  return c->rate_hz;
}

lq_status lq_codec_push(lq_codec* const c, const float* const* const x, const size_t n_frames,
                        lq_error* const error)
{
  c->n_in += n_frames;
  return explain(c, lq_feed_write(c->feed, x, n_frames), error);
}

static lq_status finish(lq_codec* const c)
{
  if (!c->n_in) {
    return LQ_OK; // some encoders make nothing of nothing
  }
  LQ_TRY(lq_feed_finish(c->feed));
  LQ_TRY(c->class->finish(c->self));
  return c->out.n_heard == c->out.n_allowed ? LQ_OK : LQ_ERR_FORMAT;
}

lq_status lq_codec_finish(lq_codec* const c, lq_error* const error)
{
  return explain(c, finish(c), error);
}
