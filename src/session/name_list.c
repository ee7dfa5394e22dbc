// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/name_list.h"

#include "base/pool.h"
#include "session/values.h"

#include <string.h>

static lq_status read_name(const lq_reading* const r, const lq_node* const node,
                           const lq_place* const place, const char* const what,
                           lq_name_check* const check, const char** const names, const size_t n)
{
  LQ_TRY(lq_value_name(r, node, place, what, &names[n]));
  LQ_TRY(check ? check(r, node, place, &names[n]) : LQ_OK);
  for (size_t i = 0; i < n; ++i) {
    if (!strcmp(names[i], names[n])) {
      return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place, "'%s' is there twice.", names[n]);
    }
  }
  return LQ_OK;
}

lq_status lq_name_list_read(const lq_reading* const r, const lq_node* const node,
                            const lq_place* const place, const char* const what,
                            lq_name_check* const check, const char* const** const names,
                            size_t* const n)
{
  const bool         list = node->kind == LQ_NODE_LIST;
  const char** const made = LQ_POOL_TAKE(r->pool, const char*, node->n + 1);
  size_t             i    = 0;
  if (!made) {
    return lq_reading_no_memory(r);
  }
  for (const lq_node* item = list ? node->first : node; item; item = list ? item->next : NULL) {
    const lq_place here = {.parent = place, .index = i};
    LQ_TRY(read_name(r, item, list ? &here : place, what, check, made, i));
    ++i;
  }
  *names = made;
  *n     = i;
  return LQ_OK;
}

lq_node* lq_name_list_put(lq_pool* const pool, lq_node* const map, const char* const key,
                          const char* const* const names, const size_t n)
{
  if (!n) {
    return map;
  }
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_AUTO);
  for (size_t i = 0; i < n; ++i) {
    list = lq_node_push(list, lq_node_text(pool, names[i], LQ_STYLE_AUTO));
  }
  return lq_node_put(pool, map, key, list);
}
