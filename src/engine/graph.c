// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/graph.h"

#include "engine/age.h"
#include "engine/mount.h"
#include "engine/route.h"

#include <stdlib.h>
#include <string.h>

static lq_status open_sources(lq_graph* const g, const lq_files* const files, lq_error* const error)
{
  for (size_t i = 0; i < g->n_lanes; ++i) {
    lq_lane* const lane = &g->lanes[i];
    if (lane->strip->kind == LQ_STRIP_TRACK) {
      LQ_TRY(
          lq_source_new(&lane->source, lane->strip, files, g->spec.rate_hz, g->spec.simd, error));
      const uint64_t n = lq_source_frames(lane->source);
      g->clip_frames   = n > g->clip_frames ? n : g->clip_frames;
    }
  }
  if (!g->clip_frames) {
    return lq_fail(error, LQ_ERR_MISSING, (lq_at){0},
                   "the session has no clip that sounds after time 0; there is nothing to render.");
  }
  return LQ_OK;
}

static void plan_chunks(lq_graph* const g)
{
  const size_t block = g->spec.block_frames;
  const size_t whole = LQ_GRAPH_CHUNK_FRAMES / block * block;
  g->chunk_frames    = whole ? whole : block;
  g->n_chunks        = (g->most_frames + g->latency_frames + g->chunk_frames - 1) / g->chunk_frames;
  g->lanes[g->n_lanes - 1].n_rooms = 2; // one is handed over while the next one is made
  for (size_t i = 0; i < g->n_used; ++i) {
    lq_lane* const lane = g->order[i];
    lane->n_rooms       = lane->n_rooms ? lane->n_rooms : 1;
    lane->chunk_frames  = g->chunk_frames;
    lane->block_frames  = block;
    lane->rate_hz       = g->spec.rate_hz;
    lane->simd          = g->spec.simd;
    lane->tap           = g->spec.tap;
    lane->tap_frames    = g->most_frames;
    for (size_t k = 0; k < lane->n_feeds; ++k) {
      lq_lane* const from   = lane->feeds[k].from;
      const size_t   behind = lane->level - from->level + 1;
      from->n_rooms         = behind > from->n_rooms ? behind : from->n_rooms;
      from->keep_pre |= lane->feeds[k].pre;
    }
    for (size_t k = 0; k < lane->n_ears; ++k) {
      lq_lane* const from   = lane->ears[k].from;
      const size_t   behind = lane->level - from->level + 1;
      from->n_rooms         = behind > from->n_rooms ? behind : from->n_rooms;
      from->keep_pre        = true;
    }
  }
}

static lq_status lay_out(lq_graph* const g)
{
  lq_arena arena = {0};
  for (size_t i = 0; i < g->n_used; ++i) {
    lq_lane_lay_out(g->order[i], &arena);
  }
  g->memory = lq_alloc_aligned(arena.used);
  if (!g->memory) {
    return LQ_ERR_MEMORY;
  }
  arena = (lq_arena){.base = g->memory, .size = arena.used};
  for (size_t i = 0; i < g->n_used; ++i) {
    lq_lane_lay_out(g->order[i], &arena);
  }
  return LQ_OK;
}

lq_status lq_graph_new(lq_graph** const graph, const lq_session* const session,
                       const lq_files* const files, const lq_graph_spec* const spec,
                       lq_error* const error)
{
  lq_graph* const g = calloc(1, sizeof *g);
  if (!g) {
    return LQ_ERR_MEMORY;
  }
  *g           = (lq_graph){.spec = *spec, .session = session, .n_lanes = session->n_strips};
  g->lanes     = calloc(g->n_lanes, sizeof *g->lanes);
  lq_status st = g->lanes ? lq_route(g, session) : LQ_ERR_MEMORY;
  if (!st) {
    st = open_sources(g, files, error);
  }
  if (!st) {
    st = lq_mount(g, session->tempo_bpm, error);
  }
  if (!st) {
    lq_age_align(g);
    lq_age_tails(g);
    plan_chunks(g);
    st = lay_out(g);
  }
  if (st) {
    lq_graph_free(g);
    return st;
  }
  *graph = g;
  return LQ_OK;
}

void lq_graph_free(lq_graph* const g)
{
  if (!g) {
    return;
  }
  for (size_t i = 0; g->lanes && i < g->n_lanes; ++i) {
    lq_lane* const lane = &g->lanes[i];
    for (size_t k = 0; k < lane->n_feeds; ++k) {
      lq_runner_free(lane->feeds[k].level);
    }
    lq_runner_free(lane->after);
    lq_runner_free(lane->chain);
    lq_source_free(lane->source);
    free(lane->keys);
    free(lane->ears);
    free(lane->feeds);
  }
  free(g->memory);
  free(g->order);
  free(g->lanes);
  free(g);
}

// The highest level first: it holds main and the returns, which are long.
static void task(void* const user, const size_t i)
{
  lq_graph* const g    = user;
  lq_lane* const  lane = g->order[g->n_used - 1 - i];
  if (g->round < lane->level || g->round - lane->level >= g->n_chunks) {
    return;
  }
  const uint64_t chunk = g->round - lane->level;
  const uint64_t left  = g->most_frames + g->latency_frames - chunk * g->chunk_frames;
  lane->status =
      lq_lane_process(lane, chunk, left < g->chunk_frames ? (size_t)left : g->chunk_frames);
}

void lq_graph_start(lq_graph* const g, lq_crew* const crew)
{
  lq_crew_start(crew, g->n_used, task, g);
}

lq_status lq_graph_finish(lq_graph* const g, lq_crew* const crew, const float* x[LQ_MAX_CHANNELS],
                          size_t* const n_frames, lq_error* const error)
{
  const lq_lane* const main_lane = &g->lanes[g->n_lanes - 1];
  lq_crew_finish(crew);
  for (size_t i = 0; i < g->n_used; ++i) {
    if (g->order[i]->status) {
      if (error) {
        *error = g->order[i]->error;
      }
      return g->order[i]->status;
    }
  }
  *n_frames = 0;
  if (g->round >= main_lane->level && g->round - main_lane->level < g->n_chunks) {
    const uint64_t chunk = g->round - main_lane->level;
    const uint64_t left  = g->most_frames + g->latency_frames - chunk * g->chunk_frames;
    *n_frames            = left < g->chunk_frames ? (size_t)left : g->chunk_frames;
    for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
      x[c] = lq_lane_tap(main_lane, false, c, chunk);
    }
  }
  ++g->round;
  return LQ_OK;
}

bool lq_graph_done(const lq_graph* const g)
{
  return g->round >= g->n_chunks + g->order[g->n_used - 1]->level;
}

uint64_t lq_graph_behind(const lq_graph* const g)
{
  return g->order[g->n_used - 1]->level - g->lanes[g->n_lanes - 1].level;
}

unsigned lq_graph_meters(lq_graph* const g, const size_t strip, const size_t device,
                         float* const out)
{
  const lq_lane* const lane = &g->lanes[strip];
  return lane->used ? lq_runner_meters(lane->chain, lane->n_leading + device, out) : 0;
}

uint64_t lq_graph_nonfinite(const lq_graph* const g)
{
  uint64_t n = 0;
  for (size_t i = 0; i < g->n_lanes; ++i) {
    n += g->lanes[i].used && g->lanes[i].source ? lq_source_nonfinite(g->lanes[i].source) : 0;
  }
  return n;
}
