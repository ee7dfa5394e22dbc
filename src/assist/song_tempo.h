// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Tempo when nobody says it: what the tracks agree on, drums most. Only a sure one is written.
#ifndef LQ_ASSIST_SONG_TEMPO_H
#define LQ_ASSIST_SONG_TEMPO_H

#include "assist/track.h"

/// Set the tempo of the song and of the session: the brief's, or the one that is heard, with a
/// note.
LQ_NODISCARD lq_status lq_song_tempo(lq_song* song, lq_session* session);

/// So many beats, between a least and a most; the usual time when no tempo is known.
double lq_song_beats_ms(const lq_song* song, double beats, double least_ms, double usual_ms,
                        double most_ms);

#endif
