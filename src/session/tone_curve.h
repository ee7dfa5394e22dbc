// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How released records are balanced over the octaves, and how wide they are (data/tone.yaml).
#ifndef LQ_SESSION_TONE_CURVE_H
#define LQ_SESSION_TONE_CURVE_H

#include "lacquer/model.h"

enum {
  LQ_TONE_OCTAVES = 10, ///< 31.5 Hz to 16 kHz
  LQ_TONE_SIDES   = 5   ///< below 120 Hz, to 500 Hz, 2 kHz, 8 kHz, 16 kHz
};

/// Level of each octave against the whole, and of the sides against the middle, dB; and how far
/// good records stray from both.
typedef struct {
  double level_db[LQ_TONE_OCTAVES];
  double strays_db[LQ_TONE_OCTAVES];
  double side_db[LQ_TONE_SIDES];
  double side_strays_db[LQ_TONE_SIDES];
} lq_tone_curve;

extern const double lq_tone_side_hz[LQ_TONE_SIDES + 1]; ///< edges of the stretches of the sides

/// Of released records in general.
LQ_NODISCARD lq_status lq_tone_curve_load(lq_tone_curve* curve, lq_pool* pool, lq_error* error);

/// Of a genre by its name (data/genres.yaml).
LQ_NODISCARD lq_status lq_tone_curve_genre(lq_tone_curve* curve, lq_pool* pool, const char* genre,
                                           lq_error* error);

#endif
