// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// log2 and 2^x in float for kernels: no branch, no table, so that a compiler puts them in lanes;
/// only +, * and bit moves, so that every CPU gives the same bits. Polynomials interpolate at
/// Chebyshev nodes. Errors (tests/reference/compressor.c measures them): log2 below 4e-7 + half an
/// ulp of the result, that is 3e-6 dB near full scale and 2e-5 dB at worst; exp2 below 2e-7
/// relative, that is 2e-6 dB. log2(1) is exactly 0 and exp2(0) exactly 1: untouched audio stays
/// untouched.
#ifndef LQ_DSP_LOG2_H
#define LQ_DSP_LOG2_H

#include <stdint.h>
#include <string.h>

/// @param x >= 0; 0 and denormals give about -127, infinity 128
static inline float lq_log2f(const float x)
{
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  // Counted from sqrt(1/2), so that the rest lies in sqrt(1/2) to sqrt(2), around 1.
  const uint32_t from = 0x3F3504F3U; // sqrt(1/2)
  const int32_t  k    = (int32_t)(bits - from) >> 23;
  const uint32_t rest = bits - ((uint32_t)k << 23U);
  float          m;
  memcpy(&m, &rest, sizeof m);
  const float f = m - 1.0F;
  float       p = -0.142759734F; // log2(1 + f) / f, degree 7
  p             = p * f + 0.232652579F;
  p             = p * f - 0.249271822F;
  p             = p * f + 0.287288882F;
  p             = p * f - 0.360225182F;
  p             = p * f + 0.480916708F;
  p             = p * f - 0.721352931F;
  p             = p * f + 1.44269499F;
  return (float)k + f * p;
}

/// @param x -2^21 to 127; 0 below -126
static inline float lq_exp2f(const float x)
{
  const float round = 0x1.8p23F; // adding and taking it away rounds to the nearest integer
  const float whole = (x + round) - round;
  const float r     = x - whole;
  float       p     = 0.000154531629F; // (2^r - 1) / r, degree 5
  p                 = p * r + 0.00133908634F;
  p                 = p * r + 0.00961808256F;
  p                 = p * r + 0.0555035711F;
  p                 = p * r + 0.240226508F;
  p                 = p * r + 0.693147188F;
  // Held as an integer: holding x makes compilers branch to the constant result.
  const int32_t  k    = (int32_t)whole + 127;
  const uint32_t bits = (uint32_t)(k > 0 ? k : 0) << 23U;
  float          scale;
  memcpy(&scale, &bits, sizeof scale);
  return scale * (1.0F + r * p);
}

#endif
