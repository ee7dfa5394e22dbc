// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/apart.h"

#include "base/pool.h"
#include "model/gate_strip.h"
#include "proc/send_level.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  lq_strip strip;
  int      part; // whose end it is, or LQ_NO_PART
} copy;

typedef struct {
  lq_pool*          pool;
  const lq_session* session;
  lq_strip*         originals; // [n_strips] with the sends that feed the parts
  copy*             copies;    // [n_copies]
  size_t            n_copies, room;
  const char**      copied; // [n_strips] name of this part's copy of a strip, or NULL
  const char***     heard;  // [n_strips][chain.n] names of what copies of a device listen to
  size_t            part;
  bool              follow_sends;
} work;

static lq_status copy_of(work* w, const char* target, const char** name);

// The same strip without anything that goes into it or out of it.
static lq_strip bare_copy(const lq_strip* const original)
{
  lq_strip bare = *original;
  bare.kind     = LQ_STRIP_BUS;
  bare.sends    = NULL;
  bare.n_sends  = 0;
  bare.solo     = false;
  bare.out      = "";
  bare.in_step  = original->name;
  return bare;
}

static lq_status push_send(const work* const w, lq_strip* const strip, const lq_send* const send)
{
  lq_send* const sends = lq_pool_grow(w->pool, strip->sends, strip->n_sends, sizeof *sends);
  if (!sends) {
    return LQ_ERR_MEMORY;
  }
  sends[strip->n_sends++] = *send;
  strip->sends            = sends;
  return LQ_OK;
}

static lq_status push_sends(work* const w, lq_strip* const strip, const lq_strip* const original)
{
  for (size_t i = 0; i < original->n_sends; ++i) {
    lq_send send = original->sends[i];
    LQ_TRY(copy_of(w, original->sends[i].target, &send.target));
    LQ_TRY(push_send(w, strip, &send));
  }
  return LQ_OK;
}

// What goes out of a strip goes to `target` too: a send of 0 dB behind its pan.
static lq_status push_out(work* const w, lq_strip* const strip, const char* const target)
{
  lq_send send = {.target = target};
  LQ_TRY(lq_device_init(&send.device, w->pool, &lq_send_level, 0));
  lq_device_set(&send.device, "level", 0);
  return push_send(w, strip, &send);
}

static lq_status push_copy(work* const w, const lq_strip* const strip, const int end)
{
  if (w->n_copies == w->room) { // not in the pool, which keeps every size that an array ever had
    const size_t room   = 2 * w->room + 16;
    copy* const  copies = realloc(w->copies, room * sizeof *copies);
    if (!copies) {
      return LQ_ERR_MEMORY;
    }
    w->copies = copies;
    w->room   = room;
  }
  w->copies[w->n_copies++] = (copy){*strip, end};
  return LQ_OK;
}

// Everything that goes to `from` goes to `to` as well.
static lq_status feed_as(work* const w, const char* const from, const char* const to)
{
  const lq_session* const s = w->session;
  for (size_t k = 0; k < s->n_strips; ++k) {
    LQ_TRY(strcmp(s->strips[k].out, from) ? LQ_OK : push_out(w, &w->originals[k], to));
    for (size_t i = 0; i < s->strips[k].n_sends; ++i) {
      lq_send send = s->strips[k].sends[i];
      if (!strcmp(send.target, from)) {
        send.target = to;
        LQ_TRY(push_send(w, &w->originals[k], &send));
      }
    }
  }
  return LQ_OK;
}

// A strip that ends in front of a device, so that its tap is what the device hears; once for all
// parts.
static lq_status listen_before(work* const w, const size_t k, const size_t device,
                               const char** const name)
{
  const lq_strip* const original = &w->session->strips[k];
  if (!w->heard[k] &&
      !(w->heard[k] = lq_pool_take(w->pool, original->chain.n, sizeof *w->heard[k]))) {
    return LQ_ERR_MEMORY;
  }
  if (!w->heard[k][device]) {
    lq_strip strip      = bare_copy(original);
    strip.chain.n       = device;
    strip.name          = lq_pool_format(w->pool, "%s\x1F<%zu", original->name, device);
    w->heard[k][device] = strip.name;
    LQ_TRY(strip.name ? feed_as(w, original->name, strip.name) : LQ_ERR_MEMORY);
    LQ_TRY(push_copy(w, &strip, LQ_NO_PART));
  }
  *name = w->heard[k][device];
  return LQ_OK;
}

