// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Dips: places where a delivery is turned down for an instant, because what a codec adds there
/// would go over full scale. Behind the limiter, so that nothing else changes.
#ifndef LQ_ASSIST_DIPS_H
#define LQ_ASSIST_DIPS_H

#include "model/facts.h"

enum { LQ_MOST_DIPS = 128 };

typedef struct {
  double start_sec, end_sec; ///< of the bottom
  double db;                 ///< down
} lq_dip;

typedef struct {
  lq_dip at[LQ_MOST_DIPS]; ///< [n] in order of time, apart from each other
  size_t n;
} lq_dips;

/// Deepen them by what codecs went over, and `room_db`, wherever they did or came near: the next
/// encoding's noise is another one. What finds no room is left out.
void lq_dips_deepen(lq_dips* dips, const lq_codec_facts* codecs, size_t n_codecs, double room_db);

/// The fader that does it, with its reason.
LQ_NODISCARD lq_status lq_dips_device(const lq_dips* dips, lq_device* fader, lq_pool* pool);

#endif
