// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/biquad.h"

#include "base/maths.h"

#include <math.h>

static const double MOST_TAIL_FRAMES = 1e7; // 52 s at 192 kHz

lq_biquad_coef lq_biquad_design(const lq_section* const section)
{
  // Simper's letters: g, k, a1..a3 of the filter; m0..m2 mix input, band and low.
  const double g  = sqrt(section->d0);
  const double k  = section->d1 / g;
  const double a1 = 1.0 / (1.0 + g * (g + k));
  const double a2 = g * a1, a3 = g * a2;
  const double m0 = section->n2;
  const double m1 = (section->n1 - section->n2 * section->d1) / g;
  const double m2 = section->n0 / section->d0 - m0;
  return (lq_biquad_coef){.p  = 2.0 * a1 - 1.0,
                          .q  = 2.0 * a2,
                          .r  = 2.0 * a3,
                          .d  = m0 + m1 * a2 + m2 * a3,
                          .c1 = m1 * a1 + m2 * a2,
                          .c2 = m2 * (1.0 - a3) - m1 * a2};
}

// H = d + (c1 q (z - 1) + c2 r (z + 1)) / ((z - 1)^2 + (1 - p + r)(z - 1) + 2 r), with z - 1 taken
// from half angles, so that nothing cancels at low frequencies.
double lq_biquad_power(const lq_biquad_coef* const c, const double w_rad)
{
  const double s = lq_sin(0.5 * w_rad), k = lq_cos(0.5 * w_rad);
  const double zr = -2.0 * s * s, zi = 2.0 * s * k; // z - 1
  const double l  = 1.0 - c->p + c->r;
  const double dr = zr * zr - zi * zi + l * zr + 2.0 * c->r;
  const double di = 2.0 * zr * zi + l * zi;
  const double nr = c->c1 * c->q * zr + c->c2 * c->r * (zr + 2.0);
  const double ni = (c->c1 * c->q + c->c2 * c->r) * zi;
  const double hr = c->d * dr + nr, hi = c->d * di + ni;
  return (hr * hr + hi * hi) / (dr * dr + di * di);
}

double lq_cascade_response_db(const lq_biquad_coef* const coefs, const unsigned n,
                              const double freq_hz, const double rate_hz)
{
  double db = 0.0;
  for (unsigned i = 0; i < n; ++i) {
    if (!lq_biquad_is_identity(&coefs[i])) {
      db += lq_power_to_db(lq_biquad_power(&coefs[i], 2.0 * LQ_PI * freq_hz / rate_hz));
    }
  }
  return db;
}

// The slower pole: z^2 - (p + 1 - r) z + p + r.
static double slowest_pole(const lq_biquad_coef* const c)
{
  const double sum = c->p + 1.0 - c->r, product = c->p + c->r;
  const double disc = 0.25 * sum * sum - product;
  return disc < 0.0 ? sqrt(product) : 0.5 * fabs(sum) + sqrt(disc);
}

size_t lq_cascade_tail_frames(const lq_biquad_coef* const coefs, const unsigned n)
{
  double frames = 0.0;
  for (unsigned i = 0; i < n; ++i) {
    const double pole = lq_biquad_is_identity(&coefs[i]) ? 0.0 : slowest_pole(&coefs[i]);
    if (pole > 1e-6) {
      frames += pole < 1.0 ? -6.0 * LQ_LN10 / lq_log(pole) : MOST_TAIL_FRAMES;
    }
  }
  return (size_t)(frames < MOST_TAIL_FRAMES ? frames : MOST_TAIL_FRAMES) + (frames > 0.0 ? 2 : 0);
}
