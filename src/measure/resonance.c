// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/resonance.h"

#include "base/maths.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum {
  FIRST   = 8, // bands below the first that is judged: its surroundings
  JUDGED  = 71,
  BANDS   = JUDGED + 2 * FIRST,
  NEAR    = 3,
  CLASSES = 8, // of 10 dB, from -70 dBFS up
  CELLS   = 160,
};
static const double lowest_hz = 200, cell_db = 0.25, bottom_db = -10, least_db = 1;

struct lq_ringing {
  double   rate_hz;
  size_t   n_bins;
  unsigned n_bands;                       // fewer at low rates
  size_t   edge[BANDS + 1];               // first bin of each
  uint64_t n_blocks[CLASSES];             // by level, so that the gate can be set at the end
  uint32_t count[CLASSES][JUDGED][CELLS]; // how often it stood by so much
};

static double band_hz(const double band)
{
  return lowest_hz * lq_exp((band - FIRST) * LQ_LN2 / 12.0);
}

lq_status lq_ringing_new(lq_ringing** const ringing, const double rate_hz, const size_t n_bins)
{
  lq_ringing* const r = calloc(1, sizeof *r);
  if (!r) {
    return LQ_ERR_MEMORY;
  }
  r->rate_hz             = rate_hz;
  r->n_bins              = n_bins;
  const double bins_a_hz = 2.0 * (double)(n_bins - 1) / rate_hz;
  while (r->n_bands < BANDS && band_hz(r->n_bands + 0.5) < 0.45 * rate_hz) {
    ++r->n_bands;
  }
  for (unsigned b = 0; b <= r->n_bands; ++b) {
    r->edge[b] = (size_t)(band_hz(b - 0.5) * bins_a_hz + 0.5);
  }
  *ringing = r;
  return LQ_OK;
}

void lq_ringing_free(lq_ringing* const r)
{
  free(r);
}

static double surroundings(const double* const level_db, const unsigned band)
{
  double sum = 0;
  for (unsigned k = NEAR; k <= FIRST; ++k) {
    sum += level_db[band - k] + level_db[band + k];
  }
  return sum / (2 * (FIRST - NEAR + 1));
}

void lq_ringing_push(lq_ringing* const r, const float* const power)
{
  double level_db[BANDS], all = 0;
  for (unsigned b = 0; b < r->n_bands; ++b) {
    double sum = 0;
    for (size_t i = r->edge[b]; i < r->edge[b + 1]; ++i) {
      sum += (double)power[i];
    }
    all += sum;
    level_db[b] = lq_power_to_db(fmax(1e-16, sum / (double)(r->edge[b + 1] - r->edge[b])));
  }
  const double place = (lq_power_to_db(fmax(1e-16, all)) + 70) / 10;
  if (place < 0) {
    return;
  }
  const unsigned c = place < CLASSES - 1 ? (unsigned)place : CLASSES - 1;
  ++r->n_blocks[c];
  for (unsigned b = FIRST; b + FIRST < r->n_bands; ++b) {
    const double cell = (level_db[b] - surroundings(level_db, b) - bottom_db) / cell_db;
    ++r->count[c][b - FIRST][cell <= 0 ? 0 : cell >= CELLS - 1 ? CELLS - 1 : (unsigned)cell];
  }
}

static double percentile_db(const lq_ringing* const r, const unsigned first_class,
                            const unsigned band, const double share, const uint64_t n)
{
  uint64_t seen = 0;
  for (unsigned k = 0; k < CELLS; ++k) {
    for (unsigned c = first_class; c < CLASSES; ++c) {
      seen += r->count[c][band][k];
    }
    if ((double)seen > share * (double)n) {
      return bottom_db + cell_db * (k + 0.5);
    }
  }
  return bottom_db;
}

static double place_hz(const lq_ringing* const r, const unsigned band, const double* const mean)
{
  size_t best = r->edge[band + FIRST];
  for (size_t i = best; i < r->edge[band + FIRST + 1]; ++i) {
    best = mean[i] > mean[best] ? i : best;
  }
  return (double)best * r->rate_hz / (2.0 * (double)(r->n_bins - 1));
}

unsigned lq_ringing_find(const lq_ringing* const r, const double* const mean,
                         lq_resonance* const found)
{
  double   stands_db[JUDGED] = {0};
  unsigned top = CLASSES, n_found = 0;
  while (top && !r->n_blocks[top - 1]) {
    --top;
  }
  const unsigned first = top > 3 ? top - 3 : 0; // within 20 dB, to 10
  uint64_t       n     = 0;
  for (unsigned c = first; c < CLASSES; ++c) {
    n += r->n_blocks[c];
  }
  const unsigned n_judged = r->n_bands > 2 * FIRST ? r->n_bands - 2 * FIRST : 0;
  for (unsigned b = 0; n >= 50 && b < n_judged; ++b) { // 4 s
    stands_db[b] = percentile_db(r, first, b, 0.1, n);
  }
  while (n_found < LQ_MOST_RESONANCES) {
    unsigned most = 0;
    for (unsigned b = 1; b < n_judged; ++b) {
      most = stands_db[b] > stands_db[most] ? b : most;
    }
    if (stands_db[most] < least_db) {
      break;
    }
    found[n_found++] = (lq_resonance){.freq_hz   = place_hz(r, most, mean),
                                      .stands_db = stands_db[most],
                                      .usual_db  = percentile_db(r, first, most, 0.5, n)};
    for (unsigned b = most < NEAR ? 0 : most - NEAR; b <= most + NEAR && b < n_judged; ++b) {
      stands_db[b] = 0; // its own skirts
    }
  }
  return n_found;
}

double lq_ringing_change_db(const double freq_hz,
                            double (*const response_db)(void* user, double freq_hz),
                            void* const user)
{
  double around = 0, step = lq_exp(LQ_LN2 / 12.0), up = 1;
  for (unsigned k = 1; k <= FIRST; ++k) {
    up *= step;
    around += k < NEAR ? 0 : response_db(user, freq_hz * up) + response_db(user, freq_hz / up);
  }
  return response_db(user, freq_hz) - around / (2 * (FIRST - NEAR + 1));
}
