// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reel.h"

#include "base/maths.h"
#include "engine/fade.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct lq_reel {
  char*         name;
  double        rate_hz;
  unsigned      n_channels;
  uint64_t      n_frames;
  lq_reel_clip* clips; ///< [n_clips]
  size_t        n_clips;
};

void lq_reel_free(lq_reel* const reel)
{
  if (reel) {
    free(reel->clips);
    free(reel->name);
    free(reel);
  }
}

lq_status lq_reel_new(lq_reel** const reel, const char* const name, const double rate_hz,
                      const unsigned n_channels, const uint64_t n_frames)
{
  lq_reel* const r = calloc(1, sizeof *r);
  if (!r) {
    return LQ_ERR_MEMORY;
  }
  *r = (lq_reel){
      .name = strdup(name), .rate_hz = rate_hz, .n_channels = n_channels, .n_frames = n_frames};
  if (!r->name) {
    lq_reel_free(r);
    return LQ_ERR_MEMORY;
  }
  *reel = r;
  return LQ_OK;
}

lq_status lq_reel_add(lq_reel* const r, const lq_reel_clip* const clip)
{
  assert(lq_take_rate_hz(clip->take) == r->rate_hz);
  assert(lq_take_channels(clip->take) <= r->n_channels);
  assert(clip->fade_in_frames + clip->fade_out_frames <= clip->n_frames);
  lq_reel_clip* const more = realloc(r->clips, (r->n_clips + 1) * sizeof *more);
  if (!more) {
    return LQ_ERR_MEMORY;
  }
  r->clips               = more;
  r->clips[r->n_clips++] = *clip;
  return LQ_OK;
}

const char* lq_reel_name(const lq_reel* const reel)
{
  return reel->name;
}

double lq_reel_rate_hz(const lq_reel* const reel)
{
  return reel->rate_hz;
}

unsigned lq_reel_channels(const lq_reel* const reel)
{
  return reel->n_channels;
}

uint64_t lq_reel_frames(const lq_reel* const reel)
{
  return reel->n_frames;
}

static uint64_t end_of(const lq_reel_clip* const c)
{
  return c->at_frame + c->n_frames;
}

static bool sounds(const lq_reel_clip* const c, const uint64_t frame)
{
  return c->at_frame <= frame && frame < end_of(c);
}

// Frames from here on in which no clip begins or ends.
static size_t until_change(const lq_reel* const r, const uint64_t frame, const size_t n)
{
  uint64_t left = n;
  for (size_t i = 0; i < r->n_clips; ++i) {
    const lq_reel_clip* const c    = &r->clips[i];
    const uint64_t            edge = c->at_frame > frame ? c->at_frame : end_of(c);
    left                           = edge > frame && edge - frame < left ? edge - frame : left;
  }
  return (size_t)left;
}

static void shape(const lq_reel_clip* const c, const uint64_t at, float* const x, const size_t n)
{
  const float gain_lin = (float)lq_db_to_lin(c->gain_db);
  for (size_t i = 0; c->gain_db != 0 && i < n; ++i) {
    x[i] *= gain_lin;
  }
  for (size_t i = 0; at + i < c->fade_in_frames && i < n; ++i) {
    x[i] *= lq_fade_lin(c->fade_in_shape, (int64_t)(at + i), (int64_t)c->fade_in_frames);
  }
  const uint64_t out = c->n_frames - c->fade_out_frames; // where the fade-out begins
  for (size_t i = out > at ? (size_t)(out - at) : 0; i < n; ++i) {
    x[i] *= lq_fade_lin(c->fade_out_shape, (int64_t)(c->n_frames - 1 - at - i),
                        (int64_t)c->fade_out_frames);
  }
}

// One clip's sound at a place of the reel, for all channels of the reel.
static lq_status read_clip(const lq_reel* const r, const lq_reel_clip* const c,
                           const uint64_t frame, float* const* const x, const size_t n,
                           lq_error* const error)
{
  const uint64_t at     = frame - c->at_frame;
  const uint64_t from   = c->offset_frames + at;
  const uint64_t all    = lq_take_frames(c->take);
  const uint64_t there  = from < all ? all - from : 0;
  const size_t   n_take = there < n ? (size_t)there : n;
  LQ_TRY(n_take ? lq_take_read(c->take, from, x, n_take, error) : LQ_OK);
  const unsigned n_channels = lq_take_channels(c->take);
  for (unsigned k = 0; k < n_channels; ++k) {
    memset(x[k] + n_take, 0, (n - n_take) * sizeof(float));
    shape(c, at, x[k], n);
  }
  if (n_channels < r->n_channels) {
    memcpy(x[1], x[0], n * sizeof(float));
  }
  return LQ_OK;
}

// A stretch throughout which the same clips sound: the first as it is, the others added to it.
static lq_status read_stretch(const lq_reel* const r, const uint64_t frame, float* const* const x,
                              const size_t n, lq_error* const error)
{
  float        room[LQ_MAX_CHANNELS][LQ_MAX_FRAMES];
  float* const y[LQ_MAX_CHANNELS] = {room[0], room[1]};
  bool         first              = true;
  for (size_t i = 0; i < r->n_clips; ++i) {
    const lq_reel_clip* const c = &r->clips[i];
    if (sounds(c, frame)) {
      LQ_TRY(read_clip(r, c, frame, first ? x : y, n, error));
      for (unsigned k = 0; !first && k < r->n_channels; ++k) {
        for (size_t f = 0; f < n; ++f) {
          x[k][f] += y[k][f];
        }
      }
      first = false;
    }
  }
  for (unsigned k = 0; first && k < r->n_channels; ++k) {
    memset(x[k], 0, n * sizeof(float));
  }
  return LQ_OK;
}

lq_status lq_reel_read(const lq_reel* const reel, const uint64_t frame, float* const* const x,
                       const size_t n_frames, lq_error* const error)
{
  for (size_t done = 0, n; done < n_frames; done += n) {
    const size_t left = n_frames - done;
    n = until_change(reel, frame + done, left < LQ_MAX_FRAMES ? left : LQ_MAX_FRAMES);
    float* const to[LQ_MAX_CHANNELS] = {x[0] + done, x[reel->n_channels - 1] + done};
    LQ_TRY(read_stretch(reel, frame + done, to, n, error));
  }
  return LQ_OK;
}

lq_status lq_reel_play(const lq_reel* const reel, const uint64_t frame, const uint64_t n_frames,
                       const lq_sink sink, const lq_render_options* const options,
                       lq_error* const error)
{
  enum { TELL_BLOCKS = 64 }; // a second or so of music between two calls of progress
  float              room[LQ_MAX_CHANNELS][LQ_MAX_FRAMES];
  float* const       x[LQ_MAX_CHANNELS]  = {room[0], room[1]};
  const float* const of[LQ_MAX_CHANNELS] = {room[0], room[1]};
  size_t             n;
  for (uint64_t done = 0, k = 0; done < n_frames; done += n, ++k) {
    n = n_frames - done < LQ_MAX_FRAMES ? (size_t)(n_frames - done) : LQ_MAX_FRAMES;
    LQ_TRY(lq_reel_read(reel, frame + done, x, n, error));
    LQ_TRY(sink.write(sink.user, of, n, error));
    if (k % TELL_BLOCKS == 0 && options && options->progress &&
        options->progress(options->user, (double)done / (double)n_frames)) {
      return lq_fail_file(error, LQ_ERR_CANCELLED, reel->name, "stopped as asked.");
    }
  }
  return LQ_OK;
}
