// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The master assistant: a finished mix becomes a master plan that a person can read and change.
#ifndef LQ_ASSIST_MASTER_H
#define LQ_ASSIST_MASTER_H

#include "assist/polish.h"

typedef struct {
  const char* title;
  const char* plan_folder;         ///< where the plan will lie; the mix's name is relative to it
  const lq_target* const* targets; ///< [n_targets]
  size_t                  n_targets;
  bool                    exact;   ///< reach every loudness whatever it costs
  const lq_brief*         song;    ///< genre, strength and references
  lq_amounts              amounts; ///< on top of the strength
} lq_master_brief;

/// Write a master plan. What it needs to know of the mix was measured by the check before.
/// @param told      memory of the problems
/// @param problems  out: what the mix would have to mend, because mastering does not
LQ_NODISCARD lq_status lq_assist_master(lq_master** master, const char* mix_path,
                                        const lq_mix_heard* mix, const lq_master_brief* brief,
                                        lq_pool* told, lq_findings* problems,
                                        const lq_render_options* options, lq_error* error);

/// The same without deliveries: what is done to the music before it is brought to any level.
LQ_NODISCARD lq_status lq_assist_chain(lq_master** master, const char* mix_path,
                                       const lq_mix_heard* mix, const lq_master_brief* brief,
                                       lq_pool* told, lq_findings* problems,
                                       const lq_render_options* options, lq_error* error);

#endif
