// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How much a limiter turned down: at most, and usually.
#ifndef LQ_DSP_LIMIT_METER_H
#define LQ_DSP_LIMIT_METER_H

#include "lacquer/proc.h"

#include <stdint.h>

enum { LQ_LIMIT_METER_STEPS = 1024 };

typedef struct {
  float    most;                        ///< log2 units
  uint64_t n_all;                       ///< figures there would be if all were counted
  uint32_t count[LQ_LIMIT_METER_STEPS]; ///< by steps of 1/64 octave, 0.094 dB
} lq_limit_meter;

LQ_RT void lq_limit_meter_reset(lq_limit_meter* meter);

/// @param reduction  log2 units; nothing is counted when it is 0
LQ_RT void lq_limit_meter_add(lq_limit_meter* meter, float reduction);

/// So many figures more have come by, reductions or none.
LQ_RT void lq_limit_meter_pass(lq_limit_meter* meter, uint64_t n);

/// Exceeded 1 % of the time; interpolated within a step. [log2 units]
LQ_RT float lq_limit_meter_usual(const lq_limit_meter* meter);

#endif
