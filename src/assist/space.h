// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Space: one plate and one echo, and how much of each track goes there.
#ifndef LQ_ASSIST_SPACE_H
#define LQ_ASSIST_SPACE_H

#include "assist/track.h"

/// Make the returns that are needed.
LQ_NODISCARD lq_status lq_space_returns(const lq_song* song, lq_session* session);

/// Write the tracks' sends to them.
LQ_NODISCARD lq_status lq_space_sends(const lq_song* song, const lq_session* session);

#endif
