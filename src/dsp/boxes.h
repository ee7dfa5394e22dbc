// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Three moving averages in a row: a smooth, bell-like average over a window that ends exactly.
/// Running sums in integers, so that nothing drifts and zeros give zeros again.
#ifndef LQ_DSP_BOXES_H
#define LQ_DSP_BOXES_H

#include "lacquer/proc.h"

#include <stdint.h>

enum { LQ_BOXES_N = 3, LQ_BOXES_FRAMES = 256 /* of one call, at most */ };

typedef struct {
  size_t   n[LQ_BOXES_N]; ///< lengths
  int64_t  sum[LQ_BOXES_N];
  int64_t* line[LQ_BOXES_N]; ///< [n + LQ_BOXES_FRAMES]
  double   norm;
} lq_boxes;

/// @param n_window  frames that one result depends on, 1 to 4096
void       lq_boxes_prepare(lq_boxes* b, lq_arena* arena, size_t n_window);
LQ_RT void lq_boxes_reset(lq_boxes* b); ///< as after zeros for ever

/// @param x [n_frames] in place; 0 to 256, rounded up to 2^-20
LQ_RT void lq_boxes_process(lq_boxes* b, float* x, size_t n_frames);

#endif
