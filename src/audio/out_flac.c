// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// FLAC through libFLAC: integers that were dithered before, their MD5 in the header, comments, a
// picture and a cue sheet. Comments are written when the sound is complete, over a block of padding
// that follows libFLAC's own empty ones, and again when they change.
#include "audio/cues.h"
#include "audio/out_writer.h"
#include "audio/picture.h"
#include "audio/vorbis_comment.h"

#include <FLAC/metadata.h>
#include <FLAC/stream_encoder.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  MOST_CHANNELS = 8,
  COMMENTS_AT   = 42,      // behind "fLaC", and the block of 34 bytes that describes the stream
  HEAD          = 4,       // of a block
  MOST_BLOCK    = 0xFFFFFF // sizes have 24 bits
};

typedef struct {
  lq_out_job*           job;
  FLAC__StreamEncoder*  encoder;
  FLAC__StreamMetadata* blocks[3]; ///< padding, cue sheet, picture: what there is of them
  unsigned              n_blocks;
  lq_bytes              comments, picture_room;
  size_t                n_region; ///< bytes of the comments and the padding, with their heads
  lq_error              io;       ///< first one met below libFLAC
} flac;

static FLAC__StreamEncoderWriteStatus io_write(const FLAC__StreamEncoder* const encoder,
                                               const FLAC__byte bytes[], const size_t n,
                                               const uint32_t samples, const uint32_t frame,
                                               void* const user)
{
  flac* const f = user;
  (void)encoder;
  (void)samples;
  (void)frame;
  return !f->io.status && !lq_output_write(f->job->output, bytes, n, &f->io)
             ? FLAC__STREAM_ENCODER_WRITE_STATUS_OK
             : FLAC__STREAM_ENCODER_WRITE_STATUS_FATAL_ERROR;
}

static FLAC__StreamEncoderSeekStatus io_seek(const FLAC__StreamEncoder* const encoder,
                                             const FLAC__uint64 to, void* const user)
{
  const flac* const f = user;
  (void)encoder;
  return lseek(lq_output_fd(f->job->output), (off_t)to, SEEK_SET) < 0
             ? FLAC__STREAM_ENCODER_SEEK_STATUS_ERROR
             : FLAC__STREAM_ENCODER_SEEK_STATUS_OK;
}

static FLAC__StreamEncoderTellStatus io_tell(const FLAC__StreamEncoder* const encoder,
                                             FLAC__uint64* const at, void* const user)
{
  const flac* const f    = user;
  const off_t       here = lseek(lq_output_fd(f->job->output), 0, SEEK_CUR);
  (void)encoder;
  *at = here < 0 ? 0 : (FLAC__uint64)here;
  return here < 0 ? FLAC__STREAM_ENCODER_TELL_STATUS_ERROR : FLAC__STREAM_ENCODER_TELL_STATUS_OK;
}

static lq_status failed(const flac* const f, const char* const why, lq_error* const error)
{
  if (f->io.status && error) {
    *error = f->io;
  }
  return f->io.status ? f->io.status : lq_out_failed(f->job, why, error);
}

static FLAC__StreamMetadata* add_block(flac* const f, const FLAC__MetadataType type)
{
  FLAC__StreamMetadata* const block = FLAC__metadata_object_new(type);
  if (block) {
    f->blocks[f->n_blocks++] = block;
  }
  return block;
}

static bool put_track(FLAC__StreamMetadata* const sheet, const unsigned i,
                      const lq_audio_cue* const cue)
{
  FLAC__StreamMetadata_CueSheet_Track* const track  = &sheet->data.cue_sheet.tracks[i];
  const bool                                 paused = cue->pause_frame < cue->index_frames[0];
  track->offset       = paused ? cue->pause_frame : cue->index_frames[0];
  track->number       = (FLAC__byte)(i + 1);
  track->pre_emphasis = cue->pre_emphasis ? 1 : 0;
  if (cue->isrc) {
    memcpy(track->isrc, cue->isrc, strnlen(cue->isrc, 12));
  }
  if (!FLAC__metadata_object_cuesheet_track_resize_indices(sheet, i, cue->n_index + paused)) {
    return false;
  }
  for (unsigned k = 0; k < cue->n_index + paused; ++k) {
    const uint64_t at        = !paused ? cue->index_frames[k]
                               : k     ? cue->index_frames[k - 1]
                                       : track->offset;
    track->indices[k].offset = at - track->offset;
    track->indices[k].number = (FLAC__byte)(k + !paused);
  }
  return true;
}

