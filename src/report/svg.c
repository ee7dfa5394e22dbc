// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/svg.h"

#include "base/maths.h"
#include "base/text.h"
#include "report/svg_page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TITLE_PX = 30, GAP_PX = 8, WORD_PX = 8 };

// Ink by ink for light and for dark paper; a page that sets --lq-ink-1 and so on has its own.
static const char style[] =
    "<style>\n"
    ".lq{--paper:var(--lq-paper,#fff);--text:var(--lq-text,#1d2126);--grid:var(--lq-grid,#e3e6ea);"
    "--edge:var(--lq-edge,#9aa2ac);--i1:var(--lq-ink-1,#1763b6);--i2:var(--lq-ink-2,#0b7d6c);"
    "--i3:var(--lq-ink-3,#8a4fb3);--quiet:var(--lq-quiet,#7a838d);--warn:var(--lq-warn,#b86e00);"
    "--bad:var(--lq-bad,#c62828)}\n"
    "@media (prefers-color-scheme:dark){.lq{--paper:var(--lq-paper,#15181c);"
    "--text:var(--lq-text,#e4e7ea);--grid:var(--lq-grid,#2b3037);--edge:var(--lq-edge,#666f79);"
    "--i1:var(--lq-ink-1,#6cb0f5);--i2:var(--lq-ink-2,#4fcab4);--i3:var(--lq-ink-3,#c79bea);"
    "--quiet:var(--lq-quiet,#949da7);--warn:var(--lq-warn,#f0a53c);--bad:var(--lq-bad,#ff7b72)}}\n"
    ".lq text{font:14px system-ui,sans-serif;fill:var(--text)}"
    ".lq .head{font-weight:600;font-size:17px}.lq .small{font-size:13px}"
    ".lq .num{fill:var(--quiet);font-size:13px}"
    ".lq .grid{stroke:var(--grid);stroke-width:1}.lq .edge{stroke:var(--edge);fill:none}"
    ".lq .line{fill:none;stroke-width:1.4;stroke-linejoin:round}"
    ".lq .dash{stroke-dasharray:5 4}.lq .area{stroke:none;fill-opacity:.28}"
    ".lq .band{stroke:none;fill-opacity:.22}\n"
    ".lq .i1{stroke:var(--i1);fill:var(--i1)}.lq .i2{stroke:var(--i2);fill:var(--i2)}"
    ".lq .i3{stroke:var(--i3);fill:var(--i3)}.lq .quiet{stroke:var(--quiet);fill:var(--quiet)}"
    ".lq .warn{stroke:var(--warn);fill:var(--warn)}.lq .bad{stroke:var(--bad);fill:var(--bad)}"
    ".lq .line{fill:none}.lq text.tag{stroke:none}"
    ".lq .halo{stroke:var(--paper);stroke-width:3;paint-order:stroke}\n"
    "</style>\n";

lq_status lq_svg_new(lq_svg** const svg, const char* const title, const char* const summary)
{
  lq_svg* const s = calloc(1, sizeof *s);
  if (!s) {
    return LQ_ERR_MEMORY;
  }
  s->title   = strdup(title);
  s->summary = strdup(summary);
  s->out     = open_memstream(&s->body, &s->n_body);
  s->y_px    = TITLE_PX;
  s->id      = 2166136261U; // FNV-1a: G. Fowler, L. C. Noll, K.-P. Vo, 1991
  for (const char* p = title; *p; ++p) {
    s->id = (s->id ^ (unsigned char)*p) * 16777619U;
  }
  if (!s->title || !s->summary || !s->out) {
    lq_svg_free(s);
    return LQ_ERR_MEMORY;
  }
  fputs("<text class=\"head\" x=\"8\" y=\"22\">", s->out);
  lq_svg_escape(s->out, title);
  fputs("</text>\n", s->out);
  *svg = s;
  return LQ_OK;
}

void lq_svg_free(lq_svg* const s)
{
  if (s) {
    if (s->out) {
      (void)fclose(s->out);
    }
    free(s->body);
    free(s->title);
    free(s->summary);
    free(s);
  }
}

void lq_svg_escape(FILE* const out, const char* const text)
{
  for (const char* p = text; *p; ++p) {
    const char* const instead = *p == '&'    ? "&amp;"
                                : *p == '<'  ? "&lt;"
                                : *p == '>'  ? "&gt;"
                                : *p == '"'  ? "&quot;"
                                : *p == '\'' ? "&#39;"
                                             : NULL;
    if (instead) {
      fputs(instead, out);
    } else {
      (void)fputc((unsigned char)*p < ' ' ? ' ' : *p, out); // XML has no control characters
    }
  }
}

