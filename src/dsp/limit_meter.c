// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/limit_meter.h"

#include <string.h>

enum { STEPS = LQ_LIMIT_METER_STEPS, PER_OCTAVE = 64 };

void lq_limit_meter_reset(lq_limit_meter* const meter)
{
  memset(meter, 0, sizeof *meter);
}

void lq_limit_meter_add(lq_limit_meter* const meter, const float reduction)
{
  if (reduction > 0) {
    const float  at   = reduction * PER_OCTAVE;
    const size_t step = at < STEPS - 1 ? (size_t)at : STEPS - 1;
    ++meter->count[step];
    meter->most = reduction > meter->most ? reduction : meter->most;
  }
}

void lq_limit_meter_pass(lq_limit_meter* const meter, const uint64_t n)
{
  meter->n_all += n;
}

float lq_limit_meter_usual(const lq_limit_meter* const meter)
{
  const double above = 0.01 * (double)meter->n_all;
  double       seen  = 0;
  for (size_t i = STEPS; i-- > 0;) {
    const double here = (double)meter->count[i];
    if (here > 0 && seen + here >= above) {
      const double usual = ((double)(i + 1) - (above - seen) / here) / PER_OCTAVE;
      return usual < (double)meter->most ? (float)usual : meter->most;
    }
    seen += here;
  }
  return 0;
}
