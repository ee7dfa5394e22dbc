// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/targets.h"

#include "base/data.h"
#include "base/pool.h"
#include "base/text.h"
#include "session/document.h"
#include "session/target_row.h"

#include <stdio.h>
#include <string.h>

enum { MOST_ROWS = 256 };

/// The table as it grows, and where in the file that is read each row was named.
typedef struct {
  lq_target*      rows;  ///< [room]
  const lq_node** named; ///< [room]
  size_t          n;
} table;

static lq_status read_row(const lq_reading* const r, const lq_node* const map,
                          const lq_place* const place, const bool own, table* const t)
{
  const char* id = NULL;
  LQ_TRY(lq_reading_expect(r, map, place, LQ_NODE_MAP, "a destination, as {id: my-shop, ...}"));
  LQ_TRY(lq_target_row_id(r, map, place, &id));
  size_t i = 0;
  while (i < t->n && strcmp(t->rows[i].id, id) != 0) {
    ++i;
  }
  const bool known = i < t->n;
  if (known && t->named[i]) {
    const lq_place here = {.parent = place, .key = "id"};
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, lq_node_find(map, "id"), &here,
                           "'%s' is there twice, in line %u too; expected each destination once.",
                           id, t->named[i]->line);
  }
  if (!known) {
    t->rows[t->n++] = lq_target_row_new(id);
  }
  t->named[i] = map;
  if (own) {
    t->rows[i].file = r->file;
  }
  return lq_target_row_read(r, map, place, known, &t->rows[i]);
}

static lq_status read_rows(const lq_reading* const r, const lq_node* const list,
                           const lq_place* const place, const bool own, lq_targets* const targets)
{
  LQ_TRY(lq_reading_expect(r, list, place, LQ_NODE_LIST, "a list of destinations"));
  if (list->n > MOST_ROWS) {
    return lq_reading_fail(r, LQ_ERR_LIMIT, list, place,
                           "these are %u destinations; expected at most %d.", list->n, MOST_ROWS);
  }
  const size_t room = targets->n + list->n + 1;
  table        t    = {.rows  = LQ_POOL_TAKE(r->pool, lq_target, room),
                       .named = LQ_POOL_TAKE(r->pool, const lq_node*, room),
                       .n     = targets->n};
  if (!t.rows || !t.named) {
    return lq_reading_no_memory(r);
  }
  if (targets->n) {
    memcpy(t.rows, targets->targets, targets->n * sizeof *t.rows);
  }
  lq_place here = {.parent = place};
  for (const lq_node* map = list->first; map; map = map->next, ++here.index) {
    LQ_TRY(read_row(r, map, &here, own, &t));
  }
  *targets = (lq_targets){.targets = t.rows, .n = t.n};
  return LQ_OK;
}

static lq_status read_version(const lq_reading* const r, void* const into,
                              const lq_node* const node, const lq_place* const place)
{
  (void)r, (void)into, (void)node, (void)place;
  return LQ_OK; // lq_document_check() has seen it
}

static lq_status read_own(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  return lq_node_is_null(node) ? LQ_OK : read_rows(r, node, place, true, into);
}

static lq_status read_carried(const lq_reading* const r, void* const into,
                              const lq_node* const node, const lq_place* const place)
{
  return read_rows(r, node, place, false, into);
}

// @param text  NULL: the file `path`
static lq_status read_document(lq_targets* const targets, lq_pool* const pool,
                               const char* const text, const char* const path,
                               lq_error* const error)
{
  const lq_key keys[] = {{"lacquer", read_version}, {"targets", text ? read_carried : read_own}};
  lq_reading   r      = {0};
  lq_node*     root   = NULL;
  lq_targets   made   = *targets;
  LQ_TRY(lq_document_open(&r, &root, pool, text, text ? strlen(text) : 0, path,
                          &(lq_plan_source){0}, error));
  LQ_TRY(lq_document_check(&r, root, "a list of destinations"));
  LQ_TRY(lq_reading_keys(&r, root, NULL, "a list of destinations", keys, sizeof keys / sizeof *keys,
                         &made));
  *targets = made;
  return LQ_OK;
}

lq_status lq_targets_load(lq_targets* const targets, lq_pool* const pool, lq_error* const error)
{
  *targets = (lq_targets){0};
  return read_document(targets, pool, lq_data_targets, "targets.yaml", error);
}

lq_status lq_targets_add(lq_targets* const targets, lq_pool* const pool, const char* const path,
                         lq_error* const error)
{
  return read_document(targets, pool, NULL, path, error);
}

static lq_text list_ids(const lq_targets* const targets)
{
  lq_text t = {0};
  size_t  n = 0;
  for (size_t i = 0; i < targets->n; ++i) {
    const int more =
        snprintf(t.text + n, sizeof t.text - n, "%s%s", i ? ", " : "", targets->targets[i].id);
    n += more > 0 && n + (size_t)more < sizeof t.text ? (size_t)more : 0;
  }
  return t;
}

static lq_status add(const lq_targets* const targets, const char* const id,
                     const lq_target** const chosen, const size_t n_max, size_t* const n,
                     lq_error* const error)
{
  const lq_target* const t = lq_target_find(targets, id);
  if (!t) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "there is no destination '%s'. Destinations: %s. 'lacquer targets' says more.",
                   id, list_ids(targets).text);
  }
  for (size_t i = 0; i < *n; ++i) {
    if (chosen[i] == t) {
      return LQ_OK;
    }
  }
  if (*n == n_max) {
    return lq_fail(error, LQ_ERR_LIMIT, (lq_at){0},
                   "these are more than %zu destinations; expected fewer in one run.", n_max);
  }
  chosen[(*n)++] = t;
  return LQ_OK;
}

lq_status lq_targets_choose(const lq_targets* const targets, const char* const list,
                            const lq_target** const chosen, const size_t n_max,
                            size_t* const n_chosen, lq_error* const error)
{
  size_t n = 0;
  for (const char* p = list ? list : ""; *p;) {
    char         id[64];
    const size_t n_id = strcspn(p, ", ");
    (void)snprintf(id, sizeof id, "%.*s", (int)(n_id < sizeof id ? n_id : sizeof id - 1), p);
    if (n_id) {
      LQ_TRY(add(targets, id, chosen, n_max, &n, error));
    }
    p += n_id + (p[n_id] != '\0');
  }
  if (!n) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "a master is made for a place: name one with --for. Destinations: %s. "
                   "'lacquer targets' says what each wants.",
                   list_ids(targets).text);
  }
  *n_chosen = n;
  return LQ_OK;
}
