// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/song_tone.h"

#include "base/maths.h"
#include "base/pool.h"
#include "dsp/eq_band.h"

#include <math.h>

enum { OCTAVES = LQ_TONE_OCTAVES, BANDS = LQ_SPECTRUM_BANDS, MOST_MOVES = 3 };

static const double most_up_db = 4, most_down_db = 6, least_db = 1;

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

// Back to a little less than how far good records stray; inside that nothing is done.
static double wanted_db(const lq_tone_curve* const c, const unsigned o, const double level_db)
{
  const double off = level_db - c->level_db[o], bears = 0.85 * c->strays_db[o];
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
                                        : lq_eq_round_hz(octave_hz(o)),
                      .gain_db = round(10 * gain_db) / 10,
                      .q       = low || high ? 0.70710678 : 1};
}

// A few bands for what is wanted: the greatest first, then what it leaves.
static void shape(const lq_song* const song, lq_track* const t, const double* const wanted,
                  const double* const song_db, const lq_tone_curve* const curve,
                  const char* const by)
{
  double left[OCTAVES];
  bool   moved[OCTAVES] = {0};
  for (unsigned o = 0; o < OCTAVES; ++o) {
    left[o] = fmax(-most_down_db, fmin(most_up_db, wanted[o]));
  }
  for (unsigned k = 0; k < MOST_MOVES && t->n_moves < LQ_MOST_MOVES; ++k) {
    unsigned most = OCTAVES;
    for (unsigned o = 0; o < OCTAVES; ++o) { // what a neighbour has moved is not moved back
      const bool open = wanted[o] != 0 && !moved[o];
      most            = open && (most == OCTAVES || fabs(left[o]) > fabs(left[most])) ? o : most;
    }
    if (most == OCTAVES || fabs(left[most]) < least_db ||
        octave_hz(most) > 0.45 * song->desk.rate_hz) {
      return;
    }
    moved[most]          = true;
    const double gain_db = fmax(-most_down_db, fmin(most_up_db, left[most]));
    lq_eq_move   move    = make_move(most, gain_db); // more would undo what a neighbour took
    const double off_db  = song_db[most] - curve->level_db[most];
    move.why             = lq_pool_format(
                    song->pool,
                    "it makes much of the octave at %.0f Hz, of which the mix had %.1f dB "
                                "%s than %s",
                    lq_eq_round_hz(octave_hz(most)), fabs(off_db), off_db > 0 ? "more" : "less", by);
    for (unsigned o = 0; o < OCTAVES; ++o) {
      left[o] -= octave_hz(o) < 0.49 * song->desk.rate_hz
                     ? lq_eq_move_db(&move, octave_hz(o), song->desk.rate_hz)
                     : 0;
    }
    lq_track_move(t, move);
    lq_track_hear_move(song, t, &move);
  }
}

/// What a track gives to the octaves, and what is wanted of it.
typedef struct {
  double power[OCTAVES];  ///< as it is
  double wanted[OCTAVES]; ///< dB
  double shaped[OCTAVES]; ///< power with what is wanted, its loudness made up
} part;

static void work_out(part* const p)
{
  double before = 0, after = 0;
  for (unsigned o = 0; o < OCTAVES; ++o) {
    const double k = lq_exp(lq_scene_k_db(3 * o + 2) * (LQ_LN10 / 10.0));
    p->shaped[o]   = p->power[o] * lq_exp(p->wanted[o] * (LQ_LN10 / 10.0));
    before += k * p->power[o];
    after += k * p->shaped[o];
  }
  for (unsigned o = 0; o < OCTAVES && after > 0; ++o) {
    p->shaped[o] *= before / after;
  }
}

// Level of every octave against the whole, dB.
static void add_up(const part* const parts, const size_t n, double* const total,
                   double* const level_db)
{
  double all = 1e-30;
  for (unsigned o = 0; o < OCTAVES; ++o) {
    total[o] = 0;
    for (size_t i = 0; i < n; ++i) {
      total[o] += parts[i].shaped[o];
    }
    all += total[o];
  }
  for (unsigned o = 0; o < OCTAVES; ++o) {
    level_db[o] = lq_power_to_db(fmax(1e-20, total[o] / all));
  }
}

static void want_more(const lq_song* const song, part* const parts, const double* const total,
                      const double* const level_db, const lq_tone_curve* const curve)
{
  for (size_t i = 0; i < song->n; ++i) {
    for (unsigned o = 0; o < OCTAVES; ++o) {
      const double share   = total[o] > 0 ? parts[i].shaped[o] / total[o] : 0;
      const double move_db = 0.7 * wanted_db(curve, o, level_db[o]);
      parts[i].wanted[o] =
          fmax(-most_down_db, fmin(most_up_db, parts[i].wanted[o] +
                                                   answers_for(&song->tracks[i], share) * move_db));
    }
    work_out(&parts[i]);
  }
}

lq_status lq_song_tone(lq_song* const song, const lq_tone_curve* const curve, const char* const by)
{
  enum { ROUNDS = 6 }; // every octave that moves, moves the others against the whole
  part* const parts = LQ_POOL_TAKE(song->pool, part, song->n);
  double      first_db[OCTAVES], level_db[OCTAVES], total[OCTAVES];
  if (!parts) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < song->n; ++i) {
    if (song->tracks[i].heard) {
      octaves_of(song, &song->tracks[i], parts[i].power);
      work_out(&parts[i]);
    }
  }
  add_up(parts, song->n, total, first_db);
  for (int round = 0; round < ROUNDS; ++round) {
    add_up(parts, song->n, total, level_db);
    want_more(song, parts, total, level_db, curve);
  }
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (t->heard && t->heard->n_active) {
      const double lufs = t->heard->lufs;
      for (unsigned o = 0; o < OCTAVES; ++o) { // not in the rounds: they would make up for it
        parts[i].wanted[o] *= song->strength;
      }
      shape(song, t, parts[i].wanted, first_db, curve, by);
      lq_track_make_up(song, t, lufs);
    }
  }
  lq_scene_add_up(&song->scene);
  return LQ_OK;
}
