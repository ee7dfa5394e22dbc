// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// WAV and AIFF: a header of fixed size with everything that is said, then plain PCM, nothing
// after. The header is written once more when the length is known.
#include "audio/aiff.h"
#include "audio/id3.h"
#include "audio/in.h"
#include "audio/out_writer.h"
#include "audio/tag_names.h"
#include "audio/wav_tags.h"
#include "base/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct pcm pcm;

typedef struct {
  size_t (*header)(const lq_wav* wav, uint64_t n_frames, unsigned char* header);
  size_t most_header; ///< without tags
  void (*pack)(const lq_wav* wav, unsigned channel, const int32_t* x, size_t n_frames,
               unsigned char* to);
  /// @param n_total  0: as many bytes as are needed, and room
  bool (*put_tags)(const pcm* p, lq_bytes* to, const lq_tags* tags, size_t n_total);
} kind;

struct pcm {
  const kind*    kind;
  lq_out_job*    job;
  off_t          start;    ///< of the header in the descriptor; -1: cannot go back to it
  uint64_t       position; ///< frames written
  lq_bytes       tags, picture_room;
  lq_picture     picture;
  unsigned char* header;
  unsigned char  block[]; ///< [LQ_OUT_BLOCK_FRAMES * n_channels * bits / 8]
};

static bool put_wav_tags(const pcm* const p, lq_bytes* const to, const lq_tags* const tags,
                         const size_t n_total)
{
  const lq_audio_out_spec* const s    = &p->job->spec;
  const lq_bext                  bext = {.description = s->stamped ? s->description : NULL,
                                         .time_reference_frames = p->job->time_reference_frames,
                                         .rate_hz               = (unsigned)s->rate_hz,
                                         .n_channels            = s->n_channels,
                                         .bits                  = s->bits};
  return lq_wav_tags(to, &bext, tags, n_total, LQ_TAGS_ROOM);
}

// Text chunks for old readers, then everything in an ID3 chunk, which is what players read.
static bool put_aiff_tags(const pcm* const p, lq_bytes* const to, const lq_tags* const tags,
                          const size_t n_total)
{
  enum { HEAD = 8 };
  const size_t start = to->n;
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    const char* const id = lq_tag_names_of((lq_tag)i)->aiff;
    if (id && tags->text[i] && *tags->text[i]) {
      const size_t n = strlen(tags->text[i]);
      lq_bytes_put(to, id, 4);
      lq_bytes_big(to, n, 4);
      lq_bytes_put(to, tags->text[i], n);
      lq_bytes_zeros(to, n & 1U);
    }
  }
  const size_t texts = to->n - start + HEAD;
  if (n_total && n_total < texts + 1) {
    return false;
  }
  const size_t chunk = to->n;
  lq_bytes_put(to, "ID3 ", 4);
  lq_bytes_zeros(to, 4);
  if (!lq_id3_put(to, tags, &p->picture, n_total ? n_total - texts : 0, LQ_TAGS_ROOM)) {
    return false;
  }
  lq_bytes_zeros(to, to->n & 1U ? 1 : 0);
  lq_bytes_set_big(to, chunk + 4, to->n - chunk - HEAD, 4);
  return true;
}

static const kind wav_kind  = {lq_wav_header, LQ_WAV_HEADER_MOST, lq_wav_pack, put_wav_tags};
static const kind aiff_kind = {lq_aiff_header, LQ_AIFF_HEADER_MOST, lq_aiff_pack, put_aiff_tags};

static lq_wav wav_of(const pcm* const p)
{
  const lq_audio_out_spec* const s = &p->job->spec;
  lq_wav                         w = {.rate_hz    = (unsigned)s->rate_hz,
                                      .n_channels = s->n_channels,
                                      .bits       = s->bits,
                                      .stamped    = s->stamped && !p->tags.n, // it has its own
                                      .time_reference_frames = p->job->time_reference_frames,
                                      .extra                 = p->tags.at,
                                      .n_extra               = p->tags.n};
  if (w.stamped && s->description) {
    memcpy(w.description, s->description, strnlen(s->description, sizeof w.description));
  }
  return w;
}

static size_t frame_bytes(const pcm* const p)
{
  return (size_t)p->job->spec.n_channels * (p->job->spec.bits / 8);
}

static lq_status make_tags(pcm* const p, lq_error* const error)
{
  const lq_tags* const tags = p->job->spec.tags;
  if (tags && p->kind == &aiff_kind) {
    LQ_TRY(lq_picture_of(&p->picture, &p->picture_room, tags, error));
  }
  if (tags) {
    (void)p->kind->put_tags(p, &p->tags, tags, 0); // as long as it becomes
  }
  p->header = malloc(p->kind->most_header + p->tags.n);
  return p->tags.failed || !p->header ? lq_out_no_memory(p->job, error) : LQ_OK;
}

