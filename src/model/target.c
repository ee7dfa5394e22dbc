// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/target.h"

#include <math.h>
#include <string.h>

const lq_target* lq_target_find(const lq_targets* const targets, const char* const id)
{
  for (size_t i = 0; i < targets->n; ++i) {
    if (!strcmp(targets->targets[i].id, id)) {
      return &targets->targets[i];
    }
  }
  return NULL;
}

double lq_target_gain_db(const lq_target* const target, const double integrated_lufs,
                         const double true_peak_dbtp)
{
  if (!target->normalises || !isfinite(integrated_lufs)) {
    return 0;
  }
  const double gain_db = target->plays_at_lufs - integrated_lufs;
  if (gain_db <= 0) {
    return gain_db;
  }
  const double room_db = -1.0 - true_peak_dbtp;
  const double up_db   = gain_db < room_db ? gain_db : room_db;
  return target->turns_up && up_db > 0 ? up_db : 0;
}
