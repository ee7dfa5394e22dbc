// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Meters: audio in, numbers out. Loudness after ITU-R BS.1770-5 and EBU Tech 3341/3342.
#ifndef LACQUER_MEASURE_H
#define LACQUER_MEASURE_H

#include "lacquer/proc.h"
#include "lacquer/status.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Every level is -INFINITY where there is nothing to measure (silence, shorter than a window);
/// loudness_range_lu is then 0. Never NaN.
typedef struct {
  uint64_t n_frames;
  double   rate_hz;
  unsigned n_channels;
  double   integrated_lufs;
  double   loudness_range_lu;
  double   max_momentary_lufs;
  double   max_short_term_lufs;
  double   true_peak_dbtp; ///< reference oversampling meter (BS.1770-5 Annex 2)
  double   sample_peak_dbfs;
  double   rms_dbfs;    ///< over all channels and frames; a full-scale sine reads -3.01
  uint64_t n_nonfinite; ///< samples replaced by 0
} lq_measurement;

typedef struct lq_meter lq_meter;

/// @param n_channels 1 to 24 [L R | L R C LFE Ls Rs | ...]; channel weights after BS.1770-5
/// @param rate_hz    8000 to 384000
LQ_API LQ_NODISCARD lq_status lq_meter_new(lq_meter** meter, double rate_hz, unsigned n_channels);
LQ_API void                   lq_meter_free(lq_meter* meter); ///< NULL is fine

/// @param x [n_channels][n_frames], full scale 1
LQ_API LQ_NODISCARD lq_status lq_meter_process(lq_meter* meter, const float* const* x,
                                               size_t n_frames);

/// Everything so far; more audio may follow.
LQ_API lq_measurement lq_meter_read(const lq_meter* meter);

/// The window of 400 ms, or 3 s, that ends with the last whole 10 ms; -INFINITY before the first is
/// full.
LQ_API double lq_meter_momentary_lufs(const lq_meter* meter);
LQ_API double lq_meter_short_term_lufs(const lq_meter* meter);

/// Peak to loudness ratio, LU: true peak minus integrated; -INFINITY when either is missing.
LQ_API double lq_measurement_plr_lu(const lq_measurement* m);

#ifdef __cplusplus
}
#endif

#endif
