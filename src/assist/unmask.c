// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/unmask.h"

#include "base/maths.h"
#include "base/pool.h"
#include "dsp/eq_band.h"

#include <math.h>
#include <stdlib.h>

// Source of the rule: S. Hafezi and J. Reiss, "Autonomous multitrack equalization based on masking
// reduction", JAES 63(5), 2015: a masker is cut where it covers what is essential for another and
// not for itself. Which cut helps is tried on the scene instead of being taken from ranks, because
// by ranks alone masking can rise. Figures ours.

enum { MOST_CUTS = 4, MASKER_OWNS = 3, LOWEST = 8, HIGHEST = 27 }; // thirds: 125 Hz to 10 kHz

static const double probe_db = 3.5;
static const double worth    = 0.0002; // less is no reason to touch a sound

/// A cut that might help.
typedef struct {
  size_t   masker; ///< index of the track
  unsigned band;
  double   gain; ///< by which the burden fell when it was tried alone
} candidate;

static lq_eq_move make_cut(const unsigned band, const double depth_db)
{
  return (lq_eq_move){.type    = LQ_BAND_BELL,
                      .freq_hz = lq_eq_round_hz(lq_spectrum_band_hz(band)),
                      .gain_db = -round(10 * depth_db) / 10,
                      .q       = 1.4};
}

static bool plays(const lq_track* const t)
{
  return t->heard && t->heard->n_active;
}

// Both halves of a pair sound alike, so both are cut alike; a bell's cut undoes its lift.
static void hear_cut(const lq_song* const song, const size_t masker, const lq_eq_move* const cut,
                     const double sign)
{
  lq_eq_move      m = *cut;
  lq_track* const t = &song->tracks[masker];
  m.gain_db *= sign;
  lq_track_hear_move(song, t, &m);
  if (t->twin != LQ_NO_TRACK) {
    lq_track_hear_move(song, &song->tracks[t->twin], &m);
  }
}

// What counts: the mean over all tracks, and the lead once more.
static double burden(const lq_song* const song, double* const masked)
{
  double all = 0, leads = 0;
  size_t n = 0, n_leads = 0;
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t = &song->tracks[i];
    masked[i]               = plays(t) ? lq_scene_masked(&song->scene, t->heard) : 0;
    all += masked[i];
    n += plays(t);
    leads += t->lead ? masked[i] : 0;
    n_leads += t->lead && plays(t);
  }
  return (n ? all / (double)n : 0) + (n_leads ? 0.3 * leads / (double)n_leads : 0);
}

// A band that makes the track itself is left alone, and so is one that was moved already.
static bool may_cut(const lq_song* const song, const size_t masker, const unsigned band)
{
  const lq_track* const t = &song->tracks[masker];
  unsigned              own[LQ_SCENE_OWN_BANDS];
  size_t                n = 0;
  lq_scene_own_bands(&song->scene, t->heard, own);
  for (unsigned k = 0; k < MASKER_OWNS; ++k) {
    if (own[k] == band) {
      return false;
    }
  }
  for (size_t i = 0; i < t->n_moves; ++i) {
    n += t->moves[i].type == LQ_BAND_BELL && t->moves[i].q > 1.3;
    if (fabs(lq_log2(t->moves[i].freq_hz / lq_spectrum_band_hz(band))) < 0.9) {
      return false;
    }
  }
  return n < MOST_CUTS && t->n_moves < LQ_MOST_MOVES;
}

static int by_gain(const void* const a, const void* const b)
{
  const candidate *const x = a, *const y = b;
  if (x->gain != y->gain) {
    return x->gain > y->gain ? -1 : 1;
  }
  return x->masker != y->masker ? (x->masker > y->masker) - (x->masker < y->masker)
                                : (x->band > y->band) - (x->band < y->band);
}

static bool is_masker(const lq_song* const song, const size_t i)
{
  const lq_track* const t = &song->tracks[i];
  if (t->twin != LQ_NO_TRACK) { // the first of a pair stands for both
    const lq_track* const other = &song->tracks[t->twin];
    if ((size_t)t->twin < i || other->keep || other->lead) {
      return false;
    }
  }
  return plays(t) && !t->keep && !t->lead;
}

static size_t find_candidates(const lq_song* const song, candidate* const list,
                              double* const masked, const double before)
{
  size_t n = 0;
  for (size_t i = 0; i < song->n; ++i) {
    for (unsigned band = LOWEST; is_masker(song, i) && band <= HIGHEST; band += 2) {
      if (!may_cut(song, i, band)) {
        continue;
      }
      const lq_eq_move probe = make_cut(band, probe_db);
      hear_cut(song, i, &probe, 1);
      const double gain = before - burden(song, masked);
      hear_cut(song, i, &probe, -1);
      if (gain > worth) {
        list[n++] = (candidate){.masker = i, .band = band, .gain = gain};
      }
    }
  }
  qsort(list, n, sizeof *list, by_gain);
  return n;
}

// Whom it helps most.
static const char* helped(const lq_song* const song, const size_t masker,
                          const double* const before, const double* const after)
{
  size_t best = masker ? 0 : 1;
  for (size_t i = 0; i < song->n; ++i) {
    best = i != masker && before[i] - after[i] > before[best] - after[best] ? i : best;
  }
  return song->tracks[best].name;
}

static void attempt(lq_song* const song, const candidate* const c, double* const masked,
                    double* const after, double* const before)
{
  const lq_eq_move tried = make_cut(c->band, probe_db * song->strength);
  if (tried.gain_db > -0.5 || !may_cut(song, c->masker, c->band)) {
    return;
  }
  lq_eq_move cut = tried;
  hear_cut(song, c->masker, &cut, 1);
  const double now = burden(song, after);
  if (now > *before - worth * song->strength) {
    hear_cut(song, c->masker, &cut, -1);
    return;
  }
  lq_track* const t = &song->tracks[c->masker];
  cut.why = lq_pool_format(song->pool, "makes room for '%s' and others; not what makes '%s' itself",
                           helped(song, c->masker, masked, after), t->name);
  lq_track_move(t, cut);
  if (t->twin != LQ_NO_TRACK) {
    lq_track_move(&song->tracks[t->twin], cut);
  }
  for (size_t i = 0; i < song->n; ++i) {
    masked[i] = after[i];
  }
  *before = now;
}

lq_status lq_unmask(lq_song* const song)
{
  enum { ABOUT_STEPS = 500, ROUNDS = 2 }; // are enough to judge a cut by
  candidate* const list =
      LQ_POOL_TAKE(song->pool, candidate, song->n * (HIGHEST - LOWEST + 2) / 2 + 1);
  double* const masked = LQ_POOL_TAKE(song->pool, double, song->n);
  double* const after  = LQ_POOL_TAKE(song->pool, double, song->n);
  if (!list || !masked || !after) {
    return LQ_ERR_MEMORY;
  }
  song->scene.stride = 1 + song->scene.n_steps / ABOUT_STEPS;
  double now         = burden(song, masked);
  for (int round = 0; round < ROUNDS; ++round) { // a cut can make another one worth it
    const size_t n = find_candidates(song, list, after, now);
    for (size_t i = 0; i < n; ++i) {
      attempt(song, &list[i], masked, after, &now);
    }
  }
  song->scene.stride = 1;
  lq_scene_add_up(&song->scene);
  return LQ_OK;
}
