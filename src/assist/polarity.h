// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Polarity: two microphones on one drum, a DI and its amplifier: the one that takes more away than
/// it gives is turned upside down.
#ifndef LQ_ASSIST_POLARITY_H
#define LQ_ASSIST_POLARITY_H

#include "assist/track.h"

/// Compare pairs of tracks that record the same thing; write polarity controls and reasons.
LQ_NODISCARD lq_status lq_polarity_tracks(const lq_song* song, lq_session* session,
                                          lq_error* error);

#endif
