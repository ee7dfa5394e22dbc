// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The stems of a mix, written while it is rendered: a folder of files of the same start, length
/// and rate, with a list of them, that appears when all of it is complete and was read back.
#ifndef LQ_DELIVER_STEMSET_H
#define LQ_DELIVER_STEMSET_H

#include "model/facts.h"

#include "lacquer/render.h"

typedef struct {
  const char* folder;
  bool        by_track; ///< else by bus
  bool        dry;      ///< the clips of the tracks as they were recorded; else as in the mix
  unsigned    bits;     ///< of the mix; stems have at least 24, or 32 for float
  bool        force;
} lq_stemset_spec;

typedef struct lq_stemset lq_stemset;

/// What would fail at the end for the folder's sake fails here.
LQ_NODISCARD lq_status lq_stemset_may(const lq_stemset_spec* spec, lq_error* error);

/// @param session  outlives the set, as does the pool
LQ_NODISCARD lq_status lq_stemset_new(lq_stemset** set, lq_pool* pool, const lq_session* session,
                                      const lq_stemset_spec* spec, lq_error* error);

/// What to render instead of the session, with the tap set. Wet, it gives the mix, to the bit; dry,
/// it gives no mix: that is another render.
const lq_session* lq_stemset_session(const lq_stemset* set);
lq_tap            lq_stemset_tap(lq_stemset* set);

/// Make the files as long as the mix, read them back, sum them against it, write the list, and
/// publish the folder. Frees `set` whatever happens; when it fails nothing is left.
/// @param mix  path of the mix as it was written
LQ_NODISCARD lq_status lq_stemset_finish(lq_stemset* set, const char* mix,
                                         const lq_render_result*  result,
                                         const lq_render_options* options, lq_stemset_facts* facts,
                                         lq_error* error);

void lq_stemset_abandon(lq_stemset* set); ///< NULL is fine

#endif
