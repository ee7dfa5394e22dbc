// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/pq_rows.h"
#include "disc/pq_sheet.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static void put_escaped(FILE* const f, const char* text)
{
  for (; *text; ++text) {
    switch (*text) {
    case '<':
      (void)fputs("&lt;", f);
      break;
    case '>':
      (void)fputs("&gt;", f);
      break;
    case '&':
      (void)fputs("&amp;", f);
      break;
    case '"':
      (void)fputs("&quot;", f);
      break;
    default:
      (void)fputc((unsigned char)*text < ' ' ? ' ' : *text, f);
    }
  }
}

static void put_head(void* const user, const char* const label, const char* const text)
{
  fprintf(user, "<dt>%s</dt><dd>", label);
  put_escaped(user, text);
  fprintf(user, "</dd>\n");
}

static void put_row(void* const user, const lq_pq_row* const row)
{
  const bool is_mark = *row->length.text || row->track[0] == 'A';
  fprintf(user, "<tr%s><td>%s<td>%s<td>%s<td>%s<td>%s<td>", is_mark ? " class=\"mark\"" : "",
          row->track, row->index, row->start.text, row->pause.text, row->length.text);
  put_escaped(user, row->isrc);
  fprintf(user, "<td>%s<td>", row->flags);
  put_escaped(user, row->title);
  fprintf(user, "</tr>\n");
}

static const char style[] =
    ":root{--ink:#1b1b1b;--quiet:#6b6b6b;--line:#d5d5d5;--page:#fff}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8e8e8;--quiet:#9b9b9b;--line:#3a3a3a;"
    "--page:#161616}}"
    "@media print{:root{--ink:#000;--quiet:#444;--line:#bbb;--page:#fff}tr{break-inside:avoid}"
    "thead{display:table-header-group}}"
    "@page{size:A4;margin:15mm}"
    "body{color:var(--ink);background:var(--page);font:14px/1.45 system-ui,sans-serif;"
    "max-width:62rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.35rem;margin:0 0 1rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.2rem;margin:0 0 1.4rem}"
    "dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}"
    "div{overflow-x:auto}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.22rem .6rem;white-space:nowrap;"
    "font-variant-numeric:tabular-nums}"
    "th{color:var(--quiet);font-weight:600;border-bottom:2px solid var(--line)}"
    "td{border-bottom:1px solid var(--line);color:var(--quiet)}.mark td{color:var(--ink)}"
    "td:last-child{white-space:normal}p{color:var(--quiet)}";

char* lq_pq_sheet_html(const lq_disc* const disc, const lq_pq_facts* const facts)
{
  static const lq_pq_facts none  = {0};
  const char* const        title = disc->text[LQ_CDTEXT_TITLE];
  char*                    page  = NULL;
  size_t                   n     = 0;
  FILE* const              f     = open_memstream(&page, &n);
  if (!f) {
    return NULL;
  }
  fprintf(f, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
             "<meta name=\"viewport\" content=\"width=device-width\">\n<title>PQ sheet");
  if (title) {
    fprintf(f, ": ");
    put_escaped(f, title);
  }
  fprintf(f, "</title>\n<style>%s</style></head>\n<body><h1>PQ sheet</h1>\n<dl>\n", style);
  lq_pq_heads(disc, facts ? facts : &none, put_head, f);
  fprintf(f, "</dl>\n<div><table><thead><tr><th>Track<th>Index<th>Start<th>Pause<th>Length<th>ISRC"
             "<th>Flags<th>Title</tr></thead>\n<tbody>\n");
  lq_pq_rows(disc, put_row, f);
  fprintf(f,
          "</tbody></table></div>\n<p>All times are absolute, minutes:seconds:sectors of 1/75 s, "
          "and include the pause of two seconds or more that the disc begins with. A length goes "
          "to the next pause or track.</p>\n</body></html>\n");
  if (fclose(f)) {
    free(page);
    return NULL;
  }
  return page;
}
