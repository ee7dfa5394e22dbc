// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where the curve between the samples goes over a ceiling: peaks near each other are one over.
/// Hears lq_true_peak_exact, so both agree to the bit on what is over.
#ifndef LQ_MEASURE_OVERS_H
#define LQ_MEASURE_OVERS_H

#include <stddef.h>

enum { LQ_OVERS_LISTED = 32, LQ_OVERS_CHANNELS = 2 };

typedef struct {
  double   start_frames, end_frames; ///< of the first and the last peak over it
  double   peak_lin;
  unsigned channel;
} lq_over;

typedef struct {
  double  apart_frames; ///< further apart, and it is another one
  double  over_lin;     ///< of what is heard, only more than this counts
  size_t  n;            ///< all that count
  size_t  n_listed;
  lq_over listed[LQ_OVERS_LISTED]; ///< the highest, near ones too; by start after lq_overs_finish()
  lq_over open[LQ_OVERS_CHANNELS]; ///< peak 0: none
} lq_overs;

/// @param apart_frames  20 ms is below what can be told apart by ear and clicked on
/// @param over_lin      the ceiling; what is heard below it is listed while there is room
void lq_overs_begin(lq_overs* overs, double apart_frames, double over_lin);

/// An lq_true_peak_listener; `overs` is an lq_overs.
void lq_overs_hear(void* overs, unsigned channel, double at_frames, double peak_lin);

void lq_overs_finish(lq_overs* overs);

#endif
