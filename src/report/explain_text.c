// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 80 };

// Letters, not bytes: what continues a letter of UTF-8 has no width.
static size_t width_of(const char* const text, const size_t n_bytes)
{
  size_t n = 0;
  for (size_t i = 0; i < n_bytes; ++i) {
    n += ((unsigned char)text[i] & 0xC0U) != 0x80U;
  }
  return n;
}

static size_t word_end(const char* const text)
{
  return strcspn(text, " \t\r\n");
}

// Words from column `at` on, broken before the last column, further lines under `indent`.
static size_t put_words(FILE* const f, const char* text, size_t at, const size_t indent)
{
  while (*(text += strspn(text, " \t\r\n"))) {
    const size_t n = word_end(text), width = width_of(text, n);
    if (at > indent && at + 1 + width > COLUMNS) {
      fprintf(f, "\n%*s", (int)indent, "");
      at = indent;
    } else if (at > indent) {
      fputc(' ', f);
      ++at;
    }
    fwrite(text, 1, n, f);
    at += width;
    text += n;
  }
  return at;
}

static size_t widest(const lq_explained* const s)
{
  enum { MOST = 20 };
  size_t width = 0;
  for (size_t i = 0; i < s->n; ++i) {
    const size_t n = width_of(s->decisions[i].what, strlen(s->decisions[i].what));
    width          = n > width ? n : width;
  }
  return width < MOST ? width : MOST;
}

static void put_decision(FILE* const f, const lq_decision* const d, const size_t indent)
{
  const size_t n = 2 + width_of(d->what, strlen(d->what));
  fprintf(f, "  %s%*s", d->what, n < indent ? (int)(indent - n) : 1, "");
  (void)put_words(f, d->value, n < indent ? indent : n + 1, indent);
  if (*d->why) { // on a line of its own, unless the value is nothing to read
    fprintf(f, *d->value ? "\n%*s" : "%*s", *d->value ? (int)indent : 0, "");
    (void)put_words(f, d->why, indent, indent);
  }
  fputc('\n', f);
}

static void put_head(FILE* const f, const lq_session* const s)
{
  static const char* const names[]              = {"track", "bus", "return"};
  static const char* const more[]               = {"tracks", "buses", "returns"};
  size_t                   n[LQ_STRIP_MAIN + 1] = {0};
  for (size_t i = 0; i < s->n_strips; ++i) {
    ++n[s->strips[i].kind];
  }
  fprintf(f, "%s%s", s->title, *s->title ? ": " : "");
  for (unsigned kind = 0; kind < LQ_STRIP_MAIN; ++kind) {
    fprintf(f, "%s%zu %s", kind ? ", " : "", n[kind], n[kind] == 1 ? names[kind] : more[kind]);
  }
  fputs(s->n_notes ? "\n\nFound\n" : "\n", f);
  for (size_t i = 0; i < s->n_notes; ++i) {
    fputs("  - ", f);
    (void)put_words(f, s->notes[i], 4, 4);
    fputc('\n', f);
  }
}

char* lq_explanation_text(const lq_explanation* const e)
{
  char*       text = NULL;
  size_t      n    = 0;
  FILE* const f    = open_memstream(&text, &n);
  if (!f) {
    return NULL;
  }
  put_head(f, e->session);
  for (size_t i = 0; i < e->n; ++i) {
    const lq_explained* const s       = &e->strips[i];
    const bool                is_main = !strcmp(s->kind, "main");
    if (is_main && !s->n) {
      continue;
    }
    fprintf(f, "\n%s%s%s%s\n", s->name, is_main ? "" : " (", is_main ? "" : s->kind,
            is_main ? "" : ")");
    const size_t indent = 2 + widest(s) + 2;
    for (size_t k = 0; k < s->n; ++k) {
      put_decision(f, &s->decisions[k], indent);
    }
    fputs(s->n ? "" : "  nothing: it passes what it gets\n", f);
  }
  const int failed = ferror(f);
  if (fclose(f) || failed) {
    free(text);
    return NULL;
  }
  return text;
}