// Source: RFC 9639, 8.7: of a CD, two seconds of lead-in, and a track 170 that is the lead-out.
static lq_status put_cues(flac* const f, const lq_audio_cues* const cues, lq_error* const error)
{
  enum { LEAD_IN = 88200, LEAD_OUT = 170 };
  FLAC__StreamMetadata* const sheet = add_block(f, FLAC__METADATA_TYPE_CUESHEET);
  if (!sheet || !FLAC__metadata_object_cuesheet_resize_tracks(sheet, cues->n_tracks + 1)) {
    return lq_out_no_memory(f->job, error);
  }
  FLAC__StreamMetadata_CueSheet* const to = &sheet->data.cue_sheet;
  to->lead_in                             = LEAD_IN;
  to->is_cd                               = true;
  if (cues->ean) {
    memcpy(to->media_catalog_number, cues->ean, strnlen(cues->ean, 13));
  }
  for (unsigned i = 0; i < cues->n_tracks; ++i) {
    if (!put_track(sheet, i, &cues->tracks[i])) {
      return lq_out_no_memory(f->job, error);
    }
  }
  to->tracks[cues->n_tracks].number = LEAD_OUT;
  to->tracks[cues->n_tracks].offset = cues->n_frames;
  const char* why                   = "";
  if (!FLAC__format_cuesheet_is_legal(to, true, &why)) {
    return lq_fail_file(error, LQ_ERR_USAGE, f->job->path, "'%s' cannot have this cue sheet: %s.",
                        f->job->path, why);
  }
  return LQ_OK;
}

static lq_status put_picture(flac* const f, const lq_tags* const tags, lq_error* const error)
{
  lq_picture picture;
  LQ_TRY(lq_picture_of(&picture, &f->picture_room, tags, error));
  if (!picture.bytes) {
    return LQ_OK;
  }
  FLAC__StreamMetadata* const block = add_block(f, FLAC__METADATA_TYPE_PICTURE);
  if (!block || !FLAC__metadata_object_picture_set_mime_type(block, (char*)picture.mime, true) ||
      !FLAC__metadata_object_picture_set_data(block, (FLAC__byte*)picture.bytes,
                                              (FLAC__uint32)picture.n, true)) {
    return lq_out_no_memory(f->job, error);
  }
  block->data.picture.type   = FLAC__STREAM_METADATA_PICTURE_TYPE_FRONT_COVER;
  block->data.picture.width  = picture.width;
  block->data.picture.height = picture.height;
  block->data.picture.depth  = picture.depth_bits;
  return LQ_OK;
}

static void put_comments(lq_bytes* const to, const lq_tags* const tags)
{
  lq_vorbis_comment_put(to, (const unsigned char*)FLAC__VENDOR_STRING, strlen(FLAC__VENDOR_STRING),
                        tags, LQ_GAIN_REPLAY, NULL);
}

static lq_status put_blocks(flac* const f, lq_error* const error)
{
  const lq_audio_out_spec* const s = &f->job->spec;
  if (s->tags) {
    FLAC__StreamMetadata* const padding = add_block(f, FLAC__METADATA_TYPE_PADDING);
    put_comments(&f->comments, s->tags);
    if (!padding || f->comments.failed) {
      return lq_out_no_memory(f->job, error);
    }
    const size_t empty = 8 + strlen(FLAC__VENDOR_STRING); // libFLAC's own comments
    padding->length    = (uint32_t)(f->comments.n + LQ_TAGS_ROOM);
    f->n_region        = HEAD + empty + HEAD + padding->length;
    if (f->n_region > MOST_BLOCK) {
      return lq_fail_file(error, LQ_ERR_LIMIT, f->job->path,
                          "'%s' cannot hold so much text: FLAC takes 16 MB.", f->job->path);
    }
  }
  if (s->cues) {
    LQ_TRY(put_cues(f, s->cues, error));
  }
  return s->tags ? put_picture(f, s->tags, error) : LQ_OK;
}

