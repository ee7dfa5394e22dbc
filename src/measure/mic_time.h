// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How much later a second microphone hears the same hits. Cross-correlation of phases alone,
/// averaged over all hits (C. Knapp, G. Carter, "The generalized correlation method for estimation
/// of time delay", IEEE Trans. ASSP 24, 1976), made twice, from 100 to 8000 Hz and from 80 to
/// 1500 Hz: one hit lies as often as not, and so does one band; where both bands name the same lag,
/// and the peak has no rival half a millisecond or more away, it has been right.
#ifndef LQ_MEASURE_MIC_TIME_H
#define LQ_MEASURE_MIC_TIME_H

#include "measure/relation.h"

#include <stdbool.h>

enum { LQ_MIC_HITS = 48, LQ_MIC_RIVALS = 32 };

typedef struct {
  double start_sec[LQ_MIC_HITS];
  size_t n;
} lq_hits;

/// The loud hits of a close microphone that no rival hears nearly as loud (within 6 dB), each as
/// loud as it gets.
/// @param rivals  [n_rivals] other close microphones at 4 kHz; LQ_MIC_RIVALS count
void lq_hits_find(lq_hits* hits, lq_signal anchor, const lq_signal* rivals, size_t n_rivals);

/// Loud places all over a track that has no hits: a bass, a guitar.
void lq_hits_spread(lq_hits* hits, lq_signal signal);

typedef struct {
  double rate_hz;        ///< of the lags
  double lag_frames;     ///< from 100 to 8000 Hz; positive: the second is later
  double low_lag_frames; ///< from 80 to 1500 Hz
  double clearness;      ///< peak over median
  double rivalry;        ///< peak over the next one
  double in_phase;       ///< correlation in 60 to 400 Hz at no lag, -1 to 1
  double in_phase_at_lag;
  double gain_db; ///< what the sum of both gains from 100 to 2000 Hz, at equal levels, once the
                  ///< first is delayed by the lag
  bool sure; ///< lags agree within 3 frames at 44.1 kHz, clearness 9, rivalry 1.3, 12 ms at most
} lq_mic_time;

/// @param a, b  paths; read at the rate of the first
LQ_NODISCARD lq_status lq_mic_time_measure(lq_mic_time* time, const char* a, const char* b,
                                           const lq_hits* hits, lq_error* error);

#endif
