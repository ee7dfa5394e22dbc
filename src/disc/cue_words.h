// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// CUE sheets as lines of words.
#ifndef LQ_DISC_CUE_WORDS_H
#define LQ_DISC_CUE_WORDS_H

#include "base/pool.h"

#include <stdbool.h>
#include <stddef.h>

enum { LQ_CUE_WORDS = 8 }; ///< of a line that are told apart

typedef struct {
  const char* text; ///< UTF-8, without quotes
  unsigned    column;
} lq_cue_word;

typedef struct {
  lq_cue_word words[LQ_CUE_WORDS];
  unsigned    n;
  const char* rest; ///< everything behind the second word, for texts without quotes
  lq_at       at;   ///< of the first word
} lq_cue_line;

/// Goes through a sheet.
typedef struct {
  lq_pool*    pool;
  const char* file;
  const char* bytes;
  size_t      n, next;
  unsigned    line;
  bool        latin1; ///< the sheet is no UTF-8
  lq_error*   error;
} lq_cue_lines;

/// @return LQ_ERR_SYNTAX: bytes that are no text
LQ_NODISCARD lq_status lq_cue_lines_start(lq_cue_lines* lines, const char* bytes, size_t n);

/// The next line that has words. @param more  false at the end
/// @return LQ_ERR_SYNTAX: a quote that is not closed
LQ_NODISCARD lq_status lq_cue_lines_next(lq_cue_lines* lines, lq_cue_line* line, bool* more);

/// Where a word of a line stands.
lq_at lq_cue_at(const lq_cue_line* line, unsigned word);

#endif
