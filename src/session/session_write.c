// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plan.h"

#include "base/pool.h"
#include "session/document.h"
#include "session/strip.h"
#include "session/values.h"
#include "session/vca.h"

static lq_node* put_strips(lq_pool* const pool, lq_node* const map, const lq_session* const s,
                           const lq_strip_kind kind, const char* const key)
{
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_BLOCK);
  for (size_t i = 0; i < s->n_strips && list; ++i) {
    if (s->strips[i].kind == kind) {
      list = lq_node_push(list, lq_strip_node(pool, &s->strips[i]));
    }
  }
  return !list ? NULL : list->n ? lq_node_put(pool, map, key, list) : map;
}

static lq_node* session_node(lq_pool* const pool, const void* const plan)
{
  const lq_session* const s   = plan;
  lq_node*                map = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_BLOCK);
  map                         = lq_document_head(pool, map, s->title);
  if (s->rate_hz > 0) {
    map = lq_node_put(pool, map, "rate", lq_value_double_node(pool, s->rate_hz, "Hz"));
  }
  if (s->tempo_bpm > 0) {
    map = lq_node_put(pool, map, "tempo", lq_value_double_node(pool, s->tempo_bpm, "BPM"));
  }
  map                              = lq_document_put_notes(pool, map, s->notes, s->n_notes);
  map                              = put_strips(pool, map, s, LQ_STRIP_TRACK, "tracks");
  map                              = put_strips(pool, map, s, LQ_STRIP_BUS, "buses");
  map                              = put_strips(pool, map, s, LQ_STRIP_RETURN, "returns");
  map                              = lq_vcas_put(pool, map, s);
  const lq_strip* const main_strip = lq_session_find(s, "main");
  lq_node* const        node       = lq_strip_node(pool, main_strip);
  return !node ? NULL : node->n ? lq_node_put(pool, map, "main", node) : map;
}

char* lq_session_text(const lq_session* const session)
{
  return lq_document_text(session_node, session);
}

lq_status lq_session_write(const lq_session* const session, const char* const path,
                           const bool force, lq_error* const error)
{
  return lq_document_write(session_node, session, path, force, error);
}
