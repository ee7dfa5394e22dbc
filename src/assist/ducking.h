// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Keyed room: the bass steps back a little in its lowest octaves under each kick, and what covers
/// the lead most opens a hole around 2.5 kHz while the lead sounds. Only where masking falls by it.
#ifndef LQ_ASSIST_DUCKING_H
#define LQ_ASSIST_DUCKING_H

#include "assist/track.h"

/// Put duckers and dynamic equalisers into the tracks' chains and turn the scene by them.
LQ_NODISCARD lq_status lq_duck_tracks(lq_song* song);

#endif
