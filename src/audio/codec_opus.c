// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Opus by libopus: packets of 20 ms, variable bit rate without a constraint, full
// complexity, as `opusenc` does.
#include "audio/codec_kind.h"

#include <opus.h>
#include <stdlib.h>

enum {
  RATE_HZ    = 48000,
  FRAME      = RATE_HZ / 50,
  MOST_BYTES = 4000 // what the library's manual advises for a packet
};

typedef struct {
  OpusEncoder*  encoder;
  OpusDecoder*  decoder;
  lq_codec_out* out;
  unsigned      n_channels, n_waiting;
  unsigned      delay_frames;
  float         frame[FRAME * LQ_CODEC_CHANNELS];
  float         decoded[FRAME * LQ_CODEC_CHANNELS];
  unsigned char packet[MOST_BYTES];
} opus;

static void opus_free(void* const self)
{
  opus* const o = self;
  if (o) {
    if (o->decoder) {
      opus_decoder_destroy(o->decoder);
    }
    if (o->encoder) {
      opus_encoder_destroy(o->encoder);
    }
    free(o);
  }
}

static lq_status opus_open(void** const self, const lq_codec_spec spec, const unsigned rate_hz,
                           const unsigned n_channels, lq_codec_out* const out,
                           unsigned* const delay_frames)
{
  opus* const o = calloc(1, sizeof *o);
  int         bad;
  opus_int32  lookahead = 0;
  if (!o) {
    return LQ_ERR_MEMORY;
  }
  *self         = o;
  o->out        = out;
  o->n_channels = n_channels;
  o->encoder =
      opus_encoder_create((opus_int32)rate_hz, (int)n_channels, OPUS_APPLICATION_AUDIO, &bad);
  o->decoder = opus_decoder_create((opus_int32)rate_hz, (int)n_channels, &bad);
  if (!o->encoder || !o->decoder) {
    return LQ_ERR_MEMORY;
  }
  if (opus_encoder_ctl(o->encoder, OPUS_SET_BITRATE((opus_int32)spec.kbps * 1000)) ||
      opus_encoder_ctl(o->encoder, OPUS_SET_COMPLEXITY(10)) ||
      opus_encoder_ctl(o->encoder, OPUS_SET_VBR_CONSTRAINT(0)) ||
      opus_encoder_ctl(o->encoder, OPUS_GET_LOOKAHEAD(&lookahead))) {
    return LQ_ERR_FAILED;
  }
  o->delay_frames = *delay_frames = (unsigned)lookahead;
  return LQ_OK;
}

static lq_status code(opus* const o)
{
  const opus_int32 n = opus_encode_float(o->encoder, o->frame, FRAME, o->packet, MOST_BYTES);
  o->n_waiting       = 0;
  if (n < 0 || opus_decode_float(o->decoder, o->packet, n, o->decoded, FRAME, 0) != FRAME) {
    return LQ_ERR_FAILED;
  }
  return lq_codec_emit_frames(o->out, o->decoded, FRAME);
}

static lq_status opus_push(void* const self, const float* const* const x, const size_t n_frames)
{
  opus* const o = self;
  for (size_t i = 0; i < n_frames; ++i) {
    for (unsigned c = 0; c < o->n_channels; ++c) {
      o->frame[o->n_waiting * o->n_channels + c] = x[c] ? x[c][i] : 0;
    }
    if (++o->n_waiting == FRAME) {
      LQ_TRY(code(o));
    }
  }
  return LQ_OK;
}

static lq_status opus_finish(void* const self)
{
  static const float* const silence[LQ_CODEC_CHANNELS] = {NULL};
  opus* const               o                          = self;
  return opus_push(o, silence, o->delay_frames + FRAME);
}

const lq_codec_class lq_codec_opus = {.name     = "opus",
                                      .min_kbps = 16, // below, it is a codec of speech
                                      .max_kbps = 510,
                                      .rate_hz  = RATE_HZ,
                                      .open     = opus_open,
                                      .push     = opus_push,
                                      .finish   = opus_finish,
                                      .free     = opus_free};
