// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The sound of an album's songs behind their chains, kept in takes, and put on reels.
#ifndef LQ_ASSIST_ALBUM_TAKES_H
#define LQ_ASSIST_ALBUM_TAKES_H

#include "assist/album_work.h"

/// Every piece through the chains of its songs, heard on the way.
LQ_NODISCARD lq_status lq_album_render(lq_album_sound* s, const lq_render_options* options,
                                       lq_error* error);

/// What was rendered, for songs that go through the chain of `song`, through one more device.
LQ_NODISCARD lq_status lq_album_rerender(lq_album_sound* s, size_t song, const lq_chain* more,
                                         const lq_render_options* options, lq_error* error);

/// Every song at a rate.
LQ_NODISCARD lq_status lq_album_convert(lq_album_sound* s, double rate_hz,
                                        const lq_render_options* options, lq_error* error);

/// What was converted to a rate is not needed any more, unless it was to be kept.
void lq_album_forget_rate(lq_album_sound* s, double rate_hz);
void lq_album_keep_rate(lq_album_sound* s, double rate_hz);

/// Songs first to last where the layout has them, counted from `from_sector`.
/// @param gain_db  [n] of all songs of the album
LQ_NODISCARD lq_status lq_album_splice(const lq_album_sound* s, size_t first, size_t last,
                                       uint32_t from_sector, uint32_t n_sectors, double rate_hz,
                                       const double* gain_db, lq_reel** reel);

/// Frees all takes.
void lq_album_free_takes(lq_album_sound* s);

#endif
