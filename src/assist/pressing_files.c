// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/pressing_files.h"

#include "audio/reader.h"
#include "base/path.h"
#include "base/pool.h"

#include <math.h>
#include <string.h>

struct lq_pressing_files {
  const char* const* paths; ///< [n]
  size_t             n;
  lq_pressing_source source;
  lq_pressing_song*  songs;  ///< [n]
  lq_reader*         reader; ///< of song `open`; one is open at a time
  size_t             open;
  uint64_t           at; ///< frame of the stream that the reader comes to next
};

static lq_status turn_to(lq_pressing_files* const f, const size_t song, const uint64_t frame,
                         lq_error* const error)
{
  if (!f->reader || f->open != song) {
    lq_reader_close(f->reader);
    f->reader = NULL;
    LQ_TRY(lq_reader_open(&f->reader, f->paths[song], f->source.rate_hz, error));
    f->open = song;
    f->at   = f->songs[song].start_frame;
  }
  if (f->at != frame) {
    LQ_TRY(lq_reader_seek(f->reader, frame - f->songs[song].start_frame, error));
    f->at = frame;
  }
  return LQ_OK;
}

// A piece that lies in one song or in one gap. @return its length
static size_t piece(const lq_pressing_files* const f, const uint64_t frame, const size_t n_frames,
                    size_t* const song)
{
  size_t i = 0;
  while (i + 1 < f->n && frame >= f->songs[i + 1].start_frame) {
    ++i;
  }
  const bool     sounds = frame < f->songs[i].end_frame;
  const uint64_t end    = sounds         ? f->songs[i].end_frame
                          : i + 1 < f->n ? f->songs[i + 1].start_frame
                                         : UINT64_MAX;
  *song                 = sounds ? i : f->n;
  return end - frame < n_frames ? (size_t)(end - frame) : n_frames;
}

static lq_status read_song(lq_pressing_files* const f, const size_t song, const uint64_t frame,
                           float* const* const x, const size_t n_frames, lq_error* const error)
{
  size_t n_read = 0;
  LQ_TRY(turn_to(f, song, frame, error));
  LQ_TRY(lq_reader_read(f->reader, x, n_frames, &n_read, error));
  if (n_read < n_frames) {
    return lq_fail_file(error, LQ_ERR_READ, f->paths[song],
                        "'%s' is shorter than it was a moment ago.", f->paths[song]);
  }
  f->at += n_frames;
  if (lq_reader_channels(f->reader) < f->source.n_channels) { // mono among stereo
    memcpy(x[1], x[0], n_frames * sizeof **x);
  }
  return LQ_OK;
}

static lq_status read_stream(void* const user, const uint64_t frame, float* const* const x,
                             const size_t n_frames, lq_error* const error)
{
  lq_pressing_files* const f = user;
  for (size_t done = 0, n; done < n_frames; done += n) {
    size_t song = 0;
    float* part[LQ_MAX_CHANNELS];
    n = piece(f, frame + done, n_frames - done, &song);
    for (unsigned c = 0; c < f->source.n_channels; ++c) {
      part[c] = x[c] + done;
      memset(part[c], 0, n * sizeof **x);
    }
    if (song < f->n) {
      LQ_TRY(read_song(f, song, frame + done, part, n, error));
    }
  }
  return LQ_OK;
}

static lq_status open_all(lq_pressing_files* const f, const double gap_sec, lq_pool* const pool,
                          lq_error* const error)
{
  uint64_t at = 0;
  f->source   = (lq_pressing_source){
        .rate_hz = f->source.rate_hz, .n_channels = 1, .read = read_stream, .user = f};
  for (size_t i = 0; i < f->n; ++i) {
    lq_reader* r = NULL;
    LQ_TRY(lq_reader_open(&r, f->paths[i], f->source.rate_hz, error));
    if (f->source.rate_hz <= 0.0) {
      f->source.rate_hz = lq_reader_info(r)->rate_hz;
    }
    const uint64_t n_frames = lq_reader_frames(r);
    if (lq_reader_channels(r) > f->source.n_channels) {
      f->source.n_channels = lq_reader_channels(r);
    }
    lq_reader_close(r);
    f->songs[i] = (lq_pressing_song){
        .title = lq_path_stem(pool, f->paths[i]), .start_frame = at, .end_frame = at + n_frames};
    LQ_TRY(f->songs[i].title ? LQ_OK : LQ_ERR_MEMORY);
    at += n_frames + (uint64_t)(gap_sec * f->source.rate_hz + 0.5);
  }
  f->source.n_frames = f->songs[f->n - 1].end_frame;
  return LQ_OK;
}

lq_status lq_pressing_files_open(lq_pressing_files** const files, const char* const* const paths,
                                 const size_t n_paths, const double rate_hz, const double gap_sec,
                                 lq_pool* const pool, lq_error* const error)
{
  lq_pressing_files* const f = LQ_POOL_TAKE(pool, lq_pressing_files, 1);
  if (!f || !(f->songs = LQ_POOL_TAKE(pool, lq_pressing_song, n_paths))) {
    return LQ_ERR_MEMORY;
  }
  f->paths          = paths;
  f->n              = n_paths;
  f->source.rate_hz = rate_hz;
  LQ_TRY(open_all(f, gap_sec, pool, error));
  *files = f;
  return LQ_OK;
}

void lq_pressing_files_close(lq_pressing_files* const f)
{
  if (f) {
    lq_reader_close(f->reader);
    f->reader = NULL;
  }
}

const lq_pressing_source* lq_pressing_files_source(const lq_pressing_files* const f)
{
  return &f->source;
}

const lq_pressing_song* lq_pressing_files_songs(const lq_pressing_files* const f)
{
  return f->songs;
}
