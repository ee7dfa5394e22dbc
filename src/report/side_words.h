// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The figures of a side as a cutting engineer reads them, for the sheet as text and as a page.
#ifndef LQ_REPORT_SIDE_WORDS_H
#define LQ_REPORT_SIDE_WORDS_H

#include "model/vinyl.h"

enum { LQ_SIDE_WORDS = 20 };

typedef struct {
  const char* what;
  lq_text     text;
} lq_side_word;

/// @return how many
size_t lq_side_words(const lq_side* side, lq_side_word words[LQ_SIDE_WORDS]);

/// "12:34.567"
lq_text lq_side_clock(double sec);

/// "Song, 3 places from 1:02 to 3:15, worst at 2:08.250: "; "" for what is said of all of a side.
lq_text lq_side_where(const lq_worry* worry);

double lq_side_sec(const lq_side* side); ///< of its file

const char* lq_side_worry_name(lq_worry_kind kind); ///< "curvature": for programs

#endif
