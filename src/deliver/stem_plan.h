// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Which stems a session falls into, and what they are called.
#ifndef LQ_DELIVER_STEM_PLAN_H
#define LQ_DELIVER_STEM_PLAN_H

#include "model/apart.h"
#include "model/facts.h"

typedef struct {
  lq_stem_facts* stems; ///< [n] without files
  lq_part*       parts; ///< [n] the same for lq_apart_new()
  size_t         n;
} lq_stem_plan;

/// By bus: every track, bus and return that goes into main. By track: every track, and every return
/// or bus by what is sent to it. Either way what is sent to a strip beside what goes there is one
/// of its own, so that all of them add up.
LQ_NODISCARD lq_status lq_stem_plan_new(lq_stem_plan* plan, lq_pool* pool,
                                        const lq_session* session, bool by_track);

/// Only the tracks.
LQ_NODISCARD lq_status lq_stem_plan_tracks(lq_stem_plan* plan, lq_pool* pool,
                                           const lq_session* session);

/// "03_Drums_Kick-In_Wet.wav"
const char* lq_stem_file_name(lq_pool* pool, const lq_stem_facts* stem, size_t number,
                              size_t n_files, bool dry);

/// Is that the name of a file in a folder of stems? For lq_ours.
bool lq_stem_is_ours(void* user, const char* name);

#endif
