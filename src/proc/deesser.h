// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// De-esser: turns sharp s, sh and t down, by how far they stand out of the voice itself, so that
/// it does the same at any level. Split: only what lies above the frequency moves, and at rest the
/// output is the input, sample for sample, late by the lookahead. Mono or stereo, both sides
/// together. docs/dsp/deesser.md has the maths and its sources.
#ifndef LQ_PROC_DEESSER_H
#define LQ_PROC_DEESSER_H

#include "lacquer/proc.h"

enum { LQ_DEESSER_SPLIT, LQ_DEESSER_WIDE };
enum { LQ_DEESSER_OFF, LQ_DEESSER_BAND, LQ_DEESSER_REMOVED };

enum {
  LQ_DEESSER_THRESHOLD,
  LQ_DEESSER_FREQ,
  LQ_DEESSER_RANGE,
  LQ_DEESSER_MODE,
  LQ_DEESSER_ATTACK,
  LQ_DEESSER_RELEASE,
  LQ_DEESSER_FLOOR,
  LQ_DEESSER_LOOKAHEAD,
  LQ_DEESSER_LISTEN,
  LQ_DEESSER_ON,
  LQ_DEESSER_REDUCTION,
  LQ_DEESSER_N
};
extern const lq_proc lq_deesser;

#endif
