// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What DDPID and DDPMS of a set say, before any other file of it is opened.
#ifndef LQ_DISC_DDP_MAP_H
#define LQ_DISC_DDP_MAP_H

#include "disc/ddp.h"

/// A stream as its packet names it.
typedef struct {
  const char* name;   ///< of its file; NULL: there is no such stream
  size_t      packet; ///< of DDPMS, from 1
  bool        has_length;
  uint64_t    length; ///< sectors of the image, bytes of others
} lq_ddp_stream;

typedef struct {
  lq_ddp_stream image, pq, text;
  bool          has_pause;
  uint64_t      pause; ///< sectors, as the image's packet says
} lq_ddp_map;

/// Level, bar code and master's name go into `ddp`; the bar code into ddp->disc.ean.
LQ_NODISCARD lq_status lq_ddp_id_read(const char* bytes, size_t n, lq_pool* pool, lq_ddp* ddp);

LQ_NODISCARD lq_status lq_ddp_map_read(const char* bytes, size_t n, lq_pool* pool, lq_ddp_map* map,
                                       lq_disc_faults* faults);

#endif
