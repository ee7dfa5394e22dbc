// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Vorbis packets handed over without Ogg around them.
#include "audio/codec_kind.h"
#include "audio/vorbis_encoder.h"

#include <stdlib.h>

typedef struct {
  lq_vorbis_half encoder, decoder;
  lq_codec_out*  out;
} vorbis;

static void vorbis_free(void* const self)
{
  vorbis* const v = self;
  if (v) {
    lq_vorbis_free(&v->decoder);
    lq_vorbis_free(&v->encoder);
    free(v);
  }
}

static bool start_decoder(lq_vorbis_half* const h, ogg_packet* const header)
{
  for (int i = 0; i < 3; ++i) { // identification, comment, setup
    if (vorbis_synthesis_headerin(&h->info, &h->comment, &header[i])) {
      return false;
    }
  }
  h->runs = !vorbis_synthesis_init(&h->dsp, &h->info) && !vorbis_block_init(&h->dsp, &h->block);
  return h->runs;
}

static lq_status vorbis_open(void** const self, const lq_codec_spec spec, const unsigned rate_hz,
                             const unsigned n_channels, lq_codec_out* const out,
                             unsigned* const delay_frames)
{
  vorbis* const v = calloc(1, sizeof *v);
  if (!v) {
    return LQ_ERR_MEMORY;
  }
  *self  = v;
  v->out = out;
  ogg_packet headers[3];
  lq_vorbis_init(&v->decoder);
  LQ_TRY(lq_vorbis_start(&v->encoder, spec.kbps, rate_hz, n_channels, headers));
  *delay_frames = 0; // the first packet primes the decoder and gives nothing
  return start_decoder(&v->decoder, headers) ? LQ_OK : LQ_ERR_FAILED;
}

static lq_status decode(void* const user, ogg_packet* const packet)
{
  vorbis* const         v = user;
  lq_vorbis_half* const d = &v->decoder;
  if (vorbis_synthesis(&d->block, packet) || vorbis_synthesis_blockin(&d->dsp, &d->block)) {
    return LQ_ERR_FAILED;
  }
  float** y = NULL;
  for (int n; (n = vorbis_synthesis_pcmout(&d->dsp, &y)) > 0;) {
    LQ_TRY(lq_codec_emit(v->out, (const float* const*)y, (size_t)n));
    if (vorbis_synthesis_read(&d->dsp, n)) {
      return LQ_ERR_FAILED;
    }
  }
  return LQ_OK;
}

static lq_status vorbis_push(void* const self, const float* const* const x, const size_t n_frames)
{
  vorbis* const v = self;
  return lq_vorbis_encode(&v->encoder, x, n_frames, decode, v);
}

static lq_status vorbis_finish(void* const self)
{
  return vorbis_push(self, NULL, 0);
}

const lq_codec_class lq_codec_vorbis = {.name     = "vorbis",
                                        .min_kbps = 45,
                                        .max_kbps = 500,
                                        .open     = vorbis_open,
                                        .push     = vorbis_push,
                                        .finish   = vorbis_finish,
                                        .free     = vorbis_free};
