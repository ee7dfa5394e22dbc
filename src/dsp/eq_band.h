// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One band of an equaliser whose digital response follows the analogue one up to 20 kHz at any
/// rate from 44.1 kHz: within 0.1 dB for every type, gain and q of 0.1 to 10 (docs/dsp/eq.md).
/// One or two sections a band, no latency.
#ifndef LQ_DSP_EQ_BAND_H
#define LQ_DSP_EQ_BAND_H

#include "dsp/biquad.h"
#include "dsp/eq_shape.h"

typedef enum {
  LQ_BAND_BELL,
  LQ_BAND_LOW_SHELF,
  LQ_BAND_HIGH_SHELF,
  LQ_BAND_NOTCH,
  LQ_BAND_TILT,
  LQ_BAND_N
} lq_band_type;

enum { LQ_BAND_SECTIONS = 2 };

typedef struct {
  lq_band_type type;
  double       freq_hz, gain_db, q;
} lq_band;

/// Design one band. A pure function of its arguments, the same bits everywhere.
/// @return sections in use: 0 when the band does nothing, else 1 or 2
unsigned lq_band_design(const lq_band* band, double rate_hz, lq_section out[LQ_BAND_SECTIONS]);

/// A bell or shelf as well as one section can, also where lq_band_design() takes two: within 0.3 dB
/// up to 20 kHz for gains of 24 dB, 0.1 dB for 6 dB.
lq_section lq_band_design_one(const lq_band* band, double rate_hz);

/// Whether the band leaves the sound alone.
bool lq_band_is_neutral(const lq_band* band);

/// The analogue prototype, which the design follows; its w in Hz.
lq_prototype lq_band_prototype(const lq_band* band);

/// Its |H|^2.
double lq_band_prototype_power(const lq_band* band, double freq_hz);

#endif
