// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A session made ready to run: its strips as lanes, in levels, every path of the same age where
/// paths meet. docs/engine.md draws it and numbers what always holds.
#ifndef LQ_ENGINE_GRAPH_H
#define LQ_ENGINE_GRAPH_H

#include "engine/lane.h"

typedef struct {
  double         rate_hz;
  size_t         block_frames; ///< 1 to LQ_MAX_FRAMES
  const lq_simd* simd;
  lq_tap         tap; ///< who listens to the strips
} lq_graph_spec;

typedef struct {
  lq_graph_spec     spec;
  const lq_session* session;
  lq_lane*          lanes; ///< [n_lanes] in session order; main is the last
  size_t            n_lanes;
  lq_lane**         order; ///< [n_used] lanes that run: by level, then in session order
  size_t            n_used;
  uint64_t          latency_frames; ///< by which main's output is late
  uint64_t          clip_frames;    ///< end of the last clip, whoever is muted
  uint64_t          most_frames;    ///< and with the longest tail, at most LQ_GRAPH_TAIL_SEC of it
  uint64_t          n_chunks;
  size_t            chunk_frames;
  uint64_t          round;  ///< the next one
  void*             memory; ///< of the lanes' audio
} lq_graph;

enum { LQ_GRAPH_TAIL_SEC = 20, LQ_GRAPH_CHUNK_FRAMES = 2048 };

/// The session has passed lq_session_check() and outlives the graph, as do the files.
LQ_NODISCARD lq_status lq_graph_new(lq_graph** graph, const lq_session* session,
                                    const lq_files* files, const lq_graph_spec* spec,
                                    lq_error* error);
void                   lq_graph_free(lq_graph* graph); ///< NULL is fine

/// One round: every lane runs one chunk, each level one chunk behind the level below, so that all
/// lanes run side by side. Between start and finish what the round before gave is still there.
void lq_graph_start(lq_graph* graph, lq_crew* crew);

/// @param x  main's chunk if it has come this far; `*n_frames` is 0 while it has not
LQ_NODISCARD lq_status lq_graph_finish(lq_graph* graph, lq_crew* crew,
                                       const float* x[LQ_MAX_CHANNELS], size_t* n_frames,
                                       lq_error* error);

/// Everything has come out of main, and out of what only taps hear.
bool lq_graph_done(const lq_graph* graph);

/// Rounds by which the farthest strip that only taps hear is behind main.
uint64_t lq_graph_behind(const lq_graph* graph);

/// Meters of a device of a strip's chain since last read, as lq_runner_meters(); 0 when the strip
/// did not run.
unsigned lq_graph_meters(lq_graph* graph, size_t strip, size_t device, float* out);

uint64_t lq_graph_nonfinite(const lq_graph* graph);

#endif
