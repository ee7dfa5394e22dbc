// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/mount.h"

#include "proc/send_level.h"

#include <stdlib.h>

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
  const char*       owner; // the strip's name, for errors
  lq_error*         error;
} rack;

static void begin(rack* const r, const lq_lane* const lane, const unsigned n_channels)
{
  r->n          = 0;
  r->n_channels = n_channels;
  r->owner      = lane->strip->name;
}

static void push(rack* const r, const lq_device* const d, const unsigned n_key)
{
  r->n_key[r->n]     = n_key;
  r->devices[r->n++] = d;
  r->n_channels      = lq_device_n_out(d, r->n_channels);
}

static void push_moving(rack* const r, const lq_device* const d)
{
  if (!idle(d, r->n_channels)) {
    push(r, d, 0);
  }
}

static void push_control(rack* const r, const lq_lane* const lane, const lq_control control)
{
  push_moving(r, &lane->strip->controls[control]);
}

static void push_levels_of_vcas(rack* const r, const lq_session* const session,
                                const lq_strip* const strip)
{
  for (size_t i = 0; i < strip->n_vcas; ++i) {
    push_moving(r, &lq_session_find_vca(session, strip->vcas[i])->level);
  }
}

// Its own and those of its VCAs, where they are automated.
static void push_mutes(rack* const r, const lq_session* const session, const lq_strip* const strip)
{
  push_moving(r, &strip->muting);
  for (size_t i = 0; i < strip->n_vcas; ++i) {
    push_moving(r, &lq_session_find_vca(session, strip->vcas[i])->muting);
  }
}

static lq_status mount(const rack* const r, const lq_graph* const g, const double tempo_bpm,
                       const unsigned n_channels, lq_runner** const runner)
{
  const lq_runner_spec spec = {.rate_hz    = g->spec.rate_hz,
                               .n_channels = n_channels,
                               .tempo_bpm  = tempo_bpm,
                               .simd       = g->spec.simd,
                               .n_key      = r->n_key,
                               .owner      = r->owner,
                               .error      = r->error};
  return lq_runner_new(runner, r->devices, r->n, &spec);
}

static lq_status mount_chain(lq_graph* const g, lq_lane* const lane, rack* const r,
                             const double tempo_bpm)
{
  begin(r, lane, lane->n_in);
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
  begin(r, lane, lane->n_pre);
  push_control(r, lane, LQ_CONTROL_FADER);
  push_levels_of_vcas(r, g->session, lane->strip);
  push_control(r, lane, LQ_CONTROL_PAN);
  push_mutes(r, g->session, lane->strip);
  return mount(r, g, tempo_bpm, lane->n_pre, &lane->after);
}

static bool moves(const lq_device* const d)
{
  bool moving = false;
  for (size_t i = 0; d->curves && i < lq_proc_n_values(d->proc, d->n_bands); ++i) {
    moving |= d->curves[i].n > 0;
  }
  return moving;
}

// A send that does not move is two numbers.
static lq_status mount_sends(lq_graph* const g, lq_lane* const lane, rack* const r,
                             const double tempo_bpm)
{
  for (size_t i = 0; i < lane->n_feeds; ++i) {
    lq_feed* const         feed = &lane->feeds[i];
    const lq_device* const d    = feed->send ? &feed->send->device : NULL;
    feed->gain_lin[0] = feed->gain_lin[1] = 1.0F;
    begin(r, lane, 2);
    if (d && moves(d)) {
      push(r, d, 0);
    } else if (d) {
      float values[LQ_SEND_N];
      for (size_t k = 0; k < LQ_SEND_N; ++k) {
        values[k] = lq_param_clamp(&d->proc->params[k], d->values[k]);
      }
      lq_send_gains(values, feed->gain_lin);
    }
    if (feed->pre) { // the post tap is behind its strip's mutes already
      push_mutes(r, g->session, feed->from->strip);
    }
    LQ_TRY(r->n ? mount(r, g, tempo_bpm, 2, &feed->level) : LQ_OK);
  }
  return LQ_OK;
}

// In order, so that a lane knows how many channels a key has.
lq_status lq_mount(lq_graph* const g, const double tempo_bpm, lq_error* const error)
{
  size_t n = 1;
  for (size_t i = 0; i < g->n_lanes; ++i) {
    const lq_strip* const s = g->lanes[i].strip;
    n                       = s->chain.n > n ? s->chain.n : n;
    n = 2 * s->n_vcas + 1 > n ? 2 * s->n_vcas + 1 : n; // a level and a mute each, and its own mute
  }
  rack      r  = {.devices = calloc(n + LQ_CONTROL_N, sizeof *r.devices),
                  .n_key   = calloc(n + LQ_CONTROL_N, sizeof *r.n_key),
                  .error   = error};
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
