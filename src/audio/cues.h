// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where the tracks of a disc lie in one sound file of all of it: what FLAC's cue sheet block says.
#ifndef LQ_AUDIO_CUES_H
#define LQ_AUDIO_CUES_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  uint64_t        pause_frame;  ///< of index 00; that of index 01 where there is no pause
  const uint64_t* index_frames; ///< [n_index] of index 01, 02, ..., rising, from the file's start
  unsigned        n_index;      ///< 1 to 99
  const char*     isrc;         ///< 12 characters, or NULL
  bool            pre_emphasis;
} lq_audio_cue;

/// Sectors of a disc are 588 frames; every place is a whole number of them.
typedef struct {
  const lq_audio_cue* tracks; ///< [n_tracks]
  unsigned            n_tracks;
  uint64_t            n_frames; ///< of the whole
  const char*         ean;      ///< 13 digits, or NULL
} lq_audio_cues;

#endif
