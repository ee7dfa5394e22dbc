// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Floats to integers of so many bits: the last step before a file; dithered, shaped, or neither.
///
/// Dither is TPDF of 2 LSB peak to peak, the sum of two rectangular 1 LSB numbers: the least that
/// makes mean and power of the error independent of the music (S. Lipshitz, R. Wannamaker,
/// J. Vanderkooy, "Quantization and Dither: A Theoretical Survey", JAES 1992). Total error power is
/// LSB^2/4. It is a function of seed and absolute position, so any blocks give the same bits. It
/// stays on in silence: a dither that comes and goes is heard.
///
/// Full scale 1.0 is 2^(bits-1). Rounds to nearest, ties to even. Clamps to
/// -2^(bits-1) ... 2^(bits-1)-1. What is not a number becomes 0.
#ifndef LQ_DSP_QUANTISE_H
#define LQ_DSP_QUANTISE_H

#include "dsp/quantise_shape.h"

#include "lacquer/proc.h"

#include <stdint.h>

enum { LQ_QUANTISE_MIN_BITS = 2, LQ_QUANTISE_MAX_BITS = 32 };

/// One channel.
/// @param y         [n_frames] integers of `bits` bits, sign-extended
/// @param x         [n_frames], full scale 1
/// @param bits      LQ_QUANTISE_MIN_BITS to LQ_QUANTISE_MAX_BITS
/// @param seed      of this channel: lq_quantise_seed()
/// @param position  of x[0], frames from the start of the file
/// @param n_clipped rises by the number of samples that had to be clamped; may be NULL
LQ_RT void lq_quantise(int32_t* y, const float* x, size_t n_frames, unsigned bits, bool dither,
                       uint64_t seed, uint64_t position, uint64_t* n_clipped);

/// The same with dither whose noise is shaped. Only the error of rounding and dither goes around,
/// never that of clamping: it stays within 1.5 steps, whatever comes in.
/// @param past  of this channel; all zero at the start
LQ_RT void lq_quantise_shaped(int32_t* y, const float* x, size_t n_frames, unsigned bits,
                              const lq_quantise_shape* shape, lq_quantise_past* past, uint64_t seed,
                              uint64_t position, uint64_t* n_clipped);

/// How far quantising may lift a peak, between samples too [full scale = 1]: six standard
/// deviations of its error, which a Gaussian one passes twice in 10^9 independent points. A ceiling
/// that is to hold in the file is asked for that much lower; at 16 bits 0.0008 dB of full scale
/// with white dither and some thousandths with shaped one.
/// @param shape  NULL: white dither, or none
double lq_quantise_rise_lin(unsigned bits, bool dither, const lq_quantise_shape* shape);

/// Both at one CPU level.
typedef struct {
  void (*quantise)(int32_t* y, const float* x, size_t n_frames, unsigned bits, bool dither,
                   uint64_t seed, uint64_t position, uint64_t* n_clipped);
  void (*shaped)(int32_t* y, const float* x, size_t n_frames, unsigned bits,
                 const lq_quantise_shape* shape, lq_quantise_past* past, uint64_t seed,
                 uint64_t position, uint64_t* n_clipped);
} lq_quantise_kernels;

/// A seed for each channel, so that their dither is independent.
uint64_t lq_quantise_seed(uint64_t seed, unsigned channel);

#endif
