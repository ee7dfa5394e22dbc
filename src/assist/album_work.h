// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the steps of the album assistant share: its songs, and the pieces that they make.
#ifndef LQ_ASSIST_ALBUM_WORK_H
#define LQ_ASSIST_ALBUM_WORK_H

#include "assist/album.h"
#include "engine/envelope.h"
#include "measure/band_steps.h"
#include "measure/features.h"

/// No song.
#define LQ_NO_SONG ((size_t)-1)

typedef struct {
  const lq_song*  song;
  const lq_place* place;
  double          rate_hz;       ///< of its file
  uint64_t        offset_frames; ///< where its sound begins in the file, at the piece's rate
  uint64_t        n_frames;      ///< of its sound, at the piece's rate
  size_t          piece;
  uint64_t        in_piece; ///< frames from the beginning of its piece
  lq_features     features; ///< of a mix, until its chain is decided
  lq_band_steps*  heard;    ///< the same
  lq_pool*        pool;     ///< of what was found
  lq_findings     problems; ///< the assistant's
  lq_master*      master;   ///< NULL: it is one already
  bool            given;    ///< its plan was there
  size_t          chain_of; ///< the song whose chain it goes through; LQ_NO_SONG: none
  lq_band_steps*  bands;    ///< behind that
  lq_envelope     envelope; ///< of its file behind the chain, at base_db, at the album's rate
  lq_measurement  plain;    ///< the same
  double          base_db;  ///< at which these were taken: 0, but for songs that overlap
  double          rel_db;   ///< gain that puts it where it stands among the others
} lq_album_song;

/// Songs that run into each other without a break: one treatment, one level.
typedef struct {
  size_t   first, n;
  double   rate_hz;
  uint64_t n_frames;
  size_t   lead; ///< the loudest of them, that is brought to its aim
} lq_album_piece;

/// All songs at one rate. Neighbours may share a take: that of their piece.
typedef struct {
  double    rate_hz;
  lq_take** takes; ///< [n_songs]
  bool      kept;  ///< a reel of somebody else is made of it
} lq_album_takes;

struct lq_album_sound {
  lq_album_brief       brief;
  lq_pool*             pool;
  lq_album_song*       songs; ///< [n]
  size_t               n;
  lq_album_piece*      pieces; ///< [n_pieces]
  size_t               n_pieces;
  double               rate_hz; ///< the album's own
  lq_take**            own;     ///< [n] each at the rate of its piece
  lq_album_takes*      more;    ///< [n_more] at other rates
  size_t               n_more;
  size_t               loudest;    ///< song, or LQ_NO_SONG when all are silent
  lq_album_song_facts* song_facts; ///< [n]
  lq_album_facts       facts;
};

/// The song's name for sentences.
const char* lq_album_title(const lq_album_sound* s, size_t song);

/// Do `song` and the one before it belong to one piece?
bool lq_album_joined(const lq_album_sound* s, size_t song);

#endif
