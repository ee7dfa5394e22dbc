// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Intake: a folder of files becomes a song of tracks, measured and named.
#ifndef LQ_ASSIST_INTAKE_H
#define LQ_ASSIST_INTAKE_H

#include "assist/track.h"

#include "lacquer/render.h"

/// Read every sound file of a folder once. What is no sound file is left alone; what claims to be
/// one and holds nothing is left out and noted in the session; what is broken is an error.
/// @param session  gets the notes; its pool holds everything
/// @param plan_folder  where the plan will lie: file names are written relative to it
LQ_NODISCARD lq_status lq_intake_folder(lq_song* song, lq_session* session, const char* folder,
                                        const char* plan_folder, const lq_render_options* options,
                                        lq_error* error);

/// What was kept at 4 kHz to compare the tracks by; the features stay.
void lq_song_forget_waves(lq_song* song);

void lq_song_release(lq_song* song); ///< the features; the rest goes with the pool

#endif
