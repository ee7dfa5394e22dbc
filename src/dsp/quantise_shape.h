// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The noise-shaping filter: moves the error of a quantiser to where the ear is deaf.
///
/// The file's error is the white one of TPDF through H(z) = 1 + sum h_k z^-k. Among all such H of
/// its order it is the one whose noise, weighted by the power of the threshold of hearing turned
/// over plus a floor, is least: linear prediction of that weight (J. Makhoul, "Linear Prediction: A
/// Tutorial Review", Proceedings of the IEEE, 1975; S. Lipshitz, J. Vanderkooy, R. Wannamaker,
/// "Minimally Audible Noise Shaping", JAES 1991). The floor is the price of total noise: without it
/// everything would go to the deaf end, tens of dB louder. docs/dsp/dither.md has the figures.
#ifndef LQ_DSP_QUANTISE_SHAPE_H
#define LQ_DSP_QUANTISE_SHAPE_H

#include <stdbool.h>

enum { LQ_QUANTISE_SHAPE_ORDER = 12 };

typedef struct {
  double tap[LQ_QUANTISE_SHAPE_ORDER]; ///< oldest first: tap[ORDER - k] is h_k
} lq_quantise_shape;

typedef struct {
  double error_steps[LQ_QUANTISE_SHAPE_ORDER]; ///< of the last samples, oldest first
} lq_quantise_past;

/// @return false, and no taps, at a rate without a design: there are 44.1, 48, 88.2 and 96 kHz.
bool lq_quantise_shape_design(lq_quantise_shape* shape, double rate_hz);

/// Sound pressure level of the quietest tone that half of the people of 18 to 25 hear [dB SPL].
/// Straight lines between the figures of ISO 226:2003 and ISO 389-7:2005; the last one goes on
/// above 16 kHz, where the ear gives up even faster.
double lq_hearing_threshold_db(double freq_hz);

#endif
