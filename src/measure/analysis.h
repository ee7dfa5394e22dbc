// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Everything that can be said of a mix or a master in numbers, from one pass over it: loudness and
/// peaks, dynamics, spectrum, stereo, and the course of it all in steps of 100 ms.
#ifndef LQ_MEASURE_ANALYSIS_H
#define LQ_MEASURE_ANALYSIS_H

#include "dsp/crest.h"
#include "lacquer/measure.h"
#include "measure/bands.h"

#include <stdbool.h>

/// Levels are -INFINITY, and other figures 0, where there is nothing to measure. "Crest" is the
/// highest sample of any channel over the RMS of all.
typedef struct {
  lq_measurement whole;

  double   true_peak_exact_dbtp; ///< band-flat to 0.49 of the rate (measure/true_peak_exact.h)
  double   true_peak_exact_sec;
  unsigned true_peak_exact_channel;

  // Dynamics. PSR: highest true peak of 3 s over their short-term loudness, where that is no more
  // than 10 LU under the integrated one (Shepherd, Grimm, Tapper, Kahsnitz, Kerr, AES 143, 2017).
  double psr_min_lu, psr_min_sec; ///< the end of those 3 s
  double psr_median_lu;
  double dr_db; ///< TT DR v1.3, not rounded
  double crest_db;
  double octave_crest_db[LQ_CREST_OCTAVES];
  double turned_crest_db[LQ_CREST_TURNS]; ///< after an all-pass: phase turned, spectrum untouched
  double allpass_crest_db;                ///< their median
  double allpass_rise_db;                 ///< over crest_db: where a limiter was, this is positive

  // Spectrum: mean square in bands, mean of the channels, blocks above -70 dBFS.
  double         third_db[LQ_BANDS_THIRDS], sixth_db[LQ_BANDS_SIXTHS];
  double         tilt_db_per_octave;
  lq_bands_edges edges;

  // Stereo, of the first two channels. Side over mid; right over left; what a mono sum loses.
  bool   stereo;
  double correlation, side_db, balance_db, mono_loss_db;
  double correlation_min, correlation_min_sec; ///< over 1 s above -60 dBFS
  double octave_correlation[LQ_BANDS_OCTAVES], octave_side_db[LQ_BANDS_OCTAVES];
  double octave_balance_db[LQ_BANDS_OCTAVES], octave_mono_loss_db[LQ_BANDS_OCTAVES];
  double bands_below_hz; ///< octaves centred above this are not there

  // Step i ends at (i + 1) * step_sec; the last one may be shorter and has no loudness.
  double step_sec;
  size_t n_steps;
  float *momentary_lufs, *short_term_lufs, *psr_lu; ///< [n_steps]
  float *true_peak_dbtp, *sample_peak_dbfs;         ///< [n_steps] reference meter's
  float* correlations; ///< [n_steps] of that step; 0 where nothing sounds; all 1 for mono
} lq_analysis;

typedef struct lq_analyser lq_analyser;

/// @param n_channels  1 to 24
LQ_NODISCARD lq_status lq_analyser_new(lq_analyser** analyser, double rate_hz, unsigned n_channels);
void                   lq_analyser_free(lq_analyser* analyser); ///< NULL is fine

/// @param x [n_channels][n_frames], full scale 1; what is not finite counts as 0
LQ_NODISCARD lq_status lq_analyser_process(lq_analyser* analyser, const float* const* x,
                                           size_t n_frames);

/// No audio may follow. The analysis stands on its own: release it with lq_analysis_free().
LQ_NODISCARD lq_status lq_analyser_finish(lq_analyser* analyser, lq_analysis* analysis);

void lq_analysis_free(lq_analysis* analysis);

#endif
