// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a track sounds like, as a short list of figures on scales on which alike sounds lie near
/// each other: how struck, how bright, how steady, how sung, how it fades, how its octaves lie.
#ifndef LQ_MEASURE_SOUND_H
#define LQ_MEASURE_SOUND_H

#include "measure/features.h"
#include "measure/voicing.h"

enum { LQ_SOUND_OCTAVES = 9 };

typedef enum {
  LQ_SOUND_PERCUSSIVENESS, ///< 0 to 1
  LQ_SOUND_CENTROID,       ///< log2 of Hz
  LQ_SOUND_CENTROID_MOVES, ///< octaves
  LQ_SOUND_LOW_ENERGY,     ///< share of the blocks under their mean
  LQ_SOUND_ONSETS,         ///< a second
  LQ_SOUND_PITCHED,        ///< share of frames
  LQ_SOUND_PITCH,          ///< log2 of Hz
  LQ_SOUND_PITCH_RANGE,    ///< octaves
  LQ_SOUND_WANDER,         ///< root of semitones
  LQ_SOUND_HELD,           ///< log2 of seconds
  LQ_SOUND_COLOUR,         ///< octaves
  LQ_SOUND_SPREAD,         ///< dB, loud over quiet 400 ms
  LQ_SOUND_FADE,           ///< dB, 100 ms behind a hit's peak
  LQ_SOUND_FADE_LATER,     ///< dB, 200 ms behind it
  LQ_SOUND_OCTAVE,         ///< dB of the octaves at 31.5 Hz ... 8 kHz against the whole
  LQ_SOUND_N = LQ_SOUND_OCTAVE + LQ_SOUND_OCTAVES
} lq_sound_figure;

typedef struct {
  double figure[LQ_SOUND_N];
} lq_sound;

lq_sound lq_sound_of(const lq_features* features, const lq_voicing* voicing);

/// "percussiveness": as a table of sounds names it.
const char* lq_sound_figure_name(unsigned figure);

/// Every octave from 63 Hz to 4 kHz within 30 dB of the whole, and something at 8 kHz: what a band
/// leaves and a single instrument seldom.
bool lq_sound_fills_range(const lq_features* features);

#endif
