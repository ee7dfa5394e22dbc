// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/compress.h"

#include "base/maths.h"

// H = b (1 + sign z^-1)^2 / A(z), A = 1 + a1 z^-1 + a2 z^-2. Multiplying above and below by the
// mirrored A(-z) leaves only even powers below; once more, only fourth powers.
static lq_compress_cut_coef cut(const double freq_hz, const double k, const double rate_hz,
                                const double sign)
{
  const double f    = freq_hz / rate_hz;
  const double g    = lq_tan(LQ_PI * (f > 0.49 ? 0.49 : f)); // bilinear pre-warp
  const double norm = 1.0 / (1.0 + g * (g + k));
  const double a1   = 2.0 * (g * g - 1.0) * norm;
  const double a2   = (1.0 + g * (g - k)) * norm;
  const double e1   = 2.0 * a2 - a1 * a1; // of z^-2
  const double e2   = a2 * a2;            // of z^-4
  const double b    = sign < 0 ? norm : g * g * norm;
  // b (1 - a1 z^-1 + a2 z^-2)(1 - e1 z^-2 + e2 z^-4)
  return (lq_compress_cut_coef){.sign = sign,
                                .fir  = {b, -a1 * b, (a2 - e1) * b, a1 * e1 * b, (e2 - a2 * e1) * b,
                                         -a1 * e2 * b, a2 * e2 * b},
                                .a4   = 2.0 * e2 - e1 * e1,
                                .a8   = e2 * e2};
}

lq_compress_cut_coef lq_compress_highpass_design(const double freq_hz, const double k,
                                                 const double rate_hz)
{
  return cut(freq_hz, k, rate_hz, -1.0);
}

lq_compress_cut_coef lq_compress_lowpass_design(const double freq_hz, const double k,
                                                const double rate_hz)
{
  return cut(freq_hz, k, rate_hz, 1.0);
}

lq_compress_pole_coef lq_compress_pole_design(const double time_sec, const double rate_hz)
{
  const double p = lq_pole(time_sec, rate_hz);
  const double b = 1.0 - p;
  return (lq_compress_pole_coef){
      .fir = {b, b * p, b * p * p, b * p * p * p}, .pole = p, .pole4 = p * p * p * p};
}

lq_compress_follow_coef lq_compress_follow_design(const double attack_sec, const double release_sec,
                                                  const double rate_hz)
{
  const double r = lq_pole(release_sec, rate_hz);
  return (lq_compress_follow_coef){.release  = r,
                                   .keep     = 1.0 - r,
                                   .release4 = r * r * r * r,
                                   .attack   = lq_compress_pole_design(attack_sec, rate_hz)};
}

void lq_compress_follow_hold(lq_compress_follow_state* const s, const double value)
{
  for (unsigned i = 0; i < 4; ++i) {
    s->x[i] = s->y1[i] = s->attack.x[i] = s->attack.y[i] = value;
  }
}

bool lq_compress_follow_alike(const lq_compress_follow_state* const a,
                              const lq_compress_follow_state* const b)
{
  double most = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const double d[] = {a->x[i] - b->x[i], a->y1[i] - b->y1[i], a->attack.y[i] - b->attack.y[i]};
    for (unsigned k = 0; k < 3; ++k) {
      const double m = d[k] < 0 ? -d[k] : d[k];
      most           = m > most ? m : most;
    }
  }
  return most < 1e-6; // log2 units
}
