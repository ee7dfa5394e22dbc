// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Places where a sound bends more than round about: a second difference that stands out of both
/// neighbourhoods. Cheap, so that only few places need a closer look (dsp/predict.h).
#ifndef LQ_DSP_ABRUPT_H
#define LQ_DSP_ABRUPT_H

#include <stdbool.h>
#include <stddef.h>

enum {
  LQ_ABRUPT_PART  = 64, ///< frames
  LQ_ABRUPT_REACH = 5   ///< parts on either side that are looked at
};

typedef struct {
  float    top;   ///< greatest squared second difference
  float    mean;  ///< and their mean
  unsigned place; ///< of the greatest in its part
} lq_abrupt;

/// @param x      [n_parts * LQ_ABRUPT_PART]; one frame more is read on either side
/// @param parts  [n_parts]
void lq_abrupt_measure(const float* x, size_t n_parts, lq_abrupt* parts);

/// @param part  LQ_ABRUPT_REACH neighbours are read on either side
bool lq_abrupt_stands_out(const lq_abrupt* part);

#endif
