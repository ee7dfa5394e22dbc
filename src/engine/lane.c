// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lane.h"

#include "dsp/simd.h"

#include <math.h>
#include <string.h>

uint64_t lq_lane_pre_frames(const lq_lane* const lane)
{
  return lane->in_frames + lq_runner_latency(lane->chain);
}

uint64_t lq_lane_post_frames(const lq_lane* const lane)
{
  return lq_lane_pre_frames(lane) + (lane->after ? lq_runner_latency(lane->after) : 0);
}

static size_t room(const lq_lane* const lane, const uint64_t chunk)
{
  return (size_t)(chunk % lane->n_rooms) * lane->chunk_frames;
}

const float* lq_lane_tap(const lq_lane* const lane, const bool pre, const unsigned channel,
                         const uint64_t chunk)
{
  return (pre ? lane->pre[channel] : lane->post[channel]) + room(lane, chunk);
}

void lq_lane_lay_out(lq_lane* const lane, lq_arena* const arena)
{
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    lane->post[c]    = LQ_TAKE(arena, float, lane->n_rooms * lane->chunk_frames);
    lane->scratch[c] = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
    if (lane->keep_pre) {
      lane->pre[c] = LQ_TAKE(arena, float, lane->n_rooms * lane->chunk_frames);
    }
    for (size_t i = 0; i < lane->n_feeds; ++i) {
      lq_line_prepare(&lane->feeds[i].lines[c], arena, (size_t)lane->feeds[i].wait_frames);
    }
    for (size_t i = 0; i < lane->n_ears; ++i) {
      lq_line_prepare(&lane->ears[i].lines[c], arena, (size_t)lane->ears[i].wait_frames);
      lane->ears[i].room[c]               = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
      lane->keys[lane->ears[i].device][c] = lane->ears[i].room[c];
    }
  }
}

// A mono signal sent before its pan goes to both sides as from the centre (-3 dB, constant
// power), so that a send keeps its level when its tap is switched.
static const float centre_lin = 0.70710678F;

static void add_feed(lq_lane* const lane, lq_feed* const feed, float* const* const io,
                     const uint64_t chunk, const size_t at, const size_t n)
{
  const lq_mix_kernels* const mix   = lane->simd->mix;
  const bool                  mono  = feed->pre && feed->from->n_pre == 1;
  const bool                  plain = !feed->level && !feed->wait_frames && !mono;
  for (unsigned c = 0; c < 2; ++c) {
    const float* const x = lq_lane_tap(feed->from, feed->pre, mono ? 0 : c, chunk) + at;
    if (plain && feed->gain_lin[c] == 1.0F) {
      mix->add(io[c], x, n);
    } else if (plain) {
      mix->add_scaled(io[c], x, feed->gain_lin[c], n);
    } else {
      memcpy(lane->scratch[c], x, n * sizeof(float));
    }
    if (mono) {
      mix->scale(lane->scratch[c], centre_lin, n);
    }
  }
  if (feed->level) {
    lq_runner_process(feed->level, lane->scratch, NULL, n);
  }
  for (unsigned c = 0; !plain && c < 2; ++c) {
    lq_line_process(&feed->lines[c], lane->scratch[c], n);
    mix->add_scaled(io[c], lane->scratch[c], feed->gain_lin[c], n);
  }
}

static lq_status fill_input(lq_lane* const lane, float* const* const io, const uint64_t chunk,
                            const size_t at, const size_t n)
{
  if (lane->source) {
    return lq_source_read(lane->source, io, n, &lane->error);
  }
  for (unsigned c = 0; c < 2; ++c) {
    memset(io[c], 0, n * sizeof(float));
  }
  for (size_t i = 0; i < lane->n_feeds; ++i) {
    add_feed(lane, &lane->feeds[i], io, chunk, at, n);
  }
  return LQ_OK;
}

