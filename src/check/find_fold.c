// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What one loudspeaker makes of it: how much of each octave goes when both channels are added, and
// whether there is any width at all.
#include "base/maths.h"
#include "check/finder.h"

#include <math.h>

enum { FIRST_OCTAVE_BAND = 1, N_OCTAVES = 10 }; // 25 to 40 Hz is the first

static const double octave_limit_db = 5, warning_db = 7, matters_db = -22, narrow_db = -22;

static lq_status tell_loss(const lq_finder_context* const c, lq_finds* const finds,
                           const unsigned octave, const double loss_db)
{
  const double hz = lq_spectrum_band_hz(FIRST_OCTAVE_BAND + 3 * octave + 1);
  const double lo = hz / 1.4142, hi = hz * 1.4142;
  return lq_finds_say(
      finds,
      &(lq_finding){.id       = "mono-loss",
                    .severity = loss_db > warning_db ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE,
                    .value    = loss_db,
                    .limit    = octave_limit_db,
                    .unit     = "dB",
                    .advice   = "Take wideners and short delays between the sides off what plays "
                                "there, or make it narrower."},
      "In mono the octave at %.0f %sHz loses %.1f dB; two unlike sides would lose 3.%s",
      hz > 900 ? hz / 1000 : hz, hz > 900 ? "k" : "", loss_db,
      lq_stems_blame(c->stems, finds->pool, lo, hi, 0, 0));
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  const lq_features* const f = c->features;
  if (f->n_channels < 2 || f->dual_mono || !isfinite(c->measured->integrated_lufs) ||
      f->correlation < -0.1) {
    return LQ_OK; // nothing to lose, or told already
  }
  size_t                    n;
  const lq_band_step* const steps          = lq_band_steps_list(c->bands, &n);
  double                    mid[N_OCTAVES] = {0}, side[N_OCTAVES] = {0}, all = 0;
  for (size_t i = 0; i < n; ++i) {
    for (unsigned b = FIRST_OCTAVE_BAND; b < LQ_SPECTRUM_BANDS; ++b) {
      const unsigned o = (b - FIRST_OCTAVE_BAND) / 3;
      mid[o] += (double)steps[i].mid[b];
      side[o] += (double)steps[i].side[b];
      all += (double)(steps[i].mid[b] + steps[i].side[b]);
    }
  }
  unsigned worst      = 0;
  double   worst_loss = 0;
  for (unsigned o = 2; o < N_OCTAVES; ++o) { // below 125 Hz find_phase.c tells
    const double both = mid[o] + side[o];
    const double loss = both > 0 ? lq_power_to_db(both / fmax(mid[o], 1e-9 * both)) : 0;
    if (both > all * lq_db_to_lin(2 * matters_db) && loss > worst_loss) {
      worst      = o;
      worst_loss = loss;
    }
  }
  if (worst_loss > octave_limit_db) {
    LQ_TRY(tell_loss(c, finds, worst, worst_loss));
  }
  if (f->side_db > narrow_db) {
    return LQ_OK;
  }
  return lq_finds_say(finds,
                      &(lq_finding){.id       = "narrow",
                                    .severity = LQ_SEVERITY_NOTE,
                                    .value    = f->side_db,
                                    .limit    = narrow_db,
                                    .unit     = "dB side against mid",
                                    .advice   = "Pan a pair of tracks apart, or give the voice a "
                                                "stereo reverb, if you want width."},
                      "It is nearly mono: the sides are %.0f dB under the middle, records have "
                      "them 9 to 12 under.",
                      -f->side_db);
}

const lq_finder lq_find_fold = {.name = "fold", .finish = finish};
