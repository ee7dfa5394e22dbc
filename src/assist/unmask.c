// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/unmask.h"

#include "base/maths.h"
#include "base/pool.h"
#include "dsp/eq_band.h"

#include <math.h>
#include <stdlib.h>

// Source of the rule: S. Hafezi and J. Reiss, "Autonomous multitrack equalization based on masking
// reduction", JAES 63(5), 2015: a masker is cut in a band that is essential for the other and not
// for itself, by as much as it stands over the other there. Masking can rise by it on some songs,
// so a cut stays only if the measure falls. Figures ours.

enum { MOST_CUTS = 3, MOST_CANDIDATES = 24, MOST_CUT_DB = 4, BANDS = LQ_SPECTRUM_BANDS };

typedef struct {
  lq_track* masker;
  lq_track* covered;
  unsigned  band;
  double    over_db; // masker over covered while both play
  double    weight;
} candidate;

static bool owns(const lq_song* const song, const lq_track* const t, const unsigned band,
                 const size_t n)
{
  unsigned own[LQ_SCENE_OWN_BANDS];
  lq_scene_own_bands(&song->scene, t->heard, own);
  for (size_t k = 0; k < n; ++k) {
    if (own[k] == band) {
      return true;
    }
  }
  return false;
}

// Levels of both in each band over the time in which both play; false when they hardly meet.
static bool meet(const lq_scene* const s, const lq_scene_track* const a,
                 const lq_scene_track* const b, double* const power_a, double* const power_b)
{
  size_t n = 0;
  for (unsigned k = 0; k < BANDS; ++k) {
    power_a[k] = power_b[k] = 1e-20;
  }
  for (size_t i = 0; i < s->n_steps; ++i) {
    const bool both = a->active[i] && b->active[i];
    n += both;
    for (unsigned k = 0; both && k < BANDS; ++k) {
      power_a[k] += (double)a->steps[i].band[k];
      power_b[k] += (double)b->steps[i].band[k];
    }
  }
  return (double)n > 0.1 * (double)b->n_active;
}

static void add_candidate(candidate* const list, size_t* const n, const candidate c)
{
  size_t at = *n < MOST_CANDIDATES ? (*n)++ : MOST_CANDIDATES;
  if (at == MOST_CANDIDATES) { // full: in place of the least
    at = 0;
    for (size_t i = 1; i < *n; ++i) {
      at = list[i].weight < list[at].weight ? i : at;
    }
    if (list[at].weight >= c.weight) {
      return;
    }
  }
  list[at] = c;
}

static void find_pair(const lq_song* const song, lq_track* const a, lq_track* const b,
                      candidate* const list, size_t* const n)
{
  enum { LOWEST_HZ = 100, HIGHEST_HZ = 9000, MASKER_OWNS = 5 };
  double   pa[BANDS], pb[BANDS];
  unsigned own[LQ_SCENE_OWN_BANDS];
  if (!meet(&song->scene, a->heard, b->heard, pa, pb)) {
    return;
  }
  lq_scene_own_bands(&song->scene, b->heard, own);
  for (unsigned k = 0; k < LQ_SCENE_OWN_BANDS; ++k) {
    const unsigned band    = own[k];
    const double   hz      = lq_spectrum_band_hz(band);
    const double   over_db = lq_power_to_db(pa[band] / pb[band]);
    if (hz > LOWEST_HZ && hz < HIGHEST_HZ && over_db > 0 && !owns(song, a, band, MASKER_OWNS)) {
      add_candidate(list, n,
                    (candidate){.masker  = a,
                                .covered = b,
                                .band    = band,
                                .over_db = over_db,
                                .weight  = fmin(over_db, 12) * (b->lead ? 2 : 1)});
    }
  }
}

static int by_weight(const void* const a, const void* const b)
{
  const candidate *const x = a, *const y = b;
  if (x->weight != y->weight) {
    return x->weight > y->weight ? -1 : 1;
  }
  return x->band != y->band ? (x->band > y->band) - (x->band < y->band)
                            : (x->masker > y->masker) - (x->masker < y->masker);
}

static bool may_cut(const lq_track* const t, const double hz)
{
  size_t n = 0;
  for (size_t i = 0; i < t->n_moves; ++i) {
    n += t->moves[i].gain_db < 0 && t->moves[i].type == LQ_BAND_BELL;
    if (fabs(lq_log2(t->moves[i].freq_hz / hz)) < 0.5) {
      return false;
    }
  }
  return n < MOST_CUTS && t->n_moves < LQ_MOST_MOVES;
}

// What counts: the mean over all tracks, and the lead once more.
static double burden(const lq_song* const song)
{
  double leads = 0;
  size_t n     = 0;
  lq_scene_add_up(&song->scene);
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t = &song->tracks[i];
    if (t->heard && t->lead) {
      leads += lq_scene_masked(&song->scene, t->heard);
      ++n;
    }
  }
  return lq_scene_masking(&song->scene) + (n ? 0.3 * leads / (double)n : 0);
}

// Both halves of a pair sound alike, so both are cut alike.
static void hear_cut(const lq_song* const song, const lq_track* const t,
                     const lq_eq_move* const cut)
{
  lq_track_hear_move(song, t, cut);
  if (t->twin != LQ_NO_TRACK) {
    lq_track_hear_move(song, &song->tracks[t->twin], cut);
  }
}

static void attempt(const lq_song* const song, const candidate* const c, double* const before)
{
  const double worth = 0.0004; // less is no reason to touch a sound
  const double depth =
      round(10 * song->strength * fmin(MOST_CUT_DB, fmax(1.5, 0.5 * c->over_db))) / 10;
  lq_eq_move cut = {.type    = LQ_BAND_BELL,
                    .freq_hz = round(lq_spectrum_band_hz(c->band)),
                    .gain_db = -depth,
                    .q       = 1.4};
  if (depth < 0.5 || !may_cut(c->masker, cut.freq_hz)) {
    return;
  }
  hear_cut(song, c->masker, &cut);
  const double after = burden(song);
  if (after > *before - worth) {
    cut.gain_db = depth;
    hear_cut(song, c->masker, &cut); // a bell's cut undoes its lift
    return;
  }
  cut.why = lq_pool_format(song->pool,
                           "makes room for '%s', which lives there and lies %.0f dB under it; "
                           "masking falls from %.3f to %.3f",
                           c->covered->name, c->over_db, *before, after);
  lq_track_move(c->masker, cut);
  if (c->masker->twin != LQ_NO_TRACK) {
    lq_track_move(&song->tracks[c->masker->twin], cut);
  }
  *before = after;
}

void lq_unmask(lq_song* const song)
{
  candidate list[MOST_CANDIDATES];
  size_t    n = 0;
  for (size_t i = 0; i < song->n; ++i) {
    for (size_t k = 0; k < song->n; ++k) {
      lq_track *const a = &song->tracks[i], *const b = &song->tracks[k];
      if (i != k && a->heard && b->heard && a->heard->n_active && b->heard->n_active && !a->keep &&
          !a->lead && a->twin != (int)k && a->role != b->role) {
        find_pair(song, a, b, list, &n);
      }
    }
  }
  qsort(list, n, sizeof *list, by_weight);
  song->scene.stride = 1 + song->scene.n_steps / 600;
  double before      = burden(song);
  for (size_t i = 0; i < n; ++i) {
    attempt(song, &list[i], &before);
  }
  song->scene.stride = 1;
  lq_scene_add_up(&song->scene);
}
