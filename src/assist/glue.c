// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/glue.h"

#include "assist/notes.h"
#include "assist/squeeze.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>
#include <stdlib.h>

// A bus compressor of a mastering engineer takes 1 to 2 dB at the loudest and lets go in time with
// the music. It goes as far as makes the loud passages stand as they do on records and no further;
// where that would take more, the contrasts are meant. Never on what something has made dense.

enum { BANDS = LQ_SPECTRUM_BANDS, DENSE_CREST_DB = 10, KEY_HZ = 90 };

static const double most_db = 2, least_db = 0.3;

// Where a song plays: within 14 dB of its mean, as the activity gate has it.
static void find_active(const lq_polish* const p, unsigned char* const active)
{
  double mean = 0, slow = 0;
  for (size_t i = 0; i < p->n; ++i) {
    mean += p->weight[i] / (double)p->n;
  }
  for (size_t i = 0; i < p->n; ++i) {
    slow += 0.1 * (p->weight[i] - slow);
    active[i] = slow > 0.04 * mean;
  }
}

// Plain power above its key's high-pass, which is what the compressor hears.
static void find_heard(const lq_polish* const p, double* const heard)
{
  for (size_t i = 0; i < p->n; ++i) {
    heard[i] = 0;
    for (unsigned b = 0; b < BANDS; ++b) {
      const double x = lq_spectrum_band_hz(b) / KEY_HZ, share = x * x * x * x / (1 + x * x * x * x);
      heard[i] += share * ((double)p->steps[i].mid[b] + (double)p->steps[i].side[b]);
    }
  }
}

static lq_status push(lq_polish* const p, const lq_squeeze* const s, const double spread_db,
                      const double usual_db)
{
  lq_device c;
  LQ_TRY(lq_device_init(&c, p->master->pool, &lq_compressor, 0));
  lq_device_set(&c, "threshold", (float)s->threshold_db);
  lq_device_set(&c, "ratio", (float)s->ratio);
  lq_device_set(&c, "knee", (float)s->knee_db);
  lq_device_set(&c, "attack", (float)(1000 * s->attack_sec));
  lq_device_set(&c, "release", (float)(1000 * s->release_sec));
  lq_device_set(&c, "detector", LQ_COMPRESSOR_RMS);
  lq_device_set(&c, "key_hpf", KEY_HZ);
  c.why =
      lq_pool_format(p->master->pool,
                     "loud passages stand %.1f dB over the usual ones, records have up to %.1f: "
                     "a little glue, about %.1f dB at the loudest, deaf to the bass drum",
                     spread_db, p->aims.spread_db, usual_db);
  return c.why ? lq_chain_push(&p->master->chain, p->master->pool, &c) : LQ_ERR_MEMORY;
}

static lq_status say_why_not(lq_polish* const p, const double need_db, const double spread_db)
{
  const double crest_db = p->mix->features->crest_db;
  return LQ_POLISH_NOTE(p,
                        "no bus compression: %s (loud passages %.1f dB over the usual ones, crest "
                        "%.1f dB)",
                        need_db < least_db          ? "the level is even already"
                        : crest_db < DENSE_CREST_DB ? "the mix is dense already"
                                                    : "the contrasts are meant",
                        spread_db, crest_db);
}

static lq_status solve(lq_polish* const p, const unsigned char* const active, double* const heard)
{
  const double amount = (double)p->amounts.of[LQ_AMOUNT_DYNAMICS];
  double       spread_db, usual_db;
  LQ_TRY(lq_uneven_db(&spread_db, p->weight, active, p->n, p->step_sec, LQ_UNEVEN_WHOLE));
  const double need_db = spread_db - p->aims.spread_db;
  if (need_db < least_db || need_db > most_db || p->mix->features->crest_db < DENSE_CREST_DB) {
    return say_why_not(p, need_db, spread_db);
  }
  // The softest that does it within 2 dB.
  static const double ratios[] = {1.5, 2, 2.5};
  lq_squeeze          s        = {
                      .knee_db = 8, .range_db = 12, .attack_sec = 0.03, .release_sec = 0.18, .share = 1};
  lq_status st = LQ_ERR_LIMIT;
  find_heard(p, heard);
  for (unsigned k = 0; k < sizeof ratios / sizeof *ratios && st == LQ_ERR_LIMIT; ++k) {
    s.ratio = ratios[k];
    st      = lq_squeeze_solve(&s, heard, p->weight, active, p->n, p->step_sec, LQ_UNEVEN_WHOLE,
                               p->aims.spread_db + (1 - amount) * need_db, &usual_db);
    st      = !st && usual_db > most_db ? LQ_ERR_LIMIT : st;
  }
  if (st == LQ_ERR_LIMIT) {
    return say_why_not(p, need_db, spread_db);
  }
  return st ? st : push(p, &s, spread_db, usual_db);
}

lq_status lq_glue_mix(lq_polish* const p)
{
  if (p->amounts.of[LQ_AMOUNT_DYNAMICS] <= 0) {
    return LQ_POLISH_NOTE(p, "dynamics: left alone, as asked");
  }
  unsigned char* const active = calloc(p->n + 1, sizeof *active);
  double* const        heard  = calloc(p->n + 1, sizeof *heard);
  lq_status            st     = active && heard ? LQ_OK : LQ_ERR_MEMORY;
  if (!st) {
    find_active(p, active);
    st = solve(p, active, heard);
  }
  free(active);
  free(heard);
  return st;
}
