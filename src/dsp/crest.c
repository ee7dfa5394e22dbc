// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/crest.h"

#include "base/maths.h"

#include <string.h>

double lq_crest_octave_hz(const unsigned octave)
{
  return 1000.0 * lq_exp2((double)octave - 5.0);
}

double lq_crest_turn_hz(const unsigned turn)
{
  static const double hz[LQ_CREST_TURNS] = {63, 170, 470, 1300, 3600, 10000}; // even by ratio
  return hz[turn];
}

// A turn is 1 - 2 band of a filter of the second order with Q 0.5, where the two real poles fall
// together: first order, taken twice. Its phase passes -180 degrees at the corner.
lq_crest_coef lq_crest_design(const double rate_hz)
{
  lq_crest_coef c;
  memset(&c, 0, sizeof c);
  for (unsigned i = 0; i < LQ_CREST_LANES; ++i) {
    const int    octave = i < LQ_CREST_OCTAVES;
    const double hz     = octave ? lq_crest_octave_hz(i) : lq_crest_turn_hz(i - LQ_CREST_OCTAVES);
    if (hz >= 0.45 * rate_hz) {
      continue;
    }
    const double g  = lq_tan(LQ_PI * hz / rate_hz);
    const double k  = octave ? 0.70710678118654752 : 2.0;
    const double a1 = 1.0 / (1.0 + g * (g + k));
    c.a1[i]         = (float)a1;
    c.a2[i]         = (float)(g * a1);
    c.a3[i]         = (float)(g * g * a1);
    c.k[i]          = octave ? (float)k : (float)(-2.0 * k);
    c.direct[i]     = octave ? 0.0F : 1.0F;
  }
  return c;
}
