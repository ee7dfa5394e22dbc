// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Chorus and doubler: one voice becomes several that are never quite together. In a chorus they
/// swing evenly, in a doubler they wander as other takes would. No latency; the lows stay dry.
#ifndef LQ_PROC_CHORUS_H
#define LQ_PROC_CHORUS_H

#include "lacquer/proc.h"

enum {
  LQ_CHORUS_MODE,
  LQ_CHORUS_VOICES,
  LQ_CHORUS_RATE,
  LQ_CHORUS_DEPTH,
  LQ_CHORUS_DELAY,
  LQ_CHORUS_SPREAD,
  LQ_CHORUS_LOW_CUT,
  LQ_CHORUS_MIX,
  LQ_CHORUS_ON,
  LQ_CHORUS_N
};
extern const lq_proc lq_chorus;

#endif
