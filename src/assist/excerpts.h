// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Passages of a song whose balance is not that of the rest.
#ifndef LQ_ASSIST_EXCERPTS_H
#define LQ_ASSIST_EXCERPTS_H

#include "assist/polish.h"

typedef struct {
  double from_sec, to_sec;
  double off_db; ///< against the aims, mean of a region
} lq_excerpt;

/// The eight seconds in which a region of lq_tone_regions has most too much, or too little.
lq_excerpt lq_excerpt_worst(const lq_polish* polish, unsigned region, bool too_much);

/// "from 0:40 to 0:48"
const char* lq_excerpt_times(lq_pool* pool, lq_excerpt section);

/// A note for each region that some passage has much more of than the rest: one equaliser for the
/// whole song cannot serve both.
LQ_NODISCARD lq_status lq_excerpt_notes(lq_polish* polish);

#endif
