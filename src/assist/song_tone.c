// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/song_tone.h"

#include "base/maths.h"
#include "base/pool.h"
#include "dsp/eq_band.h"

#include <math.h>

enum { OCTAVES = LQ_TONE_OCTAVES, BANDS = LQ_SPECTRUM_BANDS, MOST_MOVES = 3 };

static const double most_up_db = 4, most_down_db = 6, least_db = 0.7;

// Third octaves 1 to 30 are ten octaves of three: 25 31.5 40, ... 12.5k 16k 20k.
static unsigned octave_of(const unsigned band)
{
  return band ? (band - 1) / 3 : 0;
}

static double octave_hz(const unsigned octave)
{
  return lq_spectrum_band_hz(3 * octave + 2);
}

// Power of a track in each octave over the song, without the ear's weighting.
static void octaves_of(const lq_song* const song, const lq_track* const t, double* const power)
{
  for (unsigned o = 0; o < OCTAVES; ++o) {
    power[o] = 0;
  }
  for (unsigned b = 1; b < BANDS; ++b) {
    const double k   = lq_exp(lq_scene_k_db(b) * (LQ_LN10 / 10.0));
    double       sum = 0;
    for (size_t i = 0; i < song->scene.n_steps; ++i) {
      sum += (double)t->heard->steps[i].band[b];
    }
    power[octave_of(b)] += sum / k;
  }
}

void lq_song_octaves(const lq_song* const song, double octave_db[OCTAVES])
{
  double power[OCTAVES], total[OCTAVES] = {0}, all = 1e-30;
  for (size_t i = 0; i < song->n; ++i) {
    if (song->tracks[i].heard) {
      octaves_of(song, &song->tracks[i], power);
      for (unsigned o = 0; o < OCTAVES; ++o) {
        total[o] += power[o];
        all += power[o];
      }
    }
  }
  for (unsigned o = 0; o < OCTAVES; ++o) {
    octave_db[o] = lq_power_to_db(fmax(1e-20, total[o] / all));
  }
}

// Back to seven tenths of how far good records stray; inside that nothing is done.
static double wanted_db(const lq_tone_curve* const c, const unsigned o, const double level_db)
{
  const double off = level_db - c->level_db[o], bears = 0.7 * c->strays_db[o];
  return fabs(off) <= bears ? 0 : off > 0 ? bears - off : -bears - off;
}

// Who makes an octave: a lead only where it is most of it.
static double answers_for(const lq_track* const t, const double share)
{
  const double least = t->lead ? 0.5 : 0.12;
  return t->keep || share < least ? 0 : 1;
}

static lq_eq_move make_move(const unsigned o, const double gain_db)
{
  const bool low = o == 0, high = o == OCTAVES - 1;
  return (lq_eq_move){.type    = low    ? LQ_BAND_LOW_SHELF
                                 : high ? LQ_BAND_HIGH_SHELF
                                        : LQ_BAND_BELL,
                      .freq_hz = low    ? 45
                                 : high ? 11000
                                        : round(octave_hz(o)),
                      .gain_db = round(10 * gain_db) / 10,
                      .q       = low || high ? 0.70710678 : 1};
}

// A few bands for what is wanted: the greatest first, then what it leaves.
static void shape(const lq_song* const song, lq_track* const t, const double* const wanted,
                  const double* const song_db, const lq_tone_curve* const curve,
                  const char* const by)
{
  double left[OCTAVES];
  for (unsigned o = 0; o < OCTAVES; ++o) {
    left[o] = fmax(-most_down_db, fmin(most_up_db, wanted[o]));
  }
  for (unsigned k = 0; k < MOST_MOVES && t->n_moves < LQ_MOST_MOVES; ++k) {
    unsigned most = 0;
    for (unsigned o = 1; o < OCTAVES; ++o) {
      most = fabs(left[o]) > fabs(left[most]) ? o : most;
    }
    if (fabs(left[most]) < least_db || octave_hz(most) > 0.45 * song->desk.rate_hz) {
      return;
    }
    lq_eq_move   move   = make_move(most, left[most]);
    const double off_db = song_db[most] - curve->level_db[most];
    move.why =
        lq_pool_format(song->pool,
                       "it makes much of the octave at %.0f Hz, of which the mix had %.1f dB "
                       "%s than %s",
                       octave_hz(most), fabs(off_db), off_db > 0 ? "more" : "less", by);
    for (unsigned o = 0; o < OCTAVES; ++o) {
      left[o] -= octave_hz(o) < 0.49 * song->desk.rate_hz
                     ? lq_eq_move_db(&move, octave_hz(o), song->desk.rate_hz)
                     : 0;
    }
    lq_track_move(t, move);
    lq_track_hear_move(song, t, &move);
  }
}

void lq_song_tone(lq_song* const song, const lq_tone_curve* const curve, const char* const by)
{
  enum { ROUNDS = 3 };
  double(*const power)[OCTAVES]  = lq_pool_take(song->pool, song->n, sizeof *power);
  double(*const wanted)[OCTAVES] = lq_pool_take(song->pool, song->n, sizeof *wanted);
  double song_db[OCTAVES];
  if (!power || !wanted) {
    return;
  }
  for (size_t i = 0; i < song->n; ++i) {
    if (song->tracks[i].heard) {
      octaves_of(song, &song->tracks[i], power[i]);
    }
  }
  // Every octave moves all of them a little: level is counted against the whole.
  for (int round = 0; round < ROUNDS; ++round) {
    double total[OCTAVES] = {0}, all = 1e-30;
    for (size_t i = 0; i < song->n; ++i) {
      for (unsigned o = 0; o < OCTAVES; ++o) {
        const double p = power[i][o] * lq_exp(wanted[i][o] * (LQ_LN10 / 10.0));
        total[o] += p;
        all += p;
      }
    }
    for (unsigned o = 0; o < OCTAVES; ++o) {
      const double level_db = lq_power_to_db(fmax(1e-20, total[o] / all));
      song_db[o]            = round ? song_db[o] : level_db;
      const double move_db  = song->strength * wanted_db(curve, o, level_db);
      for (size_t i = 0; i < song->n; ++i) {
        const double p     = power[i][o] * lq_exp(wanted[i][o] * (LQ_LN10 / 10.0));
        const double share = total[o] > 0 ? p / total[o] : 0;
        wanted[i][o] += answers_for(&song->tracks[i], share) * move_db;
      }
    }
  }
  for (size_t i = 0; i < song->n; ++i) {
    if (song->tracks[i].heard) {
      shape(song, &song->tracks[i], wanted[i], song_db, curve, by);
    }
  }
  lq_scene_add_up(&song->scene);
}
