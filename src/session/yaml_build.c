// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/yaml_build.h"

#include "base/pool.h"
#include "base/utf8.h"

#include <string.h>

static lq_at at_node(const lq_yaml_builder* const b, const lq_node* const node)
{
  return (lq_at){.file = b->name, .line = node->line, .column = node->column};
}

// Where the levels stand, for the key that is being read: "tracks[0].chain[1].hpf".
static void path_of(const lq_yaml_builder* const b, char* const path, const size_t size)
{
  size_t used = 0;
  *path       = '\0';
  for (size_t i = 0; i < b->n_levels && used < size; ++i) {
    const lq_yaml_level* const l = &b->levels[i];
    const int                  n =
        l->node->kind == LQ_NODE_LIST ? snprintf(path + used, size - used, "[%u]", l->node->n)
                         : l->key ? snprintf(path + used, size - used, "%s%s", used ? "." : "", l->key->text)
                                  : 0;
    used += n > 0 ? (size_t)n : 0;
  }
}

static lq_status add_key(lq_yaml_builder* const b, lq_yaml_level* const top,
                         const lq_node* const key)
{
  if (key->kind != LQ_NODE_SCALAR) {
    return lq_fail(b->error, LQ_ERR_BAD_TYPE, at_node(b, key),
                   "%s stands where a key belongs; keys are plain words.", lq_node_found(key).text);
  }
  if (top->node->n >= LQ_YAML_MAX_KEYS) {
    return lq_fail(b->error, LQ_ERR_LIMIT, at_node(b, key),
                   "this mapping has more than %d keys, which no plan needs.", LQ_YAML_MAX_KEYS);
  }
  top->key                   = key;
  const lq_node* const twice = lq_node_find(top->node, key->text);
  if (twice) {
    char path[256];
    path_of(b, path, sizeof path);
    lq_at at = at_node(b, key);
    at.path  = path;
    return lq_fail(b->error, LQ_ERR_SYNTAX, at,
                   "%s stands here a second time (first on line %u); keep one of them.",
                   lq_node_found(key).text, twice->key->line);
  }
  return LQ_OK;
}

// Put a finished node where it belongs: the root, a list, a key or the value of a key.
static lq_status attach(lq_yaml_builder* const b, lq_node* const node)
{
  if (!b->n_levels) {
    b->root = node;
    return LQ_OK;
  }
  lq_yaml_level* const top = &b->levels[b->n_levels - 1];
  if (top->node->kind == LQ_NODE_MAP && !top->key) {
    return add_key(b, top, node);
  }
  if (top->node->weight + node->weight > LQ_YAML_MAX_NODES ||
      b->n_levels + node->height > LQ_YAML_MAX_DEPTH) {
    return lq_fail(b->error, LQ_ERR_LIMIT, at_node(b, node),
                   "aliases unfold this to more than %d values or %d levels, which no plan needs.",
                   LQ_YAML_MAX_NODES, LQ_YAML_MAX_DEPTH);
  }
  node->key = top->key;
  top->key  = NULL;
  (void)lq_node_push(top->node, node);
  return LQ_OK;
}

static lq_status set_anchor(lq_yaml_builder* const b, const char* const name,
                            const lq_node* const node)
{
  if (!name) {
    return LQ_OK;
  }
  if (b->n_anchors == LQ_YAML_MAX_ANCHORS) {
    return lq_fail(b->error, LQ_ERR_LIMIT, at_node(b, node),
                   "the plan has more than %d anchors, which no plan needs.", LQ_YAML_MAX_ANCHORS);
  }
  b->anchors[b->n_anchors++] = (lq_yaml_anchor){name, node};
  return LQ_OK;
}

static char* token_text(const lq_yaml_builder* const b, struct fy_token* const token)
{
  size_t            n    = 0;
  const char* const from = token ? fy_token_get_text(token, &n) : NULL;
  char* const       text = lq_pool_take(b->pool, n + 1, 1);
  if (text && from) {
    memcpy(text, from, n); // the pool's zero ends it
  }
  return text;
}

// Private characters back to the bytes that they stand for; the text only gets shorter.
static void bytes_back(char* const text, const size_t n)
{
  size_t to = 0;
  for (size_t i = 0; i < n;) {
    uint32_t     c    = 0;
    const size_t step = lq_utf8_next(text + i, n - i, &c);
    if (step && lq_utf8_is_byte(c)) {
      text[to++] = (char)(unsigned char)(c - LQ_UTF8_BYTES);
    } else {
      memmove(text + to, text + i, step ? step : 1);
      to += step ? step : 1;
    }
    i += step ? step : 1;
  }
  text[to] = '\0';
}

