// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// MP3 through LAME: an ID3v2.4 tag of ours, then LAME's frames, the first of which says how much
// silence to take off, so that songs follow each other without a gap.
#include "audio/feed.h"
#include "audio/id3.h"
#include "audio/lame_start.h"
#include "audio/out_writer.h"

#include <lame.h>
#include <stdlib.h>

enum { BYTES = LQ_LAME_BYTES(LQ_FEED_BLOCK_FRAMES) };

typedef struct {
  lq_out_job*        job;
  lame_global_flags* lame;
  lq_feed*           feed;
  lq_bytes           picture_room;
  lq_picture         picture;
  size_t             n_tag; ///< bytes of the ID3 tag; 0: none
  lq_error           io;    ///< of a write that was asked for by the feed
  unsigned char      bytes[BYTES];
} mp3;

static lq_status save(mp3* const m, const int n_bytes, lq_error* const error)
{
  return n_bytes < 0 ? lq_out_failed(m->job, "the encoder gave up", error)
                     : lq_output_write(m->job->output, m->bytes, (size_t)n_bytes, error);
}

static lq_status encode(void* const user, const float* const* const x, const size_t n_frames)
{
  mp3* const         m     = user;
  const float* const right = x[m->job->spec.n_channels - 1]; // LAME leaves it alone in mono
  return save(m,
              lame_encode_buffer_ieee_float(m->lame, x[0], right, (int)n_frames, m->bytes, BYTES),
              &m->io);
}

static lq_status write_tag(mp3* const m, lq_error* const error)
{
  const lq_tags* const tags = m->job->spec.tags;
  if (!tags) {
    return LQ_OK;
  }
  lq_bytes tag = {0};
  LQ_TRY(lq_picture_of(&m->picture, &m->picture_room, tags, error));
  (void)lq_id3_put(&tag, tags, &m->picture, 0, LQ_TAGS_ROOM); // as long as it becomes
  m->n_tag               = tag.n;
  const lq_status status = tag.failed ? lq_out_no_memory(m->job, error)
                                      : lq_output_write(m->job->output, tag.at, tag.n, error);
  lq_bytes_free(&tag);
  return status;
}

static lq_status mp3_open(void** const self, lq_out_job* const job, lq_error* const error)
{
  const lq_audio_out_spec* const s  = &job->spec;
  const double                   hz = lq_codec_coded_rate_hz(LQ_CODEC_MP3, s->rate_hz);
  mp3* const                     m  = calloc(1, sizeof *m);
  if (!m) {
    return lq_out_no_memory(job, error);
  }
  *self  = m;
  m->job = job;
  LQ_TRY(lq_out_kbps(job, LQ_CODEC_MP3, error));
  m->lame = lame_init();
  if (!m->lame || lq_feed_new(&m->feed, s->rate_hz, hz, s->n_channels, encode, m)) {
    return lq_out_no_memory(job, error);
  }
  const lq_lame_spec lame = {
      .rate_hz = (unsigned)hz, .n_channels = s->n_channels, .kbps = job->spec.kbps, .tagged = true};
  if (!lq_lame_start(m->lame, &lame)) {
    return lq_out_failed(job, "the encoder refuses this kind of sound", error);
  }
  return write_tag(m, error);
}

static lq_status mp3_hear(void* const self, const float* const* const x, const size_t n_frames,
                          lq_error* const error)
{
  mp3* const m = self;
  return lq_out_explain(m->job, lq_feed_write(m->feed, x, n_frames), &m->io, error);
}

static lq_status mp3_finish(void* const self, lq_error* const error)
{
  mp3* const m = self;
  LQ_TRY(lq_out_explain(m->job, lq_feed_finish(m->feed), &m->io, error));
  LQ_TRY(save(m, lame_encode_flush(m->lame, m->bytes, BYTES), error));
  const size_t n = lame_get_lametag_frame(m->lame, m->bytes, BYTES);
  return n && n <= BYTES ? lq_out_over(m->job, m->bytes, n, m->n_tag, error) : LQ_OK;
}

static lq_status mp3_retag(void* const self, const lq_tags* const tags, lq_error* const error)
{
  const mp3* const m      = self;
  lq_bytes         tag    = {0};
  const bool       fit    = lq_id3_put(&tag, tags, &m->picture, m->n_tag, 0);
  const lq_status  status = !fit         ? lq_out_no_room(m->job, error)
                            : tag.failed ? lq_out_no_memory(m->job, error)
                                         : lq_out_over(m->job, tag.at, tag.n, 0, error);
  lq_bytes_free(&tag);
  return status;
}

static void mp3_free(void* const self)
{
  mp3* const m = self;
  if (m) {
    lq_feed_free(m->feed);
    if (m->lame) {
      (void)lame_close(m->lame);
    }
    lq_bytes_free(&m->picture_room);
    free(m);
  }
}

const lq_out_writer lq_out_mp3 = {.name          = "MP3",
                                  .most_channels = 2,
                                  .lossy         = true,
                                  .open          = mp3_open,
                                  .hear          = mp3_hear,
                                  .finish        = mp3_finish,
                                  .retag         = mp3_retag,
                                  .free          = mp3_free};
