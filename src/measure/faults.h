// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Single faulty samples and stretches that stand still.
///
/// Clicks: a second difference that stands out of both neighbourhoods proposes a place; there the
/// error of linear prediction must stand out of what it is before and behind, and nothing like it
/// may be near; a jump from one sample to the next, no soft pulse. What grows louder there is an
/// attack, not a click. Source of the idea: S. J. Godsill, P. J. W. Rayner, "Digital Audio
/// Restoration", 1998, chapter 5; the thresholds are ours. Gaps: 1.5 ms or more of one and the same
/// value.
#ifndef LQ_MEASURE_FAULTS_H
#define LQ_MEASURE_FAULTS_H

#include "lacquer/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint64_t frame;
  unsigned channel;
  float    height; ///< of the prediction error, full scale 1
  float    over;   ///< height over its RMS nearby
} lq_click;

typedef struct {
  uint64_t start, end; ///< frames
  unsigned channel;
  float    value;         ///< that it stands still at
  float    before, after; ///< peaks of the 5 ms on both sides
} lq_gap;

enum { LQ_FAULTS_MOST = 4096 }; ///< kept of each kind and channel; more is no fault but a sound

typedef struct lq_faults lq_faults;

LQ_NODISCARD lq_status lq_faults_new(lq_faults** faults, double rate_hz, unsigned n_channels);
void                   lq_faults_free(lq_faults* faults); ///< NULL is fine

/// @param x [n_channels 1 or 2][n_frames], finite
LQ_NODISCARD lq_status lq_faults_process(lq_faults* faults, const float* const* x, size_t n_frames);
LQ_NODISCARD lq_status lq_faults_finish(lq_faults* faults);

/// In time order within a channel, the first channel first.
const lq_click* lq_faults_clicks(const lq_faults* faults, size_t* n);
const lq_gap*   lq_faults_gaps(const lq_faults* faults, size_t* n);

#endif
