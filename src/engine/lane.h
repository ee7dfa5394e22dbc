// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One strip of a session made ready to run. Its signal, in order:
///
///   source or sum -> trim -> polarity -> delay -> chain -> [pre tap] -> fader -> pan -> [post tap]
///
/// Sends with tap pre and keys take the pre tap, outs and other sends the post tap. A lane reads
/// what other lanes wrote, never writes there, and is alone with its own memory while it runs.
#ifndef LQ_ENGINE_LANE_H
#define LQ_ENGINE_LANE_H

#include "dsp/line.h"
#include "engine/chain.h"
#include "engine/source.h"

#include "lacquer/render.h"

typedef struct lq_lane lq_lane;

/// What a lane hears of another one and adds to its own input.
typedef struct {
  lq_lane*       from;
  bool           pre;
  const lq_send* send;                      ///< NULL: an out, as it is
  lq_runner*     level;                     ///< of a send that moves
  float          gain_lin[LQ_MAX_CHANNELS]; ///< without it
  uint64_t       wait_frames;               ///< until the latest of all inputs is there
  lq_line        lines[LQ_MAX_CHANNELS];
} lq_feed;

/// What a device listens to: another lane's pre tap.
typedef struct {
  lq_lane* from;
  size_t   device; ///< in the runner `chain`
  uint64_t wait_frames;
  lq_line  lines[LQ_MAX_CHANNELS];
  float*   room[LQ_MAX_CHANNELS]; ///< [LQ_MAX_FRAMES]
} lq_ear;

struct lq_lane {
  const lq_strip* strip;
  bool            heard;     ///< neither muted nor silenced by another's solo
  bool            used;      ///< main hears it, or something that main hears listens to it
  bool            aside;     ///< only a tap hears it
  unsigned        level;     ///< above all lanes that it takes from
  unsigned        n_in;      ///< channels
  unsigned        n_pre;     ///< channels of the pre tap; the post tap has two
  lq_source*      source;    ///< of a track, else NULL
  lq_runner*      chain;     ///< trim, polarity, delay and the strip's chain
  lq_runner*      after;     ///< fader and pan
  size_t          n_leading; ///< devices in `chain` in front of the strip's own
  lq_feed*        feeds;     ///< [n_feeds] in session order
  size_t          n_feeds;
  lq_ear*         ears; ///< [n_ears]
  size_t          n_ears;
  float* (*keys)[LQ_MAX_CHANNELS];     ///< [devices in `chain`], NULL without ears
  uint64_t       in_frames;            ///< by which music comes late into the lane
  uint64_t       tail_frames;          ///< on the longest way from its input to the mix
  bool           keep_pre;             ///< somebody takes the pre tap
  size_t         n_rooms;              ///< chunks that are kept until the last reader has read them
  size_t         chunk_frames;         ///< of a full chunk
  size_t         block_frames;         ///< of one call of process
  float*         pre[LQ_MAX_CHANNELS]; ///< [n_rooms][chunk_frames], only when kept
  float*         post[LQ_MAX_CHANNELS];    ///< [n_rooms][chunk_frames]
  float*         scratch[LQ_MAX_CHANNELS]; ///< [LQ_MAX_FRAMES]
  double         rate_hz;
  const lq_simd* simd;
  lq_tap         tap;        ///< who listens to it
  uint64_t       tap_frames; ///< of music that are told
  lq_status      status;
  lq_error       error;
};

uint64_t lq_lane_pre_frames(const lq_lane* lane);  ///< by which music comes late to the pre tap
uint64_t lq_lane_post_frames(const lq_lane* lane); ///< and to the post tap

/// Where chunk `chunk` of a tap lies.
const float* lq_lane_tap(const lq_lane* lane, bool pre, unsigned channel, uint64_t chunk);

/// Memory for audio; twice, once to measure.
void lq_lane_lay_out(lq_lane* lane, lq_arena* arena);

/// Run one chunk of `n_frames`; its inputs have run the same chunk already.
LQ_NODISCARD lq_status lq_lane_process(lq_lane* lane, uint64_t chunk, size_t n_frames);

#endif
