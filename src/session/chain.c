// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/chain.h"

#include "base/pool.h"
#include "proc/send_level.h"
#include "session/plugin_device.h"

#include <string.h>

static lq_status fail_unknown(const lq_reading* const r, const lq_node* const node,
                              const lq_place* const place, const char* const symbol)
{
  if (!strcmp(symbol, lq_send_level.symbol)) {
    return lq_reading_fail(r, LQ_ERR_UNKNOWN, node, place,
                           "send is no processor of a chain; expected it under the 'sends' of the "
                           "strip, as sends: {plate: -14 dB}.");
  }
  const char* names[256];
  size_t      n = 0;
  for (const lq_proc* const* p = r->procs; *p && n + 1 < sizeof names / sizeof *names; ++p) {
    if (*p != &lq_send_level) {
      names[n++] = (*p)->symbol;
    }
  }
  names[n++] = LQ_PLUGIN_SYMBOL;
  return lq_reading_unknown(r, node, place, "a chain", symbol, names, n);
}

static lq_status read_device(const lq_reading* const r, const lq_node* const name,
                             const lq_node* const node, const lq_place* const place,
                             lq_device* const device)
{
  const lq_place here = {.parent = place, .key = name->text};
  if (!strcmp(name->text, LQ_PLUGIN_SYMBOL)) {
    return lq_plugin_device_read(r, node, &here, device);
  }
  for (const lq_proc* const* p = r->procs; *p; ++p) {
    if (*p != &lq_send_level && !strcmp((*p)->symbol, name->text)) {
      return lq_device_read(r, node, &here, *p, true, device);
    }
  }
  return fail_unknown(r, name, &here, name->text);
}

// `- hpf`, or `- hpf: {freq: 90 Hz}`.
static lq_status read_item(const lq_reading* const r, const lq_node* const node,
                           const lq_place* const place, lq_device* const device)
{
  const bool word = node->kind == LQ_NODE_SCALAR && !lq_node_is_null(node);
  if (!word && (node->kind != LQ_NODE_MAP || node->n != 1)) {
    return lq_reading_fail(r, LQ_ERR_BAD_TYPE, node, place,
                           "an item of the chain is %s; expected one processor, as - trim: 3 dB.",
                           node->kind == LQ_NODE_MAP && node->n ? "a mapping with several keys"
                                                                : lq_node_found(node).text);
  }
  const lq_node empty = {
      .kind = LQ_NODE_SCALAR, .text = "", .line = node->line, .column = node->column};
  return word ? read_device(r, node, &empty, place, device)
              : read_device(r, node->first->key, node->first, place, device);
}

lq_status lq_chain_read(const lq_reading* const r, const lq_node* const node,
                        const lq_place* const place, lq_chain* const chain)
{
  if (node->kind != LQ_NODE_MAP) {
    LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_LIST, "a list of processors"));
  }
  if (node->n > LQ_CHAIN_MAX_DEVICES) {
    return lq_reading_fail(r, LQ_ERR_LIMIT, node, place,
                           "the chain has %u processors; it may have %d.", node->n,
                           LQ_CHAIN_MAX_DEVICES);
  }
  *chain = (lq_chain){.devices = LQ_POOL_TAKE(r->pool, lq_device, node->n), .n = node->n};
  if (!chain->devices) {
    return lq_reading_no_memory(r);
  }
  size_t i = 0;
  for (const lq_node* item = node->first; item; item = item->next, ++i) {
    const lq_place here = {.parent = place, .index = i};
    LQ_TRY(node->kind == LQ_NODE_MAP ? read_device(r, item->key, item, place, &chain->devices[i])
                                     : read_item(r, item, &here, &chain->devices[i]));
  }
  return LQ_OK;
}

static lq_node* node_of(lq_pool* const pool, const lq_device* const d)
{
  return lq_plugin_of(d->proc) ? lq_plugin_device_node(pool, d)
                               : lq_device_node(pool, d, false, true);
}

lq_node* lq_chain_node(lq_pool* const pool, const lq_chain* const chain)
{
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_BLOCK);
  for (size_t i = 0; i < chain->n && list; ++i) {
    const lq_device* const d    = &chain->devices[i];
    lq_node* const         item = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_BLOCK);
    if (!item) {
      return NULL;
    }
    list = lq_node_push(list, lq_node_put(pool, item, d->proc->symbol, node_of(pool, d)));
  }
  return list;
}
