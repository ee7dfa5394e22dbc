// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Kits: several microphones on one drum kit are known by hearing each other. Drum machines do not:
/// their hits repeat so exactly that phases agree without any room, and nothing of them is moved.
#ifndef LQ_ASSIST_KIT_H
#define LQ_ASSIST_KIT_H

#include "assist/track.h"

#include "base/thread.h"

/// Write in_kit into the tracks, and put aside drum microphones that hear only the others.
LQ_NODISCARD lq_status lq_find_kit(lq_song* song, lq_session* session, lq_crew* crew);

#endif
