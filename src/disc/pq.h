// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The PQ descriptor of a DDP set: every mark of a disc in packets of 64 bytes.
#ifndef LQ_DISC_PQ_H
#define LQ_DISC_PQ_H

#include "disc/ddp.h"

enum { LQ_PQ_PACKET_BYTES = 64 };

/// @param packets  [n_bytes] from the pool
LQ_NODISCARD lq_status lq_pq_encode(const lq_disc* disc, const lq_ddp_dialect* dialect,
                                    lq_pool* pool, char** packets, size_t* n_bytes);

/// Any bytes; the disc has what could be understood, with the EAN of its first packet.
/// @param name  how sentences call the file
LQ_NODISCARD lq_status lq_pq_decode(const char* bytes, size_t n_bytes, const char* name,
                                    lq_pool* pool, lq_disc* disc, lq_disc_faults* faults);

#endif
