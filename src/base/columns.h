// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How wide a text stands on a terminal or in a plain text file.
#ifndef LQ_BASE_COLUMNS_H
#define LQ_BASE_COLUMNS_H

#include <stddef.h>

/// Columns of a UTF-8 text: two for each character of East Asian width, none for a mark that stands
/// on another one; a byte that is no UTF-8 has one. The same in every locale.
size_t lq_text_columns(const char* text);

#endif
