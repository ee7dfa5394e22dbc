// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/reader.h"

#include "audio/downmix.h"
#include "audio/resample.h"

#include <stdlib.h>

enum { BLOCK_FRAMES = 1024, STEREO = 2 };

struct lq_reader {
  lq_audio_in*  in;
  lq_resampler* resampler; ///< NULL: the file's own rate
  double        rate_hz;
  unsigned      n_channels; ///< given: 1 or 2
  bool          mixes;      ///< the file has more
  lq_downmix    downmix;
  uint64_t      n_frames, position; ///< at the wanted rate
  size_t        n_fed, fed_at;      ///< frames of stereo that wait for the resampler
  float         stereo[STEREO][BLOCK_FRAMES];
  float*        file[LQ_AUDIO_MAX_CHANNELS]; ///< [the file's channels][BLOCK_FRAMES]
  float         samples[];
};

void lq_reader_close(lq_reader* const reader)
{
  if (reader) {
    lq_resampler_free(reader->resampler);
    lq_audio_in_close(reader->in);
    free(reader);
  }
}

const lq_audio_info* lq_reader_info(const lq_reader* const reader)
{
  return lq_audio_in_info(reader->in);
}

unsigned lq_reader_channels(const lq_reader* const reader)
{
  return reader->n_channels;
}

uint64_t lq_reader_frames(const lq_reader* const reader)
{
  return reader->n_frames;
}

uint64_t lq_reader_nonfinite(const lq_reader* const reader)
{
  return lq_audio_in_nonfinite(reader->in);
}

static lq_status no_memory(const char* const path, lq_error* const error)
{
  return lq_fail_file(error, LQ_ERR_MEMORY, path, "No memory to read '%s'.", path);
}

static lq_status begin(lq_reader* const r, const char* const path, const double rate_hz,
                       lq_error* const error)
{
  const lq_audio_info* const info = lq_audio_in_info(r->in);
  r->mixes                        = info->n_channels > STEREO;
  r->n_channels                   = r->mixes ? STEREO : info->n_channels;
  r->rate_hz                      = rate_hz > 0 ? rate_hz : info->rate_hz;
  r->n_frames                     = lq_resampled_frames(info->n_frames, info->rate_hz, r->rate_hz);
  for (unsigned c = 0; c < info->n_channels; ++c) {
    r->file[c] = r->mixes ? r->samples + (size_t)c * BLOCK_FRAMES : r->stereo[c];
  }
  if (r->mixes && !lq_downmix_design(&r->downmix, r->in)) {
    return lq_fail_file(error, LQ_ERR_LIMIT, path,
                        "'%s' has %u channels and does not say where their loudspeakers stand; "
                        "expected 1 to 8, or a channel map: split it into mono or stereo files.",
                        path, info->n_channels);
  }
  if (r->rate_hz != info->rate_hz &&
      lq_resampler_new(&r->resampler, info->rate_hz, r->rate_hz, r->n_channels)) {
    return no_memory(path, error);
  }
  return LQ_OK;
}

lq_status lq_reader_open(lq_reader** const reader, const char* const path, const double rate_hz,
                         lq_error* const error)
{
  lq_audio_in* in = NULL;
  LQ_TRY(lq_audio_in_open(&in, path, error));
  const size_t     n = lq_audio_in_info(in)->n_channels;
  lq_reader* const r = calloc(1, sizeof *r + (n > STEREO ? n : 0) * BLOCK_FRAMES * sizeof(float));
  if (!r) {
    lq_audio_in_close(in);
    return no_memory(path, error);
  }
  r->in                  = in;
  const lq_status status = begin(r, path, rate_hz, error);
  if (status) {
    lq_reader_close(r);
    return status;
  }
  *reader = r;
  return LQ_OK;
}

// Up to a block at the file's own rate, at most two channels, to y + offset.
static lq_status read_own_rate(lq_reader* const r, float* const* const y, const size_t offset,
                               const size_t n, size_t* const n_read, lq_error* const error)
{
  float*       at[STEREO] = {y[0] + offset, r->n_channels > 1 ? y[1] + offset : NULL};
  const size_t now        = n < BLOCK_FRAMES ? n : BLOCK_FRAMES;
  LQ_TRY(lq_audio_in_read(r->in, r->mixes ? r->file : at, now, n_read, error));
  if (r->mixes) {
    lq_downmix_process(&r->downmix, r->file, at, *n_read);
  }
  return LQ_OK;
}

static lq_status read_resampled(lq_reader* const r, float* const* const y, const size_t offset,
                                const size_t n, size_t* const n_read, lq_error* const error)
{
  if (r->fed_at == r->n_fed) {
    float* const own[STEREO] = {r->stereo[0], r->stereo[1]};
    r->fed_at                = 0;
    LQ_TRY(read_own_rate(r, own, 0, BLOCK_FRAMES, &r->n_fed, error));
  }
  const float* const x[STEREO]  = {r->stereo[0] + r->fed_at, r->stereo[1] + r->fed_at};
  float* const       at[STEREO] = {y[0] + offset, r->n_channels > 1 ? y[1] + offset : NULL};
  const size_t       left       = r->n_fed - r->fed_at;
  size_t             n_taken    = 0;
  if (lq_resampler_process(r->resampler, left ? x : NULL, left, &n_taken, at, n, n_read)) {
    return lq_fail_file(error, LQ_ERR_FAILED, NULL, "Converting the sample rate failed.");
  }
  r->fed_at += n_taken;
  return LQ_OK;
}

lq_status lq_reader_read(lq_reader* const reader, float* const* const x, const size_t n_frames,
                         size_t* const n_read, lq_error* const error)
{
  const uint64_t there = reader->n_frames - reader->position;
  const size_t   n     = n_frames < there ? n_frames : (size_t)there;
  for (size_t done = 0; done < n;) {
    size_t now = 0;
    LQ_TRY((reader->resampler ? read_resampled : read_own_rate)(reader, x, done, n - done, &now,
                                                                error));
    done += now;
    reader->position += now;
  }
  *n_read = n;
  return LQ_OK;
}

// The resampler's past reaches far back and its rounding depends on where it began, so the only
// start that gives the same bits is the first frame.
static lq_status rewind_all(lq_reader* const r, lq_error* const error)
{
  lq_resampler* fresh = NULL;
  if (lq_resampler_new(&fresh, lq_audio_in_info(r->in)->rate_hz, r->rate_hz, r->n_channels)) {
    return lq_fail_file(error, LQ_ERR_MEMORY, NULL, "No memory to convert the sample rate.");
  }
  lq_resampler_free(r->resampler);
  r->resampler = fresh;
  r->position  = 0;
  r->n_fed = r->fed_at = 0;
  return lq_audio_in_seek(r->in, 0, error);
}

lq_status lq_reader_seek(lq_reader* const reader, const uint64_t frame, lq_error* const error)
{
  const uint64_t to = frame < reader->n_frames ? frame : reader->n_frames;
  if (!reader->resampler) {
    LQ_TRY(lq_audio_in_seek(reader->in, to, error));
    reader->position = to;
    return LQ_OK;
  }
  if (to < reader->position) {
    LQ_TRY(rewind_all(reader, error));
  }
  float        skipped[STEREO][BLOCK_FRAMES];
  float* const into[STEREO] = {skipped[0], skipped[1]};
  while (reader->position < to) {
    const uint64_t left = to - reader->position;
    size_t         n    = 0;
    LQ_TRY(
        lq_reader_read(reader, into, left < BLOCK_FRAMES ? (size_t)left : BLOCK_FRAMES, &n, error));
  }
  return LQ_OK;
}
