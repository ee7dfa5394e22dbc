// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/tone.h"

#include "assist/notes.h"
#include "base/maths.h"
#include "base/pool.h"
#include "dsp/eq_band.h"
#include "proc/all.h"
#include "session/tone_curve.h"

#include <math.h>

enum { N_OCTAVES = LQ_TONE_OCTAVES, FIRST_HZ_X10 = 315 };

static void octaves_of(const lq_features* const f, double* const level_db)
{
  double power[N_OCTAVES] = {0}, all = 0;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    const double octave = lq_log2(lq_spectrum_band_hz(b) / (FIRST_HZ_X10 / 10.0));
    const int    o      = (int)floor(octave + 0.5);
    all += f->band_power[b];
    if (o >= 0 && o < N_OCTAVES) {
      power[o] += f->band_power[b];
    }
  }
  for (unsigned o = 0; o < N_OCTAVES; ++o) {
    level_db[o] = power[o] > 0 ? lq_power_to_db(power[o] / all) : -80;
  }
}

/// The moves a mastering engineer starts from, and the octaves that speak for each.
static const struct {
  const char* name;
  float       type; ///< index of the choice
  float       freq_hz, q;
  unsigned    first, last;
} moves[] = {
    {"sub", LQ_BAND_LOW_SHELF, 38, 0.7F, 0, 0},    {"low end", LQ_BAND_LOW_SHELF, 80, 0.7F, 1, 1},
    {"low middle", LQ_BAND_BELL, 280, 0.7F, 2, 4}, {"presence", LQ_BAND_BELL, 2500, 0.6F, 5, 7},
    {"air", LQ_BAND_HIGH_SHELF, 9000, 0.7F, 8, 8},
};

enum { N_MOVES = sizeof moves / sizeof *moves };

// How far outside the band a stretch lies: + too loud, - too quiet; 0 inside.
static double outside_db(const double* const level_db, const lq_tone_curve* const want,
                         const double offset, const unsigned first, const unsigned last)
{
  double sum = 0;
  for (unsigned o = first; o <= last; ++o) {
    const double d = level_db[o] - offset - want->level_db[o];
    const double s = want->strays_db[o];
    sum += d > s ? d - s : d < -s ? d + s : 0;
  }
  return sum / (last - first + 1);
}

static lq_status add_band(lq_device* const eq, const unsigned band, const unsigned move,
                          const double gain_db, const char* const why)
{
  lq_device_set_band(eq, band, "type", moves[move].type);
  lq_device_set_band(eq, band, "freq", moves[move].freq_hz);
  lq_device_set_band(eq, band, "q", moves[move].q);
  lq_device_set_band(eq, band, "gain", (float)gain_db);
  eq->band_why[band] = why;
  return why ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_tone_correct(lq_master* const master, const lq_features* const mix,
                          lq_error* const error)
{
  enum { MOST_DB = 2, REPAIR_DB = 6 };
  lq_tone_curve want;
  double        level_db[N_OCTAVES], gain_db[N_MOVES], found_db[N_MOVES];
  LQ_TRY(lq_tone_curve_load(&want, master->pool, error));
  octaves_of(mix, level_db);
  double offset = 0; // the whole is dominated by a few octaves: compare shapes, not sums
  for (unsigned o = 1; o <= 7; ++o) {
    offset += (level_db[o] - want.level_db[o]) / 7;
  }
  unsigned n = 0;
  for (unsigned i = 0; i < N_MOVES; ++i) {
    found_db[i] = outside_db(level_db, &want, offset, moves[i].first, moves[i].last);
    // Half of what lies outside the band, never more than a small move.
    gain_db[i] = round(10 * fmax(-MOST_DB, fmin(MOST_DB, -0.5 * found_db[i]))) / 10;
    n += fabs(gain_db[i]) >= 0.3;
    if (fabs(found_db[i]) > REPAIR_DB) {
      LQ_TRY(lq_add_note(master->pool, &master->notes, &master->n_notes,
                         "the %s is %.1f dB %s than records usually are: mend that in the mix",
                         moves[i].name, fabs(found_db[i]) + (double)want.strays_db[moves[i].first],
                         found_db[i] > 0 ? "louder" : "quieter"));
    }
  }
  if (!n) {
    return lq_add_note(master->pool, &master->notes, &master->n_notes,
                       "tone: every octave lies where released records lie; nothing was changed");
  }
  lq_device eq;
  LQ_TRY(lq_device_init(&eq, master->pool, &lq_eq, n));
  eq.band_why = LQ_POOL_TAKE(master->pool, const char*, n);
  if (!eq.band_why) {
    return LQ_ERR_MEMORY;
  }
  eq.why        = "toward the band of released records, half the way and never over 2 dB";
  unsigned band = 0;
  for (unsigned i = 0; i < N_MOVES; ++i) {
    if (fabs(gain_db[i]) >= 0.3) {
      LQ_TRY(add_band(&eq, band++, i, gain_db[i],
                      lq_pool_format(master->pool, "%s: %.1f dB outside the band", moves[i].name,
                                     found_db[i])));
    }
  }
  return lq_chain_push(&master->chain, master->pool, &eq);
}
