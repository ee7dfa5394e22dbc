// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Pairs: the two sides of one stereo recording in two files, and the same part played twice. Both
/// go out to the left and the right alike.
#ifndef LQ_ASSIST_PAIRS_H
#define LQ_ASSIST_PAIRS_H

#include "assist/track.h"

/// Write side, twin and doubled into the tracks, and notes about them. After lq_find_strays().
LQ_NODISCARD lq_status lq_find_pairs(lq_song* song, lq_session* session);

#endif
