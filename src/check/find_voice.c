// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Without the tracks nobody can say how loud a voice is; but where the middle has hardly anything
// between 300 and 3400 Hz, against the low end or against the sides, no voice can be understood.
#include "base/maths.h"
#include "check/finder.h"

#include <math.h>

static const double low_limit_db = 13, side_limit_db = 1;

typedef struct {
  double voice, side, low;
} sums;

static void add(sums* const s, const lq_band_step* const p)
{
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    const double hz = lq_spectrum_band_hz(b);
    if (hz > 300 && hz < 3400) {
      s->voice += (double)p->mid[b];
      s->side += (double)p->side[b];
    } else if (hz > 45 && hz < 220) {
      s->low += (double)(p->mid[b] + p->side[b]);
    }
  }
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  if (c->stems || c->features->correlation < -0.1 || !isfinite(c->measured->integrated_lufs)) {
    return LQ_OK; // the tracks know it exactly; what cancels is told elsewhere
  }
  size_t                    n;
  const lq_band_step* const steps = lq_band_steps_list(c->bands, &n);
  sums                      s     = {0};
  for (size_t i = 0; i < n; ++i) {
    add(&s, &steps[i]);
  }
  const double low  = lq_power_to_db(s.low / fmax(s.voice, 1e-30));
  const double side = lq_power_to_db(fmax(s.side, 1e-30) / fmax(s.voice, 1e-30));
  if (low < low_limit_db && side < side_limit_db) {
    return LQ_OK;
  }
  const bool by_low = low >= low_limit_db;
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "voice-masked",
                    .severity   = LQ_SEVERITY_NOTE,
                    .value      = by_low ? low : side,
                    .limit      = by_low ? low_limit_db : side_limit_db,
                    .unit       = "dB over the middle's 300 to 3400 Hz",
                    .confidence = 0.25,
                    .advice     = "If there is a voice: bring it up or clear a place for it. "
                                  "'lacquer check --session' can tell what covers it."},
      "A voice would be hard to hear: %s is %.0f dB louder than the middle is from 300 to 3400 Hz.",
      by_low ? "the low end" : "what is at the sides", by_low ? low : side);
}

const lq_finder lq_find_voice = {.name = "voice", .finish = finish};
