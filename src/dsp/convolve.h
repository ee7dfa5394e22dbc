// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Long filters of linear or any other phase, the same in every channel, added to the sound itself:
/// y = x + h * x, late. What h does not touch passes to the bit.
///
/// Blocks of B frames are transformed by a Fourier transform of our own over 2B, whose sums have
/// one order on every CPU, and multiplied with the parts of the filter, B taps each. Two channels
/// are the real and the imaginary part of one signal: the taps are real, so both stay apart.
/// Spectra are in no order; the way back begins where the way there ends, so nothing is sorted.
/// Sources: T. Stockham, "High-speed convolution and correlation", 1966 (overlap-save by blocks);
/// W. Gardner, "Efficient convolution without input-output delay", 1995 (partitions);
/// W. Gentleman, G. Sande, "Fast Fourier transforms for fun and profit", 1966 (the steps).
#ifndef LQ_DSP_CONVOLVE_H
#define LQ_DSP_CONVOLVE_H

#include "lacquer/proc.h"

/// Real and imaginary parts, 64-byte aligned.
typedef struct {
  float *re, *im;
} lq_planes;

typedef struct {
  /// In place: frames to bins in their own order, and back to n times the frames.
  /// @param twiddles  lq_convolve_twiddles()
  /// @param n         a power of two, 64 or more
  void (*forward)(lq_planes x, const float* twiddles, size_t n);
  void (*backward)(lq_planes x, const float* twiddles, size_t n);
  /// y += a b, or y = a b. @param n  a multiple of 16
  void (*multiply)(lq_planes y, lq_planes a, lq_planes b, size_t n, bool add);
} lq_convolve_kernels;

/// Whether a transform of n frames begins with halves: n is no power of four.
static inline bool lq_convolve_has_halves(const size_t n)
{
  return __builtin_ctzll(n) % 2 != 0;
}

/// Rotations for transforms of n frames. @param to  [lq_convolve_n_twiddles(n)]
size_t lq_convolve_n_twiddles(size_t n);
void   lq_convolve_twiddles(size_t n, float* to);

typedef struct lq_convolver lq_convolver;

/// @param n_block  B, a power of two, 32 or more
/// @param n_parts  even; the sound waits for the middle of the n_parts * n_block taps
/// @return NULL when the arena measures
lq_convolver* lq_convolver_prepare(lq_arena* arena, const lq_spec* spec, size_t n_block,
                                   unsigned n_parts);

LQ_RT void lq_convolver_reset(lq_convolver* c);

/// n_block (1 + n_parts / 2)
LQ_RT size_t lq_convolver_latency(const lq_convolver* c);

/// In place, up to the end of the block. @return frames done
LQ_RT size_t lq_convolver_process(lq_convolver* c, float* const* io, size_t n_frames);

/// Whether a block is full: the filter may be changed now, and lq_convolver_turn() is due.
LQ_RT bool lq_convolver_is_full(const lq_convolver* c);

/// Go to another filter: heard from the first to the last frame of this block as a straight
/// crossfade; the first one after a reset holds at once.
/// @param taps  [n_parts * n_block], NULL for none
LQ_RT void lq_convolver_to(lq_convolver* c, const float* taps);
LQ_RT void lq_convolver_turn(lq_convolver* c);

#endif
