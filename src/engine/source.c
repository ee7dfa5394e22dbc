// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/source.h"

#include "audio/reader.h"
#include "audio/resample.h"
#include "base/arena.h"
#include "base/maths.h"
#include "dsp/simd.h"
#include "engine/fade.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const lq_clip* clip;
  int64_t        start, end;  // frames of the timeline, end not included
  int64_t        offset;      // frame of the file at start
  int64_t        n_in, n_out; // frames of the fades
  float          gain_lin;
  int64_t        n_missing; // frames that the file did not have after all
  lq_reader*     reader;    // NULL: not open
} piece;

struct lq_source {
  const lq_strip* track;
  const lq_simd*  simd;
  double          rate_hz;
  unsigned        n_channels;
  int64_t         frame; // of the timeline, next to be read
  int64_t         end;
  piece*          pieces; // [n_pieces] in the order of the plan
  size_t          n_pieces;
  size_t*         order;  // [n_pieces] by start
  size_t          next;   // in order: the first one not reached yet
  size_t*         active; // [n_active] by place in the plan
  size_t          n_active;
  lq_reader*      spare; // of a clip that ended, because its file comes again soon
  const char*     spare_path;
  uint64_t        n_nonfinite;
  float*          part[LQ_MAX_CHANNELS]; // [LQ_MAX_FRAMES]
};

static int64_t to_frames(const double sec, const double rate_hz)
{
  return (int64_t)floor(sec * rate_hz + 0.5);
}

// Where one clip lies.
static lq_status place(const lq_source* const s, const lq_clip* const clip,
                       const lq_files* const files, piece* const p, lq_error* const error)
{
  const lq_file* const file      = lq_files_find(files, clip->path);
  const double         start_sec = lq_files_start_sec(files, clip);
  const double         rate_hz   = s->rate_hz;
  const int64_t        n_file =
      (int64_t)lq_resampled_frames(file->info.n_frames, file->info.rate_hz, rate_hz);
  enum { MOST_SEC = 1000000 }; // eleven days
  if (!(fabs(start_sec) <= MOST_SEC) || !(clip->offset_sec >= 0) ||
      !(clip->offset_sec <= MOST_SEC) || !isfinite(clip->gain_db) || isnan(clip->length_sec)) {
    return lq_clip_fail(error, LQ_ERR_BAD_VALUE, s->track, clip,
                        "its times or its gain are out of range.");
  }
  *p = (piece){.clip     = clip,
               .start    = to_frames(start_sec, rate_hz),
               .offset   = to_frames(clip->offset_sec, rate_hz),
               .n_in     = clip->fade_in_sec > 0 ? to_frames(clip->fade_in_sec, rate_hz) : 0,
               .n_out    = clip->fade_out_sec > 0 ? to_frames(clip->fade_out_sec, rate_hz) : 0,
               .gain_lin = (float)lq_db_to_lin(clip->gain_db)};
  if (p->offset >= n_file) {
    char text[160];
    (void)snprintf(text, sizeof text, "it begins at %.3f s of a file that is %.3f s long.",
                   clip->offset_sec, (double)n_file / rate_hz);
    return lq_clip_fail(error, LQ_ERR_BAD_VALUE, s->track, clip, text);
  }
  p->end = p->start + n_file - p->offset;
  if (clip->length_sec > 0 && clip->length_sec <= MOST_SEC) {
    const int64_t end = to_frames(start_sec + clip->length_sec, rate_hz);
    p->end            = end < p->end ? end : p->end;
  }
  return LQ_OK;
}

static int by_start(const void* const a, const void* const b, void* const user)
{
  const piece* const pieces = user;
  const size_t       i = *(const size_t*)a, k = *(const size_t*)b;
  if (pieces[i].start != pieces[k].start) {
    return pieces[i].start < pieces[k].start ? -1 : 1;
  }
  return i < k ? -1 : i > k;
}

static lq_status place_all(lq_source* const s, const lq_files* const files, lq_error* const error)
{
  for (size_t i = 0; i < s->track->n_clips; ++i) {
    const lq_file* const file = lq_files_find(files, s->track->clips[i].path);
    piece* const         p    = &s->pieces[s->n_pieces];
    LQ_TRY(place(s, &s->track->clips[i], files, p, error));
    s->n_channels = file->n_channels > s->n_channels ? file->n_channels : s->n_channels;
    if (p->end > 0 && p->end > p->start) {
      s->order[s->n_pieces] = s->n_pieces;
      ++s->n_pieces;
      s->end = p->end > s->end ? p->end : s->end;
    }
  }
  qsort_r(s->order, s->n_pieces, sizeof *s->order, by_start, s->pieces);
  return LQ_OK;
}

