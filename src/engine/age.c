// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/age.h"

#include <string.h>

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
      if (to->aside) {
        continue; // it must change nothing
      }
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

// A copy runs in step with its original, so that what moves by itself (a chorus, automation on its
// grid) is the same in both.
static void keep_step(lq_graph* const g)
{
  for (size_t i = 0; i < g->n_used; ++i) {
    lq_lane* const lane = g->order[i];
    for (size_t k = 0; lane->aside && lane->strip->in_step && k < g->n_lanes; ++k) {
      const lq_lane* const original = &g->lanes[k];
      if (original->used && !strcmp(original->strip->name, lane->strip->in_step)) {
        lane->in_frames = original->in_frames;
      }
    }
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

void lq_age_align(lq_graph* const g)
{
  find_earliest(g);
  start_tracks_late(g);
  keep_step(g);
  find_earliest(g);
  tell_all(g);
}

// How long a sound goes on from each lane's input to the mix, and from there the longest render.
void lq_age_tails(lq_graph* const g)
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
