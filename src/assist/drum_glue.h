// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Glue: a slow compressor that lets the drums of a bus move as one. It takes what the genre bears,
/// 2 dB at most, at the loudest.
#ifndef LQ_ASSIST_DRUM_GLUE_H
#define LQ_ASSIST_DRUM_GLUE_H

#include "assist/track.h"

/// Put it on the drums' bus, if there is one.
LQ_NODISCARD lq_status lq_glue_drums(const lq_song* song, lq_session* session);

/// All faders moved by that: the threshold goes along.
void lq_glue_follow(const lq_session* session, double by_db);

#endif
