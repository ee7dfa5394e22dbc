// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Gate and expander: turns down what is not the instrument, bleed between the hits of a drum,
/// hum between phrases. Mono, stereo linked or not, with an external key. Latency is the lookahead.
/// docs/dsp/gate.md has the maths and its sources.
#ifndef LQ_PROC_GATE_H
#define LQ_PROC_GATE_H

#include "lacquer/proc.h"

enum { LQ_GATE_PEAK, LQ_GATE_RMS };

enum {
  LQ_GATE_THRESHOLD,
  LQ_GATE_HYSTERESIS,
  LQ_GATE_RATIO,
  LQ_GATE_RANGE,
  LQ_GATE_ATTACK,
  LQ_GATE_HOLD,
  LQ_GATE_RELEASE,
  LQ_GATE_DETECTOR,
  LQ_GATE_WINDOW,
  LQ_GATE_KEY_HPF,
  LQ_GATE_KEY_LPF,
  LQ_GATE_LOOKAHEAD,
  LQ_GATE_LINK,
  LQ_GATE_ON,
  LQ_GATE_REDUCTION,
  LQ_GATE_N
};
extern const lq_proc lq_gate;

#endif
