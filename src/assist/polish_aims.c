// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/notes.h"
#include "assist/polish.h"
#include "base/maths.h"
#include "base/path.h"
#include "base/pool.h"

#include <math.h>

enum { BANDS = LQ_SPECTRUM_BANDS, FIRST_BAND = 2 }; // 31.5 Hz

// Released masters of this program have 2.7 dB (docs/assistant.md); an even mix has up to 3.
static const double even_db = 3;

static double between(const double* const octaves, const unsigned band)
{
  const double   at = fmax(0, fmin(LQ_TONE_OCTAVES - 1, ((double)band - FIRST_BAND) / 3.0));
  const unsigned o  = at < LQ_TONE_OCTAVES - 2 ? (unsigned)at : LQ_TONE_OCTAVES - 2;
  return octaves[o] + (at - o) * (octaves[o + 1] - octaves[o]);
}

// 25 Hz to 16 kHz, as far as the rate goes.
static bool judged(const lq_polish* const p, const unsigned band)
{
  return band >= 1 && band < BANDS - 1 &&
         lq_spectrum_band_hz(band) * 1.2 < 0.5 * p->mix->features->rate_hz;
}

static void by_curve(lq_polish* const p, const lq_tone_curve* const c)
{
  lq_polish_aims* const a = &p->aims;
  for (unsigned b = 0; b < BANDS; ++b) {
    a->tone_db[b]  = between(c->level_db, b);
    a->slack_db[b] = between(c->strays_db, b);
    a->known[b]    = judged(p, b);
  }
  double mean = 0;
  for (unsigned b = 5; b <= 23; ++b) { // as lq_polish_tone() lays them
    mean += a->tone_db[b] / 19;
  }
  for (unsigned b = 0; b < BANDS; ++b) {
    a->tone_db[b] -= mean;
  }
  a->wide = true;
  for (unsigned s = 0; s < LQ_TONE_SIDES; ++s) {
    a->side_db[s]       = c->side_db[s];
    a->side_slack_db[s] = c->side_strays_db[s];
  }
  a->spread_db = even_db;
}

// The mean of what the references have, each by its weight.
static void by_records(lq_polish* const p, const lq_record_figures* const r,
                       const lq_brief* const brief)
{
  lq_polish_aims* const a          = &p->aims;
  double                sum[BANDS] = {0}, weight[BANDS] = {0}, level_db[BANDS];
  double                side[LQ_TONE_SIDES] = {0}, wide = 0, spread = 0, all = 0;
  for (size_t i = 0; i < brief->n_references; ++i) {
    const double w = (double)brief->references[i].weight;
    double       both[BANDS];
    for (unsigned b = 0; b < BANDS; ++b) {
      both[b] = r[i].loud_mid[b] + r[i].loud_side[b];
    }
    lq_polish_tone(both, level_db);
    for (unsigned b = 1; b < BANDS - 1; ++b) {
      const bool known = r[i].known[(b - 1) / 3];
      sum[b] += known ? w * level_db[b] : 0;
      weight[b] += known ? w : 0;
    }
    for (unsigned s = 0; r[i].stereo && s < LQ_TONE_SIDES; ++s) {
      side[s] += w * lq_polish_side_db(r[i].loud_mid, r[i].loud_side, s);
    }
    wide += r[i].stereo ? w : 0;
    spread += w * r[i].spread_db;
    all += w;
  }
  for (unsigned b = 0; b < BANDS; ++b) {
    a->known[b]    = weight[b] > 0 && judged(p, b);
    a->tone_db[b]  = weight[b] > 0 ? sum[b] / weight[b] : 0;
    a->slack_db[b] = 0;
  }
  a->wide = wide > 0;
  for (unsigned s = 0; wide > 0 && s < LQ_TONE_SIDES; ++s) {
    a->side_db[s]       = side[s] / wide;
    a->side_slack_db[s] = 1; // what nobody hears
  }
  a->spread_db = fmax(even_db, spread / all);
}

static bool asked_to_stop(void* const user)
{
  const lq_render_options* const o = user;
  return o && o->progress && o->progress(o->user, 0);
}

static lq_status read_references(lq_polish* const p, const lq_brief* const brief,
                                 const lq_render_options* const options, lq_error* const error)
{
  lq_pool* const           pool = p->master->pool;
  lq_record_figures* const r    = LQ_POOL_TAKE(pool, lq_record_figures, brief->n_references);
  if (!r) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < brief->n_references; ++i) {
    const lq_reference* const ref = &brief->references[i];
    LQ_TRY(lq_record_file(&r[i], ref->path, asked_to_stop, (void*)options, error));
    LQ_TRY(LQ_POLISH_NOTE(
        p, "reference %s, weight %g: %s%s", lq_path_name(pool, ref->path), (double)ref->weight,
        r[i].stereo ? lq_pool_format(pool, "sides at %.1f dB", r[i].side_db)
                    : "no sides, so it says nothing about width",
        r[i].known[LQ_TONE_OCTAVES - 1] ? "" : "; its highest octave is cut off"));
  }
  p->aims.by        = brief->n_references > 1
                          ? lq_pool_format(pool, "the %zu references", brief->n_references)
                          : lq_pool_format(pool, "the reference '%s'",
                                           lq_path_name(pool, brief->references[0].path));
  p->aims.reference = true;
  by_records(p, r, brief);
  return p->aims.by ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_polish_aim(lq_polish* const p, const lq_brief* const brief,
                        const lq_render_options* const options, lq_error* const error)
{
  lq_tone_curve         c;
  lq_pool* const        pool  = p->master->pool;
  const lq_genre* const genre = brief->genre;
  if (brief->n_references) {
    return read_references(p, brief, options, error);
  }
  LQ_TRY(genre ? lq_tone_curve_genre(&c, pool, genre->name, error)
               : lq_tone_curve_load(&c, pool, error));
  p->aims.by = genre ? lq_pool_format(pool, "%s records", genre->name) : "released records";
  by_curve(p, &c);
  return p->aims.by ? LQ_OK : LQ_ERR_MEMORY;
}
