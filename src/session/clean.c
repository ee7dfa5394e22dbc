// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/clean.h"

#include "base/pool.h"
#include "session/values.h"

#define A_DAY_SEC 86400 // s

static const lq_param time_row = {.symbol = "time",
                                  .name   = "Time",
                                  .unit   = LQ_UNIT_SEC,
                                  .max    = A_DAY_SEC,
                                  .doc    = "Where a word begins or ends."};

static lq_status read_span(const lq_reading* const r, const lq_node* const node,
                           const lq_place* const place, lq_span* const span)
{
  if (node->kind != LQ_NODE_LIST || node->n != 2) {
    return lq_reading_fail(
        r, LQ_ERR_BAD_TYPE, node, place, "clean has %s as a stretch; expected [start, end].",
        node->kind == LQ_NODE_LIST ? "a list of another length" : lq_node_found(node).text);
  }
  const lq_place start = {.parent = place, .index = 0}, end = {.parent = place, .index = 1};
  LQ_TRY(lq_value_time(r, node->first, &start, "clean", &time_row, &span->start_sec));
  LQ_TRY(lq_value_time(r, node->first->next, &end, "clean", &time_row, &span->end_sec));
  return span->end_sec > span->start_sec
             ? LQ_OK
             : lq_reading_fail(r, LQ_ERR_BAD_VALUE, node->first->next, &end,
                               "the stretch ends at '%.60s', which is not behind its start.",
                               node->first->next->text);
}

lq_status lq_clean_read(const lq_reading* const r, const lq_node* const node,
                        const lq_place* const place, const lq_span** const spans,
                        size_t* const n_spans)
{
  if (lq_node_is_null(node)) {
    return LQ_OK;
  }
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_LIST,
                           "a list of stretches, as [[12.3 s, 12.9 s]]"));
  lq_span* const list = LQ_POOL_TAKE(r->pool, lq_span, node->n + 1);
  if (!list) {
    return lq_reading_no_memory(r);
  }
  size_t n = 0;
  for (const lq_node* item = node->first; item; item = item->next, ++n) {
    const lq_place here = {.parent = place, .index = n};
    LQ_TRY(read_span(r, item, &here, &list[n]));
    if (n && list[n].start_sec < list[n - 1].end_sec) {
      return lq_reading_fail(r, LQ_ERR_BAD_VALUE, item, &here,
                             "the stretch begins before the one in front of it ends; expected "
                             "stretches in the order of their times.");
    }
  }
  *spans   = list;
  *n_spans = n;
  return LQ_OK;
}

lq_node* lq_clean_put(lq_pool* const pool, lq_node* const map, const lq_span* const spans,
                      const size_t n_spans)
{
  if (!n_spans) {
    return map;
  }
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_AUTO);
  for (size_t i = 0; i < n_spans && list; ++i) {
    lq_node* span = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_AUTO);
    span          = lq_node_push(span, lq_value_double_node(pool, spans[i].start_sec, "s"));
    span          = lq_node_push(span, lq_value_double_node(pool, spans[i].end_sec, "s"));
    list          = lq_node_push(list, span);
  }
  return lq_node_put(pool, map, "clean", list);
}
