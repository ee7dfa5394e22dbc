// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where the spectrum ends like a wall: what lossy codecs and old sample rates leave behind.
#ifndef LQ_MEASURE_EDGE_H
#define LQ_MEASURE_EDGE_H

#include <stddef.h>

typedef struct {
  double hz;      ///< 0: no wall
  double drop_db; ///< from 0.3 to 1.3 kHz under it to as much above it
  double rest_db; ///< loudest above it, against what is just under it
} lq_edge;

/// The steepest wall between 9 kHz and just under half the rate.
/// @param power  [n_bins] mean power; bins stand at i * rate / (2 * (n_bins - 1))
lq_edge lq_edge_find(const double* power, size_t n_bins, double rate_hz);

#endif
