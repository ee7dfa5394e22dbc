// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/csv.h"

#include <string.h>

typedef struct {
  const char* at;
  const char* end;
  char        separator;
  char*       to; // where the next cell's text goes: never more than was read
} reading;

// One cell. @param last  it is the last of its row
static lq_status read_cell(reading* const r, const char** const cell, bool* const last)
{
  bool quoted = false;
  *cell       = r->to;
  for (; r->at < r->end; ++r->at) {
    const char c = *r->at;
    if (quoted && c == '"' && r->at + 1 < r->end && r->at[1] == '"') {
      *r->to++ = *r->at++;
    } else if (c == '"' && (quoted || r->to == *cell)) {
      quoted = !quoted;
    } else if (!quoted && (c == r->separator || c == '\n')) {
      break;
    } else if (c && (quoted || c != '\r')) {
      *r->to++ = c;
    }
  }
  *r->to++ = '\0';
  *last    = r->at >= r->end || *r->at == '\n';
  r->at += r->at < r->end;
  return quoted ? LQ_ERR_FORMAT : LQ_OK;
}

static char separator_of(const lq_text_bytes* const bytes)
{
  size_t n[3] = {0};
  for (size_t i = 0; i < bytes->n && bytes->text[i] != '\n'; ++i) {
    n[0] += bytes->text[i] == ',';
    n[1] += bytes->text[i] == ';';
    n[2] += bytes->text[i] == '\t';
  }
  return (char)(n[0] >= n[1] && n[0] >= n[2] ? ',' : n[1] >= n[2] ? ';' : '\t');
}

static const char* plain_name(lq_pool* const pool, const char* name)
{
  char* const plain = LQ_POOL_TAKE(pool, char, strlen(name) + 1);
  for (char* to = plain; to && *name; ++name) {
    const char c = *name;
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      *to++ = c;
    } else if (c >= 'A' && c <= 'Z') {
      *to++ = (char)(c + 'a' - 'A');
    }
  }
  return plain;
}

static lq_status read_names(lq_csv* const csv, lq_pool* const pool, reading* const r)
{
  for (bool last = false; !last && r->at < r->end;) {
    const char* cell;
    LQ_TRY(read_cell(r, &cell, &last));
    LQ_TRY(csv->n_columns < LQ_CSV_COLUMNS_MOST ? LQ_OK : LQ_ERR_FORMAT);
    csv->names[csv->n_columns] = plain_name(pool, cell);
    LQ_TRY(csv->names[csv->n_columns++] ? LQ_OK : LQ_ERR_MEMORY);
  }
  return csv->n_columns > 1 ? LQ_OK : LQ_ERR_FORMAT;
}

static size_t count_lines(const lq_text_bytes* const bytes)
{
  size_t n = 1;
  for (size_t i = 0; i < bytes->n; ++i) {
    n += bytes->text[i] == '\n';
  }
  return n;
}

lq_status lq_csv_parse(lq_csv* const csv, lq_pool* const pool, const lq_text_bytes* const bytes)
{
  const size_t n_mark = bytes->n >= 3 && !memcmp(bytes->text, "\xef\xbb\xbf", 3) ? 3 : 0;
  const size_t n_most = count_lines(bytes);
  reading      r      = {.at        = bytes->text + n_mark,
                         .end       = bytes->text + bytes->n,
                         .separator = separator_of(bytes),
                         // Each cell takes what it has and a zero, in place of what follows it.
                         .to = LQ_POOL_TAKE(pool, char, 2 * bytes->n + 2)};
  *csv                = (lq_csv){0};
  LQ_TRY(n_most <= LQ_CSV_ROWS_MOST ? LQ_OK : LQ_ERR_LIMIT);
  LQ_TRY(r.to ? LQ_OK : LQ_ERR_MEMORY);
  LQ_TRY(read_names(csv, pool, &r));
  const char** const cells = LQ_POOL_TAKE(pool, const char*, n_most * csv->n_columns);
  LQ_TRY(cells ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < n_most * csv->n_columns; ++i) {
    cells[i] = "";
  }
  while (r.at < r.end) {
    bool last = false, any = false;
    for (size_t c = 0; !last; ++c) {
      const char* cell;
      LQ_TRY(read_cell(&r, &cell, &last));
      any = any || *cell;
      if (c < csv->n_columns) {
        cells[csv->n_rows * csv->n_columns + c] = cell;
      }
    }
    csv->n_rows += any;
  }
  csv->cells = cells;
  return LQ_OK;
}

int lq_csv_column(const lq_csv* const csv, const char* const* const names)
{
  for (size_t k = 0; names[k]; ++k) {
    for (size_t c = 0; c < csv->n_columns; ++c) {
      if (!strcmp(csv->names[c], names[k])) {
        return (int)c;
      }
    }
  }
  return -1;
}

const char* lq_csv_cell(const lq_csv* const csv, const size_t row, const int column)
{
  return column < 0 ? "" : csv->cells[row * csv->n_columns + (size_t)column];
}
