// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How loud each song of an album is to be among the others. The loudest sets the level, and the
/// differences are kept: AES TD1008, "Recommendations for Loudness of Internet Audio Streaming and
/// On-Demand Distribution", 2021.
#ifndef LQ_ASSIST_ALBUM_LEVELS_H
#define LQ_ASSIST_ALBUM_LEVELS_H

#include "assist/album_work.h"

/// Short-term loudness that one window of twenty exceeds, of those within 20 LU of their mean: the
/// upper end of the loudness range of EBU Tech 3342. Of several stretches together.
/// @return -INFINITY where nothing sounds for three seconds
LQ_NODISCARD lq_status lq_album_loud_lufs(const lq_envelope* const* envelopes, size_t n,
                                          double* lufs);

/// Every song measured behind its chain, and its place among the others found, with the reason.
LQ_NODISCARD lq_status lq_album_level(lq_album_sound* s, const lq_render_options* options,
                                      lq_error* error);

/// How loud a song is to be when the loudest is to have `lufs`.
double lq_album_aim_lufs(const lq_album_sound* s, size_t song, double lufs);

#endif
