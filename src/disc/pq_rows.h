// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The lines of a PQ sheet, for its text and its page alike.
#ifndef LQ_DISC_PQ_ROWS_H
#define LQ_DISC_PQ_ROWS_H

#include "disc/pq_sheet.h"
#include "disc/red_book.h"

typedef struct {
  char        track[4]; ///< "01", "AA"
  char        index[4];
  lq_msf      start;
  lq_msf      pause;  ///< "" where there is none
  lq_msf      length; ///< "" but for index 01
  const char* isrc;   ///< "" but for index 01
  char        flags[24];
  const char* title; ///< "" but for index 01
} lq_pq_row;

/// Called with each line in its order.
void lq_pq_rows(const lq_disc* disc, void (*put)(void* user, const lq_pq_row* row), void* user);

/// What stands above the lines: a label and what it says.
void lq_pq_heads(const lq_disc* disc, const lq_pq_facts*                             facts,
                 void (*put)(void* user, const char* label, const char* text), void* user);

#endif
