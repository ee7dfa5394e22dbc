// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// K-weighting: how loud the ear finds a spectrum, as a head-shaped shelf and a high-pass.
/// Source: ITU-R BS.1770-5 (2023), Annex 1, tables 1 and 2; other rates from the analogue
/// prototype: bilinear transform, below 40 kHz a matched design. Only energies leave: the weighted
/// signal itself is not kept.
/// Double: at 384 kHz the high-pass poles stand 4e-4 from the unit circle.
///
/// Speed: eight hops of time lie in the lanes. What each hop's filter would remember of its own
/// input is a dot product with the filter's state response; chaining these gives every hop its true
/// start, and then all eight run at once.
#ifndef LQ_DSP_KWEIGHT_H
#define LQ_DSP_KWEIGHT_H

#include "lacquer/status.h"

#include <stddef.h>

enum { LQ_KWEIGHT_HOPS = 8, LQ_KWEIGHT_STATES = 4 };

typedef struct {
  double b0, b1, b2, a1, a2; ///< shelf
  double c1, c2;             ///< high-pass poles; its zeros are 1 -2 1
} lq_kweight_coef;

/// Integrators of shelf and high-pass, transposed direct form II.
typedef struct {
  double s[LQ_KWEIGHT_STATES];
} lq_kweight_state;

typedef struct {
  lq_kweight_coef coef;
  size_t          max_hop; ///< frames; hops have this length or one less
  double*         memory;  ///< [max_hop][4]: the state that an impulse left m frames ago
  /// [0] over max_hop - 1 frames, [1] over max_hop: what becomes of each state, [from][to]
  double power[2][LQ_KWEIGHT_STATES][LQ_KWEIGHT_STATES];
} lq_kweight;

lq_kweight_coef lq_kweight_design(double rate_hz);

LQ_NODISCARD lq_status lq_kweight_new(lq_kweight* k, double rate_hz, size_t max_hop);
void                   lq_kweight_free(lq_kweight* k); ///< what is zeroed is fine

/// One frame, for those who have time (the tables, the tests).
double lq_kweight_frame(const lq_kweight_coef* c, lq_kweight_state* s, double x);

typedef struct {
  /// Energies of eight hops of one channel.
  /// @param x        [start[8]]; one more frame before x[0] is readable
  /// @param start    [9] first frame of each hop, then the end
  /// @param scratch  [max_hop * 8], 64-byte aligned
  /// @param weighted [8] sum of squares after the filter
  /// @param plain    [8] sum of squares before it
  void (*energies)(const lq_kweight* k, lq_kweight_state* state, const float* x,
                   const size_t* start, float* scratch, double* weighted, double* plain);
} lq_kweight_kernels;

#endif
