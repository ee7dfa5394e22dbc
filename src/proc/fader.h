// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Fader: the level of a strip in the mix. Mono or stereo in place, ramped over one grid step, no
/// latency; at 0 dB the bits stay.
#ifndef LQ_PROC_FADER_H
#define LQ_PROC_FADER_H

#include "lacquer/proc.h"

enum { LQ_FADER_LEVEL, LQ_FADER_N };
extern const lq_proc lq_fader;

#endif
