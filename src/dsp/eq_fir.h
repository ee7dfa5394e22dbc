// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// An equaliser's bands as one long filter: exactly the analogue magnitude up to half the rate, of
/// linear phase, or of mixed phase: bands up to a corner turn phase as analogue ones do, bands from
/// twice the corner on turn none, what lies between a part of it.
///
/// The response is sampled at twice as many points as the filter has taps, transformed back, and
/// brought to 0 over the outer half of the filter. docs/dsp/eq.md has the figures.
#ifndef LQ_DSP_EQ_FIR_H
#define LQ_DSP_EQ_FIR_H

#include "dsp/eq_band.h"

#include "lacquer/proc.h"

enum { LQ_EQ_FIR_MOST_PARTS = 8 };

typedef struct lq_eq_fir lq_eq_fir;

/// Taps of a block of dsp/convolve.h at this rate: 0.17 s or a little more.
size_t lq_eq_fir_block(double rate_hz);

/// Blocks of taps that the bands need so that what they ring beyond is not missed: 2, 4 or 8.
unsigned lq_eq_fir_parts(const lq_band* bands, unsigned n_bands, double rate_hz);

/// @return NULL when the arena measures
lq_eq_fir* lq_eq_fir_prepare(lq_arena* arena, size_t n_taps, double rate_hz);

/// The difference between the bands and the sound as it is; the middle one of the taps is in time.
/// Bounded work: some nanoseconds for each tap and band.
/// @param corner_hz  up to which bands are of analogue phase; 0: all are linear
/// @return the taps, or NULL when the bands do nothing
LQ_RT const float* lq_eq_fir_design(lq_eq_fir* f, const lq_band* bands, unsigned n_bands,
                                    double corner_hz);

#endif