// Devices that listen to their own input listen to the original's.
static lq_status share_keys(work* const w, lq_strip* const strip, const size_t k)
{
  const size_t     n       = strip->chain.n;
  lq_device* const devices = LQ_POOL_TAKE(w->pool, lq_device, n);
  if (!devices) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; ++i) {
    devices[i] = strip->chain.devices[i];
    if (devices[i].on && !devices[i].key && (devices[i].proc->flags & LQ_PROC_KEY)) {
      LQ_TRY(listen_before(w, k, i, &devices[i].key));
    }
  }
  strip->chain.devices = devices;
  return LQ_OK;
}

// This part's copy of a bus, return or main with all that lies behind it, made when it is not there
// yet. No name of a plan holds the character 31 in front of a number by chance.
static lq_status copy_of(work* const w, const char* const target, const char** const name)
{
  const lq_strip* const original = lq_session_find(w->session, target);
  const size_t          k        = (size_t)(original - w->session->strips);
  if (!w->copied[k]) {
    const bool is_main = original->kind == LQ_STRIP_MAIN;
    lq_strip   strip   = bare_copy(original);
    strip.name         = lq_pool_format(w->pool, "%s\x1F%zu", original->name, w->part);
    w->copied[k]       = strip.name;
    if (!strip.name) {
      return LQ_ERR_MEMORY;
    }
    LQ_TRY(share_keys(w, &strip, k));
    LQ_TRY(is_main ? LQ_OK : copy_of(w, original->out, &strip.out));
    LQ_TRY(w->follow_sends ? push_sends(w, &strip, original) : LQ_OK);
    LQ_TRY(push_copy(w, &strip, is_main ? (int)w->part : LQ_NO_PART));
  }
  *name = w->copied[k];
  return LQ_OK;
}

// A bus between a strip and its part, where what must not be heard in it is faded out; once behind
// the strip's fader and once before, for its sends.
static lq_status push_gate(work* const w, const lq_part* const part, const bool before,
                           lq_strip* const gate)
{
  const size_t k = (size_t)(part->strip - w->session->strips);
  const char*  name =
      lq_pool_format(w->pool, "%s\x1F%s%zu", part->strip->name, before ? "pre" : "post", w->part);
  lq_send in = {.target = name};
  LQ_TRY(name ? lq_gate_strip_new(gate, w->pool, part, name) : LQ_ERR_MEMORY);
  LQ_TRY(lq_device_init(&in.device, w->pool, &lq_send_level, 0));
  lq_device_set(&in.device, "level", 0);
  in.device.values[LQ_SEND_TAP] = before ? LQ_SEND_TAP_PRE : LQ_SEND_TAP_POST;
  return push_send(w, &w->originals[k], &in);
}

// The sends of a strip that leave it before its fader, or behind it, from a gate of that kind.
static lq_status push_gated_sends(work* const w, const lq_part* const part, const bool before,
                                  lq_strip* const gate)
{
  for (size_t i = 0; i < part->strip->n_sends; ++i) {
    lq_send    send = part->strip->sends[i];
    lq_device* d    = &send.device;
    if ((d->values[LQ_SEND_TAP] > 0.5F) != before) {
      continue;
    }
    float* const values = LQ_POOL_TAKE(w->pool, float, LQ_SEND_N);
    if (!values) {
      return LQ_ERR_MEMORY;
    }
    memcpy(values, d->values, LQ_SEND_N * sizeof *values);
    values[LQ_SEND_TAP] = LQ_SEND_TAP_POST; // of the gate, whose fader is what it is for
    d->values           = values;
    LQ_TRY(copy_of(w, part->strip->sends[i].target, &send.target));
    LQ_TRY(push_send(w, gate, &send));
  }
  return LQ_OK;
}

