// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plan.h"

#include "base/pool.h"
#include "session/chain.h"
#include "session/delivery.h"
#include "session/document.h"

static lq_node* master_node(lq_pool* const pool, const void* const plan)
{
  const lq_master* const m   = plan;
  lq_node*               map = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_BLOCK);
  map                        = lq_document_head(pool, map, m->title);
  map = lq_node_put(pool, map, "master", lq_node_text(pool, m->source, LQ_STYLE_AUTO));
  map = lq_document_put_notes(pool, map, m->notes, m->n_notes);
  if (m->chain.n) {
    map = lq_node_put(pool, map, "chain", lq_chain_node(pool, &m->chain));
  }
  if (!m->n_deliveries) {
    return map;
  }
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_BLOCK);
  for (size_t i = 0; i < m->n_deliveries && list; ++i) {
    list = lq_node_push(list, lq_delivery_node(pool, &m->deliveries[i]));
  }
  return lq_node_put(pool, map, "deliveries", list);
}

char* lq_master_text(const lq_master* const master)
{
  return lq_document_text(master_node, master);
}

lq_status lq_master_write(const lq_master* const master, const char* const path, const bool force,
                          lq_error* const error)
{
  return lq_document_write(master_node, master, path, force, error);
}
