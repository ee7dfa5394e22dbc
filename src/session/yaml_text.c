// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/yaml.h"

#include "base/text.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 100, INDENT = 2 }; // columns

typedef struct {
  char*  text;
  size_t n, room;
  size_t line; // where the last line begins
  bool   failed;
} out;

static void put(out* const o, const char* const text, const size_t n)
{
  if (o->failed) {
    return;
  }
  if (o->n + n + 1 > o->room) {
    const size_t room  = (o->n + n + 1) * 2;
    char* const  grown = realloc(o->text, room);
    if (!grown) {
      o->failed = true;
      return;
    }
    o->text = grown;
    o->room = room;
  }
  memcpy(o->text + o->n, text, n);
  o->n += n;
  o->text[o->n] = '\0';
}

static void put_text(out* const o, const char* const text)
{
  put(o, text, strlen(text));
}

static void new_line(out* const o)
{
  put(o, "\n", 1);
  o->line = o->n;
}

static void indent(out* const o, const size_t columns)
{
  for (size_t i = 0; i < columns; ++i) {
    put(o, " ", 1);
  }
}

static bool is_letter(const char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(const char c)
{
  return c >= '0' && c <= '9';
}

// Words that some reader of YAML takes for something else than text.
static bool is_taken(const char* const text)
{
  static const char* const words[] = {"y",    "n",     "yes",  "no",  "on", "off",
                                      "true", "false", "null", "nan", "inf"};
  for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
    if (lq_text_same(words[i], text)) {
      return true;
    }
  }
  return false;
}

// Printable without an escape in double quotes: no controls, no blanks that look like others, no
// marks of direction, nothing that stands for a byte.
static bool is_printable(const uint32_t c)
{
  return (c >= ' ' && c < 0x7F) ||
         (c > 0xA0 && c < 0xE000 && c != 0xAD && !(c >= 0x2000 && c <= 0x200F) &&
          !(c >= 0x2028 && c <= 0x202F) && !(c >= 0x2060 && c <= 0x206F)) ||
         (c >= 0xF900 && c < 0xFFF0 && c != 0xFEFF) || (c >= 0x10000 && c < 0xE0000);
}

// May it stand without quotes, in a line of its own and inside brackets, for every reader of YAML?
static bool is_plain(const char* const text)
{
  const size_t n = strlen(text);
  if (!n || text[n - 1] == ' ' || is_taken(text)) {
    return false;
  }
  if (!is_letter(*text) && !is_digit(*text) && (unsigned char)*text < 0x80) {
    return false;
  }
  bool words = false; // "09 Lead Vox" is no number, no time and no date
  for (size_t i = 0; i < n;) {
    uint32_t     c    = 0;
    const size_t step = lq_utf8_next(text + i, n - i, &c);
    if (!step || !is_printable(c) || (c < 0x80 && strchr(":#,[]{}\"\\`|>*&!%@?<", (int)c))) {
      return false;
    }
    words = words || (i && text[i - 1] == ' ' && is_letter(text[i]));
    i += step;
  }
  return words || !is_digit(*text);
}

static void put_quoted(out* const o, const char* const text)
{
  const size_t n = strlen(text);
  put(o, "\"", 1);
  for (size_t i = 0; i < n;) {
    uint32_t     c    = 0;
    const size_t step = lq_utf8_next(text + i, n - i, &c);
    char         escape[16];
    if (!step || lq_utf8_is_byte(c)) { // byte by byte, so that the same bytes come back
      (void)snprintf(escape, sizeof escape, "\\u%04X", LQ_UTF8_BYTES + (unsigned char)text[i]);
      put_text(o, escape);
      ++i;
      continue;
    }
    if (c == '"' || c == '\\') {
      put(o, "\\", 1);
    }
    if (is_printable(c)) {
      put(o, text + i, step);
    } else if (c == '\n' || c == '\t') {
      put_text(o, c == '\n' ? "\\n" : "\\t");
    } else {
      (void)snprintf(escape, sizeof escape, c > 0xFFFF ? "\\U%08X" : "\\u%04X", c);
      put_text(o, escape);
    }
    i += step;
  }
  put(o, "\"", 1);
}

static void put_scalar(out* const o, const lq_node* const node)
{
  if (node->style == LQ_STYLE_RAW || (node->style == LQ_STYLE_AUTO && is_plain(node->text))) {
    put_text(o, node->text);
  } else {
    put_quoted(o, node->text);
  }
}

static void put_flow(out* const o, const lq_node* const node)
{
  if (node->kind == LQ_NODE_SCALAR) {
    put_scalar(o, node);
    return;
  }
  put(o, node->kind == LQ_NODE_LIST ? "[" : "{", 1);
  for (const lq_node* item = node->first; item; item = item->next) {
    put_text(o, item == node->first ? "" : ", ");
    if (node->kind == LQ_NODE_MAP) {
      put_scalar(o, item->key);
      put_text(o, ": ");
    }
    put_flow(o, item);
  }
  put(o, node->kind == LQ_NODE_LIST ? "]" : "}", 1);
}

// On the line that has begun, behind `before`, if it fits or has no other way.
static bool put_in_line(out* const o, const char* const before, const lq_node* const node)
{
  const bool leaf = node->kind == LQ_NODE_SCALAR || !node->n;
  if (node->style == LQ_STYLE_BLOCK && !leaf) {
    return false;
  }
  const size_t n = o->n;
  put_text(o, before);
  put_flow(o, node);
  if (!leaf && o->n - o->line > WIDTH && !o->failed) {
    o->n = n;
    return false;
  }
  new_line(o);
  return true;
}

static void put_block(out* o, const lq_node* node, size_t column, bool begun);

static void put_item(out* const o, const lq_node* const item, const size_t column)
{
  put_text(o, "-");
  if (put_in_line(o, " ", item)) {
    return;
  }
  if (item->kind == LQ_NODE_LIST) { // a list of lists reads better in brackets, however long
    put_text(o, " ");
    put_flow(o, item);
    new_line(o);
    return;
  }
  put_text(o, " ");
  put_block(o, item, column + INDENT, true);
}

static void put_block(out* const o, const lq_node* const node, const size_t column,
                      const bool begun)
{
  for (const lq_node* item = node->first; item; item = item->next) {
    if (item != node->first || !begun) {
      indent(o, column);
    }
    if (node->kind == LQ_NODE_LIST) {
      put_item(o, item, column);
      continue;
    }
    put_scalar(o, item->key);
    put_text(o, ":");
    if (!put_in_line(o, " ", item)) {
      new_line(o);
      put_block(o, item, column + INDENT, false);
    }
  }
}

char* lq_yaml_text(const lq_node* const root, size_t* const n_bytes)
{
  out o = {0};
  put(&o, "", 0);
  if (root->kind == LQ_NODE_SCALAR || !root->n) {
    (void)put_in_line(&o, "", root);
  } else {
    put_block(&o, root, 0, false);
  }
  if (o.failed) {
    free(o.text);
    return NULL;
  }
  if (n_bytes) {
    *n_bytes = o.n;
  }
  return o.text;
}
