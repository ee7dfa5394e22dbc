// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/yaml.h"

#include "base/pool.h"
#include "session/utf8.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  lq_node*       node;
  const lq_node* key; // of a mapping: read, its value still to come
  const char*    anchor;
} level;

typedef struct {
  const char*    name;
  const lq_node* node;
} anchor;

typedef struct {
  lq_pool*    pool;
  const char* name; // of the file
  const char* text;
  lq_error*   error;
  lq_node*    root;
  level       levels[LQ_YAML_MAX_DEPTH];
  size_t      n_levels;
  anchor      anchors[LQ_YAML_MAX_ANCHORS];
  size_t      n_anchors;
  size_t      n_nodes;
  size_t      n_bytes; // of the text
  size_t      n_given; // bytes that the parser took
  size_t      n_ahead; // of these, since the last event
  bool        cut;     // it wanted more than that
} builder;

// The parser looks ahead without bound (a line in brackets may turn out to be a key) and spends 200
// bytes on a token. It gets no more than this much text for nothing.
enum { MAX_AHEAD = 256 << 10 };

static ssize_t give(void* const user, void* const to, const size_t room)
{
  builder* const b    = user;
  const size_t   left = b->n_bytes - b->n_given;
  const size_t   may  = MAX_AHEAD - b->n_ahead;
  size_t         n    = room < left ? room : left;
  n                   = n < may ? n : may;
  memcpy(to, b->text + b->n_given, n);
  b->cut = b->cut || (!n && left);
  b->n_given += n;
  b->n_ahead += n;
  return (ssize_t)n;
}

static lq_at at_node(const builder* const b, const lq_node* const node)
{
  return (lq_at){.file = b->name, .line = node->line, .column = node->column};
}

// Where the levels stand, for the key that is being read: "tracks[0].chain[1].hpf".
static void path_of(const builder* const b, char* const path, const size_t size)
{
  size_t used = 0;
  *path       = '\0';
  for (size_t i = 0; i < b->n_levels && used < size; ++i) {
    const level* const l = &b->levels[i];
    const int          n =
        l->node->kind == LQ_NODE_LIST ? snprintf(path + used, size - used, "[%u]", l->node->n)
                 : l->key ? snprintf(path + used, size - used, "%s%s", used ? "." : "", l->key->text)
                          : 0;
    used += n > 0 ? (size_t)n : 0;
  }
}

