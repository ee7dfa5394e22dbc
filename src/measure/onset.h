// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Attacks: places where the K-weighted level of 20 ms rises by 6 dB or more within 30 ms, at least
/// 60 ms apart and within 30 dB of the recent loudest. Streaming, 10 ms at a time.
#ifndef LQ_MEASURE_ONSET_H
#define LQ_MEASURE_ONSET_H

#include <stdbool.h>

enum { LQ_ONSET_PAST = 6 };

typedef struct {
  double   past[LQ_ONSET_PAST]; ///< energies of the last hops, newest first
  double   recent;              ///< loudest 20 ms, sinking by 3 dB a second
  unsigned since;               ///< hops since the last onset
} lq_onset;

/// @param energy  mean square of the next 10 ms
/// @return true at an onset
bool lq_onset_push(lq_onset* o, double energy);

/// Is the hop pushed last within 60 ms of an onset?
bool lq_onset_in_attack(const lq_onset* o);

#endif
