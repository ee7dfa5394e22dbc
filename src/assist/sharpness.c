// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/sharpness.h"

#include "assist/notes.h"
#include "base/maths.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BANDS = LQ_SPECTRUM_BANDS };

// Above 5.5 kHz against the loudest of the seconds before, as the de-esser hears it.
static const double bears_db = -7, most_db = 3, least_db = 0.3, corner_hz = 5500;

static const lq_finding* told(const lq_polish* const p)
{
  for (size_t i = 0; i < p->mix->findings.n; ++i) {
    if (!strcmp(p->mix->findings.findings[i].id, "sibilance")) {
      return &p->mix->findings.findings[i];
    }
  }
  return NULL;
}

// How sharp the sharpest moments are: the 99th percentile.
static lq_status measure(const lq_polish* const p, double* const sharp_db)
{
  const double  keep = lq_exp(-p->step_sec); // the de-esser forgets within a second
  double* const list = calloc(p->n + 1, sizeof *list);
  double        held = 0;
  size_t        m    = 0;
  if (!list) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < p->n; ++i) {
    double all = 0, high = 0;
    for (unsigned b = 0; b < BANDS; ++b) {
      const double power = (double)p->steps[i].mid[b] + (double)p->steps[i].side[b];
      all += power;
      high += lq_spectrum_band_hz(b) > corner_hz ? power : 0;
    }
    held = fmax(all, keep * held);
    if (p->loud[i] && held > 0) {
      list[m++] = lq_power_to_db(fmax(1e-12, high / held));
    }
  }
  qsort(list, m, sizeof *list, lq_by_size);
  *sharp_db = m ? list[(m - 1) * 99 / 100] : -120;
  free(list);
  return LQ_OK;
}

lq_status lq_sharpness_soften(lq_polish* const p)
{
  const double            amount = (double)p->amounts.of[LQ_AMOUNT_DYNAMICS];
  const lq_finding* const found  = told(p);
  double                  sharp_db;
  if (!found || amount <= 0) {
    return LQ_OK;
  }
  LQ_TRY(measure(p, &sharp_db));
  const double need_db = sharp_db - bears_db;
  if (need_db < least_db || need_db > most_db) {
    return LQ_POLISH_NOTE(p, "sharp s sounds: %s",
                          need_db < least_db
                              ? "short, but not louder than a master bears"
                              : "more than mastering can soften; de-ess the voice in the mix");
  }
  lq_device d;
  LQ_TRY(lq_device_init(&d, p->master->pool, &lq_deesser, 0));
  lq_device_set(&d, "freq", (float)corner_hz);
  lq_device_set(&d, "threshold", (float)bears_db);
  lq_device_set(&d, "range", (float)(round(10 * amount * need_db) / 10));
  d.why = lq_pool_format(p->master->pool,
                         "%.0f sharp bursts a minute; the sharpest stand at %.1f dB against the "
                         "music around them",
                         found->value, sharp_db);
  return d.why ? lq_chain_push(&p->master->chain, p->master->pool, &d) : LQ_ERR_MEMORY;
}
