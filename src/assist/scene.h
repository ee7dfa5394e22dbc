// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A mix in figures: K-weighted power of every track in third octaves over time, and what follows
/// from it: who plays when, lead against rest, who is covered by whom, who is heard at all. Powers
/// add: tracks are taken for strangers to each other.
#ifndef LQ_ASSIST_SCENE_H
#define LQ_ASSIST_SCENE_H

#include "assist/desk.h"

#include <stdint.h>

/// K-weighted power of one step.
typedef struct {
  float band[LQ_SPECTRUM_BANDS];
} lq_scene_step;

typedef struct {
  const lq_strip* strip;
  lq_scene_step*  steps;  ///< [n_steps]
  uint8_t*        active; ///< [n_steps] 1 while it plays
  size_t          n_active;
  size_t          part; ///< index of the first track of the same part: see lq_scene_make()
  bool            lead; ///< the song is about this one
  double          lufs; ///< while it plays; -INFINITY when it never does
} lq_scene_track;

typedef struct {
  lq_scene_track* tracks; ///< [n] tracks that are not muted, in the order of the session
  size_t          n;
  size_t          n_steps;
  double          step_sec;
  lq_scene_step*  sum;    ///< [n_steps] of all tracks
  size_t          stride; ///< masking and hearing look at every stride-th step; 1 at first
} lq_scene;

/// Tracks that stand for one part (two microphones on one drum, both halves of a pair, a DI and its
/// amplifier) do not cover each other: they are heard together.
/// @param is_lead  says whether a strip leads
LQ_NODISCARD lq_status lq_scene_make(lq_scene* scene, const lq_desk* desk,
                                     bool (*is_lead)(void* user, const lq_strip* strip),
                                     void* user);
void                   lq_scene_free(lq_scene* scene); ///< what is zeroed is fine

/// The track of a strip, or NULL.
lq_scene_track* lq_scene_find(const lq_scene* scene, const lq_strip* strip);

/// Work out again what all tracks give together. Turning and shaping keep the sum; this takes away
/// what rounding has left in it.
void lq_scene_add_up(const lq_scene* scene);

/// Turn a track, whole or from one step to another (`to` exclusive).
void lq_scene_turn(const lq_scene* scene, lq_scene_track* track, double by_db, size_t from,
                   size_t to);

/// Equalise a track. @param by_db  [LQ_SPECTRUM_BANDS]
void lq_scene_shape(const lq_scene* scene, lq_scene_track* track, const double* by_db);

/// K-weighted power of a track in a step.
double lq_scene_power(const lq_scene_track* track, size_t step);

/// Leads against everything else over the steps in [from, to) in which a lead plays, dB; NaN
/// without either.
double lq_scene_lar_db(const lq_scene* scene, size_t from, size_t to);

/// Share of the active time of a track in which, in its three strongest bands, its part stands
/// above -12 dB against the rest, 0 to 1; 1 for what never plays.
double lq_scene_heard(const lq_scene* scene, const lq_scene_track* track);

/// How much of what makes a track itself lies under the others, 0 to 1: over its active time and
/// its ten strongest bands, how far the masking threshold of everything else stands over it, 20 dB
/// counting 1. The threshold of a band lies 6 dB under what masks it; maskers reach up by 10 and
/// down by 25 dB a third octave. Source of the idea: D. Ronan, Z. Ma, P. Mc Namara, H. Gunes, J.
/// Reiss, "Automatic minimisation of masking in multitrack audio using subgroups", 2018
/// (masker-to-signal ratio over 20 dB); third octaves for Bark bands, spreading of a noise masker
/// after M. Schroeder, B. Atal, J. Hall, 1979, rounded.
double lq_scene_masked(const lq_scene* scene, const lq_scene_track* track);

/// Mean of all tracks that play.
double lq_scene_masking(const lq_scene* scene);

/// The bands that make a track itself, by its K-weighted level over its active time.
enum { LQ_SCENE_OWN_BANDS = 10 };
void lq_scene_own_bands(const lq_scene* scene, const lq_scene_track* track,
                        unsigned bands[LQ_SCENE_OWN_BANDS]);

/// Gain of K-weighting at the centre of a third octave, dB. Source: ITU-R BS.1770-5, 2023, annex 1.
double lq_scene_k_db(unsigned band);
double lq_scene_k_power(unsigned band); ///< the same as a factor of power

#endif
