// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Peaks under a ceiling: what a limiter or clipper leaves behind, whatever was done to the level
/// afterwards. The signal is cut into hops of about 5 ms; of each the peak between the samples is
/// kept, the peak of the same signal after a phase rotation, and its energy. In played music the
/// highest peaks stand apart from each other, point to one side and shrink when phases turn; under
/// a limiter they gather just below one level, on both sides, and turning phases raises them.
/// Source of the phase rotation: the all-passed crest factor of J. Fors, PyMasVis, 2014.
/// Keeps 16 bytes a hop, 3 kB a second.
#ifndef LQ_MEASURE_CEILING_H
#define LQ_MEASURE_CEILING_H

#include "lacquer/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
  float peak;    ///< between the samples, greatest channel; exact within 6 dB of the loudest so far
  float sample;  ///< greatest sample, signed
  float rotated; ///< greatest sample of the phase-rotated signal, magnitude
  float power;   ///< mean square of all channels
} lq_ceiling_hop;

typedef struct lq_ceiling lq_ceiling;

/// @param n_channels  1 or 2
LQ_NODISCARD lq_status lq_ceiling_new(lq_ceiling** ceiling, double rate_hz, unsigned n_channels);
void                   lq_ceiling_free(lq_ceiling* ceiling); ///< NULL is fine

/// @param x [n_channels][n_frames]; finite
LQ_NODISCARD lq_status lq_ceiling_process(lq_ceiling* ceiling, const float* const* x,
                                          size_t n_frames);

/// The last, partial hop; no audio may follow.
LQ_NODISCARD lq_status lq_ceiling_finish(lq_ceiling* ceiling);

/// Hop i ends at (i + 1) * hop frames.
const lq_ceiling_hop* lq_ceiling_hops(const lq_ceiling* ceiling, size_t* n_hops,
                                      size_t* hop_frames);

#endif
