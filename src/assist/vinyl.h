// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a side of a record needs before it is cut, by what its groove would be: each a processor in
/// a chain with its reason. Nothing limits: peaks are left, and the level is gain alone.
#ifndef LQ_ASSIST_VINYL_H
#define LQ_ASSIST_VINYL_H

#include "engine/take.h"
#include "model/vinyl.h"

typedef struct {
  const lq_take*         take; ///< the music of the side
  const lq_vinyl*        vinyl;
  const lq_vinyl_record* record;
  const lq_side_song*    songs; ///< [n_songs]
  size_t                 n_songs;
  double                 level_db; ///< cutting level; NAN: the greatest that fits, 0 dB at most
  bool                   as_is;    ///< nothing but gain
  lq_pool*               pool;
} lq_side_brief;

/// Fills chain, level_db and gain_db of the side.
LQ_NODISCARD lq_status lq_vinyl_decide(lq_side* side, const lq_side_brief* brief,
                                       const lq_render_options* options, lq_error* error);

#endif
