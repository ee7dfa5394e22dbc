// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/route.h"

#include "proc/send_level.h"

#include <stdlib.h>
#include <string.h>

static lq_lane* find(const lq_graph* const g, const char* const name)
{
  for (size_t i = 0; name && *name && i < g->n_lanes; ++i) {
    if (!strcmp(g->lanes[i].strip->name, name)) {
      return &g->lanes[i];
    }
  }
  return NULL;
}

// Soloed itself, or on its way out through a bus that is.
static bool soloed(const lq_graph* const g, const lq_lane* lane)
{
  for (; lane && lane->strip->kind != LQ_STRIP_MAIN; lane = find(g, lane->strip->out)) {
    if (lane->strip->solo && lane->strip->kind != LQ_STRIP_RETURN) {
      return true;
    }
  }
  return false;
}

static bool muted(const lq_session* const session, const lq_strip* const strip)
{
  bool muted = strip->mute;
  for (size_t i = 0; i < strip->n_vcas; ++i) {
    muted = muted || lq_session_find_vca(session, strip->vcas[i])->mute;
  }
  return muted;
}

static void find_heard(lq_graph* const g)
{
  bool any = false;
  for (size_t i = 0; i < g->n_lanes; ++i) {
    const lq_strip* const s = g->lanes[i].strip;
    any |= s->solo && (s->kind == LQ_STRIP_TRACK || s->kind == LQ_STRIP_BUS);
  }
  for (size_t i = 0; i < g->n_lanes; ++i) {
    lq_lane* const l = &g->lanes[i];
    l->heard =
        !muted(g->session, l->strip) && (!any || l->strip->kind != LQ_STRIP_TRACK || soloed(g, l));
  }
}

// A send that is switched off for good adds nothing.
static bool sends(const lq_send* const send)
{
  const lq_device* const d     = &send->device;
  const bool             moves = d->curves && d->curves[LQ_SEND_LEVEL].n > 0;
  const bool on = (d->curves && d->curves[LQ_SEND_MUTE].n > 0) || d->values[LQ_SEND_MUTE] < 0.5F;
  return d->on && on && (moves || d->values[LQ_SEND_LEVEL] > d->proc->params[LQ_SEND_LEVEL].min);
}

// Feeds of one lane in session order; with `feeds` NULL they are only counted.
static size_t collect_feeds(const lq_graph* const g, const lq_lane* const to, lq_feed* const feeds)
{
  size_t n = 0;
  for (size_t i = 0; i < g->n_lanes; ++i) {
    lq_lane* const from = &g->lanes[i];
    if (from->heard && !strcmp(from->strip->out, to->strip->name)) {
      if (feeds) {
        feeds[n] = (lq_feed){.from = from};
      }
      ++n;
    }
    for (size_t k = 0; from->heard && k < from->strip->n_sends; ++k) {
      const lq_send* const send = &from->strip->sends[k];
      if (!strcmp(send->target, to->strip->name) && sends(send)) {
        if (feeds) {
          feeds[n] =
              (lq_feed){.from = from, .pre = send->device.values[LQ_SEND_TAP] > 0.5F, .send = send};
        }
        ++n;
      }
    }
  }
  return n;
}

static size_t collect_ears(const lq_graph* const g, const lq_lane* const lane, lq_ear* const ears)
{
  size_t n = 0;
  for (size_t i = 0; i < lane->strip->chain.n; ++i) {
    const lq_device* const d = &lane->strip->chain.devices[i];
    if (d->on && d->key && (d->proc->flags & LQ_PROC_KEY)) {
      if (ears) {
        ears[n] = (lq_ear){.from = find(g, d->key), .device = i};
      }
      ++n;
    }
  }
  return n;
}

static lq_status link_lanes(lq_graph* const g)
{
  for (size_t i = 0; i < g->n_lanes; ++i) {
    lq_lane* const l = &g->lanes[i];
    l->n_feeds       = collect_feeds(g, l, NULL);
    l->n_ears        = collect_ears(g, l, NULL);
    l->feeds         = calloc(l->n_feeds + 1, sizeof *l->feeds);
    l->ears          = calloc(l->n_ears + 1, sizeof *l->ears);
    if (!l->feeds || !l->ears) {
      l->n_feeds = l->n_ears = 0;
      return LQ_ERR_MEMORY;
    }
    (void)collect_feeds(g, l, l->feeds);
    (void)collect_ears(g, l, l->ears);
  }
  return LQ_OK;
}

// Depth-first from main; the check has found that there are no loops.
static unsigned visit(lq_graph* const g, lq_lane* const lane)
{
  if (lane->used) {
    return lane->level;
  }
  lane->used = true;
  for (size_t i = 0; i < lane->n_feeds; ++i) {
    const unsigned below = visit(g, lane->feeds[i].from);
    lane->level          = below + 1 > lane->level ? below + 1 : lane->level;
  }
  for (size_t i = 0; i < lane->n_ears; ++i) {
    const unsigned below = visit(g, lane->ears[i].from);
    lane->level          = below + 1 > lane->level ? below + 1 : lane->level;
  }
  ++g->n_used;
  return lane->level;
}

// What leads nowhere runs when somebody listens to strips.
static void visit_asides(lq_graph* const g)
{
  for (size_t i = 0; i < g->n_lanes; ++i) {
    g->lanes[i].aside = !g->lanes[i].used;
  }
  for (size_t i = 0; g->spec.tap.hear && i + 1 < g->n_lanes; ++i) {
    if (!*g->lanes[i].strip->out) {
      (void)visit(g, &g->lanes[i]);
    }
  }
}

static int by_level(const void* const a, const void* const b)
{
  const lq_lane* const x = *(lq_lane* const*)a;
  const lq_lane* const y = *(lq_lane* const*)b;
  if (x->level != y->level) {
    return x->level < y->level ? -1 : 1;
  }
  return x < y ? -1 : x > y;
}

lq_status lq_route(lq_graph* const g, const lq_session* const session)
{
  for (size_t i = 0; i < session->n_strips; ++i) {
    g->lanes[i].strip = &session->strips[i];
  }
  find_heard(g);
  LQ_TRY(link_lanes(g));
  (void)visit(g, &g->lanes[g->n_lanes - 1]);
  visit_asides(g);
  g->order = calloc(g->n_used, sizeof *g->order);
  if (!g->order) {
    return LQ_ERR_MEMORY;
  }
  size_t n = 0;
  for (size_t i = 0; i < g->n_lanes; ++i) {
    if (g->lanes[i].used) {
      g->order[n++] = &g->lanes[i];
    }
  }
  qsort(g->order, n, sizeof(lq_lane*), by_level);
  return LQ_OK;
}
