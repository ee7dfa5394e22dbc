// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/ringing.h"

#include "assist/notes.h"
#include "base/pool.h"
#include "dsp/eq_band.h"
#include "proc/all.h"

#include <math.h>

enum { MOST_CUTS = 2 };

// Over these 2 dB in nine of ten moments something rings; what usually stands 14 dB out of its
// surroundings is a tone that somebody plays.
static const double bears_db = 2, tone_db = 14, most_db = 3, least_db = 0.3, narrow_q = 8;

typedef struct {
  const lq_device* eq;
  double           rate_hz;
} filter;

static double response_db(void* const user, const double freq_hz)
{
  const filter* const f    = user;
  const lq_spec       spec = {.rate_hz = f->rate_hz, .n_channels = 1, .n_bands = f->eq->n_bands};
  return freq_hz < 0.49 * f->rate_hz ? lq_eq.response_db(&spec, f->eq->values, freq_hz) : 0;
}

static void set_cut(lq_device* const eq, const unsigned band, const double freq_hz,
                    const double gain_db)
{
  lq_device_set_band(eq, band, "type", LQ_BAND_BELL);
  lq_device_set_band(eq, band, "freq", (float)freq_hz);
  lq_device_set_band(eq, band, "q", (float)narrow_q);
  lq_device_set_band(eq, band, "gain", (float)gain_db);
}

// A bell takes some of the surroundings too, so it must cut a little more than what stands out.
static lq_status cut_for(lq_polish* const p, const lq_resonance* const r, double* const gain_db)
{
  lq_device eq;
  LQ_TRY(lq_device_init(&eq, p->master->pool, &lq_eq, 1));
  set_cut(&eq, 0, r->freq_hz, -1);
  filter       f       = {.eq = &eq, .rate_hz = p->mix->features->rate_hz};
  const double unit_db = lq_ringing_change_db(r->freq_hz, response_db, &f);
  *gain_db             = -(r->stands_db - bears_db) / fmax(0.3, -unit_db);
  return LQ_OK;
}

static lq_status tell_left(lq_polish* const p, const lq_resonance* const r, const double need_db)
{
  LQ_TRY(LQ_POLISH_NOTE(p,
                        "%.0f Hz rings: %.1f dB over its surroundings nearly always; that would "
                        "take %.1f dB and is the mix's to mend",
                        r->freq_hz, r->stands_db, need_db));
  return lq_polish_problem(
      p,
      &(lq_finding){.id         = "ringing",
                    .severity   = LQ_SEVERITY_WARNING,
                    .value      = r->stands_db,
                    .limit      = bears_db,
                    .unit       = "dB over its surroundings",
                    .confidence = 0.5,
                    .advice     = "Look for a drum, a room or a drone that rings there, and notch "
                                  "that track alone."},
      "%.0f Hz stands %.1f dB over its surroundings nearly all the time: a cut of %.1f dB, which "
      "mastering does not make.",
      r->freq_hz, r->stands_db, need_db);
}

lq_status lq_ringing_cut(lq_polish* const p)
{
  const lq_features* const f                          = p->mix->features;
  const double             amount                     = (double)p->amounts.of[LQ_AMOUNT_DYNAMICS];
  double                   cut_db[LQ_MOST_RESONANCES] = {0};
  unsigned                 n                          = 0;
  for (unsigned i = 0; i < f->n_resonances && amount > 0; ++i) {
    const lq_resonance* const r = &f->resonances[i];
    if (r->stands_db < bears_db || r->usual_db > tone_db) {
      continue;
    }
    LQ_TRY(cut_for(p, r, &cut_db[i]));
    if (cut_db[i] < -most_db) {
      LQ_TRY(tell_left(p, r, -cut_db[i]));
      cut_db[i] = 0;
    }
    cut_db[i] = n < MOST_CUTS && cut_db[i] <= -least_db ? round(10 * amount * cut_db[i]) / 10 : 0;
    n += cut_db[i] != 0;
  }
  if (!n) {
    return LQ_OK; // nothing rings: not worth a word
  }
  lq_device eq;
  LQ_TRY(lq_device_init(&eq, p->master->pool, &lq_eq, n));
  eq.band_why = LQ_POOL_TAKE(p->master->pool, const char*, n);
  if (!eq.band_why) {
    return LQ_ERR_MEMORY;
  }
  eq.why = "what stands out of its surroundings all the time, and not only while it is played";
  unsigned band = 0;
  for (unsigned i = 0; i < f->n_resonances; ++i) {
    if (cut_db[i] != 0) {
      set_cut(&eq, band, round(f->resonances[i].freq_hz), cut_db[i]);
      eq.band_why[band++] =
          lq_pool_format(p->master->pool,
                         "stands %.1f dB over its surroundings in nine of ten moments, %.1f dB "
                         "usually",
                         f->resonances[i].stands_db, f->resonances[i].usual_db);
    }
  }
  return lq_chain_push(&p->master->chain, p->master->pool, &eq);
}