static lq_status flac_open(void** const self, lq_out_job* const job, lq_error* const error)
{
  const lq_audio_out_spec* const s = &job->spec;
  flac* const                    f = calloc(1, sizeof *f);
  if (!f) {
    return lq_out_no_memory(job, error);
  }
  *self      = f;
  f->job     = job;
  f->encoder = FLAC__stream_encoder_new();
  LQ_TRY(f->encoder ? put_blocks(f, error) : lq_out_no_memory(job, error));
  // What has tags is delivered and is worth the time; what has none is work in progress.
  FLAC__StreamEncoder* const e  = f->encoder;
  const bool                 ok = FLAC__stream_encoder_set_channels(e, s->n_channels) &&
                  FLAC__stream_encoder_set_bits_per_sample(e, s->bits) &&
                  FLAC__stream_encoder_set_sample_rate(e, (uint32_t)s->rate_hz) &&
                  FLAC__stream_encoder_set_compression_level(e, s->tags ? 8 : 5) &&
                  (!f->n_blocks || FLAC__stream_encoder_set_metadata(e, f->blocks, f->n_blocks)) &&
                  FLAC__stream_encoder_init_stream(e, io_write, io_seek, io_tell, NULL, f) ==
                      FLAC__STREAM_ENCODER_INIT_STATUS_OK;
  return ok ? LQ_OK : failed(f, "this kind of file cannot hold this sound; choose .wav", error);
}

static lq_status flac_write(void* const self, const int32_t* const* const x, const size_t n_frames,
                            lq_error* const error)
{
  const flac* const f = self;
  return FLAC__stream_encoder_process(f->encoder, x, (uint32_t)n_frames)
             ? LQ_OK
             : failed(f, "the encoder took only a part of the sound", error);
}

// Comments, and padding up to the end of the region.
static lq_status write_comments(const flac* const f, const lq_bytes* const comments,
                                lq_error* const error)
{
  enum { PADDING = 1, COMMENTS = 4, LAST = 0x80 };
  if (comments->n + HEAD + HEAD > f->n_region) {
    return lq_out_no_room(f->job, error);
  }
  const size_t left   = f->n_region - comments->n - HEAD - HEAD;
  lq_bytes     region = {0};
  lq_bytes_big(&region, COMMENTS, 1);
  lq_bytes_big(&region, comments->n, 3);
  lq_bytes_put(&region, comments->at, comments->n);
  lq_bytes_big(&region, PADDING | (f->n_blocks == 1 ? LAST : 0U), 1);
  lq_bytes_big(&region, left, 3);
  lq_bytes_zeros(&region, left);
  const lq_status status = region.failed
                               ? lq_out_no_memory(f->job, error)
                               : lq_out_over(f->job, region.at, region.n, COMMENTS_AT, error);
  lq_bytes_free(&region);
  return status;
}

static lq_status flac_finish(void* const self, lq_error* const error)
{
  flac* const f = self;
  if (!FLAC__stream_encoder_finish(f->encoder) || f->io.status) {
    return failed(f, "the encoder could not finish it", error);
  }
  return f->n_region ? write_comments(f, &f->comments, error) : LQ_OK;
}

static lq_status flac_retag(void* const self, const lq_tags* const tags, lq_error* const error)
{
  const flac* const f     = self;
  lq_bytes          fresh = {0};
  put_comments(&fresh, tags);
  const lq_status status =
      fresh.failed ? lq_out_no_memory(f->job, error) : write_comments(f, &fresh, error);
  lq_bytes_free(&fresh);
  return status;
}

static void flac_free(void* const self)
{
  flac* const f = self;
  if (f) {
    if (f->encoder) {
      FLAC__stream_encoder_delete(f->encoder);
    }
    for (unsigned i = 0; i < f->n_blocks; ++i) {
      FLAC__metadata_object_delete(f->blocks[i]);
    }
    lq_bytes_free(&f->comments);
    lq_bytes_free(&f->picture_room);
    free(f);
  }
}

const lq_out_writer lq_out_flac = {.name          = "FLAC",
                                   .most_channels = MOST_CHANNELS,
                                   .open          = flac_open,
                                   .write         = flac_write,
                                   .finish        = flac_finish,
                                   .retag         = flac_retag,
                                   .free          = flac_free};
