// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A bus with nothing on it but a fader that closes where a part is to be silent.
#ifndef LQ_MODEL_GATE_STRIP_H
#define LQ_MODEL_GATE_STRIP_H

#include "model/apart.h"

/// Nothing goes into it or out of it yet. @param name  is kept
LQ_NODISCARD lq_status lq_gate_strip_new(lq_strip* gate, lq_pool* pool, const lq_part* part,
                                         const char* name);

#endif
