// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Long-term average spectrum: how the level is spread from lows to highs. Power averaged over
/// blocks of about 170 ms that overlap by half; blocks more than 60 dB under the loudest (to 10 dB)
/// do not count.
#ifndef LQ_MEASURE_SPECTRUM_H
#define LQ_MEASURE_SPECTRUM_H

#include "lacquer/status.h"

#include <stddef.h>
#include <stdint.h>

enum { LQ_SPECTRUM_BANDS = 31 }; ///< third octaves, 20 Hz to 20 kHz

typedef struct lq_spectrum lq_spectrum;

/// Told of each block.
/// @param centre  frame in the middle of the block
/// @param power   [n_bins] one-sided, mean of the channels; the sum is the mean square
typedef void lq_spectrum_listener(void* user, uint64_t centre, const float* power, size_t n_bins);

LQ_NODISCARD lq_status lq_spectrum_new(lq_spectrum** spectrum, double rate_hz, unsigned n_channels);
void                   lq_spectrum_free(lq_spectrum* spectrum); ///< NULL is fine
void lq_spectrum_listen(lq_spectrum* spectrum, lq_spectrum_listener* listener, void* user);

/// @param x [n_channels][n_frames]; finite
LQ_NODISCARD lq_status lq_spectrum_process(lq_spectrum* spectrum, const float* const* x,
                                           size_t n_frames);

/// The last, partial block; no audio may follow.
LQ_NODISCARD lq_status lq_spectrum_finish(lq_spectrum* spectrum);

/// Frequencies stand at i * rate / (2 * (n_bins - 1)).
size_t lq_spectrum_n_bins(const lq_spectrum* spectrum);

/// @param power  [n_bins] mean power of each bin; zeros where nothing sounded
void lq_spectrum_read(const lq_spectrum* spectrum, double* power);

/// Nominal centre of a band: 1000 Hz * 10^((band - 17) / 10).
double lq_spectrum_band_hz(unsigned band);

/// Third-octave powers of a spectrum; a bin that straddles an edge is shared.
/// @param band  [LQ_SPECTRUM_BANDS]; bands above half the rate are 0
void lq_spectrum_bands(const double* power, size_t n_bins, double rate_hz, double* band);

#endif
