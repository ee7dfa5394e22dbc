// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fade.h"

#include "base/maths.h"

float lq_fade_lin(const lq_fade shape, const int64_t i, const int64_t n)
{
  const double along = ((double)i + 0.5) / (double)n;
  return (float)(shape == LQ_FADE_LINEAR  ? along
                 : shape == LQ_FADE_POWER ? lq_sin(0.5 * LQ_PI * along)
                                          : 0.5 - 0.5 * lq_cos(LQ_PI * along));
}
