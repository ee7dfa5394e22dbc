// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The true peak that can be relied on: within 0.02 dB of the band-limited curve through the
/// samples for whatever lies below 0.49 of the rate. The standard's meter, which others check
/// with, reads up to 0.2 dB high and several dB low.
///
/// Regions that could hold the peak are found by a bound, looked at four times a sample, and what
/// then still could win is refined to 1/64 of a sample and a parabola. Silence stands before the
/// first sample and behind the last.
#ifndef LQ_MEASURE_TRUE_PEAK_EXACT_H
#define LQ_MEASURE_TRUE_PEAK_EXACT_H

#include "dsp/simd.h"
#include "lacquer/status.h"

typedef struct lq_true_peak_exact lq_true_peak_exact;

LQ_NODISCARD lq_status lq_true_peak_exact_new(lq_true_peak_exact** meter, unsigned n_channels,
                                              const lq_simd* simd);
void                   lq_true_peak_exact_free(lq_true_peak_exact* meter); ///< NULL is fine

/// Told of every peak of the curve over a level, on either side of zero.
/// @param at_frames  in each channel almost in order, at most a few frames back
typedef void lq_true_peak_listener(void* user, unsigned channel, double at_frames, double peak_lin);

/// Before the first frame. Takes the longer the more of the music comes near that level.
void lq_true_peak_exact_listen(lq_true_peak_exact* meter, double over_lin,
                               lq_true_peak_listener* listener, void* user);

/// @param x [n_channels][n_frames]; finite
void lq_true_peak_exact_process(lq_true_peak_exact* meter, const float* const* x, size_t n_frames);

/// No audio may follow.
void lq_true_peak_exact_finish(lq_true_peak_exact* meter);

/// After the end. -INFINITY for silence.
double lq_true_peak_exact_dbtp(const lq_true_peak_exact* meter);
/// Where it stands; 0 for silence. [frames]
double   lq_true_peak_exact_at(const lq_true_peak_exact* meter);
unsigned lq_true_peak_exact_channel(const lq_true_peak_exact* meter);

#endif
