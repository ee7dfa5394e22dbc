// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// MP3 by LAME at a constant bit rate, everything else as LAME has it by itself, decoded by
// libmpg123 to float.
#include "audio/codec_kind.h"
#include "audio/lame_start.h"

#include <lame.h>
#include <mpg123.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
  FRAME   = 1152, // of MPEG-1 layer III
  DECODER = 529,  // frames that any decoder of layer III adds: its filter bank's 528, and one
  BYTES   = LQ_LAME_BYTES(LQ_CODEC_BLOCK_FRAMES)
};

typedef struct {
  lame_global_flags* encoder;
  mpg123_handle*     decoder;
  lq_codec_out*      out;
  unsigned           n_channels;
  unsigned char      bytes[BYTES];
  float              decoded[FRAME * LQ_CODEC_CHANNELS];
} mp3;

static void mp3_free(void* const self)
{
  mp3* const m = self;
  if (m) {
    mpg123_delete(m->decoder);
    if (m->encoder) {
      (void)lame_close(m->encoder);
    }
    free(m);
  }
}

static bool start_decoder(mp3* const m, const unsigned rate_hz)
{
  mpg123_handle* const d = m->decoder;
  return mpg123_param(d, MPG123_ADD_FLAGS, MPG123_QUIET | MPG123_FORCE_FLOAT, 0) == MPG123_OK &&
         mpg123_param(d, MPG123_REMOVE_FLAGS, MPG123_GAPLESS, 0) == MPG123_OK &&
         mpg123_format_none(d) == MPG123_OK &&
         mpg123_format(d, (long)rate_hz, m->n_channels > 1 ? MPG123_STEREO : MPG123_MONO,
                       MPG123_ENC_FLOAT_32) == MPG123_OK &&
         mpg123_open_feed(d) == MPG123_OK;
}

static lq_status mp3_open(void** const self, const lq_codec_spec spec, const unsigned rate_hz,
                          const unsigned n_channels, lq_codec_out* const out,
                          unsigned* const delay_frames)
{
  mp3* const m = calloc(1, sizeof *m);
  if (!m) {
    return LQ_ERR_MEMORY;
  }
  *self         = m;
  m->out        = out;
  m->n_channels = n_channels;
  m->encoder    = lame_init();
  m->decoder    = mpg123_new(NULL, NULL);
  if (!m->encoder || !m->decoder) {
    return LQ_ERR_MEMORY;
  }
  // No tag: it would be written into the first frame at the end, and here is no file to go back in.
  const lq_lame_spec lame = {.rate_hz = rate_hz, .n_channels = n_channels, .kbps = spec.kbps};
  if (!lq_lame_start(m->encoder, &lame) || !start_decoder(m, rate_hz)) {
    return LQ_ERR_FAILED;
  }
  *delay_frames = (unsigned)lame_get_encoder_delay(m->encoder) + DECODER;
  return LQ_OK;
}

static lq_status decode(mp3* const m, const int n_bytes)
{
  if (n_bytes < 0 || mpg123_feed(m->decoder, m->bytes, (size_t)n_bytes) != MPG123_OK) {
    return LQ_ERR_FAILED;
  }
  for (;;) {
    size_t    n      = 0;
    const int status = mpg123_read(m->decoder, (unsigned char*)m->decoded, sizeof m->decoded, &n);
    LQ_TRY(lq_codec_emit_frames(m->out, m->decoded, n / sizeof(float) / m->n_channels));
    if (status == MPG123_NEED_MORE) {
      return LQ_OK;
    }
    if (status != MPG123_OK && status != MPG123_NEW_FORMAT) {
      return LQ_ERR_FAILED;
    }
  }
}

static lq_status mp3_push(void* const self, const float* const* const x, const size_t n_frames)
{
  mp3* const   m     = self;
  const float* right = x[m->n_channels - 1]; // LAME leaves it alone in mono
  return decode(
      m, lame_encode_buffer_ieee_float(m->encoder, x[0], right, (int)n_frames, m->bytes, BYTES));
}

// A frame comes out when the header of the next has come in, and the delay is behind one frame.
static lq_status mp3_finish(void* const self)
{
  static const float        zeros[FRAME / 2]           = {0};
  static const float* const silence[LQ_CODEC_CHANNELS] = {zeros, zeros};
  mp3* const                m                          = self;
  for (int i = 0; i < 8; ++i) {
    LQ_TRY(mp3_push(m, silence, FRAME / 2));
  }
  return decode(m, lame_encode_flush(m->encoder, m->bytes, BYTES));
}

const lq_codec_class lq_codec_mp3 = {.name     = "mp3",
                                     .min_kbps = 32,
                                     .max_kbps = 320,
                                     .open     = mp3_open,
                                     .push     = mp3_push,
                                     .finish   = mp3_finish,
                                     .free     = mp3_free};
