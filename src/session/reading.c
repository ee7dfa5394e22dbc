// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/reading.h"

#include "base/pool.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

lq_text lq_place_text(const lq_place* place)
{
  const lq_place* steps[LQ_YAML_MAX_DEPTH + 4];
  size_t          n = 0;
  for (; place && n < sizeof steps / sizeof *steps; place = place->parent) {
    steps[n++] = place;
  }
  lq_text t    = {0};
  size_t  used = 0;
  while (n-- > 0 && used < sizeof t.text) {
    const lq_place* const s     = steps[n];
    char* const           to    = t.text + used;
    const size_t          room  = sizeof t.text - used;
    const int             added = s->key ? snprintf(to, room, "%s%s", used ? "." : "", s->key)
                                         : snprintf(to, room, "[%zu]", s->index);
    used += added > 0 ? (size_t)added : 0;
  }
  return t;
}

lq_status lq_reading_at(const lq_reading* const r, const lq_node* const node,
                        const lq_place* const place, lq_at* const at)
{
  *at = (lq_at){.file   = r->file,
                .line   = node->line,
                .column = node->column,
                .path   = lq_pool_copy(r->pool, lq_place_text(place).text)};
  return at->path ? LQ_OK : lq_reading_no_memory(r);
}

lq_status lq_reading_fail(const lq_reading* const r, const lq_status status,
                          const lq_node* const node, const lq_place* const place,
                          const char* const format, ...)
{
  char    text[sizeof r->error->text];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  const lq_text path = lq_place_text(place);
  const lq_at at = {.file = r->file, .line = node->line, .column = node->column, .path = path.text};
  return lq_fail(r->error, status, at, "%s", text);
}

lq_status lq_reading_no_memory(const lq_reading* const r)
{
  return lq_fail_file(r->error, LQ_ERR_MEMORY, r->file, "there is no memory left to read it.");
}

lq_status lq_reading_expect(const lq_reading* const r, const lq_node* const node,
                            const lq_place* const place, const lq_node_kind kind,
                            const char* const expected)
{
  if (node->kind == (uint8_t)kind && !lq_node_is_null(node)) {
    return LQ_OK;
  }
  char what[64] = "this";
  if (place) {
    (void)(place->key
               ? snprintf(what, sizeof what, "%s", place->key)
               : snprintf(what, sizeof what, "item %zu of %s", place->index + 1,
                          place->parent && place->parent->key ? place->parent->key : "the list"));
  }
  return lq_reading_fail(r, LQ_ERR_BAD_TYPE, node, place, "%s is %s; expected %s.", what,
                         lq_node_found(node).text, expected);
}

static void append(lq_text* const t, const char* const more)
{
  const size_t n = strlen(t->text);
  (void)snprintf(t->text + n, sizeof t->text - n, "%s", more);
}

lq_status lq_reading_unknown(const lq_reading* const r, const lq_node* const node,
                             const lq_place* const place, const char* const what,
                             const char* const found, const char* const* const names,
                             const size_t n)
{
  enum { SHOWN = 40 }; // names in the list; more are not read by anyone
  const char* const near = lq_text_nearest(found, names, n);
  lq_text           list = {0};
  for (size_t i = 0; i < n && i < SHOWN; ++i) {
    append(&list, !i ? "" : i + 1 == n ? " and " : ", ");
    append(&list, names[i]);
  }
  append(&list, n > SHOWN ? " and more" : !n ? "nothing" : "");
  if (near) {
    return lq_reading_fail(r, LQ_ERR_UNKNOWN, node, place,
                           "%s has no '%.60s'; did you mean '%s'? It has %s.", what, found, near,
                           list.text);
  }
  return lq_reading_fail(r, LQ_ERR_UNKNOWN, node, place, "%s has no '%.60s'; it has %s.", what,
                         found, list.text);
}

lq_status lq_reading_keys(const lq_reading* const r, const lq_node* const map,
                          const lq_place* const place, const char* const what,
                          const lq_key* const keys, const size_t n_keys, void* const into)
{
  for (const lq_node* v = map->first; v; v = v->next) {
    const lq_place here = {.parent = place, .key = v->key->text};
    size_t         i    = 0;
    while (i < n_keys && strcmp(keys[i].name, v->key->text)) {
      ++i;
    }
    if (i == n_keys) {
      const char* names[64];
      for (i = 0; i < n_keys && i < sizeof names / sizeof *names; ++i) {
        names[i] = keys[i].name;
      }
      return lq_reading_unknown(r, v->key, &here, what, v->key->text, names, i);
    }
    LQ_TRY(keys[i].read(r, into, v, &here));
  }
  return LQ_OK;
}
