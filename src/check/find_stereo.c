// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/pool.h"
#include "check/finder.h"

#include <math.h>

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  const lq_features* const f = c->features;
  if (f->n_channels == 1 || f->dual_mono) {
    LQ_TRY(lq_finds_add(
        finds, &(lq_finding){.id       = "mono",
                             .severity = LQ_SEVERITY_NOTE,
                             .value    = (double)NAN,
                             .limit    = (double)NAN,
                             .unit     = "",
                             .message  = "It is mono: left and right are the same.",
                             .advice   = "Fine if it is meant; pan something if it is not."}));
  }
  if (fabs(f->dc_lin) > 0.002) {
    LQ_TRY(lq_finds_add(
        finds, &(lq_finding){.id       = "dc",
                             .severity = LQ_SEVERITY_WARNING,
                             .value    = f->dc_lin,
                             .limit    = 0.002,
                             .unit     = "of full scale",
                             .message  = lq_pool_format(
                                  c->pool, "It stands off the middle line by %.3f.", f->dc_lin),
                             .advice = "Put a high-pass at 20 Hz on the track that does it."}));
  }
  return LQ_OK;
}

const lq_finder lq_find_stereo = {.name = "stereo", .finish = finish};
