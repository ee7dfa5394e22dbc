// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Numbers that move together in straight lines over one grid step (64 frames) when they change:
/// what the rows flagged LQ_SMOOTH of a dynamics processor become.
#ifndef LQ_DSP_RAMPS_H
#define LQ_DSP_RAMPS_H

#include "dsp/compress.h"

#include "lacquer/proc.h"

enum { LQ_RAMPS_MOST = 8 };

typedef struct {
  float from, step, target;
} lq_ramp;

typedef struct {
  bool     started;     ///< false after reset: the next targets hold at once
  unsigned done_frames; ///< of LQ_GRID_FRAMES; all of them: holding at the targets
  lq_ramp  lines[LQ_RAMPS_MOST];
} lq_ramps;

LQ_RT void lq_ramps_reset(lq_ramps* r);

/// Go to new targets. @param n  of them, at most LQ_RAMPS_MOST
LQ_RT void lq_ramps_to(lq_ramps* r, const float* target, unsigned n);

/// Line i over the span that begins now.
LQ_RT lq_compress_line lq_ramps_now(const lq_ramps* r, unsigned i);

/// Frames of the next span: of n_left, and never beyond the end of a move.
LQ_RT size_t lq_ramps_span(const lq_ramps* r, size_t n_left);

/// A span has passed.
LQ_RT void lq_ramps_pass(lq_ramps* r, size_t n_frames);

#endif
