// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How released records are balanced over the octaves (data/tone.yaml).
#ifndef LQ_SESSION_TONE_CURVE_H
#define LQ_SESSION_TONE_CURVE_H

#include "lacquer/model.h"

enum { LQ_TONE_OCTAVES = 10 }; ///< 31.5 Hz to 16 kHz

/// One octave's figures, against the whole, dB.
typedef struct {
  double level_db[LQ_TONE_OCTAVES];
  double strays_db[LQ_TONE_OCTAVES];
} lq_tone_curve;

LQ_NODISCARD lq_status lq_tone_curve_load(lq_tone_curve* curve, lq_pool* pool, lq_error* error);

#endif
