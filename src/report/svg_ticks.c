// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/svg.h"

#include "base/maths.h"

#include <math.h>

// 1, 2 or 5 times a power of ten, the smallest that needs no more than `most`.
static double round_step(const double span, const double most)
{
  static const double steps[] = {1, 2, 5, 10};
  const double        least   = span / most;
  double              ten     = 1.0;
  while (ten > least) {
    ten /= 10.0;
  }
  while (ten * 10.0 <= least) {
    ten *= 10.0;
  }
  for (unsigned i = 0; i < 4; ++i) {
    if (ten * steps[i] >= least) {
      return ten * steps[i];
    }
  }
  return 10.0 * ten;
}

static double clock_step(const double span, const double most)
{
  static const double steps[] = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600};
  for (unsigned i = 0; i < sizeof steps / sizeof *steps; ++i) {
    if (span / steps[i] <= most) {
      return steps[i];
    }
  }
  return 3600.0 * ceil(span / most / 3600.0);
}

static size_t log_ticks(const double low, const double high, const double most,
                        double ticks[LQ_SVG_TICKS])
{
  const bool fine = lq_log10(high / low) * 3.0 <= most;
  size_t     n    = 0;
  double     ten  = 1.0;
  while (ten > low) {
    ten /= 10.0;
  }
  while (ten * 10.0 <= low) {
    ten *= 10.0;
  }
  for (; ten <= high * 1.0001 && n < LQ_SVG_TICKS; ten *= 10.0) {
    for (unsigned k = 1; k <= (fine ? 5U : 1U) && n < LQ_SVG_TICKS; k += k == 1 ? 1 : 3) {
      const double tick = ten * k;
      if (tick >= low * 0.9999 && tick <= high * 1.0001) {
        ticks[n++] = tick;
      }
    }
  }
  return n;
}

size_t lq_svg_ticks(const lq_svg_axis* const axis, const double most, double ticks[LQ_SVG_TICKS])
{
  const double low = fmin(axis->from, axis->to), high = fmax(axis->from, axis->to);
  if (!(high > low)) {
    return 0;
  }
  const double at_most = fmax(1.0, fmin(most, LQ_SVG_TICKS - 1));
  if (axis->log) {
    return log_ticks(low, high, at_most, ticks);
  }
  const double step = (axis->clock ? clock_step : round_step)(high - low, at_most);
  size_t       n    = 0;
  for (double k = ceil(low / step - 1e-9); k * step <= high + 1e-9 * step && n < LQ_SVG_TICKS;
       ++k) {
    ticks[n++] = k * step;
  }
  return n;
}
