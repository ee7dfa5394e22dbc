// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Limiter: brings a mix up to level and lets no peak through, not even between samples. It knows
/// the future: latency is about a third of a second, reported exactly. docs/dsp/limiter.md has the
/// maths, its sources and measured residuals.
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
  LQ_LIMITER_CHARACTER,
  LQ_LIMITER_USUAL,
  LQ_LIMITER_N
};
extern const lq_proc lq_limiter;

#endif
