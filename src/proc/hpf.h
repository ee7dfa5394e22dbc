// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// High-pass: removes what lies below a corner: rumble, handling noise, lows that only cost
/// headroom. 6 to 48 dB per octave, no latency.
#ifndef LQ_PROC_HPF_H
#define LQ_PROC_HPF_H

#include "proc/pass.h"

enum {
  LQ_HPF_FREQ  = LQ_PASS_FREQ,
  LQ_HPF_SLOPE = LQ_PASS_SLOPE,
  LQ_HPF_Q     = LQ_PASS_Q,
  LQ_HPF_ON    = LQ_PASS_ON,
  LQ_HPF_N     = LQ_PASS_N
};
extern const lq_proc lq_hpf;

#endif
