// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/compress.h"

#include "base/maths.h"

// H = b (1 - z^-1)^2 / A(z), A = 1 + a1 z^-1 + a2 z^-2. Multiplying above and below by the mirrored
// A(-z) leaves only even powers below; once more, only fourth powers.
lq_compress_highpass_coef lq_compress_highpass_design(const double freq_hz, const double rate_hz)
{
  const double g    = lq_tan(LQ_PI * freq_hz / rate_hz); // bilinear pre-warp
  const double k    = 1.41421356237309504880;            // Butterworth: 1 / Q = sqrt(2)
  const double norm = 1.0 / (1.0 + g * (g + k));
  const double a1   = 2.0 * (g * g - 1.0) * norm;
  const double a2   = (1.0 + g * (g - k)) * norm;
  const double e1   = 2.0 * a2 - a1 * a1; // of z^-2
  const double e2   = a2 * a2;            // of z^-4
  // norm (1 - a1 z^-1 + a2 z^-2)(1 - e1 z^-2 + e2 z^-4)
  return (lq_compress_highpass_coef){.fir = {norm, -a1 * norm, (a2 - e1) * norm, a1 * e1 * norm,
                                             (e2 - a2 * e1) * norm, -a1 * e2 * norm,
                                             a2 * e2 * norm},
                                     .a4  = 2.0 * e2 - e1 * e1,
                                     .a8  = e2 * e2};
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
