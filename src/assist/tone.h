// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Tonal balance of a finished mix: wide, small moves to the edge of the band in which records
/// lie, or to the line of the references. What lies inside the band is left alone; what would need
/// more than a small move is not done and told as a problem of the mix.
#ifndef LQ_ASSIST_TONE_H
#define LQ_ASSIST_TONE_H

#include "assist/polish.h"

/// Stretches of the spectrum that people have words for; each has one wide move.
enum { LQ_TONE_REGIONS = 7 };

typedef struct {
  const char* name;
  unsigned    first, last; ///< third octaves that speak for it
  float       type;        ///< of its band: index of the equaliser's choice
  float       freq_hz, q;
} lq_tone_region;

extern const lq_tone_region lq_tone_regions[LQ_TONE_REGIONS];

/// Add an equaliser to the master's chain where it is needed, and notes.
LQ_NODISCARD lq_status lq_tone_correct(lq_polish* polish);

/// How far a spectrum lies from the aims: mean over the third octaves of what lies outside their
/// band (of all that is off, with references). @param power [LQ_SPECTRUM_BANDS]
double lq_tone_distance_db(const lq_polish_aims* aims, const double* power);

/// How far a region lies outside, mean, with its sign. @param off_db [LQ_SPECTRUM_BANDS]
double lq_tone_region_off_db(const lq_polish_aims* aims, const double* off_db, unsigned region);

#endif
