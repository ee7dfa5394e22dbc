// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Tables as text: RFC 4180 (2005), with comma, semicolon or tab between the cells, as the first
/// line has them. Cells may hold line ends between quotes.
#ifndef LQ_VERIFY_CSV_H
#define LQ_VERIFY_CSV_H

#include "verify/text_file.h"

enum { LQ_CSV_COLUMNS_MOST = 128, LQ_CSV_ROWS_MOST = 100000 };

typedef struct {
  const char* const* cells;                      ///< [n_rows * n_columns], "" where a row is short
  size_t             n_rows, n_columns;          ///< without the first line
  const char*        names[LQ_CSV_COLUMNS_MOST]; ///< small letters and digits alone: "truepeakdbtp"
} lq_csv;

/// @return LQ_ERR_FORMAT (a quote that is never closed, too many columns), LQ_ERR_LIMIT,
///         LQ_ERR_MEMORY
LQ_NODISCARD lq_status lq_csv_parse(lq_csv* csv, lq_pool* pool, const lq_text_bytes* bytes);

/// Which column has one of the names (ended by NULL), the first that is there; -1: none.
int lq_csv_column(const lq_csv* csv, const char* const* names);

/// The cell, or "" where there is no such column.
const char* lq_csv_cell(const lq_csv* csv, size_t row, int column);

#endif
