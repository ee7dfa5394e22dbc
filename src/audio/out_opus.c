// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Opus through libopusenc, at 48 kHz. Its packet of comments is written over by one of ours of the
// same length when the sound is complete, and again when the tags change.
#include "audio/codec_kind.h"
#include "audio/ogg.h"
#include "audio/out_writer.h"
#include "audio/vorbis_comment.h"

#include <opusenc.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  lq_out_job*      job;
  OggOpusEnc*      encoder;
  OggOpusComments* comments;
  lq_feed*         feed;
  lq_bytes         picture_room, packet; ///< the packet of comments, without padding
  lq_picture       picture;
  bool             heard; ///< anything
  lq_error         io;    ///< of a write that the library asked for
  float            frames[LQ_FEED_BLOCK_FRAMES * LQ_FEED_CHANNELS];
} opus;

static int io_write(void* const user, const unsigned char* const bytes, const opus_int32 n)
{
  opus* const o = user;
  return o->io.status || lq_output_write(o->job->output, bytes, (size_t)n, &o->io) ? 1 : 0;
}

static int io_close(void* const user)
{
  (void)user;
  return 0;
}

static lq_status encode(void* const user, const float* const* const x, const size_t n_frames)
{
  opus* const o = user;
  o->heard      = true;
  lq_codec_interleave(x, o->job->spec.n_channels, n_frames, o->frames);
  return ope_encoder_write_float(o->encoder, o->frames, (int)n_frames) ? LQ_ERR_FAILED : LQ_OK;
}

static void put_packet(const opus* const o, lq_bytes* const to, const lq_tags* const tags)
{
  const char* const vendor = opus_get_version_string();
  lq_bytes_text(to, "OpusTags");
  lq_vorbis_comment_put(to, (const unsigned char*)vendor, strlen(vendor), tags, LQ_GAIN_R128,
                        &o->picture);
}

static lq_status prepare_tags(opus* const o, lq_error* const error)
{
  const lq_tags* const tags = o->job->spec.tags;
  if (!tags) {
    return LQ_OK;
  }
  LQ_TRY(lq_picture_of(&o->picture, &o->picture_room, tags, error));
  put_packet(o, &o->packet, tags);
  return o->packet.failed ? lq_out_no_memory(o->job, error) : LQ_OK;
}

static lq_status start(opus* const o, const unsigned kbps)
{
  static const OpusEncCallbacks io         = {.write = io_write, .close = io_close};
  const int                     n_channels = (int)o->job->spec.n_channels;
  const opus_int32              padding    = (opus_int32)(o->packet.n + LQ_TAGS_ROOM);
  int                           bad        = 0;
  o->comments                              = ope_comments_create();
  if (!o->comments) {
    return LQ_ERR_MEMORY;
  }
  o->encoder = ope_encoder_create_callbacks(&io, o, o->comments, 48000, n_channels, 0, &bad);
  if (!o->encoder) {
    return bad == OPE_ALLOC_FAIL ? LQ_ERR_MEMORY : LQ_ERR_FAILED;
  }
  // As the proof of the codec (codec_opus.c) does it.
  bad =
      ope_encoder_ctl(o->encoder,
                      OPE_SET_SERIALNO((opus_int32)lq_ogg_serial(o->job->spec.seed, &o->packet))) ||
      (o->packet.n && ope_encoder_ctl(o->encoder, OPE_SET_COMMENT_PADDING(padding))) ||
      ope_encoder_ctl(o->encoder, OPUS_SET_BITRATE((opus_int32)kbps * 1000)) ||
      ope_encoder_ctl(o->encoder, OPUS_SET_COMPLEXITY(10)) ||
      ope_encoder_ctl(o->encoder, OPUS_SET_VBR_CONSTRAINT(0));
  return bad ? LQ_ERR_FAILED : LQ_OK;
}

static lq_status opus_open(void** const self, lq_out_job* const job, lq_error* const error)
{
  const lq_audio_out_spec* const s  = &job->spec;
  const double                   hz = lq_codec_coded_rate_hz(LQ_CODEC_OPUS, s->rate_hz);
  opus* const                    o  = calloc(1, sizeof *o);
  if (!o) {
    return lq_out_no_memory(job, error);
  }
  *self  = o;
  o->job = job;
  LQ_TRY(lq_out_kbps(job, LQ_CODEC_OPUS, error));
  LQ_TRY(prepare_tags(o, error));
  LQ_TRY(lq_out_explain(job, lq_feed_new(&o->feed, s->rate_hz, hz, s->n_channels, encode, o),
                        &o->io, error));
  return lq_out_explain(job, start(o, job->spec.kbps), &o->io, error);
}

static lq_status opus_hear(void* const self, const float* const* const x, const size_t n_frames,
                           lq_error* const error)
{
  opus* const o = self;
  return lq_out_explain(o->job, lq_feed_write(o->feed, x, n_frames), &o->io, error);
}

// Padded with zeros to the length of what stands there (RFC 7845, 5.2).
static lq_status write_packet(const opus* const o, lq_bytes* const packet, lq_error* const error)
{
  const lq_tag_source file = {.fd      = lq_output_fd(o->job->output),
                              .n_bytes = UINT64_MAX, // the end of the file is far behind
                              .path    = o->job->path,
                              .error   = error};
  lq_bytes            old  = {0};
  lq_status           st   = lq_ogg_read(&file, 1, &old);
  if (!st && packet->n > old.n) {
    st = lq_out_no_room(o->job, error);
  }
  if (!st) {
    lq_bytes_zeros(packet, old.n - packet->n);
    st = packet->failed ? lq_out_no_memory(o->job, error) : lq_ogg_replace(&file, 1, packet);
  }
  lq_bytes_free(&old);
  return st;
}

static lq_status opus_finish(void* const self, lq_error* const error)
{
  opus* const o = self;
  LQ_TRY(lq_out_explain(o->job, lq_feed_finish(o->feed), &o->io, error));
  if (!o->heard) { // libopusenc 0.2.1 aborts
    return lq_fail_file(error, LQ_ERR_MISSING, o->job->path,
                        "'%s' would hold no sound, and Opus has no such files.", o->job->path);
  }
  const bool failed = ope_encoder_drain(o->encoder) != OPE_OK || o->io.status;
  LQ_TRY(lq_out_explain(o->job, failed ? LQ_ERR_FAILED : LQ_OK, &o->io, error));
  return o->packet.n ? write_packet(o, &o->packet, error) : LQ_OK;
}

static lq_status opus_retag(void* const self, const lq_tags* const tags, lq_error* const error)
{
  const opus* const o      = self;
  lq_bytes          packet = {0};
  put_packet(o, &packet, tags);
  const lq_status status =
      packet.failed ? lq_out_no_memory(o->job, error) : write_packet(o, &packet, error);
  lq_bytes_free(&packet);
  return status;
}

static void opus_free(void* const self)
{
  opus* const o = self;
  if (o) {
    if (o->encoder) {
      ope_encoder_destroy(o->encoder);
    }
    if (o->comments) {
      ope_comments_destroy(o->comments);
    }
    lq_feed_free(o->feed);
    lq_bytes_free(&o->picture_room);
    lq_bytes_free(&o->packet);
    free(o);
  }
}

const lq_out_writer lq_out_opus = {.name          = "Opus",
                                   .most_channels = 2,
                                   .lossy         = true,
                                   .open          = opus_open,
                                   .hear          = opus_hear,
                                   .finish        = opus_finish,
                                   .retag         = opus_retag,
                                   .free          = opus_free};
