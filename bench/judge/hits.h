// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What became of the attacks.
#ifndef LQ_BENCH_HITS_H
#define LQ_BENCH_HITS_H

#include "judge/sound.h"

/// Onsets are found in the input: places where the energy of the next 10 ms is 6 dB or more over
/// that of the 50 ms before, the steepest within 50 ms either way, within 30 dB of the loudest.
/// At each, in dB, the input's figure less the output's; then the mean over all.
typedef struct {
  size_t n;
  double attack_db; ///< lost of 10 ms over the 50 ms before
  double body_db;   ///< lost of 10 ms over the 50 ms after
  double level_db;  ///< lost of the 10 ms themselves, at the same loudness
} hits;

hits hits_find(const sound* in, const sound* out);

/// Frames by which `out` is late: the highest of the correlation, |lag| <= most. 0 for silence.
long hits_lag(const sound* in, const sound* out, long most);

#endif
