// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Ducker: turns down by so many dB while something else plays, all of the sound or one band of
/// it: music under a voice, a bass under the kick. Without a key it hears itself. Mono or stereo,
/// both sides together; at rest the output is the input, sample for sample. Latency is the
/// lookahead. docs/dsp/ducker.md has the maths.
#ifndef LQ_PROC_DUCKER_H
#define LQ_PROC_DUCKER_H

#include "lacquer/proc.h"

enum {
  LQ_DUCKER_DEPTH,
  LQ_DUCKER_THRESHOLD,
  LQ_DUCKER_HYSTERESIS,
  LQ_DUCKER_ATTACK,
  LQ_DUCKER_HOLD,
  LQ_DUCKER_RELEASE,
  LQ_DUCKER_LOW,
  LQ_DUCKER_HIGH,
  LQ_DUCKER_KEY_HPF,
  LQ_DUCKER_KEY_LPF,
  LQ_DUCKER_LOOKAHEAD,
  LQ_DUCKER_ON,
  LQ_DUCKER_REDUCTION,
  LQ_DUCKER_N
};
extern const lq_proc lq_ducker;

#endif
