// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Low-pass: removes what lies above a corner: hiss, spill, brightness that belongs further back. 6
/// to 48 dB per octave, no latency.
#ifndef LQ_PROC_LPF_H
#define LQ_PROC_LPF_H

#include "proc/pass.h"

enum {
  LQ_LPF_FREQ  = LQ_PASS_FREQ,
  LQ_LPF_SLOPE = LQ_PASS_SLOPE,
  LQ_LPF_Q     = LQ_PASS_Q,
  LQ_LPF_ON    = LQ_PASS_ON,
  LQ_LPF_N     = LQ_PASS_N
};
extern const lq_proc lq_lpf;

#endif
