// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The recording characteristic of records: bass is cut softer and treble louder than it came, so
/// that grooves stay narrow and their noise is turned down again when they are played. The lathe
/// does it, a pre-master never holds it; the groove model needs it to know how fast a stylus moves.
///
/// H(s) = (1 + s T1)(1 + s T3)/(1 + s T2), T1 = 3180 us, T2 = 318 us, T3 = 75 us, 0 dB at 1 kHz.
/// Source: IEC 60098, "Analogue audio disk records and reproducing equipment", 1987. Its amendment
/// of 20 Hz is for playback alone and left out.
///
/// Two sections of minimum phase. The first, a shelf of low frequencies, is bilinear. The treble
/// would run away there: its |H|^2, a ratio of squares of sin^2(w/2), meets the analogue one at 0
/// and at four frequencies up to 20 kHz. Error up to 20 kHz (or 0.46 of the rate): at 44.1 kHz
/// 0.03 dB, at 48 kHz 0.01 dB, at 88.2 kHz and above 0.003 dB.
#ifndef LQ_DSP_RIAA_H
#define LQ_DSP_RIAA_H

#include "dsp/biquad.h"

enum { LQ_RIAA_SECTIONS = 2 };

typedef enum { LQ_RIAA_RECORD, LQ_RIAA_PLAY } lq_riaa_kind;

/// The one is the other's inverse, to rounding.
void lq_riaa_design(lq_riaa_kind kind, double rate_hz, lq_biquad_coef out[LQ_RIAA_SECTIONS]);

#endif
