// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/finder.h"

#include <math.h>

// A master brings everything up by 10 dB and more; what lies this far under the music stays there.
static const double note_lu = -65, warning_lu = -50, floor_dbfs = -85;

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  const lq_features* const f     = c->features;
  const bool               fifty = f->hum_50_dbfs > f->hum_60_dbfs;
  const double             hum   = fifty ? f->hum_50_dbfs : f->hum_60_dbfs;
  const double             under = hum - c->measured->integrated_lufs;
  if (!isfinite(hum) || !isfinite(under) || hum < floor_dbfs || under < note_lu) {
    return LQ_OK;
  }
  const double hz = fifty ? 50 : 60;
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "hum",
                    .severity   = under > warning_lu ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE,
                    .value      = hum,
                    .limit      = c->measured->integrated_lufs + note_lu,
                    .unit       = "dBFS",
                    .confidence = 0.7,
                    .advice     = "Find the track with a ground loop: notch it, or gate it where "
                                  "it does not play."},
      "It hums at %.0f Hz and above, %.0f dBFS, all the way through: %.0f dB under the music, and "
      "in every pause of the master.%s",
      hz, hum, -under, lq_stems_blame(c->stems, finds->pool, hz - 5, hz + 5, 0, 0));
}

const lq_finder lq_find_hum = {.name = "hum", .finish = finish};
