// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Limiter: brings a mix up to level and lets no peak through, not even between samples. Two stages
/// with lookahead; latency is round(lookahead) + round(1 ms) + 46 frames. docs/dsp/limiter.md has
/// the maths, its sources and measured residuals.
#ifndef LQ_PROC_LIMITER_H
#define LQ_PROC_LIMITER_H

#include "lacquer/proc.h"

enum {
  LQ_LIMITER_GAIN,
  LQ_LIMITER_CEILING,
  LQ_LIMITER_LOOKAHEAD,
  LQ_LIMITER_RELEASE,
  LQ_LIMITER_LINK,
  LQ_LIMITER_ON,
  LQ_LIMITER_REDUCTION,
  LQ_LIMITER_N
};
extern const lq_proc lq_limiter;

#endif
