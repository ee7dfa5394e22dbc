// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Do peaks pile up under one level? Highest points of the waveform at least 16 ms apart are
/// sorted by depth under the greatest. Where nothing limits, they thin out towards the top; under a
/// limiter many different ones stand within hundredths of a dB of each other. The score is how
/// unlikely the densest window near the top is (minus natural log of a Poisson tail) given how
/// many peaks stand in the 2 dB below it. Repeats of one sound, as of a drum machine, are told by
/// their phase-rotated peak and count once. Both the samples and the waveform between them are
/// tried, because some limiters watch the one and some the other.
#ifndef LQ_MEASURE_PILE_H
#define LQ_MEASURE_PILE_H

#include "measure/ceiling.h"

#include <stdbool.h>

typedef struct {
  double score;       ///< 0: nothing; raw mixes stay below 4, limiters on them are above 5
  bool   of_samples;  ///< the samples pile up more sharply than the waveform between them
  size_t n_peaks;     ///< in the densest window
  size_t n_distinct;  ///< of them, up to 40
  double greatest;    ///< of the file, linear
  double depth_db;    ///< the window's upper edge, below the greatest
  double width_db;    ///< of the window
  size_t n_within[4]; ///< peaks within 0.3, 1, 2 and 3 dB of the greatest
  double rotated_db;  ///< how far the highest peaks move when phases turn; played music falls
  double both_sides;  ///< share of the rarer polarity among the highest peaks, 0 to 0.5
} lq_pile;

LQ_NODISCARD lq_status lq_pile_find(lq_pile* pile, const lq_ceiling_hop* hops, size_t n_hops);

/// Does this hop peak in the pile?
bool lq_pile_has(const lq_pile* pile, const lq_ceiling_hop* hop);

/// How sure one may be that a limiter or a clipper was at work, 0 to 1.
double lq_pile_confidence(const lq_pile* pile);

/// How much it took off the highest peaks, about, dB.
double lq_pile_limiting_db(const lq_pile* pile);

#endif
