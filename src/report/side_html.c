// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/groove_plot.h"
#include "report/side_sheet.h"
#include "report/side_words.h"
#include "report/svg_page.h"

#include <stdio.h>
#include <stdlib.h>

static const char head[] =
    "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
    "<style>\n"
    ":root{color-scheme:light dark;--paper:#fff;--text:#1d2126;--quiet:#636c76;--edge:#d9dde2;"
    "--warn:#b86e00;--bad:#c62828}\n"
    "@media (prefers-color-scheme:dark){:root{--paper:#15181c;--text:#e4e7ea;--quiet:#949da7;"
    "--edge:#2f353c;--warn:#f0a53c;--bad:#ff7b72}}\n"
    "body{font:16px/1.5 system-ui,sans-serif;background:var(--paper);color:var(--text);"
    "max-width:56rem;margin:0 auto;padding:1rem}\n"
    "h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}\n"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.3rem .7rem .3rem 0;border-bottom:1px solid var(--edge);"
    "vertical-align:top}th{color:var(--quiet);font-weight:400}"
    ".time{font-variant-numeric:tabular-nums;white-space:nowrap}\n"
    ".quiet{color:var(--quiet)}li.warn::marker{color:var(--warn)}"
    "li.bad::marker{color:var(--bad)}ul{padding-left:1.2rem}svg{width:100%;height:auto}\n"
    "@media print{body{max-width:none}}\n"
    "</style>\n";

static void element(FILE* const out, const char* const tag, const char* const text)
{
  fprintf(out, "<%s>", tag);
  lq_svg_escape(out, text);
  fprintf(out, "</%s>\n", tag);
}

static void songs(FILE* const out, const lq_side* const s)
{
  fputs("<div class=\"wide\"><table><tr><th>No<th>Title<th>Start<th>End<th>Length<th>Before</tr>\n",
        out);
  for (size_t i = 0; i < s->n_songs; ++i) {
    const lq_side_song* const song = &s->songs[i];
    const double              gap  = i ? song->start_sec - s->songs[i - 1].end_sec : 0.0;
    fprintf(out, "<tr><td>%c%zu<td>", s->letter, i + 1);
    lq_svg_escape(out, song->title);
    fprintf(out, "<td class=\"time\">%s<td class=\"time\">%s<td class=\"time\">%s<td>",
            lq_side_clock(song->start_sec).text, lq_side_clock(song->end_sec).text,
            lq_side_clock(song->end_sec - song->start_sec).text);
    if (i) {
      fprintf(out, gap > 0.0 ? "%.3f s, spiral" : "no spiral", gap);
    }
    fputs("</tr>\n", out);
  }
  fputs("</table></div>\n", out);
}

static void figures(FILE* const out, const lq_side* const s)
{
  lq_side_word words[LQ_SIDE_WORDS];
  const size_t n = lq_side_words(s, words);
  fputs("<table>\n", out);
  for (size_t i = 0; i < n; ++i) {
    fprintf(out, "<tr><th>%s<td>", words[i].what);
    lq_svg_escape(out, words[i].text.text);
    fputs("</tr>\n", out);
  }
  fputs("</table>\n", out);
}

static void done(FILE* const out, const lq_side* const s)
{
  fputs("<ul>\n", out);
  for (size_t i = 0; i < s->chain.n; ++i) {
    const lq_device* const d = &s->chain.devices[i];
    fprintf(out, "<li>%s: ", d->proc->name);
    lq_svg_escape(out, d->why ? d->why : "");
    fputs("</li>\n", out);
  }
  fputs("</ul>\n", out);
}

static void worries(FILE* const out, const lq_side* const s)
{
  fputs("<ul>\n", out);
  for (size_t i = 0; i < s->n_worries; ++i) {
    const lq_worry* const w = &s->worries[i];
    fprintf(out, "<li class=\"%s\">", w->rule ? "bad" : "warn");
    if (w->rule) {
      fputs("<b>Must be mended.</b> ", out);
    }
    lq_svg_escape(out, lq_side_where(w).text);
    lq_svg_escape(out, w->text);
    fputs("</li>\n", out);
  }
  fputs(s->n_worries ? "</ul>\n" : "<li>nothing</li></ul>\n", out);
}

static bool side(FILE* const out, const lq_side* const s)
{
  char name[]           = "The groove of side A";
  name[sizeof name - 2] = s->letter; // drawings on one page need names of their own
  char* const plot      = lq_groove_plot(s, name);
  fprintf(out, "<h2>Side %c: %s</h2>\n", s->letter, lq_side_clock(lq_side_sec(s)).text);
  fputs("<p class=\"quiet\">", out);
  lq_svg_escape(out, s->file);
  fprintf(out, ", %s</p>\n", s->record->name);
  songs(out, s);
  element(out, "h3", "Worth a look");
  worries(out, s);
  element(out, "h3", "What was done");
  done(out, s);
  element(out, "h3", "Figures");
  figures(out, s);
  fputs(plot ? plot : "", out);
  free(plot);
  return plot != NULL;
}

char* lq_side_sheet_html(const lq_side_sheet* const sheet)
{
  char*       text = NULL;
  size_t      n    = 0;
  FILE* const out  = open_memstream(&text, &n);
  if (!out) {
    return NULL;
  }
  fputs(head, out);
  element(out, "title", sheet->title);
  element(out, "h1", sheet->title);
  fputs("<p>", out);
  const char* const lines[] = {sheet->artist, sheet->catalogue, sheet->contact};
  for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
    if (lines[i]) {
      lq_svg_escape(out, lines[i]);
      fputs("<br>\n", out);
    }
  }
  fputs("</p>\n<p class=\"quiet\">One continuous file a side; times are from the beginning of its "
        "file. No limiter, no RIAA: the lathe applies that. Please keep the level between "
        "sides.</p>\n",
        out);
  for (size_t i = 0; i < sheet->n_why; ++i) {
    element(out, "p", sheet->why[i]);
  }
  bool ok = true;
  for (size_t i = 0; i < sheet->n_sides && ok; ++i) {
    ok = side(out, &sheet->sides[i]);
  }
  fputs("</html>\n", out);
  if (ferror(out) | fclose(out) || !ok) {
    free(text);
    return NULL;
  }
  return text;
}
