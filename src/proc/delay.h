// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Delay: moves a track later by a fraction of a frame or by many. Delay less latency is the time
/// asked for; only delays under 31 frames may have latency. docs/dsp/delay.md has the interpolator.
#ifndef LQ_PROC_DELAY_H
#define LQ_PROC_DELAY_H

#include "lacquer/proc.h"

enum { LQ_DELAY_TIME, LQ_DELAY_N };
extern const lq_proc lq_delay;

#endif