lq_status lq_source_new(lq_source** const source, const lq_strip* const track,
                        const lq_files* const files, const double rate_hz,
                        const lq_simd* const simd, lq_error* const error)
{
  lq_source* const s = calloc(1, sizeof *s);
  if (!s) {
    return LQ_ERR_MEMORY;
  }
  *s        = (lq_source){.track = track, .simd = simd, .rate_hz = rate_hz, .n_channels = 1};
  s->pieces = calloc(track->n_clips + 1, sizeof *s->pieces);
  s->order  = calloc(track->n_clips + 1, sizeof *s->order);
  s->active = calloc(track->n_clips + 1, sizeof *s->active);
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    s->part[c] = lq_alloc_aligned(LQ_MAX_FRAMES * sizeof(float));
  }
  lq_status st = LQ_ERR_MEMORY;
  if (s->pieces && s->order && s->active && s->part[0] && s->part[1]) {
    st = place_all(s, files, error);
  }
  if (st) {
    lq_source_free(s);
    return st;
  }
  *source = s;
  return LQ_OK;
}

void lq_source_free(lq_source* const s)
{
  if (!s) {
    return;
  }
  for (size_t i = 0; i < s->n_pieces; ++i) {
    lq_reader_close(s->pieces[i].reader);
  }
  lq_reader_close(s->spare);
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    free(s->part[c]);
  }
  free(s->active);
  free(s->order);
  free(s->pieces);
  free(s);
}

unsigned lq_source_channels(const lq_source* const s)
{
  return s->n_channels;
}

uint64_t lq_source_frames(const lq_source* const s)
{
  return (uint64_t)s->end;
}

uint64_t lq_source_nonfinite(const lq_source* const s)
{
  uint64_t n = s->n_nonfinite + (s->spare ? lq_reader_nonfinite(s->spare) : 0);
  for (size_t i = 0; i < s->n_active; ++i) {
    const lq_reader* const reader = s->pieces[s->active[i]].reader;
    n += reader ? lq_reader_nonfinite(reader) : 0;
  }
  return n;
}

void lq_source_delay(lq_source* const s, const uint64_t late_frames)
{
  s->frame = -(int64_t)late_frames;
}

// A file that is cut into many clips is read on where the last clip ended: seeking in a file that
// is resampled means reading it from the start.
static lq_status open_piece(lq_source* const s, piece* const p, const int64_t from,
                            lq_error* const error)
{
  lq_error       inner = {.text = ""};
  const uint64_t frame = (uint64_t)(p->offset + from - p->start);
  lq_status      st    = LQ_OK;
  if (s->spare && !strcmp(s->spare_path, p->clip->path)) {
    p->reader = s->spare;
    s->spare  = NULL;
    st        = lq_reader_seek(p->reader, frame, &inner);
  } else {
    st = lq_reader_open(&p->reader, p->clip->path, s->rate_hz, &inner);
    if (!st && frame) {
      st = lq_reader_seek(p->reader, frame, &inner);
    }
  }
  return st ? lq_clip_fail(error, st, s->track, p->clip, inner.text) : LQ_OK;
}

static void shape(const piece* const p, const int64_t from, float* const x, const size_t n_frames)
{
  const int64_t at = from - p->start, n = p->end - p->start;
  for (size_t i = 0; p->gain_lin != 1.0F && i < n_frames; ++i) {
    x[i] *= p->gain_lin;
  }
  for (size_t i = 0; at + (int64_t)i < p->n_in && i < n_frames; ++i) {
    x[i] *= lq_fade_lin(p->clip->fade_in_shape, at + (int64_t)i, p->n_in);
  }
  const int64_t out = n - p->n_out; // where the fade-out begins
  for (int64_t i = out > at ? out - at : 0; i < (int64_t)n_frames; ++i) {
    x[i] *= lq_fade_lin(p->clip->fade_out_shape, n - 1 - at - i, p->n_out);
  }
}

// Frames `from` to `to` of one clip, from its file.
static lq_status read_piece(lq_source* const s, piece* const p, const int64_t from,
                            const int64_t to, float* const* const y, size_t* const n_read,
                            lq_error* const error)
{
  if (!p->reader) {
    LQ_TRY(open_piece(s, p, from, error));
  }
  const size_t    n     = (size_t)(to - from);
  lq_error        inner = {.text = ""};
  const lq_status st    = lq_reader_read(p->reader, y, n, n_read, &inner);
  if (st) {
    return lq_clip_fail(error, st, s->track, p->clip, inner.text);
  }
  p->n_missing += (int64_t)(n - *n_read);
  if ((double)p->n_missing > 0.01 * s->rate_hz) { // a resampler's last frame may be missing
    return lq_clip_fail(error, LQ_ERR_READ, s->track, p->clip,
                        "the file ended sooner than it said; it may have changed meanwhile.");
  }
  for (unsigned c = 0; c < lq_reader_channels(p->reader); ++c) {
    shape(p, from, y[c], *n_read);
  }
  return LQ_OK;
}

