// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/vorbis_encoder.h"

#include <string.h>
#include <vorbis/vorbisenc.h>

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

void lq_vorbis_init(lq_vorbis_half* const half)
{
  vorbis_info_init(&half->info);
  vorbis_comment_init(&half->comment);
}

void lq_vorbis_free(lq_vorbis_half* const half)
{
  if (half->runs) {
    vorbis_block_clear(&half->block);
    vorbis_dsp_clear(&half->dsp);
  }
  vorbis_comment_clear(&half->comment);
  vorbis_info_clear(&half->info);
}

lq_status lq_vorbis_start(lq_vorbis_half* const encoder, const unsigned kbps,
                          const unsigned rate_hz, const unsigned n_channels,
                          ogg_packet* const headers)
{
  lq_vorbis_half* const e = encoder;
  lq_vorbis_init(e);
  if (vorbis_encode_init_vbr(&e->info, (long)n_channels, (long)rate_hz, quality_of(kbps))) {
    return LQ_ERR_FAILED;
  }
  e->runs = !vorbis_analysis_init(&e->dsp, &e->info) && !vorbis_block_init(&e->dsp, &e->block);
  return e->runs && !vorbis_analysis_headerout(&e->dsp, &e->comment, &headers[0], &headers[1],
                                               &headers[2])
             ? LQ_OK
             : LQ_ERR_FAILED;
}

lq_status lq_vorbis_encode(lq_vorbis_half* const encoder, const float* const* const x,
                           const size_t n_frames, lq_vorbis_listener* const listener,
                           void* const user)
{
  lq_vorbis_half* const e = encoder;
  if (x) {
    float** const room = vorbis_analysis_buffer(&e->dsp, (int)n_frames);
    for (int c = 0; c < e->info.channels; ++c) {
      memcpy(room[c], x[c], n_frames * sizeof **x);
    }
  }
  if (vorbis_analysis_wrote(&e->dsp, (int)n_frames)) {
    return LQ_ERR_FAILED;
  }
  ogg_packet packet;
  while (vorbis_analysis_blockout(&e->dsp, &e->block) == 1) {
    if (vorbis_analysis(&e->block, NULL) || vorbis_bitrate_addblock(&e->block)) {
      return LQ_ERR_FAILED;
    }
    while (vorbis_bitrate_flushpacket(&e->dsp, &packet)) {
      LQ_TRY(listener(user, &packet));
    }
  }
  return LQ_OK;
}
