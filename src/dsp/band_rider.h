// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Gains of bands that lie side by side, by their own levels: threshold, ratio, knee, range, attack
/// and release of a dynamic equaliser's bands (dsp/dynband.h), and a level after it. In steps of 16
/// frames; a gain begins to answer one step after what it answers to.
#ifndef LQ_DSP_BAND_RIDER_H
#define LQ_DSP_BAND_RIDER_H

#include "dsp/dynband_design.h"
#include "dsp/simd.h"

typedef struct {
  lq_dynband_settings law;      ///< band.gain_db: minus the range; band.freq_hz: its lowest
  float               gain_lin; ///< after it
} lq_band_rider_settings;

typedef struct {
  unsigned        n_bands, n_channels, n_heard;
  lq_dynband_law  law;
  lq_dynband_ride ride;
  lq_eight        level, level_step, level_target; ///< gain_lin, on its way
  unsigned        n_level_steps;                   ///< left of it
  bool            started;
  /// At the ends of steps, [1] is now; [0] and what lies behind is only read, by loops in which
  /// bands are late.
  lq_dynband_wets gain[LQ_DYNBAND_STEPS + 4];
} lq_band_rider;

LQ_RT void lq_band_rider_reset(lq_band_rider* r, unsigned n_bands, const lq_spec* spec);

/// Go to new settings within one grid step; the first ones after a reset hold at once.
/// @param settings  [n_bands]
/// @param link      0 each side for itself to 1 both as one
LQ_RT void lq_band_rider_to(lq_band_rider* r, const lq_band_rider_settings* settings, double link,
                            double rate_hz);

/// Hear some steps; gain[1 .. n_steps + 1] are then theirs.
/// @param square  [n_heard][LQ_DYNBAND_STEPS] mean squares; a sine of amplitude 1 has 1
LQ_RT void lq_band_rider_hear(lq_band_rider* r, const lq_simd*             simd,
                              lq_eight (*square)[LQ_DYNBAND_STEPS], size_t n_steps);

/// These steps have passed.
LQ_RT void lq_band_rider_pass(lq_band_rider* r, size_t n_steps);

/// Deepest reduction of a band since the last call, dB >= 0.
LQ_RT double lq_band_rider_most_db(lq_band_rider* r, unsigned band);

#endif