static lq_status begin(void** const self, const kind* const k, lq_out_job* const job,
                       lq_error* const error)
{
  const size_t frame = (size_t)job->spec.n_channels * (job->spec.bits / 8);
  pcm* const   p     = calloc(1, sizeof *p + LQ_OUT_BLOCK_FRAMES * frame);
  if (!p) {
    return lq_out_no_memory(job, error);
  }
  *self   = p;
  p->kind = k;
  p->job  = job;
  LQ_TRY(make_tags(p, error));
  const int   fd = lq_output_fd(job->output);
  struct stat info;
  const bool plain = !fstat(fd, &info) && S_ISREG(info.st_mode) && !(fcntl(fd, F_GETFL) & O_APPEND);
  const lq_wav wav = wav_of(p);
  p->start         = plain ? lseek(fd, 0, SEEK_CUR) : -1;
  return lq_output_write(job->output, p->header,
                         k->header(&wav, p->start < 0 ? UINT64_MAX : 0, p->header), error);
}

static lq_status wav_open(void** const self, lq_out_job* const job, lq_error* const error)
{
  return begin(self, &wav_kind, job, error);
}

static lq_status aiff_open(void** const self, lq_out_job* const job, lq_error* const error)
{
  return begin(self, &aiff_kind, job, error);
}

static lq_status pcm_write(void* const self, const int32_t* const* const x, const size_t n_frames,
                           lq_error* const error)
{
  pcm* const   p   = self;
  const lq_wav wav = wav_of(p);
  for (unsigned c = 0; c < wav.n_channels; ++c) {
    p->kind->pack(&wav, c, x[c], n_frames, p->block);
  }
  LQ_TRY(lq_output_write(p->job->output, p->block, n_frames * frame_bytes(p), error));
  p->position += n_frames;
  return LQ_OK;
}

static lq_status aiff_write(void* const self, const int32_t* const* const x, const size_t n_frames,
                            lq_error* const error)
{
  // AIFF counts bytes in signed 32 bits; a megabyte is left for its other chunks.
  const uint64_t   most = 0x7FF00000U;
  const pcm* const p    = self;
  if ((p->position + n_frames) * frame_bytes(p) + p->tags.n > most) {
    return lq_fail_file(error, LQ_ERR_LIMIT, p->job->path,
                        "'%s' would be longer than the 2 GB that AIFF can hold; choose .wav, .caf "
                        "or .w64.",
                        p->job->path);
  }
  return pcm_write(self, x, n_frames, error);
}

static lq_status write_header(pcm* const p, lq_error* const error)
{
  if (p->start < 0) {
    return LQ_OK;
  }
  if (p->tags.n && p->kind == &wav_kind) { // known since the tags were made
    lq_bytes_set_little(&p->tags, 8 + LQ_BEXT_TIME_AT, p->job->time_reference_frames, 8);
  }
  const lq_wav wav = wav_of(p);
  return lq_out_over(p->job, p->header, p->kind->header(&wav, p->position, p->header),
                     (uint64_t)p->start, error);
}

static lq_status pcm_finish(void* const self, lq_error* const error)
{
  pcm* const p = self;
  if (p->position * frame_bytes(p) & 1U) { // chunks have an even length
    LQ_TRY(lq_output_write(p->job->output, "", 1, error));
  }
  return write_header(p, error);
}

static lq_status pcm_retag(void* const self, const lq_tags* const tags, lq_error* const error)
{
  pcm* const p     = self;
  lq_bytes   fresh = {0};
  if (!p->kind->put_tags(p, &fresh, tags, p->tags.n)) {
    lq_bytes_free(&fresh);
    return lq_out_no_room(p->job, error);
  }
  lq_bytes_free(&p->tags);
  p->tags = fresh;
  return fresh.failed ? lq_out_no_memory(p->job, error) : write_header(p, error);
}

static lq_status pcm_cut(void* const self, const uint64_t n_frames, lq_error* const error)
{
  pcm* const     p       = self;
  const lq_wav   wav     = wav_of(p);
  const int      fd      = lq_output_fd(p->job->output);
  const uint64_t n_bytes = p->kind->header(&wav, 0, p->header) + n_frames * frame_bytes(p);
  if (p->start < 0 || ftruncate(fd, p->start + (off_t)n_bytes) || lseek(fd, 0, SEEK_END) < 0) {
    return lq_out_failed(p->job, p->start < 0 ? "it cannot be cut" : lq_reason(errno), error);
  }
  p->position = n_frames;
  return LQ_OK;
}

static void pcm_free(void* const self)
{
  pcm* const p = self;
  if (p) {
    lq_bytes_free(&p->tags);
    lq_bytes_free(&p->picture_room);
    free(p->header);
    free(p);
  }
}

const lq_out_writer lq_out_wav = {.name          = "WAV",
                                  .most_channels = LQ_AUDIO_MAX_CHANNELS,
                                  .pipes         = true,
                                  .open          = wav_open,
                                  .write         = pcm_write,
                                  .finish        = pcm_finish,
                                  .retag         = pcm_retag,
                                  .cut           = pcm_cut,
                                  .free          = pcm_free};

const lq_out_writer lq_out_aiff = {.name          = "AIFF",
                                   .most_channels = LQ_AUDIO_MAX_CHANNELS,
                                   .open          = aiff_open,
                                   .write         = aiff_write,
                                   .finish        = pcm_finish,
                                   .retag         = pcm_retag,
                                   .cut           = pcm_cut,
                                   .free          = pcm_free};
