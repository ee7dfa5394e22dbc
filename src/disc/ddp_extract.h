// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A DDP set back into files that any program opens: a WAV for each track, from its index 01 to
/// that of the next, so that joined they are the image again; 00_Pause.wav where the pause before
/// track 1 holds sound or is longer than two seconds; album.cue; pq.txt.
#ifndef LQ_DISC_DDP_EXTRACT_H
#define LQ_DISC_DDP_EXTRACT_H

#include "disc/ddp.h"

typedef struct {
  bool (*step)(void* user, double done); ///< true: stop; NULL: nobody looks
  void* user;
} lq_ddp_watch;

typedef struct {
  const char** names; ///< [n] of the files with sound, in their order
  size_t       n;
  size_t       n_left; ///< tracks of which nothing could be had
} lq_ddp_made;

/// @param folder  is there already, and holds none of those files
/// @return LQ_ERR_MISSING: the set has no image, or no track; LQ_ERR_CANCELLED
LQ_NODISCARD lq_status lq_ddp_extract(const lq_ddp* ddp, const char* folder,
                                      const lq_ddp_watch* watch, lq_pool* pool, lq_ddp_made* made,
                                      lq_error* error);

/// Is it a name that lq_ddp_extract() gives?
bool lq_ddp_extract_ours(const char* name);

#endif
