// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the files of a drawing share: its text as it grows, and where values lie on the panel.
#ifndef LQ_REPORT_SVG_PAGE_H
#define LQ_REPORT_SVG_PAGE_H

#include "report/svg.h"

#include <stdio.h>

enum {
  LQ_SVG_LEFT  = 52, ///< room for numbers, px
  LQ_SVG_RIGHT = 10,
  LQ_SVG_LINE  = 22, ///< height of a row of words
};

struct lq_svg {
  FILE*       out;
  char*       body;
  size_t      n_body;
  char*       title;
  char*       summary;
  double      y_px;   ///< where the next thing begins
  double      top_px; ///< of the panel
  double      height_px;
  lq_svg_axis x, y;
  unsigned    n_panels;
  unsigned    id;   ///< of its title: several drawings may stand on one page
  bool        open; ///< a panel is
};

double lq_svg_x_px(const lq_svg* svg, double x);
double lq_svg_y_px(const lq_svg* svg, double y);

/// A number as SVG has it: few decimals, a point whatever the locale.
void lq_svg_number(lq_svg* svg, double value);
/// "name="value"" with a leading blank.
void lq_svg_put(lq_svg* svg, const char* name, double value);
/// A text with what XML would take for its own written out.
void lq_svg_escape(FILE* out, const char* text);

/// The class of an ink: "i1", "warn".
const char* lq_svg_ink(lq_ink ink);

#endif
