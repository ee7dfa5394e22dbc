// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Second-order sections side by side: which widths of vector a CPU level has, and a runner for
/// each number of lanes. Included by kernels, which include dsp/lanes.inc once for each width.
///
/// Every lane does the same sums in the same order whatever the width, so every level gives the
/// same bits. Each level uses its native widths: vectors wider than the CPU's are split badly.
#ifndef LQ_DSP_LANES_H
#define LQ_DSP_LANES_H

#include <stdint.h>

#define LANES_PASTE_(name, width) name##_##width
#define LANES_PASTE(name, width)  LANES_PASTE_(name, width)
#define LANES_NAME(name)          LANES_PASTE(name, WIDTH)

/// X(width, vectors): one function each, so that all the loops over vectors unroll; and the table
/// of them by lanes in use, two at a time: 2, 4, 6 ... 16. A row of it has four functions:
/// [channels - 1][whether coefficients move].
// clang-format off
#if defined(__AVX512F__)
#define LANES_SHAPES(X) X(2, 1) X(4, 1) X(8, 1) X(8, 2)
#define LANES_TABLE(X) \
  X(2, 1), X(4, 1), X(8, 1), X(8, 1), X(8, 2), X(8, 2), X(8, 2), X(8, 2)
#elif defined(__AVX2__)
#define LANES_SHAPES(X) X(2, 1) X(4, 1) X(4, 2) X(4, 3) X(4, 4)
#define LANES_TABLE(X) \
  X(2, 1), X(4, 1), X(4, 2), X(4, 2), X(4, 3), X(4, 3), X(4, 4), X(4, 4)
#else
#define LANES_SHAPES(X) X(2, 1) X(2, 2) X(2, 3) X(2, 4) X(2, 6) X(2, 8)
#define LANES_TABLE(X) \
  X(2, 1), X(2, 2), X(2, 3), X(2, 4), X(2, 6), X(2, 6), X(2, 8), X(2, 8)
#endif

#define LANES_ROW(width, n_vec) \
  {{mono_##width##_##n_vec, mono_moving_##width##_##n_vec}, \
   {stereo_##width##_##n_vec, stereo_moving_##width##_##n_vec}}
// clang-format on

#endif
