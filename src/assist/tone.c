// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/tone.h"

#include "assist/notes.h"
#include "base/data.h"
#include "base/maths.h"
#include "base/pool.h"
#include "base/text.h"
#include "dsp/eq_band.h"
#include "proc/all.h"
#include "session/yaml.h"

#include <math.h>
#include <string.h>

enum { N_OCTAVES = 10, FIRST_HZ_X10 = 315 };

/// One octave's figures, against the whole, dB.
typedef struct {
  double level_db[N_OCTAVES];
  double strays_db[N_OCTAVES];
} curve;

static lq_status read_numbers(const lq_node* const list, double* const out, lq_error* const error)
{
  const lq_node* node = list ? list->first : NULL;
  for (unsigned i = 0; i < N_OCTAVES; ++i) {
    const char* end;
    if (!node || !node->text || !lq_text_to_double(node->text, &out[i], &end) || *end) {
      return lq_fail_file(error, LQ_ERR_BAD_VALUE, "tone.yaml", "expected %d numbers in a curve.",
                          N_OCTAVES);
    }
    node = node->next;
  }
  return LQ_OK;
}

static lq_status load_curve(curve* const c, lq_pool* const pool, lq_error* const error)
{
  lq_node* root = NULL;
  LQ_TRY(lq_yaml_parse(&root, pool, lq_data_tone, strlen(lq_data_tone), "tone.yaml", error));
  const lq_node* const curves = lq_node_find(root, "curves");
  const lq_node* const first  = curves ? curves->first : NULL;
  LQ_TRY(read_numbers(first ? lq_node_find(first, "octaves") : NULL, c->level_db, error));
  return read_numbers(first ? lq_node_find(first, "strays") : NULL, c->strays_db, error);
}

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
static double outside_db(const double* const level_db, const curve* const want, const double offset,
                         const unsigned first, const unsigned last)
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
  curve  want;
  double level_db[N_OCTAVES], gain_db[N_MOVES], found_db[N_MOVES];
  LQ_TRY(load_curve(&want, master->pool, error));
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
