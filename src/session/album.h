// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The keys of an album plan. Its rows are shared by reading and writing.
#ifndef LQ_SESSION_ALBUM_H
#define LQ_SESSION_ALBUM_H

#include "model/album.h"
#include "session/reading.h"

extern const lq_param lq_album_gap_row, lq_album_disc_length_row, lq_album_mark_lead_row,
    lq_album_strength_row, lq_album_levels_row, lq_album_cd_text_row, lq_album_record_row,
    lq_album_disc_row, lq_album_discs_row;

/// What the keys' readers fill, and where things stood, for what is only known at the end.
typedef struct {
  lq_album*      album;
  const lq_node *sides, *disc; ///< or NULL
} lq_album_filling;

enum { LQ_MOST_ALBUM_KEYS = 64 };

/// Every key and who reads it into an lq_album_filling.
/// @param keys  [LQ_MOST_ALBUM_KEYS]
size_t lq_album_keys(lq_key* keys);

#endif
