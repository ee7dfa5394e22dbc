// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How a fade runs, one frame at a time.
#ifndef LQ_ENGINE_FADE_H
#define LQ_ENGINE_FADE_H

#include "lacquer/model.h"

/// Gain of frame `i` of a fade-in over `n` frames; of a fade-out counted from its end. Half a frame
/// in from the edge: the first frame is not wasted on silence.
float lq_fade_lin(lq_fade shape, int64_t i, int64_t n);

#endif
