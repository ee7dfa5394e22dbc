// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Distortion of steady tones. One second is looked at, so that bins are 1 Hz wide and every tone
/// of whole Hz falls on one: no window, no leakage.
#ifndef LQ_BENCH_TONES_H
#define LQ_BENCH_TONES_H

#include "judge/sound.h"

#include <stdbool.h>

enum { TONES_MAX = 2, TONES_LEAD_MS = 500, TONES_AT_MS = 3300, TONES_END_MS = 4500 };

typedef enum {
  TONES_HARMONICS, ///< all harmonics below half the rate, over the tone: THD
  TONES_SIDEBANDS, ///< of the second tone, at 1 to 8 times the first; over the second: SMPTE
  TONES_TWINS,     ///< difference, and both of third order, over the sum of the tones' powers: CCIF
  TONES_FOREIGN,   ///< all that is no product of the two by a gain of their period: aliases
} tones_kind;

typedef struct {
  const char* name;
  tones_kind  kind;
  double      freq_hz[TONES_MAX], amplitude[TONES_MAX]; ///< the second 0: none
} tones;

const tones* tones_find(const char* name); ///< NULL: none

/// @param x  [rate_hz] one second, dB; -250 at least
double tones_distortion_db(const tones* t, const double* x, size_t rate_hz);

#endif