static lq_status read_scalar(lq_yaml_builder* const b, struct fy_token* const token,
                             lq_node* const node)
{
  size_t n = 0;
  if (token && !fy_token_get_text(token, &n)) {
    n = 0;
  }
  char* const text = token_text(b, token);
  if (!text) {
    return LQ_ERR_MEMORY;
  }
  if (strlen(text) != n) {
    return lq_fail(b->error, LQ_ERR_SYNTAX, at_node(b, node), "this text holds a zero character.");
  }
  bytes_back(text, n);
  const enum fy_scalar_style style = token ? fy_token_scalar_style(token) : FYSS_PLAIN;
  node->text                       = text;
  node->style = style == FYSS_PLAIN || style == FYSS_ANY ? LQ_STYLE_AUTO : LQ_STYLE_QUOTED;
  return LQ_OK;
}

static lq_status unfold(lq_yaml_builder* const b, struct fy_token* const token, lq_node* const node)
{
  const char* const name = token_text(b, token);
  if (!name) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = b->n_anchors; i-- > 0;) {
    if (!strcmp(b->anchors[i].name, name)) {
      const unsigned line = node->line, column = node->column;
      *node        = *b->anchors[i].node; // items are shared
      node->next   = NULL;
      node->key    = NULL;
      node->line   = line;
      node->column = column;
      return LQ_OK;
    }
  }
  return lq_fail(b->error, LQ_ERR_SYNTAX, at_node(b, node),
                 "the alias '*%.60s' has no anchor '&%.60s' before it.", name, name);
}

static void set_mark(const lq_yaml_builder* const b, struct fy_event* const event,
                     lq_node* const node)
{
  struct fy_token* const      token = fy_event_get_token(event);
  const struct fy_mark* const mark  = token ? fy_token_start_mark(token) : NULL;
  const lq_yaml_level* const  top   = b->n_levels ? &b->levels[b->n_levels - 1] : NULL;
  const lq_node* const        near  = !top ? NULL : top->key ? top->key : top->node;
  node->line   = mark && mark->line >= 0 ? (unsigned)mark->line + 1 : near ? near->line : 1;
  node->column = mark && mark->column >= 0 ? (unsigned)mark->column + 1 : near ? near->column : 1;
}

static lq_status open_level(lq_yaml_builder* const b, lq_node* const node, const char* const name)
{
  if (b->n_levels == LQ_YAML_MAX_DEPTH) {
    return lq_fail(b->error, LQ_ERR_LIMIT, at_node(b, node),
                   "the plan is nested deeper than %d levels, which no plan needs.",
                   LQ_YAML_MAX_DEPTH);
  }
  b->levels[b->n_levels++] = (lq_yaml_level){.node = node, .anchor = name};
  return LQ_OK;
}

static lq_status close_level(lq_yaml_builder* const b)
{
  const lq_yaml_level done = b->levels[--b->n_levels];
  LQ_TRY(set_anchor(b, done.anchor, done.node));
  return attach(b, done.node);
}

static lq_status add_node(lq_yaml_builder* const b, struct fy_event* const event)
{
  const enum fy_event_type type = event->type;
  lq_node* const           node = lq_node_new(b->pool,
                                    type == FYET_MAPPING_START    ? LQ_NODE_MAP
                                              : type == FYET_SEQUENCE_START ? LQ_NODE_LIST
                                                                            : LQ_NODE_SCALAR,
                                              LQ_STYLE_AUTO);
  if (!node) {
    return LQ_ERR_MEMORY;
  }
  set_mark(b, event, node);
  if (++b->n_nodes > LQ_YAML_MAX_NODES) {
    return lq_fail(b->error, LQ_ERR_LIMIT, at_node(b, node), "the plan has more than %d values.",
                   LQ_YAML_MAX_NODES);
  }
  if (type == FYET_ALIAS) {
    LQ_TRY(unfold(b, fy_event_get_token(event), node));
    return attach(b, node);
  }
  if (fy_event_get_tag_token(event)) {
    return lq_fail(b->error, LQ_ERR_SYNTAX, at_node(b, node),
                   "this value has a YAML tag ('!...'); plans have none.");
  }
  struct fy_token* const token = fy_event_get_anchor_token(event);
  const char* const      name  = token ? token_text(b, token) : NULL;
  if (token && !name) {
    return LQ_ERR_MEMORY;
  }
  if (type != FYET_SCALAR) {
    return open_level(b, node, name);
  }
  LQ_TRY(read_scalar(b, fy_event_get_token(event), node));
  LQ_TRY(set_anchor(b, name, node));
  return attach(b, node);
}

lq_status lq_yaml_add(lq_yaml_builder* const b, struct fy_event* const event)
{
  switch (event->type) {
  case FYET_DOCUMENT_START:
    return b->root ? lq_fail(b->error, LQ_ERR_SYNTAX, at_node(b, b->root),
                             "the file holds several documents ('---'); a plan is one.")
                   : LQ_OK;
  case FYET_SCALAR:
  case FYET_ALIAS:
  case FYET_SEQUENCE_START:
  case FYET_MAPPING_START:
    return add_node(b, event);
  case FYET_SEQUENCE_END:
  case FYET_MAPPING_END:
    return close_level(b);
  default:
    return LQ_OK;
  }
}
