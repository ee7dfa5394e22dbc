// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The master assistant: a finished mix becomes a master plan that a person can read and change.
#ifndef LQ_ASSIST_MASTER_H
#define LQ_ASSIST_MASTER_H

#include "deliver/print.h"
#include "lacquer/render.h"
#include "measure/features.h"
#include "model/facts.h"
#include "session/genres.h"

typedef struct {
  const char* title;
  const char* plan_folder;         ///< where plan and deliveries will lie; the mix is named from it
  const lq_target* const* targets; ///< [n_targets]
  size_t                  n_targets;
  const lq_genre*         genre; ///< whose floor the guard keeps, or NULL
  bool                    exact; ///< reach every loudness whatever it costs
  bool                    force; ///< deliveries that are there may be replaced
  bool                    prove; ///< by the codecs of each destination
  lq_print** prints; ///< [n_targets] where the files go, without names yet; NULL: they are not kept
} lq_master_brief;

/// The floor of peak to loudness that the guard keeps.
double lq_master_plr_floor_lu(const lq_master_brief* brief);

/// Write a master plan. What it needs to know of the mix was measured by the check before.
LQ_NODISCARD lq_status lq_assist_master(lq_master** master, const char* mix_path,
                                        const lq_features* mix, const lq_master_brief* brief,
                                        const lq_render_options* options, lq_error* error);

#endif
