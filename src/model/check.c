// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lacquer/model.h"

#include <stdlib.h>
#include <string.h>

static const char* kind_name(const lq_strip_kind kind)
{
  static const char* const names[] = {"track", "bus", "return", "main strip"};
  return names[kind];
}

static lq_status check_target(const lq_session* const s, const lq_strip* const from,
                              const char* const target, const char* const what,
                              lq_error* const error)
{
  const lq_strip* const to = lq_session_find(s, target);
  if (!to) {
    return lq_fail(error, LQ_ERR_UNKNOWN, from->at,
                   "%s '%s' %s '%s', and there is no bus or return of that name.",
                   kind_name(from->kind), from->name, what, target);
  }
  if (to->kind == LQ_STRIP_TRACK) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, from->at,
                   "%s '%s' %s '%s', which is a track; expected a bus, a return or main.",
                   kind_name(from->kind), from->name, what, target);
  }
  return LQ_OK;
}

static lq_status check_keys(const lq_session* const s, const lq_strip* const strip,
                            lq_error* const error)
{
  for (size_t i = 0; i < strip->chain.n; ++i) {
    const lq_device* const d = &strip->chain.devices[i];
    if (d->key && !lq_session_find(s, d->key)) {
      return lq_fail(error, LQ_ERR_UNKNOWN, d->at.line ? d->at : strip->at,
                     "%s of '%s' listens to '%s', and there is no strip of that name.",
                     d->proc->symbol, strip->name, d->key);
    }
    if (d->key && !(d->proc->flags & LQ_PROC_KEY)) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, d->at.line ? d->at : strip->at,
                     "%s of '%s' has a key, and %s listens to nothing but its input.",
                     d->proc->symbol, strip->name, d->proc->symbol);
    }
  }
  return LQ_OK;
}

static lq_status check_names(const lq_session* const s, lq_error* const error)
{
  for (size_t i = 0; i < s->n_strips; ++i) {
    for (size_t k = 0; k < i; ++k) {
      if (!strcmp(s->strips[i].name, s->strips[k].name)) {
        return lq_fail(error, LQ_ERR_BAD_VALUE, s->strips[i].at,
                       "two strips are called '%s'; every name may stand once.", s->strips[i].name);
      }
    }
  }
  return LQ_OK;
}

static lq_status check_vcas(const lq_session* const s, lq_error* const error)
{
  for (size_t i = 0; i < s->n_vcas; ++i) {
    const lq_vca* const v = &s->vcas[i];
    if (lq_session_find(s, v->name) || lq_session_find_vca(s, v->name) != v) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, v->at,
                     "two strips or VCAs are called '%s'; every name may stand once.", v->name);
    }
  }
  for (size_t i = 0; i < s->n_strips; ++i) {
    const lq_strip* const strip = &s->strips[i];
    for (size_t k = 0; k < strip->n_vcas; ++k) {
      if (!lq_session_find_vca(s, strip->vcas[k])) {
        return lq_fail(error, LQ_ERR_UNKNOWN, strip->at,
                       "%s '%s' is moved by '%s', and there is no VCA of that name.",
                       kind_name(strip->kind), strip->name, strip->vcas[k]);
      }
    }
  }
  return LQ_OK;
}

enum { NEW, OPEN, DONE }; // colours of a depth-first walk

typedef struct {
  const lq_session* session;
  unsigned char*    colour; // [n_strips]
  lq_error*         error;
} walk;

// Follow everything that strip `i` feeds: its output, its sends, and those that listen to it.
static lq_status visit(walk* const w, const size_t i);

static lq_status step(walk* const w, const size_t from, const char* const name)
{
  const lq_strip* const to = lq_session_find(w->session, name);
  const size_t          k  = (size_t)(to - w->session->strips);
  if (w->colour[k] == OPEN) {
    return lq_fail(w->error, LQ_ERR_LOOP, w->session->strips[from].at,
                   "the routing is a loop: '%s' feeds '%s', which comes back to '%s'.",
                   w->session->strips[from].name, name, w->session->strips[from].name);
  }
  return w->colour[k] == DONE ? LQ_OK : visit(w, k);
}

static lq_status visit(walk* const w, const size_t i)
{
  const lq_session* const s     = w->session;
  const lq_strip* const   strip = &s->strips[i];
  w->colour[i]                  = OPEN;
  if (*strip->out) {
    LQ_TRY(step(w, i, strip->out));
  }
  for (size_t k = 0; k < strip->n_sends; ++k) {
    LQ_TRY(step(w, i, strip->sends[k].target));
  }
  for (size_t k = 0; k < s->n_strips; ++k) {
    const lq_chain* const chain = &s->strips[k].chain;
    for (size_t d = 0; d < chain->n; ++d) {
      if (chain->devices[d].key && !strcmp(chain->devices[d].key, strip->name)) {
        LQ_TRY(step(w, i, s->strips[k].name));
      }
    }
  }
  w->colour[i] = DONE;
  return LQ_OK;
}

static lq_status check_loops(const lq_session* const s, lq_error* const error)
{
  walk w = {.session = s, .colour = calloc(s->n_strips, 1), .error = error};
  if (!w.colour) {
    return LQ_ERR_MEMORY;
  }
  lq_status st = LQ_OK;
  for (size_t i = 0; i < s->n_strips && !st; ++i) {
    st = w.colour[i] == NEW ? visit(&w, i) : LQ_OK;
  }
  free(w.colour);
  return st;
}

lq_status lq_session_check(const lq_session* const s, lq_error* const error)
{
  LQ_TRY(check_names(s, error));
  LQ_TRY(check_vcas(s, error));
  for (size_t i = 0; i < s->n_strips; ++i) {
    const lq_strip* const strip = &s->strips[i];
    if (*strip->out) {
      LQ_TRY(check_target(s, strip, strip->out, "goes to", error));
    }
    for (size_t k = 0; k < strip->n_sends; ++k) {
      LQ_TRY(check_target(s, strip, strip->sends[k].target, "sends to", error));
    }
    LQ_TRY(check_keys(s, strip, error));
  }
  return check_loops(s, error);
}
