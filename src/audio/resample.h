// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Rate conversion, libsoxr at VHQ, linear phase, streamed; delay compensated; same bits for any
/// block sizes.
#ifndef LQ_AUDIO_RESAMPLE_H
#define LQ_AUDIO_RESAMPLE_H

#include "lacquer/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct lq_resampler lq_resampler;

LQ_NODISCARD lq_status lq_resampler_new(lq_resampler** r, double from_hz, double to_hz,
                                        unsigned n_channels);
void                   lq_resampler_free(lq_resampler* r); ///< NULL is fine

/// Feed and drain: takes input and gives output until all of x is taken or y is full. Call again
/// with the rest of x; at the end call with NULL until less than n_out comes. In all exactly
/// lq_resampled_frames() come out, and what was at t seconds is at t seconds.
/// @param x  [n_channels][n_in], or NULL with n_in 0: the input has ended
/// @param y  [n_channels][n_out]
LQ_NODISCARD lq_status lq_resampler_process(lq_resampler* r, const float* const* x, size_t n_in,
                                            size_t* n_taken, float* const* y, size_t n_out,
                                            size_t* n_given);

/// Frames that come out in all when `n_in` frames go in: n_in * to / from, rounded.
uint64_t lq_resampled_frames(uint64_t n_in, double from_hz, double to_hz);

#endif
