// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How far the master assistant goes in each thing it may do (docs/assistant.md).
#ifndef LQ_SESSION_AMOUNTS_H
#define LQ_SESSION_AMOUNTS_H

#include "lacquer/status.h"

/// Each 0 to 1.
typedef enum {
  LQ_AMOUNT_TONE,     ///< of the way to the curve
  LQ_AMOUNT_WIDTH,    ///< of the way to the width
  LQ_AMOUNT_DYNAMICS, ///< of the compression, de-essing and resonance cuts
  LQ_AMOUNT_LEVEL,    ///< of the rise to the destination's loudness
  LQ_AMOUNT_N
} lq_amount;

typedef struct {
  float of[LQ_AMOUNT_N];
} lq_amounts;

#define LQ_AMOUNTS ((lq_amounts){{1, 1, 1, 1}})

/// "tone=0.5,width=0,dynamics=80 %", over what `*amounts` says already.
LQ_NODISCARD lq_status lq_amounts_read(lq_amounts* amounts, const char* text, lq_error* error);

#endif