void lq_svg_number(lq_svg* const s, const double value)
{
  char text[64];
  lq_text_from_double(text, sizeof text, value, 1);
  fputs(text, s->out);
}

void lq_svg_put(lq_svg* const s, const char* const name, const double value)
{
  fprintf(s->out, " %s=\"", name);
  lq_svg_number(s, value);
  (void)fputc('"', s->out);
}

const char* lq_svg_ink(const lq_ink ink)
{
  static const char* const names[LQ_INK_N] = {
      [LQ_INK_1] = "i1",        [LQ_INK_2] = "i2",      [LQ_INK_3] = "i3",
      [LQ_INK_QUIET] = "quiet", [LQ_INK_WARN] = "warn", [LQ_INK_BAD] = "bad"};
  return names[ink];
}

// 0 at the axis's beginning, 1 at its end.
static double part_of(const lq_svg_axis* const a, const double value)
{
  if (a->log) {
    const double least = a->from < a->to ? a->from : a->to;
    return lq_log(fmax(value, least * 1e-3) / a->from) / lq_log(a->to / a->from);
  }
  return (value - a->from) / (a->to - a->from);
}

static double near(const double part) // what lies far outside need not be far outside on paper
{
  return fmax(-1.0, fmin(2.0, part));
}

double lq_svg_x_px(const lq_svg* const s, const double x)
{
  return LQ_SVG_LEFT + near(part_of(&s->x, x)) * (LQ_SVG_WIDTH - LQ_SVG_LEFT - LQ_SVG_RIGHT);
}

double lq_svg_y_px(const lq_svg* const s, const double y)
{
  return s->top_px + (1.0 - near(part_of(&s->y, y))) * s->height_px;
}

static void close_panel(lq_svg* const s)
{
  if (s->open) {
    fputs("</g>\n", s->out);
    s->open = false;
  }
}

static void tick_text(lq_svg* const s, const lq_svg_axis* const axis, const double value)
{
  if (axis->clock) {
    fprintf(s->out, "%d:%02d", (int)(value / 60.0), (int)value % 60);
  } else {
    char         text[64];
    const double size = fabs(value);
    lq_text_from_double(text, sizeof text, value, size != 0.0 && size < 1.0 ? 2 : 1);
    fputs(text, s->out);
  }
}

static void draw_ticks(lq_svg* const s, const bool x_ticks)
{
  double       ticks[LQ_SVG_TICKS];
  const double right = LQ_SVG_WIDTH - LQ_SVG_RIGHT, bottom = s->top_px + s->height_px;
  size_t       n = lq_svg_ticks(&s->y, s->height_px / 34.0, ticks);
  for (size_t i = 0; i < n; ++i) {
    const double y = lq_svg_y_px(s, ticks[i]);
    fputs("<line class=\"grid\"", s->out);
    lq_svg_put(s, "x1", LQ_SVG_LEFT);
    lq_svg_put(s, "x2", right);
    lq_svg_put(s, "y1", y);
    lq_svg_put(s, "y2", y);
    fputs("/><text class=\"num\" text-anchor=\"end\"", s->out);
    lq_svg_put(s, "x", LQ_SVG_LEFT - 5);
    lq_svg_put(s, "y", y + 4.5);
    (void)fputc('>', s->out);
    tick_text(s, &s->y, ticks[i]);
    fputs("</text>\n", s->out);
  }
  n = lq_svg_ticks(&s->x, 8, ticks);
  for (size_t i = 0; i < n; ++i) {
    const double x = lq_svg_x_px(s, ticks[i]);
    fputs("<line class=\"grid\"", s->out);
    lq_svg_put(s, "x1", x);
    lq_svg_put(s, "x2", x);
    lq_svg_put(s, "y1", s->top_px);
    lq_svg_put(s, "y2", bottom);
    fputs("/>\n", s->out);
    if (x_ticks) {
      fputs("<text class=\"num\" text-anchor=\"middle\"", s->out);
      lq_svg_put(s, "x", x);
      lq_svg_put(s, "y", bottom + 16);
      (void)fputc('>', s->out);
      tick_text(s, &s->x, ticks[i]);
      fputs("</text>\n", s->out);
    }
  }
}

static void draw_frame(lq_svg* const s)
{
  fputs("<rect class=\"edge\"", s->out);
  lq_svg_put(s, "x", LQ_SVG_LEFT);
  lq_svg_put(s, "y", s->top_px);
  lq_svg_put(s, "width", LQ_SVG_WIDTH - LQ_SVG_LEFT - LQ_SVG_RIGHT);
  lq_svg_put(s, "height", s->height_px);
  fputs("/>\n", s->out);
}

