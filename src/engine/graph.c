// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/graph.h"

#include "engine/route.h"

#include <stdlib.h>
#include <string.h>

// A control at its defaults changes nothing, so leaving it out is only faster.
static bool idle(const lq_device* const d, const unsigned n_channels)
{
  if (lq_proc_n_out(d->proc, n_channels) != n_channels) {
    return false;
  }
  for (size_t i = 0; d->on && i < lq_proc_n_values(d->proc, d->n_bands); ++i) {
    if (d->values[i] != lq_proc_row(d->proc, i)->def || (d->curves && d->curves[i].n)) {
      return false;
    }
  }
  return true;
}

typedef struct {
  const lq_device** devices; // [room for controls and chain]
  unsigned*         n_key;
  size_t            n;
  unsigned          n_channels;
} rack;

static void push(rack* const r, const lq_device* const d, const unsigned n_key)
{
  r->n_key[r->n]     = n_key;
  r->devices[r->n++] = d;
  r->n_channels      = lq_proc_n_out(d->proc, r->n_channels);
}

static void push_control(rack* const r, const lq_lane* const lane, const lq_control control)
{
  const lq_device* const d = &lane->strip->controls[control];
  if (!idle(d, r->n_channels)) {
    push(r, d, 0);
  }
}

static lq_status mount(const rack* const r, const lq_graph* const g, const double tempo_bpm,
                       const unsigned n_channels, lq_runner** const runner)
{
  const lq_runner_spec spec = {.rate_hz    = g->spec.rate_hz,
                               .n_channels = n_channels,
                               .tempo_bpm  = tempo_bpm,
                               .simd       = g->spec.simd,
                               .n_key      = r->n_key};
  return lq_runner_new(runner, r->devices, r->n, &spec);
}

static lq_status mount_chain(lq_graph* const g, lq_lane* const lane, rack* const r,
                             const double tempo_bpm)
{
  *r = (rack){.devices = r->devices, .n_key = r->n_key, .n_channels = lane->n_in};
  push_control(r, lane, LQ_CONTROL_TRIM);
  push_control(r, lane, LQ_CONTROL_POLARITY);
  push_control(r, lane, LQ_CONTROL_DELAY);
  lane->n_leading = r->n;
  for (size_t i = 0; i < lane->strip->chain.n; ++i) {
    push(r, &lane->strip->chain.devices[i], 0);
  }
  for (size_t i = 0; i < lane->n_ears; ++i) {
    lane->ears[i].device += lane->n_leading;
    r->n_key[lane->ears[i].device] = lane->ears[i].from->n_pre;
  }
  if (lane->n_ears && !(lane->keys = calloc(r->n, sizeof *lane->keys))) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(mount(r, g, tempo_bpm, lane->n_in, &lane->chain));
  lane->n_pre = lq_runner_channels(lane->chain);
  return LQ_OK;
}

static lq_status mount_after(lq_graph* const g, lq_lane* const lane, rack* const r,
                             const double tempo_bpm)
{
  if (!lane->heard && lane->strip->kind != LQ_STRIP_MAIN) {
    return LQ_OK; // it runs for those that listen to it
  }
  *r = (rack){.devices = r->devices, .n_key = r->n_key, .n_channels = lane->n_pre};
  push_control(r, lane, LQ_CONTROL_FADER);
  push_control(r, lane, LQ_CONTROL_PAN);
  return mount(r, g, tempo_bpm, lane->n_pre, &lane->after);
}

static lq_status mount_sends(lq_graph* const g, lq_lane* const lane, rack* const r,
                             const double tempo_bpm)
{
  for (size_t i = 0; i < lane->n_feeds; ++i) {
    if (lane->feeds[i].send) {
      *r = (rack){.devices = r->devices, .n_key = r->n_key, .n_channels = 2};
      push(r, &lane->feeds[i].send->device, 0);
      LQ_TRY(mount(r, g, tempo_bpm, 2, &lane->feeds[i].level));
    }
  }
  return LQ_OK;
}

