// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// steps.txt: what the files of a folder of steps are.
#ifndef LQ_DELIVER_STEP_LIST_H
#define LQ_DELIVER_STEP_LIST_H

#include "lacquer/measure.h"
#include "lacquer/model.h"

#include <stdint.h>

#define LQ_STEP_NONE SIZE_MAX

/// One file, and what made it.
typedef struct {
  const char*        file;
  const char*        name;     ///< "mix", "eq", "for spotify"
  size_t             from;     ///< the step before it; LQ_STEP_NONE: this is the mix
  const lq_device*   device;   ///< of the common chain; or NULL
  const lq_delivery* delivery; ///< whose chain it went through; or NULL
  lq_measurement     m;        ///< before it was turned down
  double             gain_db;  ///< by which it was turned down
} lq_step_file;

LQ_NODISCARD lq_status lq_step_list_write(const lq_master* master, const lq_step_file* steps,
                                          size_t n_steps, double lufs, const char* folder,
                                          lq_error* error);

#endif
