// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Vorbis by libvorbis, packets handed over without Ogg around them. Variable bit rate: the quality
// whose nominal rate for stereo at 44.1 kHz is the one asked for, as in `oggenc -q`.
#include "audio/codec_kind.h"

#include <stdbool.h>
#include <stdlib.h>
#include <vorbis/codec.h>
#include <vorbis/vorbisenc.h>

// Each half of the coder with what it needs freed in order.
typedef struct {
  vorbis_info      info;
  vorbis_comment   comment;
  vorbis_dsp_state dsp;
  vorbis_block     block;
  bool             runs; ///< dsp and block are there
} half;

typedef struct {
  half          encoder, decoder;
  lq_codec_out* out;
  unsigned      n_channels;
} vorbis;

// Source: the nominal rates of the qualities -1 to 10, Vorbis 1.0.1 and later, as `oggenc` tells.
static float quality_of(const unsigned kbps)
{
  static const float nominal[] = {45, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 500};
  enum { N = sizeof nominal / sizeof *nominal };
  const float rate = (float)kbps;
  for (unsigned i = 1; i < N; ++i) {
    if (rate <= nominal[i]) {
      const float part = (rate - nominal[i - 1]) / (nominal[i] - nominal[i - 1]);
      return 0.1F * ((float)i - 2 + part);
    }
  }
  return 1;
}

static void half_free(half* const h)
{
  if (h->runs) {
    vorbis_block_clear(&h->block);
    vorbis_dsp_clear(&h->dsp);
  }
  vorbis_comment_clear(&h->comment);
  vorbis_info_clear(&h->info);
}

static void vorbis_free(void* const self)
{
  vorbis* const v = self;
  if (v) {
    half_free(&v->decoder);
    half_free(&v->encoder);
    free(v);
  }
}

static bool start_decoder(half* const h, ogg_packet* const header)
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
  *self         = v;
  v->out        = out;
  v->n_channels = n_channels;
  half* const e = &v->encoder;
  half* const d = &v->decoder;
  vorbis_info_init(&e->info);
  vorbis_comment_init(&e->comment);
  vorbis_info_init(&d->info);
  vorbis_comment_init(&d->comment);
  if (vorbis_encode_init_vbr(&e->info, (long)n_channels, (long)rate_hz, quality_of(spec.kbps))) {
    return LQ_ERR_FAILED;
  }
  e->runs = !vorbis_analysis_init(&e->dsp, &e->info) && !vorbis_block_init(&e->dsp, &e->block);
  ogg_packet header[3];
  if (!e->runs ||
      vorbis_analysis_headerout(&e->dsp, &e->comment, &header[0], &header[1], &header[2]) ||
      !start_decoder(d, header)) {
    return LQ_ERR_FAILED;
  }
  *delay_frames = 0; // the first packet primes the decoder and gives nothing
  return LQ_OK;
}

static lq_status decode(vorbis* const v, ogg_packet* const packet)
{
  half* const d = &v->decoder;
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

static lq_status run(vorbis* const v)
{
  half* const e = &v->encoder;
  ogg_packet  packet;
  while (vorbis_analysis_blockout(&e->dsp, &e->block) == 1) {
    if (vorbis_analysis(&e->block, NULL) || vorbis_bitrate_addblock(&e->block)) {
      return LQ_ERR_FAILED;
    }
    while (vorbis_bitrate_flushpacket(&e->dsp, &packet)) {
      LQ_TRY(decode(v, &packet));
    }
  }
  return LQ_OK;
}

static lq_status vorbis_push(void* const self, const float* const* const x, const size_t n_frames)
{
  vorbis* const v    = self;
  float** const room = vorbis_analysis_buffer(&v->encoder.dsp, (int)n_frames);
  for (unsigned c = 0; c < v->n_channels; ++c) {
    for (size_t i = 0; i < n_frames; ++i) {
      room[c][i] = x[c][i];
    }
  }
  return vorbis_analysis_wrote(&v->encoder.dsp, (int)n_frames) ? LQ_ERR_FAILED : run(v);
}

static lq_status vorbis_finish(void* const self)
{
  vorbis* const v = self;
  return vorbis_analysis_wrote(&v->encoder.dsp, 0) ? LQ_ERR_FAILED : run(v);
}

const lq_codec_class lq_codec_vorbis = {.name     = "vorbis",
                                        .min_kbps = 45,
                                        .max_kbps = 500,
                                        .open     = vorbis_open,
                                        .push     = vorbis_push,
                                        .finish   = vorbis_finish,
                                        .free     = vorbis_free};
