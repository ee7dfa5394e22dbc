// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/routing.h"

#include "base/pool.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  const lq_reading*     r;
  const lq_session*     session;
  const lq_node* const* nodes;
  const char**          names; // [n_strips] of strips, tracks first
  size_t                n_tracks;
} routing;

static lq_place list_place(const lq_strip_kind kind)
{
  static const char* const names[] = {"tracks", "buses", "returns", "main"};
  return (lq_place){.key = names[kind]};
}

// How far into the list of its kind a strip stands.
static size_t index_of(const routing* const w, const size_t strip)
{
  size_t i = 0;
  while (i < strip && w->session->strips[strip - i - 1].kind == w->session->strips[strip].kind) {
    ++i;
  }
  return i;
}

static lq_status fail_name(const routing* const w, const lq_node* const node,
                           const lq_place* const place, const char* const what,
                           const char* const name, const char* const kinds, const size_t first)
{
  const char* const near = lq_text_nearest(name, w->names + first, w->session->n_strips - first);
  if (near) {
    return lq_reading_fail(w->r, LQ_ERR_UNKNOWN, node, place,
                           "%s '%.60s', and there is no %s of that name; did you mean '%.60s'?",
                           what, name, kinds, near);
  }
  return lq_reading_fail(w->r, LQ_ERR_UNKNOWN, node, place,
                         "%s '%.60s', and there is no %s of that name.", what, name, kinds);
}

static lq_status check_target(const routing* const w, const lq_node* const node,
                              const lq_place* const place, const char* const what,
                              const char* const name)
{
  const lq_strip* const to = lq_session_find(w->session, name);
  if (!to) {
    return fail_name(w, node, place, what, name, "bus or return", w->n_tracks);
  }
  if (to->kind == LQ_STRIP_TRACK) {
    return lq_reading_fail(w->r, LQ_ERR_BAD_VALUE, node, place,
                           "%s '%.60s', which is a track; expected a bus, a return or main.", what,
                           name);
  }
  return LQ_OK;
}

static lq_status check_keys(const routing* const w, const lq_node* const chain,
                            const lq_place* const place)
{
  size_t i = 0;
  for (const lq_node* item = chain->first; item; item = item->next, ++i) {
    const lq_node* const settings = chain->kind == LQ_NODE_MAP ? item : item->first;
    const lq_node* const key =
        settings && settings->kind == LQ_NODE_MAP ? lq_node_find(settings, "key") : NULL;
    if (!key || lq_session_find(w->session, key->text)) {
      continue;
    }
    const lq_place number = {.parent = place, .index = i};
    const lq_place device = {.parent = chain->kind == LQ_NODE_MAP ? place : &number,
                             .key    = settings->key->text};
    const lq_place here   = {.parent = &device, .key = "key"};
    return fail_name(w, key, &here, "the key is", key->text, "strip", 0);
  }
  return LQ_OK;
}

static lq_status check_vca(const routing* const w, const lq_node* const node,
                           const lq_place* const place)
{
  const lq_session* const s = w->session;
  if (lq_session_find_vca(s, node->text)) {
    return LQ_OK;
  }
  const char** const names = LQ_POOL_TAKE(w->r->pool, const char*, s->n_vcas);
  if (!names) {
    return lq_reading_no_memory(w->r);
  }
  for (size_t i = 0; i < s->n_vcas; ++i) {
    names[i] = s->vcas[i].name;
  }
  const char* const near = lq_text_nearest(node->text, names, s->n_vcas);
  return lq_reading_fail(w->r, LQ_ERR_UNKNOWN, node, place,
                         "it is moved by '%.60s', and there is no VCA of that name%s%.60s%s",
                         node->text, near ? "; did you mean '" : ".", near ? near : "",
                         near ? "'?" : "");
}

static lq_status check_vcas(const routing* const w, const lq_node* const node,
                            const lq_place* const place)
{
  if (node->kind != LQ_NODE_LIST) {
    return check_vca(w, node, place);
  }
  size_t i = 0;
  for (const lq_node* item = node->first; item; item = item->next, ++i) {
    const lq_place here = {.parent = place, .index = i};
    LQ_TRY(check_vca(w, item, &here));
  }
  return LQ_OK;
}

static lq_status check_strip(const routing* const w, const size_t i, const lq_place* const place)
{
  const lq_node* const  node  = w->nodes[i];
  const lq_strip* const strip = &w->session->strips[i];
  const lq_node* const  out   = lq_node_find(node, "out");
  const lq_node* const  sends = lq_node_find(node, "sends");
  const lq_node* const  chain = lq_node_find(node, "chain");
  if (out) {
    const lq_place here = {.parent = place, .key = "out"};
    LQ_TRY(check_target(w, out, &here, "it goes to", strip->out));
  }
  const lq_place sends_place = {.parent = place, .key = "sends"};
  for (const lq_node* v = sends ? sends->first : NULL; v; v = v->next) {
    const lq_place here = {.parent = &sends_place, .key = v->key->text};
    LQ_TRY(check_target(w, v->key, &here, "it sends to", v->key->text));
  }
  const lq_node* const vca       = lq_node_find(node, "vca");
  const lq_place       vca_place = {.parent = place, .key = "vca"};
  LQ_TRY(vca ? check_vcas(w, vca, &vca_place) : LQ_OK);
  const lq_place chain_place = {.parent = place, .key = "chain"};
  return chain && chain->kind != LQ_NODE_SCALAR ? check_keys(w, chain, &chain_place) : LQ_OK;
}

static lq_status check_name(const routing* const w, const size_t i, const lq_place* const place)
{
  const char* const    name  = w->session->strips[i].name;
  const lq_node* const node  = lq_node_find(w->nodes[i], "name");
  const lq_place       here  = {.parent = place, .key = "name"};
  const size_t         first = (size_t)(lq_session_find(w->session, name) - w->session->strips);
  if (node && !strcmp(name, "main")) {
    return lq_reading_fail(w->r, LQ_ERR_BAD_VALUE, node, &here,
                           "'main' is the name of the main strip; expected another one.");
  }
  if (node && first < i) {
    return lq_reading_fail(w->r, LQ_ERR_BAD_VALUE, node, &here,
                           "'%.60s' is already the name on line %u; every name may stand once.",
                           name, w->session->strips[first].at.line);
  }
  return LQ_OK;
}

lq_status lq_routing_check(const lq_reading* const r, const lq_session* const session,
                           const lq_node* const* const nodes)
{
  routing w = {.r       = r,
               .session = session,
               .nodes   = nodes,
               .names   = LQ_POOL_TAKE(r->pool, const char*, session->n_strips)};
  if (!w.names) {
    return lq_reading_no_memory(r);
  }
  for (size_t i = 0; i < session->n_strips; ++i) {
    w.names[i] = session->strips[i].name;
    w.n_tracks += session->strips[i].kind == LQ_STRIP_TRACK;
  }
  for (unsigned names_first = 0; names_first < 2; ++names_first) {
    for (size_t i = 0; i < session->n_strips; ++i) {
      const lq_strip_kind kind = session->strips[i].kind;
      const lq_place      list = list_place(kind);
      const lq_place      item = {.parent = &list, .index = index_of(&w, i)};
      const lq_place*     at   = kind == LQ_STRIP_MAIN ? &list : &item;
      if (nodes[i]) {
        LQ_TRY(names_first == 0 ? check_name(&w, i, at) : check_strip(&w, i, at));
      }
    }
  }
  return LQ_OK;
}
