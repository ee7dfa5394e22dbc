// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How the octaves go over time: power in third octaves of what both channels share (mid, half the
/// sum) and of what they do not (side, half the difference), in steps of about 45 ms. Mid plus side
/// is the mean power of the channels; mid alone is what one loudspeaker plays.
#ifndef LQ_MEASURE_BAND_STEPS_H
#define LQ_MEASURE_BAND_STEPS_H

#include "measure/spectrum.h"

typedef struct {
  float mid[LQ_SPECTRUM_BANDS];
  float side[LQ_SPECTRUM_BANDS];
} lq_band_step;

typedef struct lq_band_steps lq_band_steps;

LQ_NODISCARD lq_status lq_band_steps_new(lq_band_steps** bands, double rate_hz,
                                         unsigned n_channels);
void                   lq_band_steps_free(lq_band_steps* bands); ///< NULL is fine

/// @param x [n_channels 1 or 2][n_frames], finite
LQ_NODISCARD lq_status lq_band_steps_process(lq_band_steps* bands, const float* const* x,
                                             size_t n_frames);
LQ_NODISCARD lq_status lq_band_steps_finish(lq_band_steps* bands);

/// @param n  how many
const lq_band_step* lq_band_steps_list(const lq_band_steps* bands, size_t* n);
double              lq_band_steps_step_sec(const lq_band_steps* bands);

/// The first band whose centre is not below `hz`.
unsigned lq_band_from_hz(double hz);

#endif
