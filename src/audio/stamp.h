// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where files that were recorded together belong on one timeline, by their BWF time references.
#ifndef LQ_AUDIO_STAMP_H
#define LQ_AUDIO_STAMP_H

#include "audio/in.h"

/// @param infos      [n]
/// @param start_sec  [n] seconds behind the earliest; written only when true
/// @return true when every file has a stamp, not all have the same, and they lie near enough to be
///         one song: each begins before the longest could have ended after the earliest began
bool lq_stamp_starts(const lq_audio_info* infos, size_t n, double* start_sec);

#endif
