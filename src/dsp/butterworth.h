// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Butterworth high- and low-pass of any order up to 8: 6 dB per octave for each order, flattest
/// pass band, -3.01 dB at the corner. Source: S. Butterworth, "On the Theory of Filter Amplifiers",
/// 1930; poles at equal angles on a circle.
#ifndef LQ_DSP_BUTTERWORTH_H
#define LQ_DSP_BUTTERWORTH_H

#include "dsp/biquad.h"

enum { LQ_BUTTERWORTH_SECTIONS = 4 };

#define LQ_BUTTERWORTH_K 1.41421356237309504880 ///< 1/q of order 2: sqrt(2)

/// 1/q of the two sections of order 4: 2 sin(pi / 8) and 2 sin(3 pi / 8).
static const double lq_butterworth_k4[] = {0.76536686473017954346, 1.84775906502257351226};

typedef enum { LQ_BUTTERWORTH_HIGHPASS, LQ_BUTTERWORTH_LOWPASS } lq_butterworth_kind;

/// By the bilinear transform: exact at the corner, steeper than analogue towards half the rate.
/// @param freq_hz  brought into 1e-6 .. 0.49 of the rate
/// @param order    1 to 8
/// @param q_scale  multiplies the q of the sharpest section: 1 is Butterworth, more rings
/// @param out      sections behind the last one used become identities
void lq_butterworth_design(lq_butterworth_kind kind, double freq_hz, unsigned order, double q_scale,
                           double rate_hz, lq_biquad_coef out[LQ_BUTTERWORTH_SECTIONS]);

#endif
