// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where everything of an album lies, in sectors of 1/75 second from its beginning. Every usual
/// rate has a whole number of frames in a sector, so one layout is exact at all of them.
///
///     gap       |~~~~ song 1 ~~~~|            |~~~~ song 2 ~~~~|
///               mark             pause   mark start
///     overlap   |~~~~ song 1 ~~~~~~~~~|
///                           |~~~~ song 2 ~~~~|
///                           pause = mark = start
///
/// A file goes from its song's mark to the next one's, so a pause is the end of the file before it.
/// Files tile the album: places[i].end == places[i + 1].mark, and the last ends at n_sectors. What
/// lies before places[0].mark is the first pause: silence, no song's, and no file but a disc has
/// it. A hidden song is a file of its own that begins at 0.
#ifndef LQ_MODEL_LAYOUT_H
#define LQ_MODEL_LAYOUT_H

#include "disc/disc.h"
#include "model/album.h"

typedef struct {
  uint32_t        pause;   ///< where the sound before it has ended: index 00
  uint32_t        mark;    ///< index 01: where its file begins
  uint32_t        start;   ///< where its sound begins: at the mark, or a mark's lead behind it
  uint32_t        end;     ///< where its file ends and the next one's begins: the next mark
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

/// @param lengths_sec  [n_songs] of the files' sound that is used (lq_song_length)
/// @return LQ_ERR_BAD_VALUE, with where in the plan it was written: an overlap longer than a song,
///         a mark outside its song, fades longer than it
LQ_NODISCARD lq_status lq_layout_make(lq_layout* layout, const lq_album* album,
                                      const double* lengths_sec, lq_pool* pool, lq_error* error);

/// The same as a disc: tracks without the hidden song, which is the pause of the first. Not yet
/// judged: disc/red_book.h does that.
LQ_NODISCARD lq_status lq_layout_disc(lq_disc* disc, const lq_layout* layout, const lq_album* album,
                                      lq_pool* pool);

/// Key of an album plan that a text of a disc comes from: "artist".
const char* lq_layout_text_key(lq_cdtext_kind kind);

/// May it be pressed (lq_red_book_demand), does it fit on a disc of the plan's length, and can its
/// texts be written (model/layout_latin1.h)? The error says where in the plan: the track that is
/// wrong, or the first that lies beyond the end.
LQ_NODISCARD lq_status lq_layout_demand_disc(const lq_disc* disc, const lq_layout* layout,
                                             const lq_album* album, lq_error* error);

#endif
