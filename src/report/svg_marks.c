// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/svg_page.h"

#include <math.h>

enum { COLUMNS_A_PX = 2 };

/// Points that fall into one column of half a pixel.
typedef struct {
  double column;
  double first_px, last_px, low_px, high_px;
  size_t n;
} column;

static void point(lq_svg* const s, char* const before, const double x_px, const double y_px)
{
  (void)fputc(*before, s->out);
  *before = ' ';
  lq_svg_number(s, x_px);
  (void)fputc(' ', s->out);
  lq_svg_number(s, y_px);
}

// First, extremes, last: what a pen would leave there.
static void flush(lq_svg* const s, column* const c, char* const before)
{
  if (c->n) {
    const double x_px = c->column / COLUMNS_A_PX;
    point(s, before, x_px, c->first_px);
    if (c->n > 1) {
      if (c->low_px < fmin(c->first_px, c->last_px)) {
        point(s, before, x_px, c->low_px);
      }
      if (c->high_px > fmax(c->first_px, c->last_px)) {
        point(s, before, x_px, c->high_px);
      }
      point(s, before, x_px, c->last_px);
    }
  }
  c->n = 0;
}

static void add(lq_svg* const s, column* const c, char* const before, const double x_px,
                const double y_px)
{
  const double at = floor(x_px * COLUMNS_A_PX);
  if (c->n && at != c->column) {
    flush(s, c, before);
  }
  if (!c->n) {
    *c = (column){.column = at, .first_px = y_px, .low_px = y_px, .high_px = y_px};
  }
  ++c->n;
  c->last_px = y_px;
  c->low_px  = fmin(c->low_px, y_px);
  c->high_px = fmax(c->high_px, y_px);
}

void lq_svg_line(lq_svg* const s, const lq_ink ink, const double* const x, const double* const y,
                 const size_t n, const bool dashed)
{
  column c      = {0};
  char   before = 'M';
  fprintf(s->out, "<path class=\"%s line%s\" d=\"", lq_svg_ink(ink), dashed ? " dash" : "");
  for (size_t i = 0; i < n; ++i) {
    if (isnan(y[i])) {
      flush(s, &c, &before);
      before = 'M';
    } else {
      add(s, &c, &before, lq_svg_x_px(s, x[i]), lq_svg_y_px(s, y[i]));
    }
  }
  flush(s, &c, &before);
  fputs("\"/>\n", s->out);
}

void lq_svg_between(lq_svg* const s, const lq_ink ink, const double* const x,
                    const double* const low, const double* const high, const size_t n)
{
  column c      = {0};
  char   before = 'M';
  fprintf(s->out, "<path class=\"%s area\" d=\"", lq_svg_ink(ink));
  for (size_t i = 0; i < n; ++i) {
    add(s, &c, &before, lq_svg_x_px(s, x[i]), lq_svg_y_px(s, high[i]));
  }
  flush(s, &c, &before);
  for (size_t i = n; i-- > 0;) {
    add(s, &c, &before, lq_svg_x_px(s, x[i]), lq_svg_y_px(s, low[i]));
  }
  flush(s, &c, &before);
  fputs(n ? "Z\"/>\n" : "\"/>\n", s->out);
}

void lq_svg_level(lq_svg* const s, const lq_ink ink, const double y, const char* const label)
{
  const double y_px = lq_svg_y_px(s, y);
  fprintf(s->out, "<line class=\"%s dash\"", lq_svg_ink(ink));
  lq_svg_put(s, "x1", LQ_SVG_LEFT);
  lq_svg_put(s, "x2", LQ_SVG_WIDTH - LQ_SVG_RIGHT);
  lq_svg_put(s, "y1", y_px);
  lq_svg_put(s, "y2", y_px);
  fputs("/>\n", s->out);
  if (label) {
    const bool above = y_px - s->top_px > 18;
    fputs("<text class=\"small halo\"", s->out);
    lq_svg_put(s, "x", LQ_SVG_LEFT + 5);
    lq_svg_put(s, "y", above ? y_px - 5 : y_px + 15);
    (void)fputc('>', s->out);
    lq_svg_escape(s->out, label);
    fputs("</text>\n", s->out);
  }
}

void lq_svg_border(lq_svg* const s, const double x, const char* const label)
{
  const double x_px = lq_svg_x_px(s, x);
  fputs("<line class=\"edge\"", s->out);
  lq_svg_put(s, "x1", x_px);
  lq_svg_put(s, "x2", x_px);
  lq_svg_put(s, "y1", s->top_px);
  lq_svg_put(s, "y2", s->top_px + s->height_px);
  fputs("/>\n", s->out);
  if (label) {
    fputs("<text class=\"small halo\"", s->out);
    lq_svg_put(s, "x", x_px + 4);
    lq_svg_put(s, "y", s->top_px + 15);
    (void)fputc('>', s->out);
    lq_svg_escape(s->out, label);
    fputs("</text>\n", s->out);
  }
}

void lq_svg_band(lq_svg* const s, const lq_ink ink, const double x_from, const double x_to,
                 const char* const tip)
{
  const double from_px = lq_svg_x_px(s, x_from);
  fprintf(s->out, "<rect class=\"%s band\"", lq_svg_ink(ink));
  lq_svg_put(s, "x", from_px);
  lq_svg_put(s, "y", s->top_px);
  lq_svg_put(s, "width", fmax(2.0, lq_svg_x_px(s, x_to) - from_px));
  lq_svg_put(s, "height", s->height_px);
  (void)fputc('>', s->out);
  if (tip) {
    fputs("<title>", s->out);
    lq_svg_escape(s->out, tip);
    fputs("</title>", s->out);
  }
  fputs("</rect>\n", s->out);
}

void lq_svg_words(lq_svg* const s, const double x, const double y, const char* const text)
{
  fputs("<text class=\"small halo\"", s->out);
  lq_svg_put(s, "x", lq_svg_x_px(s, x));
  lq_svg_put(s, "y", lq_svg_y_px(s, y));
  (void)fputc('>', s->out);
  lq_svg_escape(s->out, text);
  fputs("</text>\n", s->out);
}
