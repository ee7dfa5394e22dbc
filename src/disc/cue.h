// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// CUE sheets: the marks and names of a disc as a text beside one sound file, or many.
/// Written by the rules of the strictest reader known (docs/ddp.md); read as others write them.
#ifndef LQ_DISC_CUE_H
#define LQ_DISC_CUE_H

#include "disc/disc.h"
#include "disc/latin1.h"

/// A sound file and which part of the disc it holds.
typedef struct {
  const char* file;       ///< its name, without quotes in it
  uint32_t    start, end; ///< sectors
} lq_cue_piece;

typedef struct {
  const lq_cue_piece* pieces; ///< [n_pieces] in their order; what none of them holds is silence
  unsigned            n_pieces;
  const char*         kind;   ///< NULL: WAVE; BINARY for raw little-endian sound
  bool                latin1; ///< ISO 8859-1; else UTF-8, without a mark of it
  lq_latin1_way       way;
  const char*         date;    ///< for REM DATE, or NULL
  const char*         comment; ///< for REM COMMENT, or NULL
} lq_cue_spec;

/// Capitals, CR LF, INDEX 00 for pauses, PREGAP only for those that no file holds. One piece from
/// sector 0, or from the first mark, makes the sheet that every reader takes.
/// @param disc  without errors (disc/red_book.h)
/// @param text  zero-ended, in the pool
/// @return LQ_ERR_BAD_VALUE: a character that Latin-1 lacks, a mark that lies in no piece
LQ_NODISCARD lq_status lq_cue_text(const lq_disc* disc, const lq_cue_spec* spec, lq_pool* pool,
                                   const char** text, lq_error* error);

typedef struct {
  const char* name;
  const char* kind; ///< "WAVE"
  lq_at       at;
} lq_cue_file;

/// A time in one of the files.
typedef struct {
  unsigned file;
  uint32_t sector;
  lq_at    at;
} lq_cue_mark;

typedef struct {
  unsigned           number; ///< as written; they follow each other
  uint32_t           pregap; ///< sectors of silence before it that no file holds
  uint32_t           postgap;
  bool               has_pause; ///< INDEX 00
  lq_cue_mark        pause;
  const lq_cue_mark* index;   ///< [n_index] 01, 02, ...
  unsigned           n_index; ///< at least 1
  unsigned           flags;   ///< lq_disc_flag
  bool               is_data; ///< not AUDIO
  const char*        isrc;    ///< 12 characters, or NULL
  const char*        text[LQ_CDTEXT_N];
  lq_at              at;
} lq_cue_track;

typedef struct {
  const lq_cue_file*  files; ///< [n_files]
  unsigned            n_files;
  const lq_cue_track* tracks; ///< [n_tracks]
  unsigned            n_tracks;
  const char*         ean;
  const char*         cdtext_file;
  const char*         genre; ///< REM GENRE
  const char*         date;  ///< REM DATE
  const char*         text[LQ_CDTEXT_N];
} lq_cue;

/// Any bytes: UTF-8 (a byte order mark is skipped), or ISO 8859-1 where they are no UTF-8.
/// @param file  for errors, which have line and column
LQ_NODISCARD lq_status lq_cue_parse(const char* bytes, size_t n_bytes, const char* file,
                                    lq_pool* pool, lq_cue* cue, lq_error* error);

/// As a disc. Where the sheet leaves the pause before track 1 out, or it is shorter than
/// LQ_DISC_PAUSE, silence is put before it.
/// @param n_sectors  [n_files] lengths of the files, rounded up
/// @return LQ_ERR_BAD_VALUE with the place: marks that go back, or lie behind the end of their file
LQ_NODISCARD lq_status lq_cue_disc(const lq_cue* cue, const uint32_t* n_sectors, lq_pool* pool,
                                   lq_disc* disc, lq_error* error);

#endif
