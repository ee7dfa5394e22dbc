// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Long-term power spectra of a whole piece: of all channels, and of mid, side and left where there
/// are two or more. Blocks of about 170 ms, Hann, half overlapped; blocks under -70 dBFS are left
/// out.
#ifndef LQ_MEASURE_BANDS_H
#define LQ_MEASURE_BANDS_H

#include "lacquer/status.h"

#include <stddef.h>

enum { LQ_BANDS_THIRDS = 31, LQ_BANDS_SIXTHS = 61, LQ_BANDS_OCTAVES = 10 };

typedef enum { LQ_BANDS_ALL, LQ_BANDS_MID, LQ_BANDS_SIDE, LQ_BANDS_LEFT, LQ_BANDS_N } lq_bands_of;

typedef struct lq_bands lq_bands;

LQ_NODISCARD lq_status lq_bands_new(lq_bands** bands, double rate_hz, unsigned n_channels);
void                   lq_bands_free(lq_bands* bands); ///< NULL is fine

/// @param x [n_channels][n_frames]; finite
void lq_bands_process(lq_bands* bands, const float* const* x, size_t n_frames);

/// The last, partial block, and means instead of sums; no audio may follow.
void lq_bands_finish(lq_bands* bands);

/// After the end: mean power of each bin, one-sided; mid and side are (left +- right) / 2. All are
/// 0 where nothing sounded.
/// @return [n_bins]; bin i stands at i * rate / (2 * (n_bins - 1))
const double* lq_bands_power(const lq_bands* bands, lq_bands_of of);
size_t        lq_bands_n_bins(const lq_bands* bands);

/// Power between two frequencies; a bin that straddles one is shared.
double lq_bands_between(const lq_bands* bands, lq_bands_of of, double low_hz, double high_hz);

double lq_bands_third_hz(unsigned band); ///< nominal 20 Hz to 20 kHz: 1 kHz * 10^((band - 17) / 10)
double lq_bands_sixth_hz(unsigned band); ///< 1 kHz * 10^((band - 34) / 20)
double lq_bands_octave_hz(unsigned band); ///< 1 kHz * 2^(band - 5)

/// Power in one of those bands.
double lq_bands_third(const lq_bands* bands, lq_bands_of of, unsigned band);
double lq_bands_sixth(const lq_bands* bands, lq_bands_of of, unsigned band);
double lq_bands_octave(const lq_bands* bands, lq_bands_of of, unsigned band);

/// Where the sound begins and ends.
typedef struct {
  double low_hz;  ///< lowest frequency less than 40 dB under the greatest density; 0 for silence
  double high_hz; ///< highest one less than 100 dB under it
  double drop_db; ///< by how much the level falls at high_hz: just below over just above
} lq_bands_edges;

lq_bands_edges lq_bands_find_edges(const lq_bands* bands);

/// Slope of the third octaves from 100 Hz to 10 kHz, dB an octave, least squares; 0 for silence.
/// Pink noise has 0.
double lq_bands_tilt(const lq_bands* bands);

#endif