// The part of one clip that lies in the coming frames, added.
static lq_status add_piece(lq_source* const s, piece* const p, float* const* const x,
                           const size_t n_frames, lq_error* const error)
{
  const int64_t until  = s->frame + (int64_t)n_frames;
  const int64_t low    = s->frame > 0 ? s->frame : 0;
  const int64_t from   = p->start > low ? p->start : low;
  const int64_t to     = p->end < until ? p->end : until;
  size_t        n_read = 0;
  if (from >= to || p->clip->mute) {
    return LQ_OK;
  }
  LQ_TRY(read_piece(s, p, from, to, s->part, &n_read, error));
  const unsigned n_file = lq_reader_channels(p->reader);
  for (unsigned c = 0; c < s->n_channels; ++c) {
    s->simd->mix->add(x[c] + (from - s->frame), s->part[c < n_file ? c : 0], n_read);
  }
  return LQ_OK;
}

// One clip alone, which fills the coming frames, need not be added to silence. (That makes 0 of -0,
// which whole numbers do not have.)
static bool fills(const lq_source* const s, const int64_t until)
{
  const piece* const p = &s->pieces[s->active[0]];
  if (s->n_active != 1 || !p->reader || s->frame < p->start || p->end < until) {
    return false;
  }
  const lq_audio_info* const info = lq_reader_info(p->reader);
  return !info->floating && !info->lossy && info->rate_hz == s->rate_hz;
}

static lq_status take_piece(lq_source* const s, piece* const p, float* const* const x,
                            const size_t n_frames, lq_error* const error)
{
  size_t n_read = 0;
  LQ_TRY(read_piece(s, p, s->frame, s->frame + (int64_t)n_frames, x, &n_read, error));
  for (unsigned c = 0; c < s->n_channels; ++c) {
    if (c == lq_reader_channels(p->reader)) {
      memcpy(x[c], x[0], n_read * sizeof(float));
    }
    memset(x[c] + n_read, 0, (n_frames - n_read) * sizeof(float));
  }
  return LQ_OK;
}

static void activate(lq_source* const s, const size_t piece_index)
{
  size_t k = s->n_active++;
  for (; k && s->active[k - 1] > piece_index; --k) {
    s->active[k] = s->active[k - 1];
  }
  s->active[k] = piece_index;
}

static void close_reader(lq_source* const s, lq_reader* const reader)
{
  if (reader) {
    s->n_nonfinite += lq_reader_nonfinite(reader);
    lq_reader_close(reader);
  }
}

static bool comes_again(const lq_source* const s, const char* const path)
{
  enum { AHEAD = 8 }; // clips
  for (size_t i = s->next; i < s->n_pieces && i < s->next + AHEAD; ++i) {
    if (!strcmp(s->pieces[s->order[i]].clip->path, path)) {
      return true;
    }
  }
  return false;
}

static void close_piece(lq_source* const s, piece* const p)
{
  if (p->reader && comes_again(s, p->clip->path)) {
    close_reader(s, s->spare);
    s->spare      = p->reader;
    s->spare_path = p->clip->path;
  } else {
    close_reader(s, p->reader);
  }
  p->reader = NULL;
}

static void close_ended(lq_source* const s)
{
  size_t n = 0;
  for (size_t i = 0; i < s->n_active; ++i) {
    piece* const p = &s->pieces[s->active[i]];
    if (p->end > s->frame) {
      s->active[n++] = s->active[i];
    } else {
      close_piece(s, p);
    }
  }
  s->n_active = n;
}

lq_status lq_source_read(lq_source* const s, float* const* const x, const size_t n_frames,
                         lq_error* const error)
{
  assert(n_frames <= LQ_MAX_FRAMES);
  const int64_t until = s->frame + (int64_t)n_frames;
  while (s->next < s->n_pieces && s->pieces[s->order[s->next]].start < until) {
    activate(s, s->order[s->next++]);
  }
  if (fills(s, until)) {
    LQ_TRY(take_piece(s, &s->pieces[s->active[0]], x, n_frames, error));
  } else {
    for (unsigned c = 0; c < s->n_channels; ++c) {
      memset(x[c], 0, n_frames * sizeof(float));
    }
    for (size_t i = 0; i < s->n_active; ++i) {
      LQ_TRY(add_piece(s, &s->pieces[s->active[i]], x, n_frames, error));
    }
  }
  s->frame = until;
  close_ended(s);
  return LQ_OK;
}
