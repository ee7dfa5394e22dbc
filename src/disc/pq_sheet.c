// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/pq_sheet.h"

#include "disc/pq_rows.h"

#include <stdio.h>
#include <stdlib.h>

// Line ends and the like would break a sheet apart.
static void put_plain(FILE* const f, const char* text)
{
  for (; *text; ++text) {
    (void)fputc((unsigned char)*text < ' ' ? ' ' : *text, f);
  }
}

static void put_head(void* const user, const char* const label, const char* const text)
{
  fprintf(user, "%-17s ", label);
  put_plain(user, text);
  (void)fputc('\n', user);
}

static void put_row(void* const user, const lq_pq_row* const row)
{
  fprintf(user, "%-3s %-3s  %-8s  %-8s  %-8s  %-12s  %-13s %s", row->track, row->index,
          row->start.text, row->pause.text, row->length.text, row->isrc, row->flags,
          *row->title ? " " : "");
  put_plain(user, row->title);
  (void)fputc('\n', user);
}

static char* without_blanks_at_ends(char* const text)
{
  char* to = text;
  for (const char* p = text; p && *p; ++p) {
    if (*p == '\n') {
      while (to > text && to[-1] == ' ') {
        --to;
      }
    }
    *to++ = *p;
  }
  if (to) {
    *to = '\0';
  }
  return text;
}

char* lq_pq_sheet_text(const lq_disc* const disc, const lq_pq_facts* const facts)
{
  static const lq_pq_facts none = {0};
  char*                    text = NULL;
  size_t                   n    = 0;
  FILE* const              f    = open_memstream(&text, &n);
  if (!f) {
    return NULL;
  }
  fprintf(f, "PQ SHEET\n\n");
  lq_pq_heads(disc, facts ? facts : &none, put_head, f);
  fprintf(f, "\n%-3s %-3s  %-8s  %-8s  %-8s  %-12s  %-13s  %s\n", "Trk", "Idx", "Start", "Pause",
          "Length", "ISRC", "Flags", "Title");
  lq_pq_rows(disc, put_row, f);
  fprintf(f, "\n%s\n",
          "All times are absolute, minutes:seconds:sectors of 1/75 s, and include the "
          "pause of\ntwo seconds or more that the disc begins with. A length goes to "
          "the next pause or track.");
  if (fclose(f)) {
    free(text);
    return NULL;
  }
  return without_blanks_at_ends(text);
}
