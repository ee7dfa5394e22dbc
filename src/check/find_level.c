// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/pool.h"
#include "check/check.h"
#include "check/finder.h"

#include <math.h>

static lq_status too_hot(const lq_finder_context* const c, lq_finds* const finds)
{
  const double peak = c->measured->true_peak_dbtp;
  return lq_finds_add(
      finds,
      &(lq_finding){.id       = "headroom",
                    .severity = LQ_SEVERITY_STOP,
                    .value    = peak,
                    .limit    = -LQ_CHECK_HEADROOM_DB,
                    .unit     = "dBTP",
                    .message  = lq_pool_format(c->pool,
                                               "It peaks at %.1f dBTP; mastering needs %.0f dB "
                                                "of headroom.",
                                               peak, LQ_CHECK_HEADROOM_DB),
                    .advice   = "Turn every fader down by the same amount and bounce again; "
                                "take a limiter off the main bus if there is one."});
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  const double lufs = c->measured->integrated_lufs;
  if (!isfinite(lufs)) {
    return lq_finds_add(
        finds, &(lq_finding){.id       = "silent",
                             .severity = LQ_SEVERITY_STOP,
                             .value    = (double)NAN,
                             .limit    = (double)NAN,
                             .unit     = "LUFS",
                             .message = "There is nothing to hear in it, or less than 0.4 seconds.",
                             .advice  = "Bounce the mix again and listen to the file."});
  }
  if (c->measured->true_peak_dbtp > -LQ_CHECK_HEADROOM_DB) {
    LQ_TRY(too_hot(c, finds));
  }
  if (lufs < -40) {
    return lq_finds_add(
        finds,
        &(lq_finding){.id       = "quiet",
                      .severity = LQ_SEVERITY_WARNING,
                      .value    = lufs,
                      .limit    = -40,
                      .unit     = "LUFS",
                      .message  = lq_pool_format(c->pool, "It is very quiet, %.1f LUFS.", lufs),
                      .advice   = "Noise comes up with the music: bounce it louder."});
  }
  return LQ_OK;
}

const lq_finder lq_find_level = {.name = "level", .finish = finish};
