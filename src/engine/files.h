// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What is known of the files of a session before it runs: each opened once and closed again.
#ifndef LQ_ENGINE_FILES_H
#define LQ_ENGINE_FILES_H

#include "audio/in.h"
#include "base/thread.h"

#include "lacquer/model.h"

typedef struct lq_files lq_files;

typedef struct {
  const char*   path;
  lq_audio_info info;
  unsigned      n_channels; ///< as the reader gives them: 1 or 2
} lq_file;

/// Look into every file that a clip names; the first clip whose file is bad is the error.
LQ_NODISCARD lq_status lq_files_new(lq_files** files, const lq_session* session, lq_crew* crew,
                                    lq_error* error);
void                   lq_files_free(lq_files* files); ///< NULL is fine

/// The file of a clip of that session.
const lq_file* lq_files_find(const lq_files* files, const char* path);

/// Where a clip begins in the session: as its plan says, or by its file's time stamp, counted from
/// the earliest stamp among the clips that go by theirs.
double lq_files_start_sec(const lq_files* files, const lq_clip* clip);

/// That earliest stamp: the time of day of the session's time 0; 0 when no clip goes by stamps.
double lq_files_origin_sec(const lq_files* files);

/// The session's rate, or the most common rate of its tracks (one vote a track, by its first
/// clip; of equals the highest).
LQ_NODISCARD lq_status lq_files_rate(const lq_files* files, const lq_session* session,
                                     double* rate_hz, lq_error* error);

/// An error about a clip's file, told with the place in the plan where the clip is written.
lq_status lq_clip_fail(lq_error* error, lq_status status, const lq_strip* track,
                       const lq_clip* clip, const char* text);

#endif
