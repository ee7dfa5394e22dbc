// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// From what a person says of one dynamic band to the numbers that its loops run on.
#ifndef LQ_DSP_DYNBAND_DESIGN_H
#define LQ_DSP_DYNBAND_DESIGN_H

#include "dsp/dynband.h"
#include "dsp/eq_band.h"

typedef struct {
  lq_band band;  ///< at the end of its range: gain_db is how far it may go; bell or shelf
  bool    on;    ///< off: it stands still
  bool    below; ///< acts below the threshold
  double  threshold_db, ratio, knee_db, attack_sec, release_sec;
} lq_dynband_settings;

/// What is heard of a sound: a bell hears a band-pass that is 3 dB down where the bell has half of
/// its decibels, shelves hear what lies below or above their corner (Butterworth, 12 dB per
/// octave).
lq_section lq_dynband_ear_section(const lq_band* band, double rate_hz);

/// Put lane `k` of the loops.
void lq_dynband_ear_set(lq_dynband_ear* ear, unsigned k, const lq_band* band, double rate_hz);
void lq_dynband_law_set(lq_dynband_law* law, unsigned k, const lq_dynband_settings* s,
                        double rate_hz);

/// The wet side, H - 1: `d` of the result is d - 1 of H.
lq_biquad_coef lq_dynband_wet_design(const lq_band* band, double rate_hz);

/// Wet per unit of gain: wet = scale (gain - 1) brings the band to that gain; 0 when off.
double lq_dynband_scale(const lq_dynband_settings* s);

/// How far a band moves for a level that stays, dB >= 0: what ratio, knee and range mean.
double lq_dynband_curve_db(const lq_dynband_settings* s, double level_db);

#endif
