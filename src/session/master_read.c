// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plan.h"

#include "base/pool.h"
#include "session/chain.h"
#include "session/delivery.h"
#include "session/document.h"

static lq_status read_version(const lq_reading* const r, void* const into,
                              const lq_node* const node, const lq_place* const place)
{
  (void)r;
  (void)into;
  (void)node;
  (void)place;
  return LQ_OK; // lq_document_check() has seen it
}

static lq_status read_title(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  return lq_value_text(r, node, place, "title", &((lq_master*)into)->title);
}

static lq_status read_source(const lq_reading* const r, void* const into, const lq_node* const node,
                             const lq_place* const place)
{
  lq_master* const m = into;
  return lq_document_file(r, node, place, "master", &m->source, &m->source_path);
}

static lq_status read_notes(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_master* const m = into;
  return lq_document_notes(r, node, place, &m->notes, &m->n_notes);
}

static lq_status read_chain(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  return lq_node_is_null(node) ? LQ_OK : lq_chain_read(r, node, place, &((lq_master*)into)->chain);
}

static lq_status read_deliveries(const lq_reading* const r, void* const into,
                                 const lq_node* const node, const lq_place* const place)
{
  lq_master* const m = into;
  if (lq_node_is_null(node)) {
    return LQ_OK;
  }
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_LIST, "a list, each item with a target:"));
  m->deliveries = LQ_POOL_TAKE(r->pool, lq_delivery, node->n);
  if (!m->deliveries) {
    return lq_reading_no_memory(r);
  }
  for (const lq_node* item = node->first; item; item = item->next) {
    const lq_place here = {.parent = place, .index = m->n_deliveries};
    LQ_TRY(lq_delivery_read(r, item, &here, &m->deliveries[m->n_deliveries]));
    ++m->n_deliveries;
  }
  return LQ_OK;
}

static lq_status read_document(const lq_reading* const r, const lq_node* const root,
                               lq_master* const master)
{
  static const lq_key keys[] = {
      {"lacquer", read_version}, {"title", read_title}, {"master", read_source},
      {"notes", read_notes},     {"chain", read_chain}, {"deliveries", read_deliveries},
  };
  LQ_TRY(lq_document_check(r, root, "a master plan"));
  LQ_TRY(lq_reading_keys(r, root, NULL, "a master plan", keys, sizeof keys / sizeof *keys, master));
  const lq_place place = {.key = "master"};
  return *master->source ? LQ_OK
                         : lq_reading_fail(r, LQ_ERR_MISSING, root, &place,
                                           "the plan names no mix; expected master: mix.wav.");
}

static lq_status read_any(lq_master** const master, const char* const text, const size_t n_bytes,
                          const char* const path, const lq_plan_source* const source,
                          lq_error* const error)
{
  lq_master* m = NULL;
  if (lq_master_new(&m)) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "there is no memory left to read it.");
  }
  lq_reading r    = {0};
  lq_node*   root = NULL;
  lq_status  st   = lq_document_open(&r, &root, m->pool, text, n_bytes, path, source, error);
  if (!st) {
    m->file   = text ? NULL : r.file;
    m->folder = r.folder ? r.folder : ".";
    st        = read_document(&r, root, m);
  }
  if (st) {
    lq_master_free(m);
    return st;
  }
  *master = m;
  return LQ_OK;
}

lq_status lq_master_read(lq_master** const master, const char* const path, lq_error* const error)
{
  return read_any(master, NULL, 0, path, &(lq_plan_source){0}, error);
}

lq_status lq_master_parse(lq_master** const master, const char* const text, const size_t n_bytes,
                          const lq_plan_source* const source, lq_error* const error)
{
  return read_any(master, text, n_bytes, source->name ? source->name : "plan", source, error);
}
