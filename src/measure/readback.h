// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a delivery is judged by: loudness and the exact true peak, of a file in one reading, or of
/// sound as it comes, for who only wants to know what a file would be.
#ifndef LQ_MEASURE_READBACK_H
#define LQ_MEASURE_READBACK_H

#include "audio/in.h"
#include "dsp/simd.h"
#include "lacquer/measure.h"

typedef struct {
  lq_audio_info  info; ///< of a file
  lq_measurement m;
  double         peak_dbtp; ///< true peak, exactly (true_peak_exact.h)
  double         peak_sec;  ///< where
  double*        grid;      ///< [n_grids] K-weighted sum of squares of each 100 ms
  size_t         n_grids;
} lq_readback;

LQ_NODISCARD lq_status lq_readback_file(lq_readback* readback, const char* path, lq_error* error);
void                   lq_readback_free(lq_readback* readback); ///< all zero is fine

/// The meters themselves.
typedef struct lq_reading lq_reading;

/// @param n_channels  1 to 24
LQ_NODISCARD lq_status lq_reading_new(lq_reading** reading, double rate_hz, unsigned n_channels,
                                      const lq_simd* simd);
void                   lq_reading_free(lq_reading* reading); ///< NULL is fine

/// @param x [n_channels][n_frames]; finite
LQ_NODISCARD lq_status lq_reading_process(lq_reading* reading, const float* const* x,
                                          size_t n_frames);

/// No audio may follow; `info` is left alone.
LQ_NODISCARD lq_status lq_reading_finish(lq_reading* reading, lq_readback* readback);

#endif
