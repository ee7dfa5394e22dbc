// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Microphones: two on one source are made to work together: the earlier one waits for the later,
/// where the distance is certain, and the one that takes more away than it gives is turned upside
/// down. Nothing that is in doubt is moved.
#ifndef LQ_ASSIST_MICS_H
#define LQ_ASSIST_MICS_H

#include "assist/track.h"

/// Compare microphones; write delay and polarity controls with their reasons, and notes.
LQ_NODISCARD lq_status lq_align_mics(const lq_song* song, lq_session* session, lq_error* error);

#endif
