// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Elliptical equaliser: brings the bass of both sides together, so that a groove keeps its depth
/// and nothing jumps. A high-pass on the side; at 12 dB per octave the mid turns its phase with it,
/// so that what stands left stays left. The mid keeps its level at every frequency. One channel
/// has no side and passes. No latency.
#ifndef LQ_PROC_ELLIPTICAL_H
#define LQ_PROC_ELLIPTICAL_H

#include "lacquer/proc.h"

enum { LQ_ELLIPTICAL_FREQ, LQ_ELLIPTICAL_SLOPE, LQ_ELLIPTICAL_ON, LQ_ELLIPTICAL_N };
extern const lq_proc lq_elliptical;

#endif
