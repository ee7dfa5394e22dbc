// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Versions of a mix, written while it is rendered: each of the same start, length, rate and depth
/// as the mix, on the same way through the desk, its compressors moving as they move in the mix.
#ifndef LQ_DELIVER_VERSION_SET_H
#define LQ_DELIVER_VERSION_SET_H

#include "deliver/version_plan.h"
#include "model/facts.h"

#include "lacquer/render.h"

typedef struct {
  unsigned    versions; ///< bits of lq_version; 0: none
  const char* mix;      ///< path of the mix: "mix.wav" gives "mix_instrumental.wav"
  unsigned    bits;     ///< of the mix
  bool        force;
} lq_version_spec;

typedef struct lq_version_set lq_version_set;

/// "folder/mix_instrumental.wav" for "folder/mix.wav"; NULL without memory.
char* lq_version_path(lq_pool* pool, const char* mix, lq_version version);

/// @param session  outlives the set, as does the pool
LQ_NODISCARD lq_status lq_version_set_new(lq_version_set** set, lq_pool* pool,
                                          const lq_session* session, const lq_version_spec* spec,
                                          lq_error* error);

/// What to render instead of the session, with the tap set: it gives the mix, to the bit.
const lq_session* lq_version_set_session(const lq_version_set* set);
lq_tap            lq_version_set_tap(lq_version_set* set);

/// Make the files as long as the mix, read them back, and where both are there sum instrumental and
/// a cappella against the mix. None has its name yet.
/// @param mix  where the mix can be read; it may have no name either
LQ_NODISCARD lq_status lq_version_set_finish(lq_version_set* set, lq_pool* pool, const char* mix,
                                             const lq_render_result*  result,
                                             const lq_render_options* options,
                                             lq_version_facts* facts, lq_error* error);

/// Give them their names. Frees `set` whatever happens.
LQ_NODISCARD lq_status lq_version_set_commit(lq_version_set* set, lq_error* error);

void lq_version_set_abandon(lq_version_set* set); ///< NULL is fine

#endif
