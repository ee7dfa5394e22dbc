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

/// The most that peaks come down for codecs, as far as a person would have left room for them.
#define LQ_DIPS_MOST_DB 1.0

/// What the codecs of a place ask for. Where they go over in many places the peaks of all of the
/// song are to come down; what is left, or was little from the start, is turned down where it is.
/// @param lowered_db  how far its peaks came down before
/// @param lower_db    out: how far they are to come down now; 0: the dips were deepened
/// @return false: they are content
bool lq_dips_heed(lq_dips* dips, const lq_codec_facts* codecs, size_t n_codecs, double song_sec,
                  double lowered_db, double* lower_db);

/// Stays so far below full scale that it need not be asked again while nothing but dips are added:
/// they only turn down. True also of what cannot be asked.
bool lq_dips_is_clear(const lq_codec_facts* codec);

/// Deepen them by what codecs went over, and `room_db`, wherever they did or came near: the next
/// encoding's noise is another one. What finds no room is left out.
void lq_dips_deepen(lq_dips* dips, const lq_codec_facts* codecs, size_t n_codecs, double room_db);

/// The fader that does it, with its reason.
LQ_NODISCARD lq_status lq_dips_device(const lq_dips* dips, lq_device* fader, lq_pool* pool);

#endif
