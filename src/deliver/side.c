// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/side.h"

#include "audio/in.h"
#include "audio/out.h"
#include "deliver/side_groove.h"
#include "deliver/side_hearing.h"
#include "deliver/side_worries.h"
#include "engine/bounce.h"
#include "engine/sink.h"

#include <stdlib.h>

enum { BITS = 24 };

static lq_status hear_file(lq_side_hearing* const hearing, lq_audio_in* const in,
                           lq_error* const error)
{
  enum { BLOCK = LQ_MAX_FRAMES };
  const unsigned n_channels = lq_audio_in_info(in)->n_channels;
  const lq_sink  sink       = lq_side_hearing_sink(hearing);
  float* const   memory     = malloc((size_t)n_channels * BLOCK * sizeof *memory);
  float*         x[LQ_MAX_CHANNELS];
  size_t         n  = 0;
  lq_status      st = memory ? LQ_OK : LQ_ERR_MEMORY;
  for (unsigned c = 0; c < n_channels && !st; ++c) {
    x[c] = memory + (size_t)c * BLOCK;
  }
  while (!st && !(st = lq_audio_in_read(in, x, BLOCK, &n, error)) && n) {
    st = sink.write(sink.user, (const float* const*)x, n, error);
  }
  free(memory);
  return st;
}

static lq_status read_back(lq_side* const side, const lq_vinyl* const vinyl, const char* const path,
                           lq_pool* const pool, const lq_render_options* const options,
                           lq_error* const error)
{
  lq_audio_in*     in      = NULL;
  lq_side_hearing* hearing = NULL;
  lq_status        st      = lq_audio_in_open(&in, path, error);
  if (!st) {
    const lq_audio_info* const info = lq_audio_in_info(in);
    st = lq_side_hearing_new(&hearing, info->rate_hz, info->n_channels, vinyl, side->record,
                             options->simd);
  }
  st = st ? st : hear_file(hearing, in, error);
  st = st ? st : lq_side_hearing_end(hearing, side, pool);
  lq_side_hearing_free(hearing);
  lq_audio_in_close(in);
  return st;
}

static lq_status render(const lq_side* const side, const lq_take* const take,
                        lq_audio_out* const out, const lq_render_options* const options,
                        lq_error* const error)
{
  const lq_bounce bounce = {.take = take, .chain = &side->chain};
  LQ_TRY(lq_bounce_run(&bounce, lq_sink_file(out), options, NULL, error));
  return lq_audio_out_finish(out, error);
}

lq_status lq_side_write(lq_side* const side, const lq_vinyl* const vinyl, const lq_take* const take,
                        const char* const path, const bool force, lq_pool* const pool,
                        const lq_render_options* const options, lq_error* const error)
{
  const lq_audio_out_spec spec = {.rate_hz    = lq_take_rate_hz(take),
                                  .n_channels = lq_take_channels(take),
                                  .bits       = BITS,
                                  .dither     = LQ_DITHER_TPDF,
                                  .seed       = (uint64_t)side->letter,
                                  .force      = force};
  char                    unnamed[4096];
  lq_audio_out*           out = NULL;
  LQ_TRY(lq_audio_out_open(&out, path, &spec, error));
  lq_status st = render(side, take, out, options, error);
  st           = st ? st : lq_audio_out_unnamed(out, unnamed, sizeof unnamed, error);
  st           = st ? st : read_back(side, vinyl, unnamed, pool, options, error);
  st           = st ? st : lq_side_groove_cut(side, side->level_db, pool);
  st           = st ? st : lq_side_worry(side, vinyl, pool);
  if (st) {
    lq_audio_out_abandon(out);
    return st;
  }
  return lq_audio_out_commit(out, error);
}
