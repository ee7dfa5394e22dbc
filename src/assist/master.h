// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The master assistant: a finished mix becomes a master plan that a person can read and change.
#ifndef LQ_ASSIST_MASTER_H
#define LQ_ASSIST_MASTER_H

#include "lacquer/render.h"
#include "measure/features.h"
#include "model/facts.h"

typedef struct {
  const char* title;
  const char* plan_folder;         ///< where the plan will lie; the mix's name is relative to it
  const lq_target* const* targets; ///< [n_targets]
  size_t                  n_targets;
  bool                    exact; ///< reach every loudness whatever it costs
} lq_master_brief;

/// Write a master plan. What it needs to know of the mix was measured by the check before.
LQ_NODISCARD lq_status lq_assist_master(lq_master** master, const char* mix_path,
                                        const lq_features* mix, const lq_master_brief* brief,
                                        const lq_render_options* options, lq_error* error);

#endif
