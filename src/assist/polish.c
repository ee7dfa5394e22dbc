// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/polish.h"

#include "assist/loud.h"
#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BANDS = LQ_SPECTRUM_BANDS, LINE_FIRST = 5, LINE_LAST = 23 }; // 63 Hz and 4 kHz

lq_status lq_polish_start(lq_polish* const p, lq_master* const master,
                          const lq_mix_heard* const mix, lq_pool* const told,
                          lq_findings* const problems)
{
  lq_polish made = {
      .master = master, .mix = mix, .amounts = LQ_AMOUNTS, .told = told, .problems = problems};
  const lq_band_step* const steps = lq_band_steps_list(mix->bands, &made.n);
  made.step_sec                   = lq_band_steps_step_sec(mix->bands);
  made.steps                      = malloc((made.n + 1) * sizeof *made.steps);
  made.loud                       = calloc(made.n + 1, sizeof *made.loud);
  made.weight                     = calloc(made.n + 1, sizeof *made.weight);
  lq_status st                    = made.steps && made.loud && made.weight ? LQ_OK : LQ_ERR_MEMORY;
  if (!st) {
    memcpy(made.steps, steps, made.n * sizeof *steps);
    st = lq_loud_find(made.loud, made.weight, steps, made.n, made.step_sec);
  }
  if (st) {
    lq_polish_end(&made);
    return st;
  }
  *p = made;
  return LQ_OK;
}

void lq_polish_end(lq_polish* const p)
{
  free(p->steps);
  free(p->loud);
  free(p->weight);
  p->steps  = NULL;
  p->loud   = NULL;
  p->weight = NULL;
}

void lq_polish_tone(const double* const power, double* const level_db)
{
  double mean = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    const double below = b ? power[b - 1] : 0, above = b + 1 < BANDS ? power[b + 1] : 0;
    level_db[b] = lq_power_to_db(fmax(1e-20, below + power[b] + above));
    mean += b >= LINE_FIRST && b <= LINE_LAST ? level_db[b] / (LINE_LAST - LINE_FIRST + 1) : 0;
  }
  for (unsigned b = 0; b < BANDS; ++b) {
    level_db[b] -= mean;
  }
}

double lq_polish_side_db(const double* const mid, const double* const side, const unsigned stretch)
{
  double m = 0, s = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    const double hz = lq_spectrum_band_hz(b);
    if (hz >= lq_tone_side_hz[stretch] && hz < lq_tone_side_hz[stretch + 1]) {
      m += mid[b];
      s += side[b];
    }
  }
  return lq_power_to_db(fmax(1e-12, s) / fmax(1e-12, m));
}

void lq_polish_shape(lq_polish* const p, const double* const mid_db, const double* const side_db)
{
  for (unsigned b = 0; b < BANDS; ++b) {
    const float mid  = (float)lq_exp(mid_db[b] * (LQ_LN10 / 10.0));
    const float side = (float)lq_exp(side_db[b] * (LQ_LN10 / 10.0));
    for (size_t i = 0; i < p->n; ++i) {
      p->steps[i].mid[b] *= mid;
      p->steps[i].side[b] *= side;
    }
  }
}

lq_status lq_polish_problem(lq_polish* const p, const lq_finding* const finding,
                            const char* const format, ...)
{
  char    text[512];
  va_list list;
  va_start(list, format);
  (void)vsnprintf(text, sizeof text, format, list);
  va_end(list);
  lq_finding* const all = lq_pool_grow(p->told, p->problems->findings, p->problems->n, sizeof *all);
  const char* const message = lq_pool_copy(p->told, text);
  if (!all || !message) {
    return LQ_ERR_MEMORY;
  }
  all[p->problems->n]         = *finding;
  all[p->problems->n].message = message;
  p->problems->findings       = all;
  ++p->problems->n;
  return LQ_OK;
}
