// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Reading between frames at a place that moves: chorus, doubler.
///
/// A windowed sinc of 32 taps for every fraction of a frame, each tap a polynomial of degree 7 in
/// the fraction, so that a moving place costs no table and no division. Up to 0.42 of the rate a
/// tone comes out as it would be there, with an error of -78 dB or less
/// (tests/reference/moving_tap.c).
/// Sources: C. W. Farrow, "A continuously variable digital delay element", ISCAS 1988; its even and
/// odd form: J. Vesma, T. Saramaki, "Interpolation filters with arbitrary frequency response for
/// all-digital receivers", ISCAS 1996; window: dsp/fraction.h.
#ifndef LQ_DSP_MOVING_TAP_H
#define LQ_DSP_MOVING_TAP_H

#include <stddef.h>

enum {
  LQ_MOVING_TAP_PAIRS  = 16, ///< of taps
  LQ_MOVING_TAP_DEGREE = 7,
  LQ_MOVING_TAP_AFTER  = LQ_MOVING_TAP_PAIRS,     ///< frames needed behind the place
  LQ_MOVING_TAP_BEFORE = LQ_MOVING_TAP_PAIRS - 1, ///< and in front of it
  LQ_MOVING_TAP_PAD    = 16,                      ///< behind a span, for whole registers
};

/// Polynomials in m = fraction - 1/2. Pair k is the frames k in front of the place and k + 1 behind
/// it; their sum has the even powers, what the later one has more than the earlier one the odd.
typedef struct {
  float sum[LQ_MOVING_TAP_PAIRS][LQ_MOVING_TAP_DEGREE / 2 + 1];
  float difference[LQ_MOVING_TAP_PAIRS][LQ_MOVING_TAP_DEGREE / 2 + 1];
} lq_moving_tap;

typedef struct {
  /// y[i] is x between i and i + 1, at i + 1/2 + m[i]. Up to LQ_MOVING_TAP_PAD - 1 values behind
  /// the span are read and written.
  void (*read)(const lq_moving_tap* t, float* y, const float* x, const float* m, size_t n_frames);
} lq_moving_tap_kernels;

void lq_moving_tap_design(lq_moving_tap* t);

#endif
