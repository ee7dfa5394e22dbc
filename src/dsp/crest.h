// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Peaks and energies of a channel's octaves, and the peaks that it would have with its phase
/// turned: sixteen small filters side by side over one channel.
/// Octave: two equal band-passes of Q 1.414, 12 dB an octave on either side. Turned: an all-pass of
/// the second order with two equal real poles, whose phase passes -180 degrees at its corner;
/// magnitudes stay as they were. Analysis only. Sources: A. Simper, "Solving the continuous SVF
/// equations using trapezoidal integration and equivalent currents", 2013; V. Zavalishin, "The Art
/// of VA Filter Design", 2018.
#ifndef LQ_DSP_CREST_H
#define LQ_DSP_CREST_H

#include <stddef.h>

enum {
  LQ_CREST_LANES   = 16,
  LQ_CREST_OCTAVES = 10, ///< 31.25 Hz to 16 kHz
  LQ_CREST_TURNS   = 6,  ///< all-passes at 63 Hz to 10 kHz
};

typedef struct {
  // Lanes 0 to 9: octaves. Lanes 10 to 15: turns. A lane beyond half the rate passes nothing.
  float a1[LQ_CREST_LANES], a2[LQ_CREST_LANES], a3[LQ_CREST_LANES]; ///< first filter
  float k[LQ_CREST_LANES];                                          ///< gain of its band output
  float direct[LQ_CREST_LANES];                                     ///< of the input: 1 for turns
} lq_crest_coef;

typedef struct {
  float ic[4][LQ_CREST_LANES];
} lq_crest_state;

typedef struct {
  /// @param peak  [16] greatest magnitudes; raised, never lowered
  /// @param sum   [16] sums of squares are added
  void (*run)(const lq_crest_coef* c, lq_crest_state* s, const float* x, size_t n_frames,
              float* peak, double* sum);
} lq_crest_kernels;

lq_crest_coef lq_crest_design(double rate_hz);
double        lq_crest_octave_hz(unsigned octave); ///< centre
double        lq_crest_turn_hz(unsigned turn);

#endif
