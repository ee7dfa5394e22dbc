// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/yaml.h"

#include "base/utf8.h"
#include "session/yaml_build.h"

#include <stdlib.h>
#include <string.h>

// The parser looks ahead without bound (a line in brackets may turn out to be a key) and spends 200
// bytes on a token. It gets no more than this much text for nothing.
enum { MAX_AHEAD = 256 << 10 };

static ssize_t give(void* const user, void* const to, const size_t room)
{
  lq_yaml_builder* const b    = user;
  const size_t           left = b->n_bytes - b->n_given;
  const size_t           may  = MAX_AHEAD - b->n_ahead;
  size_t                 n    = room < left ? room : left;
  n                           = n < may ? n : may;
  memcpy(to, b->text + b->n_given, n);
  b->cut = b->cut || (!n && left);
  b->n_given += n;
  b->n_ahead += n;
  return (ssize_t)n;
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

static lq_status fail_cut(const lq_yaml_builder* const b)
{
  size_t         begin = 0;
  const unsigned line  = line_of(b->text, b->n_given, &begin);
  return lq_fail(b->error, LQ_ERR_LIMIT, (lq_at){.file = b->name, .line = line, .column = 1},
                 "before this place stand more than %d kB without a value.", MAX_AHEAD >> 10);
}

// What a person most likely did, by what the parser says.
static const char* hint(const char* const message)
{
  static const struct {
    const char *part, *hint;
  } hints[] = {
      {"flow", "; a bracket above may not be closed"},
      {"quoted", "; a quote may not be closed"},
      {"nested block mapping", "; a text with ': ' in it needs quotes"},
      {"value after mapping", "; a key ends in ': ', with a blank"},
      {"multiline plain key", "; a key ends in ': ', with a blank"},
      {"find expected ':'", "; a key ends in ': ', with a blank"},
      {"plain scalar cannot start", "; a text that starts so needs quotes"},
      {"inden", "; items of one list or mapping begin in the same column"},
      {"'-' indicator", "; items of one list or mapping begin in the same column"},
      {"block sequence", "; items of one list or mapping begin in the same column"},
  };
  for (size_t i = 0; i < sizeof hints / sizeof *hints; ++i) {
    if (strstr(message, hints[i].part)) {
      return hints[i].hint;
    }
  }
  return "";
}

static lq_status fail_parse(const lq_yaml_builder* const b, struct fy_diag* const diag)
{
  void*                             seen  = NULL;
  const struct fy_diag_error* const e     = fy_diag_errors_iterate(diag, &seen);
  const bool                        mark  = e && e->line > 0 && e->column > 0;
  lq_at                             at    = {.file   = b->name,
                                             .line   = mark ? (unsigned)e->line : 1,
                                             .column = mark ? (unsigned)e->column : 1};
  size_t                            begin = 0;
  const unsigned                    last  = line_of(b->text, b->n_given, &begin);
  if (b->cut && at.line + 1 >= last) {
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
  return lq_fail(b->error, LQ_ERR_SYNTAX, at, "this is no YAML: %s%s.",
                 e && e->msg ? e->msg : "it cannot be parsed", e && e->msg ? hint(e->msg) : "");
}

static lq_status parse_events(lq_yaml_builder* const b, struct fy_parser* const parser,
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
    st         = lq_yaml_add(b, event);
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

static lq_status parse_text(lq_yaml_builder* const b)
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
  lq_yaml_builder* const b    = calloc(1, sizeof *b);
  char* const            copy = malloc(n_bytes + 1);
  lq_status              st   = LQ_ERR_MEMORY;
  if (b && copy) {
    memcpy(copy, text, n_bytes);
    copy[n_bytes] = '\0';
    *b            = (lq_yaml_builder){
                   .pool = pool, .name = name, .text = copy, .error = error, .n_bytes = n_bytes};
    st = parse_text(b);
  }
  if (!st && (!b->root || lq_node_is_null(b->root))) {
    st = lq_fail(error, LQ_ERR_MISSING, (lq_at){.file = name, .line = 1, .column = 1},
                 "there is nothing in it; expected a plan or a chain.");
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
