// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The master assistant: a finished mix becomes a master plan that a person can read and change.
#ifndef LQ_ASSIST_MASTER_H
#define LQ_ASSIST_MASTER_H

#include "assist/polish.h"
#include "deliver/print.h"

typedef struct {
  const char* title;
  const char* plan_folder;         ///< where plan and deliveries will lie; the mix is named from it
  const lq_target* const* targets; ///< [n_targets]
  size_t                  n_targets;
  bool                    exact;   ///< reach every loudness whatever it costs
  bool                    force;   ///< deliveries that are there may be replaced
  bool                    prove;   ///< by the codecs of each destination
  const lq_brief*         song;    ///< genre, strength and references
  lq_amounts              amounts; ///< on top of the strength
  lq_print** prints; ///< [n_targets] where the files go, without names yet; NULL: they are not kept
} lq_master_brief;

/// The floor of peak to loudness that the guard keeps.
double lq_master_plr_floor_lu(const lq_master_brief* brief);

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
