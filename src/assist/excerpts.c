// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/excerpts.h"

#include "assist/notes.h"
#include "assist/tone_moves.h"
#include "base/maths.h"
#include "base/pool.h"

#include <math.h>

enum { BANDS = LQ_SPECTRUM_BANDS };

static const double width_sec = 8, apart_db = 6;

// How far each third octave lies off in steps [from, to); false: hardly anything sounds there.
static bool off_of(const lq_polish* const p, const size_t from, const size_t to, const double usual,
                   double* const off_db)
{
  double power[BANDS] = {0}, weight = 0;
  for (size_t i = from; i < to; ++i) {
    weight += p->weight[i] / (double)(to - from);
    for (unsigned b = 0; b < BANDS; ++b) {
      power[b] += (double)p->steps[i].mid[b] + (double)p->steps[i].side[b];
    }
  }
  lq_polish_tone(power, off_db);
  for (unsigned b = 0; b < BANDS; ++b) {
    off_db[b] -= p->aims.tone_db[b];
  }
  return weight > 0.2 * usual; // 7 dB under the mean a passage is another piece of music
}

static double usual_weight(const lq_polish* const p)
{
  double sum = 0;
  for (size_t i = 0; i < p->n; ++i) {
    sum += p->weight[i] / (double)p->n;
  }
  return sum;
}

// A region against the line of the whole spectrum, tolerance not considered.
static double region_db(const lq_polish* const p, const double* const off_db, const unsigned region)
{
  double sum = 0, n = 0;
  for (unsigned b = lq_tone_regions[region].first; b <= lq_tone_regions[region].last; ++b) {
    sum += p->aims.known[b] ? off_db[b] : 0;
    n += p->aims.known[b];
  }
  return n > 0 ? sum / n : 0;
}

lq_excerpt lq_excerpt_worst(const lq_polish* const p, const unsigned region, const bool too_much)
{
  const size_t width = (size_t)(width_sec / p->step_sec), hop = width / 4 + 1;
  const double usual = usual_weight(p);
  lq_excerpt   worst = {.to_sec = (double)p->n * p->step_sec};
  bool         any   = false;
  double       off_db[BANDS];
  for (size_t i = 0; i + width <= p->n; i += hop) {
    if (!off_of(p, i, i + width, usual, off_db)) {
      continue;
    }
    const double here_db = region_db(p, off_db, region);
    if (!any || (too_much ? here_db > worst.off_db : here_db < worst.off_db)) {
      worst = (lq_excerpt){.from_sec = (double)i * p->step_sec,
                           .to_sec   = (double)(i + width) * p->step_sec,
                           .off_db   = here_db};
      any   = true;
    }
  }
  return worst;
}

const char* lq_excerpt_times(lq_pool* const pool, const lq_excerpt s)
{
  const int from = (int)s.from_sec, to = (int)ceil(s.to_sec);
  return lq_pool_format(pool, "from %d:%02d to %d:%02d", from / 60, from % 60, to / 60, to % 60);
}

lq_status lq_excerpt_notes(lq_polish* const p)
{
  enum { MOST_NOTES = 2 };
  double       whole_db[BANDS], apart[LQ_TONE_REGIONS];
  lq_excerpt   found[LQ_TONE_REGIONS];
  const double usual = usual_weight(p);
  if ((double)p->n * p->step_sec < 2 * width_sec) {
    return LQ_OK;
  }
  (void)off_of(p, 0, p->n, usual, whole_db);
  for (unsigned r = 0; r < LQ_TONE_REGIONS; ++r) {
    const lq_excerpt high = lq_excerpt_worst(p, r, true), low = lq_excerpt_worst(p, r, false);
    const double     all_db = region_db(p, whole_db, r);
    found[r]                = high.off_db - all_db > all_db - low.off_db ? high : low;
    apart[r]                = found[r].off_db - all_db;
  }
  for (int k = 0; k < MOST_NOTES; ++k) { // the greatest first
    unsigned r = 0;
    for (unsigned i = 1; i < LQ_TONE_REGIONS; ++i) {
      r = fabs(apart[i]) > fabs(apart[r]) ? i : r;
    }
    const char* const times = lq_excerpt_times(p->master->pool, found[r]);
    if (!times || fabs(apart[r]) < apart_db) {
      return times ? LQ_OK : LQ_ERR_MEMORY;
    }
    LQ_TRY(LQ_POLISH_NOTE(p,
                          "%s the %s has %.0f dB %s than in the song as a whole, which the tone of "
                          "the master goes by",
                          times, lq_tone_regions[r].name, fabs(apart[r]),
                          apart[r] > 0 ? "more" : "less"));
    apart[r] = 0;
  }
  return LQ_OK;
}
