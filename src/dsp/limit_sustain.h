// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a limiter should do slowly: splits the reduction that peaks ask for into a part that lasts,
/// hits that are left to a clipper, and a rest that a short dip must do.
///
/// Engineer: on groups of 16 frames. The wish is held over half a period of the lowest note (|x| of
/// a bass peaks that often), opened (erosion, then dilation: what is shorter than the window is
/// gone, what is longer keeps its height and its edges; J. Serra, "Image Analysis and Mathematical
/// Morphology", 1982) and averaged. Steady sound finds a constant, so it is not modulated at all.
/// What of the wish still stands above that is opened once more, with short windows: what stands
/// out even of its near neighbours may be clipped, up to a depth.
#ifndef LQ_DSP_LIMIT_SUSTAIN_H
#define LQ_DSP_LIMIT_SUSTAIN_H

#include "dsp/boxes.h"
#include "dsp/limit.h"
#include "dsp/limit_meter.h"
#include "dsp/line.h"
#include "dsp/window_max.h"

enum {
  LQ_LIMIT_GROUP    = 16, ///< frames
  LQ_LIMIT_N_GROUPS = LQ_LIMIT_FRAMES / LQ_LIMIT_GROUP,
};

typedef struct {
  float open_sec;      ///< what lasts longer is sustained
  float near_hold_sec; ///< what returns within this is no single hit
  float near_open_sec;
  float clip_db;   ///< how far a single hit may stand out
  float pulse_sec; ///< half of what the clipper adds to a hit (limit_shave.h)
  float ahead;     ///< share of the lookahead that a dip takes
} lq_limit_shape;

typedef struct {
  size_t        n_late;              ///< frames by which everything comes out later
  float         clip;                ///< log2 units
  lq_window_max hold, erode, dilate; ///< groups, as all the rest but for need and out
  lq_boxes      smooth;
  lq_line       wish; ///< waits for the sustained part
  lq_window_max near_hold, near_erode, near_dilate;
  lq_line       sustained; ///< waits for the near level
  lq_line       need, out; ///< frames
  double        now;       ///< sustained part, falling with the release
  float         last;      ///< of the group before
} lq_limit_sustain;

/// @param n_after  frames by which the sustained part is to come later than the rest
void       lq_limit_sustain_prepare(lq_limit_sustain* s, lq_arena* arena, double rate_hz,
                                    const lq_limit_shape* shape, size_t n_after);
LQ_RT void lq_limit_sustain_reset(lq_limit_sustain* s);

/// LQ_LIMIT_FRAMES frames.
/// @param need       [LQ_LIMIT_FRAMES] wish in log2 units, to what a short dip must do
/// @param sustained  [LQ_LIMIT_FRAMES] what lasts
/// @param fall       pole per group of the sustained part
/// @return whether a hit is left to the clipper
LQ_RT bool lq_limit_sustain_process(lq_limit_sustain* s, const lq_simd* simd, lq_limit_meter* meter,
                                    double fall, float* need, float* sustained);

#endif
