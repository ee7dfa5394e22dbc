// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Drawings for pages and for files beside deliveries: panels with axes, lines, bands and words, as
/// SVG that follows the reader's light or dark setting and keeps its words readable on a phone.
///
/// A drawing grows downwards: one panel after the other, as high as asked. All panels are as wide
/// as the drawing. Colours are CSS variables (--lq-line-1 ...), so that a page may set its own.
/// Numbers have few decimals and the same text everywhere: the same facts give the same bytes.
#ifndef LQ_REPORT_SVG_H
#define LQ_REPORT_SVG_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>

enum { LQ_SVG_WIDTH = 600, LQ_SVG_TICKS = 12 };

typedef struct lq_svg lq_svg;

/// What a mark is drawn in: a line of its own, or a state.
typedef enum {
  LQ_INK_1,
  LQ_INK_2,
  LQ_INK_3,
  LQ_INK_QUIET,
  LQ_INK_WARN,
  LQ_INK_BAD,
  LQ_INK_N
} lq_ink;

typedef struct {
  double      from, to; ///< values at the axis's ends; to < from is upside down
  bool        log;
  const char* label; ///< "radius, mm"; NULL: none
  bool        clock; ///< seconds, written 3:20
} lq_svg_axis;

/// @param title    for the reader, above the first panel, and for screen readers
/// @param summary  one sentence of what is to be seen, for screen readers
LQ_NODISCARD lq_status lq_svg_new(lq_svg** svg, const char* title, const char* summary);
void                   lq_svg_free(lq_svg* svg); ///< NULL is fine

/// Begin a panel below the last one. Marks that follow are in its values and cut at its edges.
/// @param x_ticks  numbers below it; only the last of a stack needs them
void lq_svg_panel(lq_svg* svg, double height_px, const lq_svg_axis* x, const lq_svg_axis* y,
                  bool x_ticks);

/// A line through points; where an y is NAN it is broken. Many points are thinned to the extremes
/// of each half pixel, so that no peak is lost.
void lq_svg_line(lq_svg* svg, lq_ink ink, const double* x, const double* y, size_t n, bool dashed);

/// The space between two lines.
void lq_svg_between(lq_svg* svg, lq_ink ink, const double* x, const double* low, const double* high,
                    size_t n);

void lq_svg_level(lq_svg* svg, lq_ink ink, double y, const char* label); ///< a limit, across
void lq_svg_border(lq_svg* svg, double x, const char* label);            ///< upright, with a word
void lq_svg_band(lq_svg* svg, lq_ink ink, double x_from, double x_to, const char* tip);
void lq_svg_words(lq_svg* svg, double x, double y, const char* text);

/// Names of inks, in a row above the panel that is next.
typedef struct {
  lq_ink      ink;
  const char* label;
  bool        dashed;
} lq_svg_key;
void lq_svg_legend(lq_svg* svg, const lq_svg_key* keys, size_t n);

/// @return malloc'ed text of the whole file, NULL without memory; once
char* lq_svg_text(lq_svg* svg);

/// Round values for the ticks of an axis, also where others draw it. @return how many, at most 12
size_t lq_svg_ticks(const lq_svg_axis* axis, double most, double ticks[LQ_SVG_TICKS]);

#endif
