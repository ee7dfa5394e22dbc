// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/references.h"

#include "base/pool.h"
#include "base/text.h"
#include "session/document.h"
#include "session/values.h"

#include <string.h>
#include <sys/stat.h>

const lq_param lq_reference_weight_row = {.symbol = "weight", .min = 0.01F, .max = 100, .def = 1};

static lq_status read_file(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  lq_reference* const ref = into;
  return lq_document_file(r, node, place, "file", &ref->file, &ref->path);
}

static lq_status read_weight(const lq_reading* const r, void* const into, const lq_node* const node,
                             const lq_place* const place)
{
  return lq_value_row(r, node, place, "", &lq_reference_weight_row, &((lq_reference*)into)->weight);
}

// The colon of "record.wav:0.5", or NULL; a file that is called so itself goes first.
static const char* find_weight(const lq_reading* const r, const char* const text)
{
  struct stat       there;
  double            number;
  const char*       end   = NULL;
  const char* const colon = strrchr(text, ':');
  if (!colon || colon == text || !lq_text_to_double(colon + 1, &number, &end) || *end) {
    return NULL;
  }
  const char* const full =
      r->folder && *text != '/' ? lq_pool_format(r->pool, "%s/%s", r->folder, text) : text;
  return r->folder && full && !stat(full, &there) ? NULL : colon;
}

static lq_status read_text(const lq_reading* const r, lq_reference* const ref,
                           const lq_node* const node, const lq_place* const place)
{
  const char* const colon = node->kind == LQ_NODE_SCALAR ? find_weight(r, node->text) : NULL;
  if (!colon) {
    return read_file(r, ref, node, place);
  }
  char* const file = lq_pool_copy(r->pool, node->text);
  if (!file) {
    return lq_reading_no_memory(r);
  }
  file[colon - node->text] = '\0';
  lq_node part             = *node;
  part.text                = colon + 1;
  LQ_TRY(read_weight(r, ref, &part, place));
  part.text = file;
  return read_file(r, ref, &part, place);
}

lq_status lq_references_read(const lq_reading* const r, const lq_node* const node,
                             const lq_place* const place, const lq_reference** const references,
                             size_t* const n)
{
  static const lq_key keys[] = {{"file", read_file}, {"weight", read_weight}};
  const bool          list   = node->kind == LQ_NODE_LIST;
  lq_reference* const made   = LQ_POOL_TAKE(r->pool, lq_reference, node->n + 1);
  const lq_node*      item   = list ? node->first : node;
  if (!made) {
    return lq_reading_no_memory(r);
  }
  for (*n = 0; item; item = list ? item->next : NULL) {
    const lq_place      here = {.parent = place, .index = *n};
    const lq_place*     at   = list ? &here : place;
    lq_reference* const ref  = &made[(*n)++];
    *ref                     = (lq_reference){.weight = 1};
    LQ_TRY(item->kind == LQ_NODE_MAP ? lq_reading_keys(r, item, at, "a reference", keys, 2, ref)
                                     : read_text(r, ref, item, at));
    if (!ref->path) {
      return lq_reading_fail(r, LQ_ERR_MISSING, item, at,
                             "the reference names no file; expected file: record.wav.");
    }
  }
  *references = made;
  return LQ_OK;
}

lq_node* lq_references_node(lq_pool* const pool, const lq_reference* const references,
                            const size_t n)
{
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_AUTO);
  for (size_t i = 0; i < n && list; ++i) {
    lq_node* const file = lq_node_text(pool, references[i].file, LQ_STYLE_AUTO);
    lq_node*       map  = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_AUTO);
    map                 = lq_node_put(pool, map, "file", file);
    map                 = lq_node_put(pool, map, lq_reference_weight_row.symbol,
                                      lq_value_node(pool, &lq_reference_weight_row, references[i].weight));
    list                = lq_node_push(list, map);
  }
  return list;
}
