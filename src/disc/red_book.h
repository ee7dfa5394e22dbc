// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// May a disc be pressed? The limits of CD audio: tracks and marks, lengths, pauses, codes.
/// Sources: docs/ddp.md names what is published of them; the standard itself, IEC 60908, is not.
#ifndef LQ_DISC_RED_BOOK_H
#define LQ_DISC_RED_BOOK_H

#include "disc/disc.h"
#include "disc/faults.h"

/// "12:34:56", minutes, seconds and sectors.
typedef struct {
  char text[16];
} lq_msf;
lq_msf lq_msf_of(uint32_t sector);

/// The sector behind a track's last: the pause, or the first mark, of the next one, or the
/// lead-out.
uint32_t lq_disc_track_end(const lq_disc* disc, unsigned track);

/// Any disc, however wrong; its faults, in the order of the tracks.
LQ_NODISCARD lq_status lq_red_book_judge(const lq_disc* disc, lq_pool* pool,
                                         lq_disc_faults* faults);

/// The first error of them as an lq_error: LQ_ERR_BAD_VALUE; LQ_OK when there is none.
LQ_NODISCARD lq_status lq_red_book_demand(const lq_disc* disc, lq_error* error);

#endif