static lq_status add_key(builder* const b, level* const top, const lq_node* const key)
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
static lq_status attach(builder* const b, lq_node* const node)
{
  if (!b->n_levels) {
    b->root = node;
    return LQ_OK;
  }
  level* const top = &b->levels[b->n_levels - 1];
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

static lq_status set_anchor(builder* const b, const char* const name, const lq_node* const node)
{
  if (!name) {
    return LQ_OK;
  }
  if (b->n_anchors == LQ_YAML_MAX_ANCHORS) {
    return lq_fail(b->error, LQ_ERR_LIMIT, at_node(b, node),
                   "the plan has more than %d anchors, which no plan needs.", LQ_YAML_MAX_ANCHORS);
  }
  b->anchors[b->n_anchors++] = (anchor){name, node};
  return LQ_OK;
}

static char* token_text(const builder* const b, struct fy_token* const token)
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

static lq_status read_scalar(builder* const b, struct fy_token* const token, lq_node* const node)
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

static lq_status unfold(builder* const b, struct fy_token* const token, lq_node* const node)
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

static void set_mark(const builder* const b, struct fy_event* const event, lq_node* const node)
{
  struct fy_token* const      token = fy_event_get_token(event);
  const struct fy_mark* const mark  = token ? fy_token_start_mark(token) : NULL;
  const level* const          top   = b->n_levels ? &b->levels[b->n_levels - 1] : NULL;
  const lq_node* const        near  = !top ? NULL : top->key ? top->key : top->node;
  node->line   = mark && mark->line >= 0 ? (unsigned)mark->line + 1 : near ? near->line : 1;
  node->column = mark && mark->column >= 0 ? (unsigned)mark->column + 1 : near ? near->column : 1;
}

static lq_status open_level(builder* const b, lq_node* const node, const char* const name)
{
  if (b->n_levels == LQ_YAML_MAX_DEPTH) {
    return lq_fail(b->error, LQ_ERR_LIMIT, at_node(b, node),
                   "the plan is nested deeper than %d levels, which no plan needs.",
                   LQ_YAML_MAX_DEPTH);
  }
  b->levels[b->n_levels++] = (level){.node = node, .anchor = name};
  return LQ_OK;
}

static lq_status close_level(builder* const b)
{
  const level done = b->levels[--b->n_levels];
  LQ_TRY(set_anchor(b, done.anchor, done.node));
  return attach(b, done.node);
}

static lq_status add_node(builder* const b, struct fy_event* const event)
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

static lq_status add_event(builder* const b, struct fy_event* const event)
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

static bool ends_line(const char* const text, const size_t i)
{
  return text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
}

// The line that byte `n` stands in, and where that line begins.
static unsigned line_of(const char* const text, const size_t n, size_t* const begin)
{
  unsigned line = 1;
  *begin        = 0;
  for (size_t i = 0; i < n; ++i) {
    if (ends_line(text, i)) {
      ++line;
      *begin = i + 1;
    }
  }
  return line;
}

static bool tab_in_indentation(const char* const text, const size_t n, const unsigned line)
{
  size_t   begin = 0;
  unsigned at    = 1;
  for (size_t i = 0; i < n && at < line; ++i) {
    if (ends_line(text, i)) {
      ++at;
      begin = i + 1;
    }
  }
  return at == line && text[begin + strspn(text + begin, " ")] == '\t';
}

static lq_status fail_cut(const builder* const b)
{
  size_t         begin = 0;
  const unsigned line  = line_of(b->text, b->n_given, &begin);
  return lq_fail(b->error, LQ_ERR_LIMIT, (lq_at){.file = b->name, .line = line, .column = 1},
                 "before this place stand more than %d kB without a value.", MAX_AHEAD >> 10);
}

static lq_status fail_parse(const builder* const b, struct fy_diag* const diag)
{
  void*                             seen  = NULL;
  const struct fy_diag_error* const e     = fy_diag_errors_iterate(diag, &seen);
  const bool                        mark  = e && e->line > 0 && e->column > 0;
  lq_at                             at    = {.file   = b->name,
                                             .line   = mark ? (unsigned)e->line : 1,
                                             .column = mark ? (unsigned)e->column : 1};
  size_t                            begin = 0;
  const unsigned                    last  = line_of(b->text, b->n_given, &begin);
  if (b->cut && at.line >= last) {
    return fail_cut(b);
  }
  if (tab_in_indentation(b->text, b->n_given, at.line)) {
    return lq_fail(b->error, LQ_ERR_SYNTAX, at,
                   "a tab stands in the indentation; YAML is indented with spaces.");
  }
  const unsigned n_lines = last - (last > 1 && begin == b->n_bytes);
  if (at.line > n_lines) { // it counts the end of the file as a line of its own
    at.line   = n_lines;
    at.column = 1;
  }
  return lq_fail(b->error, LQ_ERR_SYNTAX, at, "this is no YAML: %s.",
                 e && e->msg ? e->msg : "it cannot be parsed");
}

static lq_status parse_events(builder* const b, struct fy_parser* const parser,
                              struct fy_diag* const diag)
{
  lq_status st = LQ_OK;
  for (bool more = true; more && !st;) {
    struct fy_event* const event = fy_parser_parse(parser);
    if (!event) {
      return fy_parser_get_stream_error(parser) || fy_diag_got_error(diag) ? fail_parse(b, diag)
                                                                           : LQ_OK;
    }
    more       = event->type != FYET_STREAM_END;
    b->n_ahead = 0;
    st         = add_event(b, event);
    fy_parser_event_free(parser, event);
  }
  return st;
}

// What no YAML parser should be bothered with: bytes that are no text.
static lq_status check_text(const char* const text, const size_t n, const char* const name,
                            lq_error* const error)
{
  lq_at at = {.file = name, .line = 1, .column = 1};
  for (size_t i = 0; i < n;) {
    uint32_t     c    = 0;
    const size_t step = lq_utf8_next(text + i, n - i, &c);
    if (!step || (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7F) {
      return lq_fail(error, LQ_ERR_FORMAT, at,
                     "this is not a text file in UTF-8: it holds the byte 0x%02x.",
                     (unsigned char)text[i]);
    }
    i += step;
    ++at.column;
    if (c == '\n') {
      ++at.line;
      at.column = 1;
    }
  }
  return LQ_OK;
}

static lq_status parse_text(builder* const b)
{
  struct fy_diag_cfg diag_cfg;
  fy_diag_cfg_default(&diag_cfg);
  diag_cfg.fp                      = NULL;
  struct fy_diag* const     diag   = fy_diag_create(&diag_cfg);
  const struct fy_parse_cfg cfg    = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE |
                                               FYPCF_DEFAULT_VERSION_1_2,
                                      .diag = diag};
  struct fy_parser* const   parser = diag ? fy_parser_create(&cfg) : NULL;
  lq_status                 st     = LQ_ERR_MEMORY;
  if (parser) {
    fy_diag_set_collect_errors(diag, true);
    st = fy_parser_set_input_callback(parser, b, give) ? LQ_ERR_MEMORY
                                                       : parse_events(b, parser, diag);
  }
  if (!st && b->cut) {
    st = fail_cut(b);
  }
  fy_parser_destroy(parser);
  fy_diag_destroy(diag);
  return st;
}

lq_status lq_yaml_parse(lq_node** const root, lq_pool* const pool, const char* text, size_t n_bytes,
                        const char* const name, lq_error* const error)
{
  if (n_bytes > LQ_YAML_MAX_BYTES) {
    return lq_fail_file(error, LQ_ERR_LIMIT, name, "the file is larger than %d MB; no plan is.",
                        LQ_YAML_MAX_BYTES >> 20);
  }
  if (n_bytes >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3)) { // a byte order mark says nothing here
    text += 3;
    n_bytes -= 3;
  }
  LQ_TRY(check_text(text, n_bytes, name, error));
  builder* const b    = calloc(1, sizeof *b);
  char* const    copy = malloc(n_bytes + 1);
  lq_status      st   = LQ_ERR_MEMORY;
  if (b && copy) {
    memcpy(copy, text, n_bytes);
    copy[n_bytes] = '\0';
    *b = (builder){.pool = pool, .name = name, .text = copy, .error = error, .n_bytes = n_bytes};
    st = parse_text(b);
  }
  if (!st && (!b->root || lq_node_is_null(b->root))) {
    st = lq_fail(error, LQ_ERR_MISSING, (lq_at){.file = name, .line = 1, .column = 1},
                 "there is nothing in it.");
  }
  if (!st) {
    *root = b->root;
  }
  if (st == LQ_ERR_MEMORY) {
    (void)lq_fail_file(error, st, name, "there is no memory left to read it.");
  }
  free(copy);
  free(b);
  return st;
}
