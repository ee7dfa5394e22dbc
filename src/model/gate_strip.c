// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/gate_strip.h"

#include "base/maths.h"
#include "base/pool.h"
#include "proc/fader.h"

// A fader that goes down in front of each stretch and comes up behind it, along half a raised
// cosine in fifths.
static lq_status fade_out(lq_pool* const pool, lq_device* const fader, const lq_part* const part)
{
  enum { N_STEPS = 5 };
  const float     off    = fader->proc->params[LQ_FADER_LEVEL].min;
  lq_point* const points = LQ_POOL_TAKE(pool, lq_point, part->n_silent * 2 * (N_STEPS + 1));
  size_t          n      = 0;
  const double    step   = LQ_PART_FADE_SEC / N_STEPS;
  fader->curves          = LQ_POOL_TAKE(pool, lq_curve, LQ_FADER_N);
  if (!points || !fader->curves) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < part->n_silent; ++i) {
    for (int k = -N_STEPS; k <= N_STEPS; ++k) {
      const int    from_end = k < 0 ? -k : k;
      const double up       = 0.5 * (1 - lq_cos(LQ_PI * from_end / N_STEPS));
      const float  level_db = from_end ? (float)lq_lin_to_db(up) : off;
      const double start    = part->silent[i].start_sec + k * step;
      if (k <= 0 && start >= 0) {
        points[n++] = (lq_point){.time_sec = start, .value = level_db};
      }
      if (k >= 0) {
        points[n++] = (lq_point){.time_sec = part->silent[i].end_sec + k * step, .value = level_db};
      }
    }
  }
  fader->curves[LQ_FADER_LEVEL] = (lq_curve){.points = points, .n = n};
  return LQ_OK;
}

lq_status lq_gate_strip_new(lq_strip* const gate, lq_pool* const pool, const lq_part* const part,
                            const char* const name)
{
  *gate = (lq_strip){.kind = LQ_STRIP_BUS, .name = name, .role = "", .out = ""};
  for (unsigned c = 0; c < LQ_CONTROL_N; ++c) {
    LQ_TRY(lq_device_init(&gate->controls[c], pool, part->strip->controls[c].proc, 0));
  }
  LQ_TRY(lq_device_init(&gate->muting, pool, part->strip->muting.proc, 0));
  return fade_out(pool, &gate->controls[LQ_CONTROL_FADER], part);
}