// In order, so that a lane knows how many channels a key has.
static lq_status mount_all(lq_graph* const g, const double tempo_bpm)
{
  size_t n = 1;
  for (size_t i = 0; i < g->n_lanes; ++i) {
    n = g->lanes[i].strip->chain.n > n ? g->lanes[i].strip->chain.n : n;
  }
  rack      r  = {.devices = calloc(n + LQ_CONTROL_N, sizeof *r.devices),
                  .n_key   = calloc(n + LQ_CONTROL_N, sizeof *r.n_key)};
  lq_status st = r.devices && r.n_key ? LQ_OK : LQ_ERR_MEMORY;
  for (size_t i = 0; i < g->n_used && !st; ++i) {
    lq_lane* const lane = g->order[i];
    lane->n_in          = lane->source ? lq_source_channels(lane->source) : 2;
    st                  = mount_chain(g, lane, &r, tempo_bpm);
    if (!st) {
      st = mount_after(g, lane, &r, tempo_bpm);
    }
    if (!st) {
      st = mount_sends(g, lane, &r, tempo_bpm);
    }
  }
  free(r.n_key);
  free(r.devices);
  return st;
}

static lq_status open_sources(lq_graph* const g, const lq_files* const files, lq_error* const error)
{
  for (size_t i = 0; i < g->n_lanes; ++i) {
    lq_lane* const lane = &g->lanes[i];
    if (lane->strip->kind == LQ_STRIP_TRACK) {
      LQ_TRY(lq_source_new(&lane->source, lane->strip, files, g->spec.rate_hz, error));
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

static uint64_t tap_frames(const lq_feed* const feed)
{
  return (feed->pre ? lq_lane_pre_frames(feed->from) : lq_lane_post_frames(feed->from)) +
         (feed->level ? lq_runner_latency(feed->level) : 0);
}

static uint64_t ear_frames(const lq_lane* const lane, const lq_ear* const ear)
{
  return lane->in_frames + lq_runner_latency_before(lane->chain, ear->device);
}

// When music may enter each lane at the earliest: when the latest of its inputs is there, and not
// before any key can have reached the device that listens to it.
static void find_earliest(lq_graph* const g)
{
  for (size_t i = 0; i < g->n_used; ++i) {
    lq_lane* const lane = g->order[i];
    for (size_t k = 0; k < lane->n_feeds; ++k) {
      const uint64_t at = tap_frames(&lane->feeds[k]);
      lane->in_frames   = at > lane->in_frames ? at : lane->in_frames;
    }
    for (size_t k = 0; k < lane->n_ears; ++k) {
      const uint64_t at     = lq_lane_pre_frames(lane->ears[k].from);
      const uint64_t before = lq_runner_latency_before(lane->chain, lane->ears[k].device);
      lane->in_frames       = at > lane->in_frames + before ? at - before : lane->in_frames;
    }
  }
}

static void lessen(uint64_t* const slack, const uint64_t by)
{
  *slack = by < *slack ? by : *slack;
}

// A track can wait by starting its clips later, which costs nothing: take from the waits of all
// who hear it what they have in common. Listeners first, because they may move themselves.
static void start_tracks_late(lq_graph* const g)
{
  for (size_t i = g->n_used; i-- > 0;) {
    lq_lane* const track = g->order[i];
    if (!track->source) {
      continue;
    }
    uint64_t slack = UINT64_MAX;
    for (size_t k = 0; k < g->n_used; ++k) {
      const lq_lane* const to = g->order[k];
      for (size_t f = 0; f < to->n_feeds; ++f) {
        if (to->feeds[f].from == track) {
          lessen(&slack, to->in_frames - tap_frames(&to->feeds[f]));
        }
      }
      for (size_t e = 0; e < to->n_ears; ++e) {
        if (to->ears[e].from == track) {
          lessen(&slack, ear_frames(to, &to->ears[e]) - lq_lane_pre_frames(track));
        }
      }
    }
    track->in_frames += slack == UINT64_MAX ? 0 : slack;
  }
}

static void tell_all(lq_graph* const g)
{
  for (size_t i = 0; i < g->n_used; ++i) {
    lq_lane* const lane = g->order[i];
    if (lane->source) {
      lq_source_delay(lane->source, lane->in_frames);
    }
    lq_runner_reset(lane->chain, lane->in_frames);
    if (lane->after) {
      lq_runner_reset(lane->after, lq_lane_pre_frames(lane));
    }
    for (size_t k = 0; k < lane->n_feeds; ++k) {
      lq_feed* const f = &lane->feeds[k];
      f->wait_frames   = lane->in_frames - tap_frames(f);
      if (f->level) {
        lq_runner_reset(f->level, tap_frames(f) - lq_runner_latency(f->level));
      }
    }
    for (size_t k = 0; k < lane->n_ears; ++k) {
      lq_ear* const e = &lane->ears[k];
      e->wait_frames  = ear_frames(lane, e) - lq_lane_pre_frames(e->from);
    }
  }
  g->latency_frames = lq_lane_post_frames(&g->lanes[g->n_lanes - 1]);
}

// How long a sound goes on from each lane's input to the mix, and from there the longest render.
static void find_tails(lq_graph* const g)
{
  const uint64_t most = (uint64_t)((double)LQ_GRAPH_TAIL_SEC * g->spec.rate_hz);
  g->most_frames      = g->clip_frames;
  for (size_t i = g->n_used; i-- > 0;) {
    lq_lane* const lane = g->order[i]; // tail_frames is the longest of its listeners by now
    lane->tail_frames += lq_runner_tail(lane->chain);
    lane->tail_frames += lane->after ? lq_runner_tail(lane->after) : 0;
    lane->tail_frames = lane->tail_frames < most ? lane->tail_frames : most;
    for (size_t k = 0; k < lane->n_feeds; ++k) {
      uint64_t* const below = &lane->feeds[k].from->tail_frames;
      *below                = lane->tail_frames > *below ? lane->tail_frames : *below;
    }
    if (lane->source && lane->heard) {
      const uint64_t end = lq_source_frames(lane->source) + lane->tail_frames;
      g->most_frames     = end > g->most_frames ? end : g->most_frames;
    }
  }
}

static void plan_chunks(lq_graph* const g)
{
  const size_t block = g->spec.block_frames;
  const size_t whole = LQ_GRAPH_CHUNK_FRAMES / block * block;
  g->chunk_frames    = whole ? whole : block;
  g->n_chunks        = (g->most_frames + g->latency_frames + g->chunk_frames - 1) / g->chunk_frames;
  for (size_t i = 0; i < g->n_used; ++i) {
    lq_lane* const lane = g->order[i];
    lane->n_rooms       = lane->n_rooms ? lane->n_rooms : 1;
    lane->chunk_frames  = g->chunk_frames;
    lane->block_frames  = block;
    lane->rate_hz       = g->spec.rate_hz;
    lane->simd          = g->spec.simd;
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
  *g           = (lq_graph){.spec = *spec, .n_lanes = session->n_strips};
  g->lanes     = calloc(g->n_lanes, sizeof *g->lanes);
  lq_status st = g->lanes ? lq_route(g, session) : LQ_ERR_MEMORY;
  if (!st) {
    st = open_sources(g, files, error);
  }
  if (!st) {
    st = mount_all(g, session->tempo_bpm);
  }
  if (!st) {
    find_earliest(g);
    start_tracks_late(g);
    tell_all(g);
    find_tails(g);
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

lq_status lq_graph_run(lq_graph* const g, lq_crew* const crew, const float* x[LQ_MAX_CHANNELS],
                       size_t* const n_frames, lq_error* const error)
{
  const lq_lane* const main_lane = &g->lanes[g->n_lanes - 1];
  lq_crew_run(crew, g->n_used, task, g);
  for (size_t i = 0; i < g->n_used; ++i) {
    if (g->order[i]->status) {
      if (error) {
        *error = g->order[i]->error;
      }
      return g->order[i]->status;
    }
  }
  *n_frames = 0;
  if (g->round >= main_lane->level) {
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
  return g->round >= g->n_chunks + g->lanes[g->n_lanes - 1].level;
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
