// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A compact disc as plain data: where its tracks begin, and what it says about itself. What DDP
/// sets, CUE sheets, TOC files and PQ sheets are made from, and what they are read into.
///
/// Time is counted in sectors of 1/75 second, 588 stereo samples at 44.1 kHz, from the first sector
/// of the image, which begins with the pause of track 1: two seconds, or as long as a hidden song.
#ifndef LQ_DISC_DISC_H
#define LQ_DISC_DISC_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  LQ_SECTORS_PER_SEC  = 75,
  LQ_SECTOR_FRAMES    = 588,
  LQ_SECTOR_BYTES     = 2352,
  LQ_DISC_MOST_TRACKS = 99,
  LQ_DISC_MOST_INDEX  = 99,
  LQ_DISC_PAUSE       = 150,          ///< least sectors before track 1
  LQ_DISC_LEAST_TRACK = 4 * 75,       ///< sectors of a track
  LQ_DISC_END         = 100 * 60 * 75 ///< what MM:SS:FF cannot say any more
};

/// Texts that CD-TEXT has for the disc and for every track.
typedef enum {
  LQ_CDTEXT_TITLE,
  LQ_CDTEXT_PERFORMER,
  LQ_CDTEXT_SONGWRITER,
  LQ_CDTEXT_COMPOSER,
  LQ_CDTEXT_ARRANGER,
  LQ_CDTEXT_MESSAGE,
  LQ_CDTEXT_N
} lq_cdtext_kind;

/// The sub-code's flags of a track.
typedef enum {
  LQ_DISC_PRE  = 1, ///< pre-emphasis
  LQ_DISC_DCP  = 2, ///< digital copy permitted
  LQ_DISC_4CH  = 8, ///< four channels: read, never written by default
  LQ_DISC_SCMS = 16 ///< serial copy management
} lq_disc_flag;

typedef struct {
  uint32_t        pause;   ///< sector of index 00; that of index 01 where there is no pause
  const uint32_t* index;   ///< [n_index] sectors of index 01, 02, ..., rising
  unsigned        n_index; ///< 1 to LQ_DISC_MOST_INDEX
  unsigned        flags;   ///< lq_disc_flag
  const char*     isrc;    ///< 12 characters, or NULL
  const char*     text[LQ_CDTEXT_N]; ///< UTF-8, or NULL
  lq_at           at;                ///< where it was written
} lq_disc_track;

typedef struct {
  const lq_disc_track* tracks; ///< [n_tracks]
  unsigned             n_tracks;
  uint32_t             lead_out;   ///< sectors of the image
  const char*          ean;        ///< 13 digits, or NULL
  const char*          catalogue;  ///< or NULL
  unsigned             genre_code; ///< of CD-TEXT; 0: none
  const char*          genre;      ///< text beside it, or NULL
  const char*          text[LQ_CDTEXT_N];
} lq_disc;

#endif
