// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Fourier transform of real signals, there and back, for analysis only: FFTW picks its kernels by
/// CPU, so the last bits differ between machines and nothing that is heard may stand on them.
#ifndef LQ_DSP_TRANSFORM_H
#define LQ_DSP_TRANSFORM_H

#include "lacquer/status.h"

#include <stddef.h>

typedef struct lq_transform lq_transform;

typedef struct {
  float re, im;
} lq_bin;

/// @param n  frames, a power of two
LQ_NODISCARD lq_status lq_transform_new(lq_transform** transform, size_t n);
void                   lq_transform_free(lq_transform* transform); ///< NULL is fine

float*  lq_transform_frames(lq_transform* transform); ///< [n] what goes in, and comes back
lq_bin* lq_transform_bins(lq_transform* transform);   ///< [n / 2 + 1]

void lq_transform_forward(lq_transform* transform);  ///< frames to bins; the frames stay
void lq_transform_backward(lq_transform* transform); ///< bins to n times the frames; bins are lost

#endif
