// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// LAME, set up as the proof of a codec and the writer of files both want it: a constant bit rate,
/// everything else as LAME has it by itself.
#ifndef LQ_AUDIO_LAME_START_H
#define LQ_AUDIO_LAME_START_H

#include <stdbool.h>

/// Bytes that so many frames may become (LAME's lame.h: 1.25 times the input, and 7200).
#define LQ_LAME_BYTES(n_frames) ((n_frames)*5 / 4 + 7200)

typedef struct {
  unsigned rate_hz, n_channels, kbps;
  bool     tagged; ///< a first frame is kept for the tag that says how long the music is
} lq_lame_spec;

struct lame_global_struct; // lame_global_flags of lame.h

/// @return false when LAME refuses
bool lq_lame_start(struct lame_global_struct* lame, const lq_lame_spec* spec);

#endif