static void listen(lq_lane* const lane, const uint64_t chunk, const size_t at, const size_t n)
{
  for (size_t i = 0; i < lane->n_ears; ++i) {
    lq_ear* const ear = &lane->ears[i];
    for (unsigned c = 0; c < ear->from->n_pre; ++c) {
      memcpy(ear->room[c], lq_lane_tap(ear->from, true, c, chunk) + at, n * sizeof(float));
      lq_line_process(&ear->lines[c], ear->room[c], n);
    }
  }
}

// A sum of squares is finite when every sample is; only when it is not, somebody has to look.
static lq_status check_finite(lq_lane* const lane, float* const* const io, const uint64_t frame,
                              const size_t n)
{
  for (unsigned c = 0; c < lane->n_pre; ++c) {
    if (isfinite(lane->simd->mix->energy(io[c], n))) {
      continue;
    }
    for (size_t i = 0; i < n; ++i) {
      if (!isfinite(io[c][i])) {
        const char* const fault = lq_runner_fault(lane->chain);
        const int64_t     t     = (int64_t)(frame + i) - (int64_t)lq_lane_pre_frames(lane);
        return lq_fail(&lane->error, LQ_ERR_FAILED, lane->strip->at,
                       "the chain of '%s' gives a value that is no number at %.3f s; %s.",
                       lane->strip->name, (double)(t > 0 ? t : 0) / lane->rate_hz,
                       fault ? fault : "switch its processors off one by one to find which");
      }
    }
  }
  return LQ_OK;
}

// Music that is `late` frames behind begins at frame `late`; what lies before is the latency.
static lq_status tell(lq_lane* const lane, const lq_tap_point point, float* const* const io,
                      const uint64_t frame, const size_t n)
{
  const bool     pre  = point == LQ_TAP_PRE;
  const uint64_t late = pre ? lq_lane_pre_frames(lane) : lq_lane_post_frames(lane);
  const size_t   drop = frame >= late ? 0 : late - frame < n ? (size_t)(late - frame) : n;
  const uint64_t time = frame + drop - late; // of the first frame told
  size_t         told = n - drop;
  if (!lane->tap.hear || !told || time >= lane->tap_frames) {
    return LQ_OK;
  }
  told = told < lane->tap_frames - time ? told : (size_t)(lane->tap_frames - time);
  const float* const x[LQ_MAX_CHANNELS] = {io[0] + drop, io[1] + drop};
  return lane->tap.hear(lane->tap.user, lane->strip, point, x, pre ? lane->n_pre : 2, told,
                        &lane->error);
}

static lq_status process_block(lq_lane* const lane, const uint64_t chunk, const size_t at,
                               const size_t n)
{
  float* io[LQ_MAX_CHANNELS];
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    io[c] = lane->post[c] + room(lane, chunk) + at;
  }
  LQ_TRY(fill_input(lane, io, chunk, at, n));
  listen(lane, chunk, at, n);
  lq_runner_process(lane->chain, io, (float* const(*)[LQ_MAX_CHANNELS])lane->keys, n);
  const uint64_t frame = chunk * lane->chunk_frames + at;
  LQ_TRY(check_finite(lane, io, frame, n));
  LQ_TRY(tell(lane, LQ_TAP_PRE, io, frame, n));
  for (unsigned c = 0; lane->keep_pre && c < lane->n_pre; ++c) {
    memcpy(lane->pre[c] + room(lane, chunk) + at, io[c], n * sizeof(float));
  }
  if (lane->after) {
    lq_runner_process(lane->after, io, NULL, n);
  }
  for (unsigned c = 0; !lane->heard && c < LQ_MAX_CHANNELS; ++c) {
    memset(io[c], 0, n * sizeof(float)); // main may be muted too
  }
  return tell(lane, LQ_TAP_POST, io, frame, n);
}

lq_status lq_lane_process(lq_lane* const lane, const uint64_t chunk, const size_t n_frames)
{
  for (size_t at = 0; at < n_frames; at += lane->block_frames) {
    const size_t left = n_frames - at;
    LQ_TRY(process_block(lane, chunk, at, left < lane->block_frames ? left : lane->block_frames));
  }
  return LQ_OK;
}
