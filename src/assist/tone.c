// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/tone.h"

#include "assist/excerpts.h"
#include "assist/notes.h"
#include "assist/tone_moves.h"
#include "assist/track.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>

enum { BANDS = LQ_SPECTRUM_BANDS, MOVES = LQ_TONE_REGIONS, MOST_DB = LQ_TONE_MOST_DB };

static lq_status tell_left(lq_polish* const p, const double* const off_db, const unsigned region)
{
  const lq_tone_region* const r       = &lq_tone_regions[region];
  const double                need_db = lq_tone_region_off_db(&p->aims, off_db, region);
  const lq_excerpt            worst   = lq_excerpt_worst(p, region, need_db > 0);
  const char* const           times   = lq_excerpt_times(p->told, worst);
  const double                from_hz = lq_eq_round_hz(lq_spectrum_band_hz(r->first)),
               to_hz                  = lq_eq_round_hz(lq_spectrum_band_hz(r->last));
  if (!times) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(LQ_POLISH_NOTE(
      p,
      "the %s (%.0f to %.0f Hz) lies %.1f dB %s what %s bear, most %s: that is the mix's to mend "
      "and was left as it is",
      r->name, from_hz, to_hz, fabs(need_db), need_db > 0 ? "over" : "under", p->aims.by, times));
  return lq_polish_problem(
      p,
      &(lq_finding){.id         = "tone-repair",
                    .severity   = LQ_SEVERITY_WARNING,
                    .start_sec  = worst.from_sec,
                    .end_sec    = worst.to_sec,
                    .value      = need_db,
                    .limit      = MOST_DB,
                    .unit       = "dB",
                    .confidence = 0.6,
                    .advice     = need_db > 0
                                      ? "Find the tracks that make it, and turn them down there."
                                      : "Find the tracks that should fill it, and open them "
                                        "there."},
      "The %s (%.0f to %.0f Hz) would need %.1f dB %s to come near what %s bear, most %s: "
      "%s the %d dB that mastering moves, so it was left.",
      r->name, from_hz, to_hz, fabs(need_db), need_db > 0 ? "less" : "more", p->aims.by, times,
      fabs(need_db) > MOST_DB ? "more than" : "with its neighbours more than", MOST_DB);
}

static lq_status push(lq_polish* const p, const lq_tone_work* const w, const double* const gain_db,
                      const double* const off_db, const unsigned n)
{
  lq_pool* const pool = p->master->pool;
  lq_device      eq;
  LQ_TRY(lq_device_init(&eq, pool, &lq_eq, n));
  eq.band_why = LQ_POOL_TAKE(pool, const char*, n);
  if (!eq.band_why) {
    return LQ_ERR_MEMORY;
  }
  double after_db[BANDS];
  eq.why        = lq_pool_format(pool, "toward %s: %.2f dB from them in the mean, %.2f dB after",
                                 p->aims.by, lq_tone_distance_db(&p->aims, w->power),
                                 lq_tone_predict(w, gain_db, after_db));
  unsigned band = 0;
  for (unsigned k = 0; k < MOVES; ++k) {
    if (gain_db[k] != 0) {
      const double here_db = lq_tone_region_off_db(&p->aims, off_db, k);
      lq_tone_set_move(&eq, band, k, gain_db[k]);
      eq.band_why[band++] =
          fabs(here_db) < 0.05
              ? lq_pool_format(pool, "%s: evens out what its neighbours do",
                               lq_tone_regions[k].name)
              : lq_pool_format(pool, "%s: %.1f dB %s what %s", lq_tone_regions[k].name,
                               fabs(here_db), here_db > 0 ? "over" : "under",
                               p->aims.reference ? "the reference has" : "records bear");
    }
  }
  double by_db[BANDS];
  for (unsigned b = 0; b < BANDS; ++b) {
    by_db[b] = lq_tone_response_db(&eq, lq_spectrum_band_hz(b), w->rate_hz);
  }
  lq_polish_shape(p, by_db, by_db);
  return lq_chain_push(&p->master->chain, pool, &eq);
}

lq_status lq_tone_correct(lq_polish* const p)
{
  const double amount = (double)p->amounts.of[LQ_AMOUNT_TONE];
  lq_tone_work w;
  bool         left[MOVES];
  double       gain_db[MOVES], off_db[BANDS], none[MOVES] = {0}, after_db[BANDS];
  unsigned     n = 0;
  if (amount <= 0) {
    return LQ_POLISH_NOTE(p, "tone: left alone, as asked");
  }
  LQ_TRY(lq_tone_start(&w, p));
  lq_tone_find_moves(&w, left, gain_db);
  const double before = lq_tone_predict(&w, none, off_db);
  for (unsigned k = 0; k < MOVES; ++k) {
    if (left[k]) {
      LQ_TRY(tell_left(p, off_db, k));
    }
    gain_db[k] = round(10 * amount * gain_db[k]) / 10;
    n += gain_db[k] != 0;
  }
  LQ_TRY(lq_excerpt_notes(p));
  if (n && lq_tone_predict(&w, gain_db, after_db) < before) {
    return push(p, &w, gain_db, off_db, n);
  }
  return LQ_POLISH_NOTE(p, "tone: %.2f dB from %s in the mean, and no wide move brings it nearer",
                        before, p->aims.by);
}
