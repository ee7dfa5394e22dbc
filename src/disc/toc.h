// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// TOC files of cdrdao: the same as a CUE sheet in another language, with every length written out.
#ifndef LQ_DISC_TOC_H
#define LQ_DISC_TOC_H

#include "disc/cue.h"

typedef struct {
  const char*         file;   ///< name of the one sound file,
  uint32_t            start;  ///< and the sector of the disc with which it begins: 0, or a mark
  const lq_cue_piece* pieces; ///< [n_pieces] or many files, in their order
  unsigned            n_pieces;
  lq_latin1_way       way; ///< cdrdao reads ISO 8859-1
} lq_toc_spec;

/// @param disc  without errors (disc/red_book.h)
/// @param text  zero-ended ASCII (others as octal codes), in the pool
/// @return LQ_ERR_BAD_VALUE: a character that Latin-1 lacks
LQ_NODISCARD lq_status lq_toc_text(const lq_disc* disc, const lq_toc_spec* spec, lq_pool* pool,
                                   const char** text, lq_error* error);

#endif
