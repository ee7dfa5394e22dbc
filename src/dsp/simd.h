// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The hot kernels, compiled once per CPU level into const tables of functions. The engine picks a
/// level and passes it down in lq_spec; every level gives the same bits.
///
/// To add a family of kernels: write `dsp/<family>_k.c` (plain loops or GNU vector types, no
/// intrinsics), end it with `const lq_<family>_kernels LQ_KERNELS(<family>) = {...};`, declare the
/// struct in `dsp/<family>.h`, include that here, and add its name to LQ_KERNEL_FAMILIES below and
/// to `kernel_families` in meson.build.
#ifndef LQ_DSP_SIMD_H
#define LQ_DSP_SIMD_H

#include "dsp/bank.h"
#include "dsp/bend.h"
#include "dsp/compress.h"
#include "dsp/convolve.h"
#include "dsp/crest.h"
#include "dsp/crossover.h"
#include "dsp/dynamics.h"
#include "dsp/dynband.h"
#include "dsp/fft.h"
#include "dsp/interpolate.h"
#include "dsp/kweight.h"
#include "dsp/limit.h"
#include "dsp/mix.h"
#include "dsp/moving_tap.h"
#include "dsp/oversample.h"
#include "dsp/quantise.h"
#include "dsp/space.h"
#include "dsp/stereo.h"
#include "dsp/true_peak.h"

#include "lacquer/proc.h"

// clang-format off
#define LQ_KERNEL_FAMILIES(X) \
  X(bank) \
  X(bend) \
  X(compress) \
  X(convolve) \
  X(crest) \
  X(crossover) \
  X(dynband) \
  X(dynamics) \
  X(fft) \
  X(interpolate) \
  X(kweight) \
  X(limit) \
  X(mix) \
  X(moving_tap) \
  X(oversample) \
  X(quantise) \
  X(space) \
  X(stereo) \
  X(true_peak)
// clang-format on

#define LQ_KERNEL_MEMBER(family) const lq_##family##_kernels* family;

struct lq_simd {
  const char* name; ///< "base", "avx2", "avx512"
  LQ_KERNEL_FAMILIES(LQ_KERNEL_MEMBER)
};

/// Levels compiled in, slowest first; [lq_simd_count()].
const lq_simd* lq_simd_level(unsigned index);
unsigned       lq_simd_count(void);

/// The best level this CPU can run.
const lq_simd* lq_simd_best(void);

/// The level with that name if it is compiled in and this CPU can run it, else NULL.
const lq_simd* lq_simd_find(const char* name);

#endif
