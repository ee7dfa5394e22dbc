// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/resample.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <soxr.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// soxr is called with chunks of one size and room of one size, whatever the caller's blocks are:
// the sequence of its calls, and so its output, depends on the sound alone.
enum { CHUNK_FRAMES = 1024, ROOM_FRAMES = 2048 };

struct lq_resampler {
  soxr_t   soxr;
  double   from_hz, to_hz;
  unsigned n_channels;
  bool     ended;   ///< no more input will come
  bool     drained; ///< soxr has nothing left
  bool     hungry;  ///< soxr wants the next chunk
  size_t   n_chunk, chunk_at;
  size_t   n_room, room_at;
  uint64_t n_in, n_out; ///< in all
  float**  chunk;       ///< [n_channels][CHUNK_FRAMES]
  float**  room;        ///< [n_channels][ROOM_FRAMES]
  float**  cursor;      ///< [n_channels] into chunk
  float    samples[];
};

uint64_t lq_resampled_frames(const uint64_t n_in, const double from_hz, const double to_hz)
{
  if (from_hz == floor(from_hz) && to_hz == floor(to_hz) && from_hz < 0x1p31 && to_hz < 0x1p31) {
    const uint64_t from = (uint64_t)from_hz, to = (uint64_t)to_hz;
    return n_in / from * to + (n_in % from * to + from / 2) / from;
  }
  return (uint64_t)floor((double)n_in * to_hz / from_hz + 0.5);
}

lq_status lq_resampler_new(lq_resampler** const r, const double from_hz, const double to_hz,
                           const unsigned n_channels)
{
  assert(from_hz > 0 && to_hz > 0 && n_channels > 0);
  const size_t        n = (size_t)n_channels * (CHUNK_FRAMES + ROOM_FRAMES);
  lq_resampler* const s = calloc(1, sizeof *s + n * sizeof(float));
  if (!s) {
    return LQ_ERR_MEMORY;
  }
  *s = (lq_resampler){.from_hz = from_hz, .to_hz = to_hz, .n_channels = n_channels, .hungry = true};
  s->chunk = calloc(3 * (size_t)n_channels, sizeof(float*));
  if (!s->chunk) {
    lq_resampler_free(s);
    return LQ_ERR_MEMORY;
  }
  s->room                 = s->chunk + n_channels;
  s->cursor               = s->room + n_channels;
  const soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT32_S, SOXR_FLOAT32_S);
  // Without the finer clock odd ratios such as 44100 to 44056 drift: -120 dB instead of -150.
  const soxr_quality_spec_t quality =
      soxr_quality_spec(SOXR_VHQ, SOXR_LINEAR_PHASE | SOXR_HI_PREC_CLOCK);
  const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
  s->soxr = soxr_create(from_hz, to_hz, n_channels, NULL, &io, &quality, &runtime);
  if (!s->soxr) {
    lq_resampler_free(s);
    return LQ_ERR_MEMORY;
  }
  for (unsigned c = 0; c < n_channels; ++c) {
    s->chunk[c] = s->samples + (size_t)c * (CHUNK_FRAMES + ROOM_FRAMES);
    s->room[c]  = s->chunk[c] + CHUNK_FRAMES;
  }
  *r = s;
  return LQ_OK;
}

void lq_resampler_free(lq_resampler* const r)
{
  if (r) {
    soxr_delete(r->soxr);
    free(r->chunk);
    free(r);
  }
}

// Whether a subnormal survives depends on the mode of the thread; none leaves here.
static void flush_subnormals(float* const x, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    x[i] = fabsf(x[i]) < FLT_MIN ? 0 : x[i];
  }
}

static lq_status run(lq_resampler* const r)
{
  const size_t left  = r->n_chunk - r->chunk_at;
  size_t       taken = 0, given = 0;
  for (unsigned c = 0; c < r->n_channels; ++c) {
    r->cursor[c] = r->chunk[c] + r->chunk_at;
  }
  const bool flush = r->ended && !left;
  if (soxr_process(r->soxr, flush ? NULL : (soxr_in_t)r->cursor, left, &taken, (soxr_out_t)r->room,
                   ROOM_FRAMES, &given)) {
    return LQ_ERR_FAILED;
  }
  for (unsigned c = 0; c < r->n_channels; ++c) {
    flush_subnormals(r->room[c], given);
  }
  r->room_at = 0;
  r->n_room  = given;
  r->chunk_at += flush ? 0 : taken;
  r->drained = flush && !given;
  if (r->chunk_at == r->n_chunk && given < ROOM_FRAMES && !r->ended) {
    r->hungry  = true;
    r->n_chunk = r->chunk_at = 0;
  }
  return LQ_OK;
}

static size_t smaller(const size_t a, const size_t b)
{
  return a < b ? a : b;
}

static size_t take(lq_resampler* const r, const float* const* const x, const size_t offset,
                   const size_t n)
{
  const size_t now = smaller(n, CHUNK_FRAMES - r->n_chunk);
  for (unsigned c = 0; c < r->n_channels && now; ++c) {
    memcpy(r->chunk[c] + r->n_chunk, x[c] + offset, now * sizeof(float));
  }
  r->n_chunk += now;
  r->n_in += now;
  r->hungry = r->n_chunk < CHUNK_FRAMES;
  return now;
}

// soxr's own count may be one off the rounded length; silence makes up the difference.
static size_t give(lq_resampler* const r, float* const* const y, const size_t offset,
                   const size_t n)
{
  size_t now = smaller(n, r->drained ? n : r->n_room - r->room_at);
  if (r->ended) {
    const uint64_t rest = lq_resampled_frames(r->n_in, r->from_hz, r->to_hz) - r->n_out;
    now                 = rest < now ? (size_t)rest : now;
  }
  for (unsigned c = 0; c < r->n_channels && now; ++c) {
    if (r->drained) {
      memset(y[c] + offset, 0, now * sizeof(float));
    } else {
      memcpy(y[c] + offset, r->room[c] + r->room_at, now * sizeof(float));
    }
  }
  r->room_at += r->drained ? 0 : now;
  r->n_out += now;
  return now;
}

lq_status lq_resampler_process(lq_resampler* const r, const float* const* const x,
                               const size_t n_in, size_t* const n_taken, float* const* const y,
                               const size_t n_out, size_t* const n_given)
{
  size_t taken = 0, given = 0;
  if (!x && !r->ended) {
    r->ended  = true;
    r->hungry = false;
  }
  assert(!x || !r->ended);
  for (;;) {
    given += give(r, y, given, n_out - given);
    if (given == n_out || (r->ended && (r->drained || (r->room_at < r->n_room)))) {
      break;
    }
    if (r->hungry) {
      taken += take(r, x, taken, n_in - taken);
      if (r->hungry) {
        break;
      }
    }
    LQ_TRY(run(r));
  }
  *n_taken = taken;
  *n_given = given;
  return LQ_OK;
}
