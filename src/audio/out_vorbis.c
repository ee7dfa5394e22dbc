// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ogg Vorbis: packets of libvorbis in pages of libogg; a packet of comments of ours, with zeros
// behind its end so that it can be written over.
#include "audio/feed.h"
#include "audio/ogg.h"
#include "audio/out_writer.h"
#include "audio/vorbis_comment.h"
#include "audio/vorbis_encoder.h"

#include <ogg/ogg.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  lq_out_job*      job;
  lq_vorbis_half   encoder;
  ogg_stream_state stream;
  bool             streams; ///< the stream is there
  lq_feed*         feed;
  lq_bytes         picture_room;
  lq_picture       picture;
  size_t           n_packet; ///< bytes of the packet of comments
  lq_error         io;       ///< of a write that the feed asked for
} vorbis;

static lq_status write_page(vorbis* const v, const ogg_page* const page)
{
  LQ_TRY(lq_output_write(v->job->output, page->header, (size_t)page->header_len, &v->io));
  return lq_output_write(v->job->output, page->body, (size_t)page->body_len, &v->io);
}

static lq_status put(void* const user, ogg_packet* const packet)
{
  vorbis* const v = user;
  ogg_page      page;
  if (ogg_stream_packetin(&v->stream, packet)) {
    return LQ_ERR_MEMORY;
  }
  while (ogg_stream_pageout(&v->stream, &page)) {
    LQ_TRY(write_page(v, &page));
  }
  return LQ_OK;
}

static lq_status flush(vorbis* const v)
{
  ogg_page page;
  while (ogg_stream_flush(&v->stream, &page)) {
    LQ_TRY(write_page(v, &page));
  }
  return LQ_OK;
}

static lq_status encode(void* const user, const float* const* const x, const size_t n_frames)
{
  vorbis* const v = user;
  return lq_vorbis_encode(&v->encoder, x, n_frames, put, v);
}

// Vorbis I, 5.2.1: a type, a name, the list, and a bit that ends it.
static void put_comments(const vorbis* const v, lq_bytes* const to, const lq_tags* const tags)
{
  const char* const vendor = vorbis_version_string();
  lq_bytes_text(to, "\x03vorbis");
  lq_vorbis_comment_put(to, (const unsigned char*)vendor, strlen(vendor), tags, LQ_GAIN_REPLAY,
                        &v->picture);
  lq_bytes_big(to, 1, 1);
}

// The first packet has a page of its own, the sound begins on a new one (Vorbis I, A.2).
static lq_status write_headers(vorbis* const v, ogg_packet* const headers, lq_bytes* const comments)
{
  if (comments->n) {
    headers[1].packet = comments->at;
    headers[1].bytes  = (long)comments->n;
  }
  LQ_TRY(put(v, &headers[0]));
  LQ_TRY(flush(v));
  LQ_TRY(put(v, &headers[1]));
  LQ_TRY(put(v, &headers[2]));
  return flush(v);
}

static lq_status start(vorbis* const v, const unsigned kbps, lq_bytes* const comments)
{
  const lq_audio_out_spec* const s  = &v->job->spec;
  const double                   hz = lq_codec_coded_rate_hz(LQ_CODEC_VORBIS, s->rate_hz);
  ogg_packet                     headers[3];
  if (s->tags) {
    put_comments(v, comments, s->tags);
    lq_bytes_zeros(comments, LQ_TAGS_ROOM);
  }
  v->n_packet = comments->n;
  v->streams  = !ogg_stream_init(&v->stream, (int)lq_ogg_serial(s->seed, comments));
  if (comments->failed || !v->streams) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(lq_feed_new(&v->feed, s->rate_hz, hz, s->n_channels, encode, v));
  LQ_TRY(lq_vorbis_start(&v->encoder, kbps, (unsigned)hz, s->n_channels, headers));
  return write_headers(v, headers, comments);
}

static lq_status vorbis_open(void** const self, lq_out_job* const job, lq_error* const error)
{
  lq_bytes      comments = {0};
  vorbis* const v        = calloc(1, sizeof *v);
  if (!v) {
    return lq_out_no_memory(job, error);
  }
  *self  = v;
  v->job = job;
  LQ_TRY(lq_out_kbps(job, LQ_CODEC_VORBIS, error));
  if (job->spec.tags) {
    LQ_TRY(lq_picture_of(&v->picture, &v->picture_room, job->spec.tags, error));
  }
  const lq_status status = start(v, job->spec.kbps, &comments);
  lq_bytes_free(&comments);
  return lq_out_explain(job, status, &v->io, error);
}

static lq_status vorbis_hear(void* const self, const float* const* const x, const size_t n_frames,
                             lq_error* const error)
{
  vorbis* const v = self;
  return lq_out_explain(v->job, lq_feed_write(v->feed, x, n_frames), &v->io, error);
}

static lq_status vorbis_finish(void* const self, lq_error* const error)
{
  vorbis* const v      = self;
  lq_status     status = lq_feed_finish(v->feed);
  status               = status ? status : encode(v, NULL, 0);
  status               = status ? status : flush(v);
  return lq_out_explain(v->job, status, &v->io, error);
}

static lq_status vorbis_retag(void* const self, const lq_tags* const tags, lq_error* const error)
{
  const vorbis* const v        = self;
  const lq_tag_source file     = {.fd      = lq_output_fd(v->job->output),
                                  .n_bytes = UINT64_MAX, // the end of the file is far behind
                                  .path    = v->job->path,
                                  .error   = error};
  lq_bytes            comments = {0};
  put_comments(v, &comments, tags);
  lq_status status = comments.n > v->n_packet ? lq_out_no_room(v->job, error) : LQ_OK;
  if (!status) {
    lq_bytes_zeros(&comments, v->n_packet - comments.n);
    status =
        comments.failed ? lq_out_no_memory(v->job, error) : lq_ogg_replace(&file, 1, &comments);
  }
  lq_bytes_free(&comments);
  return status;
}

static void vorbis_free(void* const self)
{
  vorbis* const v = self;
  if (v) {
    lq_vorbis_free(&v->encoder);
    if (v->streams) {
      (void)ogg_stream_clear(&v->stream);
    }
    lq_feed_free(v->feed);
    lq_bytes_free(&v->picture_room);
    free(v);
  }
}

const lq_out_writer lq_out_vorbis = {.name          = "Vorbis",
                                     .most_channels = 2,
                                     .lossy         = true,
                                     .open          = vorbis_open,
                                     .hear          = vorbis_hear,
                                     .finish        = vorbis_finish,
                                     .retag         = vorbis_retag,
                                     .free          = vorbis_free};
