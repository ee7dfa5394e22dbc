// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How a sound goes in steps of 10 ms: power of both channels and how much they agree, of all of it
/// and of its low end (below 120 Hz). Keeps 24 bytes a step.
#ifndef LQ_MEASURE_TRACE_H
#define LQ_MEASURE_TRACE_H

#include "lacquer/status.h"

#include <stddef.h>

/// Mean squares and mean products; mono counts as two equal channels.
typedef struct {
  float left, right, both; ///< both: mean of left times right
  float low_left, low_right, low_both;
} lq_step;

typedef struct {
  double   rate_hz;
  unsigned n_channels;
  size_t   step_frames;
  size_t   n;     ///< whole steps, and the last, partial one after lq_trace_finish
  lq_step* steps; ///< [n]
  // working state
  size_t room, fill, decimate, n_in, n_low;
  double sum[3], low_sum[3], in[2];
  double a[2], b, state[2][4]; ///< two Butterworth sections a channel
} lq_trace;

void lq_trace_start(lq_trace* t, double rate_hz, unsigned n_channels);
void lq_trace_free(lq_trace* t);

/// @param x [n_channels][n_frames], finite
LQ_NODISCARD lq_status lq_trace_process(lq_trace* t, const float* const* x, size_t n_frames);
LQ_NODISCARD lq_status lq_trace_finish(lq_trace* t);

/// Where a step starts.
double lq_trace_sec(const lq_trace* t, size_t step);

/// Mean of both channels' power over steps [from, to), cut to what there is; 0 for none.
double lq_trace_power(const lq_trace* t, size_t from, size_t to);

/// How loud it is while it plays: mean power of the steps within 20 dB of the mean of all.
double lq_trace_body(const lq_trace* t);

/// Power of one step, mean of the channels.
static inline double lq_step_power(const lq_step* const s)
{
  return 0.5 * ((double)s->left + (double)s->right);
}

#endif
