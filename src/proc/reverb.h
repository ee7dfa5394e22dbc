// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Reverb: a plate, a room or a hall around a source; a feedback delay network of 16 lines. Leaves
/// in stereo; the dry part has no latency. docs/dsp/reverb.md has the maths and its sources.
#ifndef LQ_PROC_REVERB_H
#define LQ_PROC_REVERB_H

#include "lacquer/proc.h"

enum { LQ_REVERB_PLATE, LQ_REVERB_ROOM, LQ_REVERB_HALL, LQ_REVERB_TYPES };
enum {
  LQ_REVERB_TYPE,
  LQ_REVERB_DECAY,
  LQ_REVERB_PREDELAY,
  LQ_REVERB_LOW_RATIO,
  LQ_REVERB_LOW_FREQ,
  LQ_REVERB_HIGH_RATIO,
  LQ_REVERB_HIGH_FREQ,
  LQ_REVERB_EARLY,
  LQ_REVERB_MODULATION,
  LQ_REVERB_WIDTH,
  LQ_REVERB_LOW_CUT,
  LQ_REVERB_HIGH_CUT,
  LQ_REVERB_MIX,
  LQ_REVERB_ON,
  LQ_REVERB_SIZE,
  LQ_REVERB_N
};
extern const lq_proc lq_reverb;

#endif
