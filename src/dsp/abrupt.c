// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/abrupt.h"

enum { AROUND = LQ_ABRUPT_REACH - 1 };

void lq_abrupt_measure(const float* const x, const size_t n_parts, lq_abrupt* const parts)
{
  for (size_t p = 0; p < n_parts; ++p) {
    const float* const y   = x + p * LQ_ABRUPT_PART;
    float              top = 0, sum = 0;
    unsigned           place = 0;
    for (int k = 0; k < LQ_ABRUPT_PART; ++k) {
      const float d = y[k + 1] - 2.0F * y[k] + y[k - 1];
      const float q = d * d;
      sum += q;
      place = q > top ? (unsigned)k : place;
      top   = q > top ? q : top;
    }
    parts[p] = (lq_abrupt){.top = top, .mean = sum / LQ_ABRUPT_PART, .place = place};
  }
}

bool lq_abrupt_stands_out(const lq_abrupt* const p)
{
  float before = 0, after = 0;
  for (int k = 2; k < 2 + AROUND; ++k) { // the next ones may hold a part of it
    before += p[-k].mean / AROUND;
    after += p[k].mean / AROUND;
  }
  const float most = before > after ? before : after;
  return p->top > 1e-7F && p->top > 40.0F * most && p->top >= p[-1].top && p->top > p[1].top;
}
