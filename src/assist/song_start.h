// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How a song begins: what is known before a file was opened, and what the brief says of its
/// tracks.
#ifndef LQ_ASSIST_SONG_START_H
#define LQ_ASSIST_SONG_START_H

#include "assist/mix.h"
#include "assist/track.h"

/// Roles, sounds, genre and strength; title, folder, tempo and notes of the session.
/// @param song  with its pool, the session's
LQ_NODISCARD lq_status lq_song_start(lq_song* song, lq_session* session, const lq_mix_job* job,
                                     lq_error* error);

/// Mark the tracks that the brief keeps as they are.
/// @return LQ_ERR_UNKNOWN when it names one that is not there
LQ_NODISCARD lq_status lq_song_keep(const lq_song* song, lq_error* error);

#endif
