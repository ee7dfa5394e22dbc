// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/evenness.h"

#include "assist/notes.h"
#include "assist/squeeze.h"
#include "base/maths.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>
#include <stdlib.h>

enum { BANDS = LQ_SPECTRUM_BANDS, STRETCHES = 4 };

// 95 of 100 moments may stand so far over the eight seconds around. Seven mixes of this program:
// the low end 2.7 to 5.5 dB, 3.8 in the middle; the others 2.2 to 5.9.
static const struct {
  const char* name;
  double      to_hz, bears_db, attack_ms, release_ms;
} stretches[STRETCHES] = {
    {"low end", 120, 4, 20, 160},
    {"low middle", 500, 4.5, 15, 140},
    {"middle", 2500, 5, 10, 120},
    {"top", 20000, 5, 5, 100},
};

// The multiband's shelves and bells have half of their decibels at a stretch's edges: of a band's
// reduction so much is heard in the stretch, by the noise of tests/unit/mastering.c.
static const double shelf_share = 0.65;

// Its bands read a full-scale sine as 0 dB.
static const double most_db = 2, least_db = 0.3, sine_db = 3.0102999566398120;

static void powers(const lq_polish* const p, const unsigned stretch, double* const power)
{
  const double from_hz = stretch ? stretches[stretch - 1].to_hz : 30;
  for (size_t i = 0; i < p->n; ++i) {
    power[i] = 0;
    for (unsigned b = 0; b < BANDS; ++b) {
      const double hz = lq_spectrum_band_hz(b);
      power[i] += hz >= from_hz && hz < stretches[stretch].to_hz
                      ? (double)p->steps[i].mid[b] + (double)p->steps[i].side[b]
                      : 0;
    }
  }
}

static lq_status tell_left(lq_polish* const p, const unsigned k, const double need_db)
{
  if (k) { // parts that come and go do that too
    return LQ_POLISH_NOTE(p, "the %s stands out by turns, %.1f dB more than it may: taken as meant",
                          stretches[k].name, need_db);
  }
  return lq_polish_problem(
      p,
      &(lq_finding){.id         = "uneven-low-end",
                    .severity   = LQ_SEVERITY_NOTE,
                    .value      = stretches[k].bears_db + need_db,
                    .limit      = stretches[k].bears_db,
                    .unit       = "dB over the seconds around",
                    .confidence = 0.5,
                    .advice     = "Compress the bass, or ride the notes that boom."},
      "The low end is uneven: one moment in twenty stands %.1f dB or more over the seconds around; "
      "that is more than mastering evens out, and it was left.",
      stretches[k].bears_db + need_db);
}

static void set_band(lq_device* const d, const unsigned k, const lq_squeeze* const s)
{
  lq_device_set_band(d, k, "to", (float)stretches[k].to_hz);
  lq_device_set_band(d, k, "ratio", s ? (float)s->ratio : 1);
  if (s) {
    lq_device_set_band(d, k, "threshold", (float)(s->threshold_db + sine_db));
    lq_device_set_band(d, k, "knee", (float)s->knee_db);
    lq_device_set_band(d, k, "range", (float)s->range_db);
    lq_device_set_band(d, k, "attack", (float)(1000 * s->attack_sec));
    lq_device_set_band(d, k, "release", (float)(1000 * s->release_sec));
  }
}

// What this stretch needs; *used says whether it needs and can be given anything.
static lq_status judge(lq_polish* const p, const unsigned k, double* const power,
                       lq_squeeze* const s, bool* const used, double* const uneven_db)
{
  const double amount = (double)p->amounts.of[LQ_AMOUNT_DYNAMICS];
  double       usual_db;
  *used = false;
  powers(p, k, power);
  LQ_TRY(lq_uneven_db(uneven_db, power, p->loud, p->n, p->step_sec, LQ_UNEVEN_NEAR));
  const double need_db = *uneven_db - stretches[k].bears_db;
  if (need_db < least_db) {
    return LQ_OK;
  }
  *s = (lq_squeeze){.ratio       = 2,
                    .knee_db     = 6,
                    .range_db    = most_db / shelf_share,
                    .share       = shelf_share,
                    .attack_sec  = 0.001 * stretches[k].attack_ms,
                    .release_sec = 0.001 * stretches[k].release_ms};
  const lq_status st =
      need_db > most_db
          ? LQ_ERR_LIMIT
          : lq_squeeze_solve(s, power, power, p->loud, p->n, p->step_sec, LQ_UNEVEN_NEAR,
                             stretches[k].bears_db + (1 - amount) * need_db, &usual_db);
  *used = !st;
  return st == LQ_ERR_LIMIT ? tell_left(p, k, need_db) : st;
}

static lq_status push(lq_polish* const p, const bool* const used, const lq_squeeze* const squeezes,
                      const double* const uneven_db)
{
  lq_device d;
  LQ_TRY(lq_device_init(&d, p->master->pool, &lq_multiband, STRETCHES));
  d.band_why = LQ_POOL_TAKE(p->master->pool, const char*, STRETCHES);
  if (!d.band_why) {
    return LQ_ERR_MEMORY;
  }
  lq_device_set(&d, "mode", LQ_MULTIBAND_SHELF);
  d.why = "evens out what goes up and down more than the music; at rest it is not there";
  for (unsigned k = 0; k < STRETCHES; ++k) {
    set_band(&d, k, used[k] ? &squeezes[k] : NULL);
    d.band_why[k] = used[k] ? lq_pool_format(p->master->pool,
                                             "the %s stands %.1f dB over the seconds around in one "
                                             "moment of twenty; %.1f is enough",
                                             stretches[k].name, uneven_db[k], stretches[k].bears_db)
                            : NULL;
  }
  return lq_chain_push(&p->master->chain, p->master->pool, &d);
}

lq_status lq_evenness_correct(lq_polish* const p, bool* const done)
{
  enum { DENSE_CREST_DB = 10 };
  lq_squeeze squeezes[STRETCHES];
  bool       used[STRETCHES] = {0};
  double     uneven_db[STRETCHES];
  *done = false;
  if (p->amounts.of[LQ_AMOUNT_DYNAMICS] <= 0 || p->mix->features->crest_db < DENSE_CREST_DB) {
    return LQ_OK; // the glue says so
  }
  double* const power = calloc(p->n + 1, sizeof *power);
  lq_status     st    = power ? LQ_OK : LQ_ERR_MEMORY;
  for (unsigned k = 0; !st && k < STRETCHES; ++k) {
    st    = judge(p, k, power, &squeezes[k], &used[k], &uneven_db[k]);
    *done = *done || used[k];
  }
  free(power);
  return st || !*done ? st : push(p, used, squeezes, uneven_db);
}
