// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Strays: what lies among the tracks and is none: clicks, copies, takes that went into a comp, a
/// rough mix or a bus of the others. Muted in the plan, with the reason, and told in its notes.
#ifndef LQ_ASSIST_STRAYS_H
#define LQ_ASSIST_STRAYS_H

#include "assist/track.h"

#include "base/thread.h"

/// Compare all tracks, and put strays aside.
/// @param session  gets the notes
LQ_NODISCARD lq_status lq_find_strays(lq_song* song, lq_session* session, lq_crew* crew);

#endif
