// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where automation jumps: a point behind one with LQ_SHAPE_HOLD, of another value.
#ifndef LQ_ENGINE_JUMP_H
#define LQ_ENGINE_JUMP_H

#include "lacquer/model.h"

/// The first frame of the timeline, `from` <= frame < `to`, at which the curve has a value that it
/// jumped to; `to` when it does not jump.
LQ_RT int64_t lq_jump_frame(const lq_curve* curve, int64_t from, int64_t to, double rate_hz);

#endif
