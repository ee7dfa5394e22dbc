// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/cut.h"

#include "audio/reader.h"
#include "base/output.h"

#include "lacquer/proc.h"

#include <math.h>

uint64_t lq_sector_frames(const double rate_hz)
{
  return (uint64_t)round(rate_hz / LQ_SECTORS_PER_SEC);
}

// Where a stretch goes, block by block.
typedef lq_status taker(void* user, const float* const* x, size_t n, lq_error* error);

static lq_status pass(lq_reader* const reader, const uint64_t frame, const uint64_t n_frames,
                      taker* const take, void* const user, lq_error* const error)
{
  float              room[LQ_MAX_CHANNELS][LQ_MAX_FRAMES];
  float* const       x[LQ_MAX_CHANNELS]  = {room[0], room[1]};
  const float* const of[LQ_MAX_CHANNELS] = {room[0], room[1]};
  size_t             n_read              = 0;
  LQ_TRY(lq_reader_seek(reader, frame, error));
  for (uint64_t done = 0; done < n_frames; done += n_read) {
    const size_t n = n_frames - done < LQ_MAX_FRAMES ? (size_t)(n_frames - done) : LQ_MAX_FRAMES;
    LQ_TRY(lq_reader_read(reader, x, n, &n_read, error));
    if (!n_read) {
      return lq_fail(error, LQ_ERR_READ, (lq_at){0}, "the album ended while it was cut.");
    }
    LQ_TRY(take(user, of, n_read, error));
  }
  return LQ_OK;
}

static lq_status to_file(void* const user, const float* const* const x, const size_t n,
                         lq_error* const error)
{
  return lq_audio_out_write(user, x, n, error);
}

static lq_status cut(lq_reader* const reader, const uint64_t frame, const uint64_t n_frames,
                     const char* const to, const lq_audio_out_spec* const spec,
                     lq_error* const error)
{
  const lq_audio_info* const info = lq_reader_info(reader);
  lq_audio_out_spec          own  = *spec;
  lq_audio_out*              out  = NULL;
  if (frame + n_frames > info->n_frames) {
    return lq_fail_file(error, LQ_ERR_BAD_VALUE, to,
                        "'%s' is to reach to frame %llu of an album that has %llu.", to,
                        (unsigned long long)(frame + n_frames), (unsigned long long)info->n_frames);
  }
  own.rate_hz    = info->rate_hz;
  own.n_channels = lq_reader_channels(reader);
  own.bits       = info->floating ? 32 : info->bits;
  own.dither     = LQ_DITHER_OFF; // what lies on the grid is rounded to itself
  LQ_TRY(lq_audio_out_open(&out, to, &own, error));
  const lq_status st = pass(reader, frame, n_frames, to_file, out, error);
  if (st) {
    lq_audio_out_abandon(out);
    return st;
  }
  return lq_audio_out_commit(out, error);
}

lq_status lq_cut_file(const char* const from, const uint64_t frame, const uint64_t n_frames,
                      const char* const to, const lq_audio_out_spec* const spec,
                      lq_error* const error)
{
  lq_reader* reader = NULL;
  LQ_TRY(lq_reader_open(&reader, from, 0, error));
  const lq_status st = cut(reader, frame, n_frames, to, spec, error);
  lq_reader_close(reader);
  return st;
}

lq_status lq_cut_song(const char* const from, const lq_layout* const layout, const size_t song,
                      const char* const to, const lq_audio_out_spec* const spec,
                      lq_error* const error)
{
  const lq_place* const place  = &layout->places[song];
  lq_reader*            reader = NULL;
  LQ_TRY(lq_reader_open(&reader, from, 0, error));
  const uint64_t  sector = lq_sector_frames(lq_reader_info(reader)->rate_hz);
  const lq_status st =
      cut(reader, place->mark * sector, (place->end - place->mark) * sector, to, spec, error);
  lq_reader_close(reader);
  return st;
}

static lq_status to_image(void* const user, const float* const* const x, const size_t n,
                          lq_error* const error)
{
  unsigned char bytes[2 * LQ_MAX_CHANNELS * LQ_MAX_FRAMES];
  for (size_t i = 0; i < n; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      const uint16_t v         = (uint16_t)(int16_t)lrintf(x[c][i] * 32768.0F);
      bytes[4 * i + 2 * c]     = (unsigned char)(v & 0xFFU);
      bytes[4 * i + 2 * c + 1] = (unsigned char)(v >> 8U);
    }
  }
  return lq_output_write(user, bytes, 4 * n, error);
}

static lq_status write_silence(lq_output* const output, const uint32_t n_sectors,
                               lq_error* const error)
{
  static const unsigned char silence[LQ_SECTOR_BYTES];
  for (uint32_t i = 0; i < n_sectors; ++i) {
    LQ_TRY(lq_output_write(output, silence, sizeof silence, error));
  }
  return LQ_OK;
}

static lq_status image(lq_reader* const reader, const lq_layout* const layout,
                       lq_output* const output, lq_error* const error)
{
  const lq_audio_info* const info  = lq_reader_info(reader);
  const uint32_t             first = layout->n ? layout->places[0].mark : 0;
  const uint64_t             all   = (uint64_t)layout->n_sectors * LQ_SECTOR_FRAMES;
  if (info->rate_hz != 44100 || lq_reader_channels(reader) != 2 || info->bits != 16 ||
      info->n_frames != all) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, (lq_at){0},
                   "the image of a disc is to be made of %llu frames of %.0f Hz, %u channels, %u "
                   "bits; expected %llu of 44100 Hz, 2 channels, 16 bits.",
                   (unsigned long long)info->n_frames, info->rate_hz, lq_reader_channels(reader),
                   info->bits, (unsigned long long)all);
  }
  const uint64_t skip = (uint64_t)first * LQ_SECTOR_FRAMES;
  LQ_TRY(write_silence(output, first, error));
  return pass(reader, skip, all - skip, to_image, output, error);
}

lq_status lq_cut_image(const char* const from, const lq_layout* const layout, const char* const to,
                       const bool force, lq_error* const error)
{
  lq_reader* reader = NULL;
  lq_output* output = NULL;
  LQ_TRY(lq_reader_open(&reader, from, 0, error));
  lq_status st = lq_output_open(&output, to, force, error);
  st           = st ? st : image(reader, layout, output, error);
  if (st) {
    lq_output_abandon(output);
  } else {
    st = lq_output_commit(output, error);
  }
  lq_reader_close(reader);
  return st;
}
