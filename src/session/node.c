// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/yaml.h"

#include "base/pool.h"

#include <stdio.h>
#include <string.h>

const lq_node* lq_node_find(const lq_node* const map, const char* const key)
{
  for (const lq_node* v = map->first; v; v = v->next) {
    if (v->key && !strcmp(v->key->text, key)) {
      return v;
    }
  }
  return NULL;
}

bool lq_node_is_null(const lq_node* const node)
{
  return node->kind == LQ_NODE_SCALAR && node->style != LQ_STYLE_QUOTED &&
         (!*node->text || !strcmp(node->text, "~") || !strcmp(node->text, "null"));
}

lq_text lq_node_found(const lq_node* const node)
{
  enum { SHOWN = 60 }; // more of a text does not help to find it
  lq_text t = {0};
  if (node->kind != LQ_NODE_SCALAR) {
    (void)snprintf(t.text, sizeof t.text, "%s",
                   node->kind == LQ_NODE_LIST ? "a list" : "a mapping");
  } else if (lq_node_is_null(node)) {
    (void)snprintf(t.text, sizeof t.text, "empty");
  } else {
    const bool cut = strlen(node->text) > SHOWN;
    (void)snprintf(t.text, sizeof t.text, "'%.*s%s'", SHOWN, node->text, cut ? "..." : "");
  }
  return t;
}

lq_node* lq_node_new(lq_pool* const pool, const lq_node_kind kind, const lq_node_style style)
{
  lq_node* const node = LQ_POOL_TAKE(pool, lq_node, 1);
  if (node) {
    node->kind   = (uint8_t)kind;
    node->style  = (uint8_t)style;
    node->weight = 1;
  }
  return node;
}

lq_node* lq_node_text(lq_pool* const pool, const char* const text, const lq_node_style style)
{
  lq_node* const node = lq_node_new(pool, LQ_NODE_SCALAR, style);
  if (node) {
    node->text = lq_pool_copy(pool, text);
  }
  return node && node->text ? node : NULL;
}

lq_node* lq_node_push(lq_node* const list, lq_node* const item)
{
  if (!list || !item) {
    return NULL;
  }
  if (list->last) {
    list->last->next = item;
  } else {
    list->first = item;
  }
  list->last = item;
  ++list->n;
  list->weight += item->weight;
  if (list->height <= item->height) {
    list->height = (uint16_t)(item->height + 1);
  }
  return list;
}

lq_node* lq_node_put(lq_pool* const pool, lq_node* const map, const char* const key,
                     lq_node* const value)
{
  lq_node* const k = lq_node_text(pool, key, LQ_STYLE_RAW);
  if (!k || !value) {
    return NULL;
  }
  value->key = k;
  return lq_node_push(map, value);
}

const char* lq_node_string(const lq_node* const map, const char* const key)
{
  const lq_node* const node = lq_node_find(map, key);
  return node && node->text ? node->text : "";
}
