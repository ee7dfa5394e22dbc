// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A delay by a part of a frame: a windowed-sinc FIR of linear phase.
/// Source: T. Laakso, V. Valimaki, M. Karjalainen, U. Laine, "Splitting the Unit Delay", IEEE
/// Signal Processing Magazine 13(1), 1996; window: J. Kaiser, "Nonrecursive digital filter design
/// using the I0-sinh window function", 1974.
#ifndef LQ_DSP_FRACTION_H
#define LQ_DSP_FRACTION_H

#include <stddef.h>

enum { LQ_FRACTION_TAPS = 64, LQ_FRACTION_WHOLE = 31 };

/// Taps that delay by n_taps / 2 - 1 + fraction frames; they sum to 1.
/// @param taps      [n_taps], n_taps even
/// @param fraction  0 to 1
/// @param beta      of the window: 8 keeps +-0.001 dB to 0.45 of the rate with 64 taps
void lq_fraction_design(float* taps, unsigned n_taps, double fraction, double beta);

/// Modified Bessel function of the first kind, order 0: Kaiser's window is I0(beta sqrt(1 - r^2)).
double lq_bessel_i0(double x);

#endif
