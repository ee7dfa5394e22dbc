// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// An album print: one continuous album for one destination, rendered from a reel through one
/// limiter, quantised, written, read back and measured song by song, before it has a name.
///
/// Songs are told apart by cuts, frames of the album: song k is what lies from cuts[k] to
/// cuts[k + 1]; what lies in front of the first cut is nobody's.
#ifndef LQ_DELIVER_ALBUM_PRINT_H
#define LQ_DELIVER_ALBUM_PRINT_H

#include "engine/reel.h"
#include "measure/readback.h"

#include "lacquer/dither.h"

/// One song of it.
typedef struct {
  lq_readback read;         ///< of the song alone, as of a file with silence around it
  double      reduction_db; ///< most that the limiter took away
  double      usual_db;     ///< exceeded in 1 % of the time; -1: it does not say
  uint64_t    digest;       ///< of its samples as they were read back; 0 for one without a file
} lq_album_part;

typedef struct {
  const lq_reel*  reel;
  const lq_chain* chain; ///< limiter first
  unsigned        bits;
  lq_dither_kind  dither;
  const char*     path; ///< beside which it lies without a name
  const uint64_t* cuts; ///< [n_songs + 1]
  size_t          n_songs;
} lq_album_job;

typedef struct lq_album_print lq_album_print;

/// @param before  an earlier print of the same cuts, or NULL: a song that reads back sample for
///                sample as it did there is not measured again
LQ_NODISCARD lq_status lq_album_print_make(lq_album_print** print, const lq_album_job* job,
                                           const lq_album_print*    before,
                                           const lq_render_options* options, lq_error* error);
void                   lq_album_print_free(lq_album_print* print); ///< NULL is fine

const lq_album_part* lq_album_print_parts(const lq_album_print* print); ///< [n_songs]

/// True peak of all of it, joins included, exactly.
double lq_album_print_peak_dbtp(const lq_album_print* print);

/// Where it can be read.
LQ_NODISCARD lq_status lq_album_print_path(const lq_album_print* print, char* path, size_t size,
                                           lq_error* error);

/// One song alone through the same, without a file: what would be read from it but for dither,
/// rounding and what its neighbours leave in the limiter. For passes that only ask.
/// @param part  out: release it with lq_readback_free(&part->read)
LQ_NODISCARD lq_status lq_album_part_try(lq_album_part* part, const lq_album_job* job, size_t song,
                                         const lq_render_options* options, lq_error* error);

#endif
