// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Width of the whole: a bass that is one in both speakers, a lead that one speaker keeps, and
/// sides about as strong as on released records.
#ifndef LQ_ASSIST_WIDENING_H
#define LQ_ASSIST_WIDENING_H

#include "assist/track.h"

/// Released songs: quartiles of 18 songs, measured 2026 (as data/tone.yaml).
#define LQ_WIDTH_RANGE ((lq_width_range){.low_db = -11.7, .high_db = -9.3})

/// After panning: write width processors into the tracks' chains, and move the pans of single
/// tracks, until the sides lie in the range or nothing more may be done.
/// @param by  how reasons call what the range comes from: "released records"
LQ_NODISCARD lq_status lq_widen_tracks(lq_song* song, const lq_session* session,
                                       lq_width_range range, const char* by);

/// Every place off the middle, and every width, times so much; within what they may be. What the
/// brief keeps stays, and a lead does not get wider: one speaker would lose it.
void lq_widen_all(const lq_song* song, const lq_session* session, double by);

#endif
