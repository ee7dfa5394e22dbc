// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/jump.h"

#include <math.h>

// The first frame whose time is not before `time_sec`, by the same division that reads curves.
static int64_t frame_of(const double time_sec, const double rate_hz)
{
  int64_t frame = (int64_t)ceil(time_sec * rate_hz);
  while ((double)(frame - 1) / rate_hz >= time_sec) {
    --frame;
  }
  while ((double)frame / rate_hz < time_sec) {
    ++frame;
  }
  return frame;
}

int64_t lq_jump_frame(const lq_curve* const curve, const int64_t from, const int64_t to,
                      const double rate_hz)
{
  const lq_point* const p   = curve->points;
  size_t                low = 0, high = curve->n; // the first point at or behind `from`
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (frame_of(p[middle].time_sec, rate_hz) < from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (size_t i = low > 0 ? low : 1; i < curve->n; ++i) {
    const int64_t frame = frame_of(p[i].time_sec, rate_hz);
    if (frame >= to) {
      break;
    }
    if (p[i - 1].shape == LQ_SHAPE_HOLD && p[i].value != p[i - 1].value) {
      return frame;
    }
  }
  return to;
}
