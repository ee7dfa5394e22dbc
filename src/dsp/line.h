// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A whole number of frames of waiting, one channel: what brings two paths back together.
#ifndef LQ_DSP_LINE_H
#define LQ_DSP_LINE_H

#include "base/arena.h"

typedef struct {
  size_t n_frames; ///< 0: nothing waits
  size_t at;
  float* ring; ///< [n_frames]
} lq_line;

/// Lay out; `ring` stays NULL while the arena measures.
void lq_line_prepare(lq_line* line, lq_arena* arena, size_t n_frames);

LQ_RT void lq_line_reset(lq_line* line);

/// In place. @param x [n_frames]
LQ_RT void lq_line_process(lq_line* line, float* x, size_t n_frames);

#endif
