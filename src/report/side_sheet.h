// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What goes to the cutting room beside the files of the sides: times, spirals, levels, and what
/// each side will ask of the lathe. As text, as a page, for programs.
#ifndef LQ_REPORT_SIDE_SHEET_H
#define LQ_REPORT_SIDE_SHEET_H

#include "model/vinyl.h"

#include <jansson.h>

typedef struct {
  const char*        title;
  const char*        artist;    ///< or NULL
  const char*        catalogue; ///< or NULL
  const char*        contact;   ///< or NULL
  const lq_side*     sides;     ///< [n_sides]
  size_t             n_sides;
  const char* const* why; ///< [n_why] how songs came to their sides
  size_t             n_why;
} lq_side_sheet;

/// @return malloc'ed, NULL without memory
char* lq_side_sheet_text(const lq_side_sheet* sheet);
char* lq_side_sheet_html(const lq_side_sheet* sheet);

/// A new reference; NULL without memory.
json_t* lq_side_sheet_json(const lq_side_sheet* sheet);

#endif
