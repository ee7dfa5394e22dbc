// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Which songs go on which side: in their order, as few sides as bear them, halves of one record
/// balanced, demanding songs outside where a choice is left.
#ifndef LQ_ASSIST_VINYL_SIDES_H
#define LQ_ASSIST_VINYL_SIDES_H

#include "model/vinyl.h"

typedef struct {
  double length_sec; ///< with the gap behind it
  double demand_db;  ///< how much treble and level it has, against the others
} lq_sides_song;

/// @param first  [n_songs + 1] out: first song of each side
/// @param why    out: a sentence, from the pool
LQ_NODISCARD lq_status lq_vinyl_split(unsigned* first, size_t* n_sides, const char** why,
                                      const lq_sides_song* songs, size_t n_songs,
                                      const lq_vinyl_record* record, lq_pool* pool);

#endif
