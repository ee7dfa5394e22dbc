// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Transient shaper: more or less of the hit, more or less of what rings after it, the same at any
/// level. Mono, stereo linked or not. No latency. docs/dsp/transient.md has the maths.
#ifndef LQ_PROC_TRANSIENT_H
#define LQ_PROC_TRANSIENT_H

#include "lacquer/proc.h"

enum {
  LQ_TRANSIENT_ATTACK,
  LQ_TRANSIENT_SUSTAIN,
  LQ_TRANSIENT_ATTACK_TIME,
  LQ_TRANSIENT_SUSTAIN_TIME,
  LQ_TRANSIENT_SENSITIVITY,
  LQ_TRANSIENT_LINK,
  LQ_TRANSIENT_OUTPUT,
  LQ_TRANSIENT_MIX,
  LQ_TRANSIENT_ON,
  LQ_TRANSIENT_CHANGE,
  LQ_TRANSIENT_N
};
extern const lq_proc lq_transient;

#endif
