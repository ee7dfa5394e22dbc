// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/dips.h"

#include "base/pool.h"
#include "proc/all.h"

#include <math.h>
#include <string.h>

// A codec's noise belongs to a block of up to 2048 frames: the dip is as wide.
static const double around_sec = 0.02;
static const double slope_sec  = 0.02;
// Under full scale behind a codec, because coding noise moves with every change; and behind a dip
// more, which nobody hears and which saves a round.
static const double clear_db = 0.05, dip_room_db = 0.6;
enum { FEW_OVERS = 24 };

// One more place: as deep as asked or as what it touches, whichever is deeper.
static void add(lq_dips* const d, lq_dip dip)
{
  size_t i = 0;
  while (i < d->n && d->at[i].end_sec + 2 * slope_sec < dip.start_sec) {
    ++i;
  }
  size_t k = i; // [i, k) are touched, and become one
  for (; k < d->n && d->at[k].start_sec <= dip.end_sec + 2 * slope_sec; ++k) {
    dip.start_sec = fmin(dip.start_sec, d->at[k].start_sec);
    dip.end_sec   = fmax(dip.end_sec, d->at[k].end_sec);
    dip.db        = fmax(dip.db, d->at[k].db);
  }
  if (k == i && d->n == LQ_MOST_DIPS) {
    return;
  }
  memmove(&d->at[i + 1], &d->at[k], (d->n - k) * sizeof *d->at);
  d->n += 1 + i - k;
  d->at[i] = dip;
}

// How far it is turned down already there.
static double deepest(const lq_dips* const d, const double start_sec, const double end_sec)
{
  double db = 0;
  for (size_t i = 0; i < d->n; ++i) {
    const bool touches = d->at[i].start_sec <= end_sec && d->at[i].end_sec >= start_sec;
    db                 = touches ? fmax(db, d->at[i].db) : db;
  }
  return db;
}

void lq_dips_deepen(lq_dips* const dips, const lq_codec_facts* const codecs, const size_t n_codecs,
                    const double room_db)
{
  const lq_dips had = *dips;
  for (size_t c = 0; c < n_codecs; ++c) {
    for (size_t i = 0; i < codecs[c].n_listed && codecs[c].n_overs; ++i) {
      const lq_codec_over* const o   = &codecs[c].overs[i];
      lq_dip                     dip = {.start_sec = fmax(slope_sec, o->start_sec - around_sec),
                                        .end_sec   = o->end_sec + around_sec};
      dip.db = deepest(&had, dip.start_sec, dip.end_sec) + o->peak_dbtp - codecs[c].ceiling_dbtp +
               room_db;
      add(dips, dip);
    }
  }
}

// Overs that are few are dealt with where they are; a short song has fewer places.
static bool is_few(const size_t n_overs, const double song_sec)
{
  return (double)n_overs <= fmin(FEW_OVERS, 1 + 0.5 * song_sec);
}

bool lq_dips_heed(lq_dips* const dips, const lq_codec_facts* const codecs, const size_t n_codecs,
                  const double song_sec, const double lowered_db, double* const lower_db)
{
  const double by_db   = lq_codecs_over_db(codecs, n_codecs);
  size_t       n_overs = 0;
  for (size_t i = 0; i < n_codecs; ++i) {
    n_overs += codecs[i].n_overs;
  }
  *lower_db = 0;
  if (!(by_db > 0)) {
    return false;
  }
  if (!is_few(n_overs, song_sec) && lowered_db < LQ_DIPS_MOST_DB) {
    *lower_db = fmin(by_db + clear_db, LQ_DIPS_MOST_DB - lowered_db);
  } else {
    lq_dips_deepen(dips, codecs, n_codecs, dip_room_db);
  }
  return true;
}

bool lq_dips_is_clear(const lq_codec_facts* const f)
{
  return !f->available || f->peak_dbtp < f->ceiling_dbtp - clear_db;
}

#define WHY                                                                                  \
  "in %zu %s a codec of the destination would go over full scale: turned down there for an " \
  "instant, by %.1f dB at most"

lq_status lq_dips_device(const lq_dips* const dips, lq_device* const fader, lq_pool* const pool)
{
  LQ_TRY(lq_device_init(fader, pool, &lq_fader, 0));
  lq_point* const points = LQ_POOL_TAKE(pool, lq_point, 4 * dips->n);
  fader->curves          = LQ_POOL_TAKE(pool, lq_curve, lq_proc_n_values(&lq_fader, 0));
  if (!points || !fader->curves) {
    return LQ_ERR_MEMORY;
  }
  double most_db = 0;
  for (size_t i = 0; i < dips->n; ++i) {
    const lq_dip* const d    = &dips->at[i];
    const float         down = (float)(-ceil(100 * d->db) / 100);
    const double        at[] = {d->start_sec - slope_sec, d->start_sec, d->end_sec,
                                d->end_sec + slope_sec};
    for (unsigned k = 0; k < 4; ++k) { // in the plan's milliseconds
      points[4 * i + k] = (lq_point){.time_sec = round(1000 * at[k]) / 1000,
                                     .value    = k == 1 || k == 2 ? down : 0,
                                     .shape    = LQ_SHAPE_CURVE};
    }
    most_db = fmax(most_db, d->db);
  }
  fader->curves[LQ_FADER_LEVEL] = (lq_curve){.points = points, .n = 4 * dips->n};
  const char* const places      = dips->n == 1 ? "place" : "places";
  fader->why                    = lq_pool_format(pool, WHY, dips->n, places, most_db);
  return fader->why ? LQ_OK : LQ_ERR_MEMORY;
}
