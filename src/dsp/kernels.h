// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The name of a kernel table at the level being compiled: LQ_KERNELS(mix) is lq_mix_kernels_avx2.
#ifndef LQ_DSP_KERNELS_H
#define LQ_DSP_KERNELS_H

#ifndef LQ_LEVEL
#define LQ_LEVEL base
#endif

#define LQ_KERNELS_PASTE_(family, level) lq_##family##_kernels_##level
#define LQ_KERNELS_PASTE(family, level)  LQ_KERNELS_PASTE_(family, level)
#define LQ_KERNELS(family)               LQ_KERNELS_PASTE(family, LQ_LEVEL)

#endif
