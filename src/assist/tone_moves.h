// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Which wide moves bring a spectrum to the edge of the band of its aims, region by region.
#ifndef LQ_ASSIST_TONE_MOVES_H
#define LQ_ASSIST_TONE_MOVES_H

#include "assist/polish.h"

/// Stretches of the spectrum that people have words for; each has one wide move.
enum { LQ_TONE_REGIONS = 7, LQ_TONE_MOST_DB = 3 };

typedef struct {
  const char* name;
  unsigned    first, last; ///< third octaves that speak for it
  float       type;        ///< of its band: index of the equaliser's choice
  float       freq_hz, q;
} lq_tone_region;

extern const lq_tone_region lq_tone_regions[LQ_TONE_REGIONS];

/// How far a spectrum lies from the aims: mean over the third octaves of what lies outside their
/// band (of all that is off, with references). @param power [LQ_SPECTRUM_BANDS]
double lq_tone_distance_db(const lq_polish_aims* aims, const double* power);

/// How far a region lies outside, mean, with its sign. @param off_db [LQ_SPECTRUM_BANDS]
double lq_tone_region_off_db(const lq_polish_aims* aims, const double* off_db, unsigned region);

/// What the moves are found with.
typedef struct {
  const lq_polish_aims* aims;
  double                rate_hz;
  double                power[LQ_SPECTRUM_BANDS];                    ///< the mix, where it is loud
  double                unit_db[LQ_TONE_REGIONS][LQ_SPECTRUM_BANDS]; ///< of each move at 1 dB
} lq_tone_work;

LQ_NODISCARD lq_status lq_tone_start(lq_tone_work* work, const lq_polish* polish);

/// The same from figures. @param power  [LQ_SPECTRUM_BANDS] of what is to be moved
LQ_NODISCARD lq_status lq_tone_begin(lq_tone_work* work, const lq_polish_aims* aims,
                                     const double* power, double rate_hz, lq_pool* pool);

/// @param left     [LQ_TONE_REGIONS] out: needs more than a small move, and gets none
/// @param gain_db  [LQ_TONE_REGIONS] out
void lq_tone_find_moves(const lq_tone_work* work, bool* left, double* gain_db);

/// The mix after the moves.
/// @param gain_db  [LQ_TONE_REGIONS]
/// @param off_db   [LQ_SPECTRUM_BANDS] out: against the aims
/// @return as lq_tone_distance_db()
double lq_tone_predict(const lq_tone_work* work, const double* gain_db, double* off_db);

/// A region's move as a band of an equaliser, and what all of its bands do.
void   lq_tone_set_move(lq_device* eq, unsigned band, unsigned region, double gain_db);
double lq_tone_response_db(const lq_device* eq, double freq_hz, double rate_hz);

#endif
