// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where everything of an album lies, in sectors of 1/75 second from its beginning. Every usual
/// rate has a whole number of frames in a sector, so one layout is exact at all of them.
#ifndef LQ_MODEL_LAYOUT_H
#define LQ_MODEL_LAYOUT_H

#include "disc/disc.h"
#include "model/album.h"

typedef struct {
  uint32_t        pause; ///< where its gap begins: index 00
  uint32_t        mark;  ///< index 01: where its file begins
  uint32_t        start; ///< where its sound begins: a segue's overlap, a mark's lead apart
  uint32_t        end;   ///< where its file ends and the next one's begins: the next mark, or pause
  uint64_t        n_sound; ///< sectors of sound, rounded up
  const uint32_t* index;   ///< [n_index] 01, 02, ...
  unsigned        n_index;
  bool            is_segue; ///< nothing but music lies between it and the one before
} lq_place;

typedef struct {
  const lq_place* places; ///< [n_songs]
  size_t          n;
  uint32_t        n_sectors; ///< of the whole album, the first pause included
} lq_layout;

/// @param lengths_sec  [n_songs] of the files' sound that is used
/// @return LQ_ERR_BAD_VALUE, with where in the plan it was written: an overlap longer than a song,
/// a
///         mark outside its song
LQ_NODISCARD lq_status lq_layout_make(lq_layout* layout, const lq_album* album,
                                      const double* lengths_sec, lq_pool* pool, lq_error* error);

/// The same as a disc. Not yet judged: disc/red_book.h does that.
LQ_NODISCARD lq_status lq_layout_disc(lq_disc* disc, const lq_layout* layout, const lq_album* album,
                                      lq_pool* pool);

#endif