static lq_status add_gated(work* const w, const lq_part* const part)
{
  lq_strip gate;
  LQ_TRY(push_gate(w, part, false, &gate));
  LQ_TRY(copy_of(w, part->strip->out, &gate.out));
  LQ_TRY(w->follow_sends ? push_gated_sends(w, part, false, &gate) : LQ_OK);
  LQ_TRY(push_copy(w, &gate, LQ_NO_PART));
  if (!w->follow_sends) {
    return LQ_OK;
  }
  LQ_TRY(push_gate(w, part, true, &gate));
  LQ_TRY(push_gated_sends(w, part, true, &gate));
  return push_copy(w, &gate, LQ_NO_PART);
}

static lq_status add_part(work* const w, const lq_part* const part)
{
  const lq_session* const s = w->session;
  if (!part->with_last) {
    memset(w->copied, 0, s->n_strips * sizeof *w->copied);
  }
  if (!part->sent && part->n_silent) {
    return add_gated(w, part);
  }
  if (!part->sent) {
    const size_t k    = (size_t)(part->strip - s->strips);
    const char*  name = NULL;
    LQ_TRY(copy_of(w, part->strip->out, &name));
    LQ_TRY(push_out(w, &w->originals[k], name));
    return w->follow_sends ? push_sends(w, &w->originals[k], part->strip) : LQ_OK;
  }
  for (size_t k = 0; k < s->n_strips; ++k) {
    for (size_t i = 0; i < s->strips[k].n_sends; ++i) {
      lq_send send = s->strips[k].sends[i];
      if (!strcmp(send.target, part->strip->name)) {
        LQ_TRY(copy_of(w, part->strip->name, &send.target));
        LQ_TRY(push_send(w, &w->originals[k], &send));
      }
    }
  }
  return LQ_OK;
}

// Tracks and buses, the copies, which are buses, returns, main: the order of a session.
static lq_status join(const work* const w, lq_apart* const apart)
{
  const size_t n = w->session->n_strips + w->n_copies;
  lq_strip*    s = LQ_POOL_TAKE(w->pool, lq_strip, n);
  int*         p = LQ_POOL_TAKE(w->pool, int, n);
  size_t       k = 0, at = 0;
  if (!s || !p) {
    return LQ_ERR_MEMORY;
  }
  apart->session          = *w->session;
  apart->session.strips   = s;
  apart->session.n_strips = n;
  apart->part             = p;
  for (; w->originals[k].kind <= LQ_STRIP_BUS; ++k, ++at) {
    s[at] = w->originals[k];
    p[at] = LQ_NO_PART;
  }
  for (size_t i = 0; i < w->n_copies; ++i, ++at) {
    s[at] = w->copies[i].strip;
    p[at] = w->copies[i].part;
  }
  for (; at < n; ++k, ++at) {
    s[at] = w->originals[k];
    p[at] = LQ_NO_PART;
  }
  return LQ_OK;
}

lq_status lq_apart_new(lq_apart* const apart, lq_pool* const pool, const lq_session* const session,
                       const lq_part* const parts, const size_t n, const bool follow_sends)
{
  work w = {.pool         = pool,
            .session      = session,
            .originals    = LQ_POOL_TAKE(pool, lq_strip, session->n_strips),
            .copied       = LQ_POOL_TAKE(pool, const char*, session->n_strips),
            .heard        = LQ_POOL_TAKE(pool, const char**, session->n_strips),
            .follow_sends = follow_sends};
  if (!w.originals || !w.copied || !w.heard) {
    return LQ_ERR_MEMORY;
  }
  memcpy(w.originals, session->strips, session->n_strips * sizeof *w.originals);
  lq_status st = LQ_OK;
  for (size_t i = 0; i < n && !st; ++i) {
    w.part += i && !parts[i].with_last;
    st = add_part(&w, &parts[i]);
  }
  st = st ? st : join(&w, apart);
  free(w.copies);
  return st;
}
