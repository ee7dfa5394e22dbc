// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Mute: a switch that is heard as a switch and not as a click. Mono or stereo in place, ramped
/// over 64 frames, no latency; off, the bits stay.
#ifndef LQ_PROC_MUTE_H
#define LQ_PROC_MUTE_H

#include "lacquer/proc.h"

enum { LQ_MUTE_MUTED, LQ_MUTE_N };
extern const lq_proc lq_mute;

#endif
