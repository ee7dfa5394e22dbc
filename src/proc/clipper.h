// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Clipper: rounds off the tips of peaks at a ceiling, at 16 times the rate, so that a limiter
/// behind it has less to do. What is lost is made apart and joins the sound, which waits a whole
/// number of frames: below the knee, and without drive, the input passes to the bit.
/// docs/dsp/clipper.md has the maths and the figures.
#ifndef LQ_PROC_CLIPPER_H
#define LQ_PROC_CLIPPER_H

#include "lacquer/proc.h"

enum {
  LQ_CLIPPER_DRIVE,
  LQ_CLIPPER_CEILING,
  LQ_CLIPPER_KNEE,
  LQ_CLIPPER_LINK,
  LQ_CLIPPER_ON,
  LQ_CLIPPER_TAKEN,
  LQ_CLIPPER_LOST,
  LQ_CLIPPER_N
};
extern const lq_proc lq_clipper;

#endif
