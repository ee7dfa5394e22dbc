// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Panning: pairs go wide, the bottom and the lead stay in the middle, the rest is shared out so
/// that left and right weigh the same.
#ifndef LQ_ASSIST_PANNING_H
#define LQ_ASSIST_PANNING_H

#include "assist/track.h"

/// Write pan controls (and their reasons) into the tracks' strips.
LQ_NODISCARD lq_status lq_pan_tracks(const lq_song* song, const lq_session* session);

#endif
