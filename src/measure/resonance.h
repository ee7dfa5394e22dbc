// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What rings: narrow places of the spectrum, 200 Hz to 12 kHz, that stand over what is around them
/// at nearly every moment. A note does so while it is played and no longer; a room, a body or a
/// drone does so all the time. Twelfths of an octave against the mean of those a quarter to two
/// thirds of an octave away, in the blocks of lq_spectrum that are within 20 dB of the loud ones.
#ifndef LQ_MEASURE_RESONANCE_H
#define LQ_MEASURE_RESONANCE_H

#include "lacquer/status.h"

#include <stddef.h>

enum { LQ_MOST_RESONANCES = 3 };

typedef struct {
  double freq_hz;
  double stands_db; ///< over its surroundings in nine of ten moments: the 10th percentile
  double usual_db;  ///< the same at the middle one: the median
} lq_resonance;

typedef struct lq_ringing lq_ringing;

/// @param n_bins  of the spectra that will come
LQ_NODISCARD lq_status lq_ringing_new(lq_ringing** ringing, double rate_hz, size_t n_bins);
void                   lq_ringing_free(lq_ringing* ringing); ///< NULL is fine

/// One block's power. @param power [n_bins]
void lq_ringing_push(lq_ringing* ringing, const float* power);

/// The greatest first; what stands by less than 1 dB is not told.
/// @param mean   [n_bins] mean power of all blocks, to find the place within its band
/// @param found  [LQ_MOST_RESONANCES]
/// @return how many
unsigned lq_ringing_find(const lq_ringing* ringing, const double* mean, lq_resonance* found);

/// By how much a filter moves such a figure at `freq_hz`. @param response_db  of the filter
double lq_ringing_change_db(double freq_hz, double (*response_db)(void* user, double freq_hz),
                            void*  user);

#endif
