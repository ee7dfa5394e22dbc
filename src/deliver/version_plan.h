// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Versions of a song: which tracks of a session are in which. Their names are lq_album_versions.
#ifndef LQ_DELIVER_VERSION_PLAN_H
#define LQ_DELIVER_VERSION_PLAN_H

#include "model/apart.h"

typedef enum {
  LQ_VERSION_INSTRUMENTAL, ///< no voices, and nothing of what they send
  LQ_VERSION_A_CAPPELLA,   ///< the voices with their effects
  LQ_VERSION_TV,           ///< no lead vocal; backing vocals stay
  LQ_VERSION_CLEAN,        ///< all of it, voices silent where the session says so (`clean`)
  LQ_VERSION_N
} lq_version;

const char* lq_version_name(lq_version version); ///< "instrumental", "a-cappella", "tv", "clean"

/// "instrumental,tv" as bits (1U << LQ_VERSION_TV); each once. NULL: none.
LQ_NODISCARD lq_status lq_versions_parse(const char* text, unsigned* versions, lq_error* error);

typedef struct {
  lq_version version[LQ_VERSION_N]; ///< [n] of each part
  size_t     n;
  lq_part*   parts; ///< [n_parts] for lq_apart_new()
  size_t     n_parts;
  size_t     n_voices, n_leads; ///< tracks
} lq_version_plan;

/// Who sings is said by the role of a track, else of a bus on its way out, else by its name.
/// @return LQ_ERR_BAD_VALUE: no voice to take away, no lead, nothing to clean
LQ_NODISCARD lq_status lq_version_plan_new(lq_version_plan* plan, lq_pool* pool,
                                           const lq_session* session, unsigned versions,
                                           lq_error* error);

#endif
