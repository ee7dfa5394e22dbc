// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Files one behind the other as the stream that a record is pressed from, with silence between.
#ifndef LQ_ASSIST_PRESSING_FILES_H
#define LQ_ASSIST_PRESSING_FILES_H

#include "assist/pressing.h"

typedef struct lq_pressing_files lq_pressing_files;

/// @param rate_hz  0: that of the first file; others are brought to it
/// @param gap_sec  between two files
LQ_NODISCARD lq_status lq_pressing_files_open(lq_pressing_files** files, const char* const* paths,
                                              size_t n_paths, double rate_hz, double gap_sec,
                                              lq_pool* pool, lq_error* error);
void                   lq_pressing_files_close(lq_pressing_files* files); ///< NULL is fine

const lq_pressing_source* lq_pressing_files_source(const lq_pressing_files* files);
/// [n_paths] called as their files.
const lq_pressing_song* lq_pressing_files_songs(const lq_pressing_files* files);

#endif
