// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Second-order sections: what they are, what runs, and how they answer.
///
/// A section is designed in sigma = (z - 1)/(z + 1), the digital stand-in for s: on the unit circle
/// sigma = j tan(w/2), so low frequencies keep all their digits, and any section whose d1 and d0
/// are positive is stable.
///
/// What runs is the trapezoidal state-variable filter in its smallest form, two states s1 and s2:
///     e   = x - s2
///     y   = d x + c1 s1 + c2 s2
///     s1' = p s1 + q e
///     s2' = s2 + q s1 + r e
/// The matrix that takes the states forward is the Cayley transform of a dissipative one, so it
/// never lengthens the vector (s1, s2); neither does any straight line between two such matrices.
/// Hence coefficients may move linearly, frame by frame, from any filter to any other and nothing
/// can blow up. Source of the filter: A. Simper (Cytomic), "Solving the continuous SVF equations
/// using trapezoidal integration and equivalent currents", 2013.
#ifndef LQ_DSP_BIQUAD_H
#define LQ_DSP_BIQUAD_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>

/// H = (n2 sigma^2 + n1 sigma + n0) / (sigma^2 + d1 sigma + d0); d1, d0 > 0.
typedef struct {
  double n2, n1, n0, d1, d0;
} lq_section;

typedef struct {
  double p, q, r;   ///< how the states move
  double d, c1, c2; ///< how the output is made of input and states
} lq_biquad_coef;

/// What a slot not in use holds.
#define LQ_BIQUAD_IDENTITY \
  {                        \
    .d = 1.0               \
  }

/// A section that does nothing: its output is its input, to the bit.
static inline bool lq_biquad_is_identity(const lq_biquad_coef* const c)
{
  return c->d == 1.0 && c->c1 == 0.0 && c->c2 == 0.0;
}

lq_biquad_coef lq_biquad_design(const lq_section* section);

/// |H|^2 of what runs, from its own coefficients.
/// @param w_rad  2 pi f / rate, 0 .. pi
double lq_biquad_power(const lq_biquad_coef* coef, double w_rad);

/// Gain of sections one behind the other at a frequency, dB.
double lq_cascade_response_db(const lq_biquad_coef* coefs, unsigned n, double freq_hz,
                              double rate_hz);

/// Frames until what rings on after the input has fallen by 120 dB; an upper estimate.
size_t lq_cascade_tail_frames(const lq_biquad_coef* coefs, unsigned n);

#endif
