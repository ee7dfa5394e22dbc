// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Songs of an album opened and heard: which of them are one piece, and what chain each gets.
#ifndef LQ_ASSIST_ALBUM_SONGS_H
#define LQ_ASSIST_ALBUM_SONGS_H

#include "assist/album_work.h"

/// Rates, lengths, pieces.
LQ_NODISCARD lq_status lq_album_open(lq_album_sound* s, lq_error* error);

/// Each song heard, each mix given a chain: its plan's, or the assistant's.
LQ_NODISCARD lq_status lq_album_decide(lq_album_sound* s, const lq_render_options* options,
                                       lq_error* error);

#endif