static void draw_clip(lq_svg* const s)
{
  fprintf(s->out, "<clipPath id=\"lq-%x-%u\"><rect", s->id, s->n_panels);
  lq_svg_put(s, "x", LQ_SVG_LEFT);
  lq_svg_put(s, "y", s->top_px);
  lq_svg_put(s, "width", LQ_SVG_WIDTH - LQ_SVG_LEFT - LQ_SVG_RIGHT);
  lq_svg_put(s, "height", s->height_px);
  fprintf(s->out, "/></clipPath>\n<g clip-path=\"url(#lq-%x-%u)\">\n", s->id, s->n_panels);
}

void lq_svg_panel(lq_svg* const s, const double height_px, const lq_svg_axis* const x,
                  const lq_svg_axis* const y, const bool x_ticks)
{
  close_panel(s);
  s->x = *x;
  s->y = *y;
  ++s->n_panels;
  if (y->label) { // above the panel: upright words are read on a phone, turned ones are not
    fputs("<text class=\"small\" x=\"8\"", s->out);
    lq_svg_put(s, "y", s->y_px + 15);
    (void)fputc('>', s->out);
    lq_svg_escape(s->out, y->label);
    fputs("</text>\n", s->out);
    s->y_px += LQ_SVG_LINE;
  }
  s->top_px    = s->y_px;
  s->height_px = height_px;
  draw_ticks(s, x_ticks);
  draw_frame(s);
  s->y_px += height_px + (x_ticks ? LQ_SVG_LINE : 0) + GAP_PX;
  if (x->label && x_ticks) {
    fputs("<text class=\"small\" text-anchor=\"end\"", s->out);
    lq_svg_put(s, "x", LQ_SVG_WIDTH - LQ_SVG_RIGHT);
    lq_svg_put(s, "y", s->y_px + 8);
    (void)fputc('>', s->out);
    lq_svg_escape(s->out, x->label);
    fputs("</text>\n", s->out);
    s->y_px += LQ_SVG_LINE;
  }
  draw_clip(s);
  s->open = true;
}

// Characters and not bytes; their widths are guessed, so the guess is wide.
static double words_px(const char* const text)
{
  size_t n = 0;
  for (const char* p = text; *p; ++p) {
    n += ((unsigned char)*p & 0xC0U) != 0x80U;
  }
  return WORD_PX * (double)n;
}

void lq_svg_legend(lq_svg* const s, const lq_svg_key* const keys, const size_t n)
{
  double x = 8;
  close_panel(s);
  for (size_t i = 0; i < n; ++i) {
    const double width = 26 + words_px(keys[i].label) + 12;
    if (i && x + width > LQ_SVG_WIDTH) {
      x = 8;
      s->y_px += LQ_SVG_LINE;
    }
    fprintf(s->out, "<line class=\"%s%s\" stroke-width=\"3\"", lq_svg_ink(keys[i].ink),
            keys[i].dashed ? " dash" : "");
    lq_svg_put(s, "x1", x);
    lq_svg_put(s, "x2", x + 20);
    lq_svg_put(s, "y1", s->y_px + 10);
    lq_svg_put(s, "y2", s->y_px + 10);
    fputs("/><text class=\"small\"", s->out);
    lq_svg_put(s, "x", x + 26);
    lq_svg_put(s, "y", s->y_px + 15);
    (void)fputc('>', s->out);
    lq_svg_escape(s->out, keys[i].label);
    fputs("</text>\n", s->out);
    x += width;
  }
  s->y_px += LQ_SVG_LINE;
}

char* lq_svg_text(lq_svg* const s)
{
  char*  text = NULL;
  size_t n    = 0;
  close_panel(s);
  if (fclose(s->out)) {
    s->out = NULL;
    return NULL;
  }
  s->out          = NULL;
  FILE* const out = open_memstream(&text, &n);
  if (!out) {
    return NULL;
  }
  fprintf(out,
          "<svg class=\"lq\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
          "style=\"max-width:56rem;background:var(--paper)\" role=\"img\">\n<title>",
          LQ_SVG_WIDTH, (int)(s->y_px + 6));
  lq_svg_escape(out, s->title);
  fputs("</title>\n<desc>", out);
  lq_svg_escape(out, s->summary);
  fprintf(out, "</desc>\n%s%s</svg>\n", style, s->body);
  if (ferror(out) | fclose(out)) {
    free(text);
    return NULL;
  }
  return text;
}
