// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where a song clicks and drops out: what measure/faults.h heard in each channel, as places of the
/// song that a person can go to. What comes many times a second is how the thing sounds and no
/// fault; the edges of a dropout are no clicks of their own.
#ifndef LQ_MEASURE_FAULT_PLACES_H
#define LQ_MEASURE_FAULT_PLACES_H

#include "base/pool.h"
#include "measure/faults.h"
#include "measure/trace.h"

#include <stdbool.h>

/// A place where something is wrong.
typedef struct {
  double   start_sec, end_sec;
  unsigned channels; ///< bit 0: left, bit 1: right
  double   size;     ///< of a click: how high, full scale 1
  bool     zero;     ///< of a dropout: to nothing; else it sticks at a value
} lq_fault_place;

typedef struct {
  lq_fault_place* list; ///< [n] in time order
  size_t          n;
} lq_fault_places;

/// @param faults      finished
/// @param trace       of the same sound, finished
/// @param sample_peak of the same sound, full scale 1
LQ_NODISCARD lq_status lq_fault_places_find(const lq_faults* faults, const lq_trace* trace,
                                            double sample_peak, lq_pool* pool,
                                            lq_fault_places* dropouts, lq_fault_places* clicks);

#endif
