// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How a song begins, whatever is made of it: what is known before a file was opened, what the
/// brief says of its tracks, the desk that they stand on, and how it is heard.
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

/// A strip for every track, in their order; those that take no part are muted, with the reason.
LQ_NODISCARD lq_status lq_song_strips(const lq_song* song, lq_session* session);

/// Render the session and hear every track behind its chain: the desk, the scene, and `heard` of
/// each. What was heard before is forgotten.
LQ_NODISCARD lq_status lq_song_hear(lq_song* song, const lq_session* session,
                                    const lq_render_options* options, lq_error* error);

#endif
