// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/maths.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

// Only +, -, *, / and sqrt, which IEEE 754 defines to the last bit, and exact scaling by powers of
// two. Polynomials are Taylor or atanh series on reduced arguments, in Horner form.

static double bits_to_double(const uint64_t bits)
{
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static uint64_t double_to_bits(const double x)
{
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

// 2^k for k in the normal range.
static double power_of_two(const int k)
{
  return bits_to_double((uint64_t)(k + 1023) << 52U);
}

static double scale(double x, int k)
{
  for (; k > 1000; k -= 1000) {
    x *= power_of_two(1000);
  }
  for (; k < -1000; k += 1000) {
    x *= power_of_two(-1000);
  }
  return x * power_of_two(k);
}

double lq_exp(const double x)
{
  if (x != x) {
    return x;
  }
  if (x > 709.782712893384) { // ln(DBL_MAX)
    return (double)INFINITY;
  }
  if (x < -745.133219101941) { // ln of half the least subnormal
    return 0.0;
  }
  // x = k ln2 + r, |r| <= ln2/2; ln2 in two parts so that k * HIGH is exact (fdlibm's split).
  static const double high = 6.93147180369123816490e-01, low = 1.90821492927058770002e-10;
  const double        t = x * (1.0 / LQ_LN2);
  const int           k = (int)(t < 0 ? t - 0.5 : t + 0.5);
  const double        r = (x - k * high) - k * low;
  double              p = 1.0 / 6227020800.0; // 1/13!; the next term is below 2^-60
  static const double inverse_factorial[] = {1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0,
                                             1.0 / 362880.0,    1.0 / 40320.0,    1.0 / 5040.0,
                                             1.0 / 720.0,       1.0 / 120.0,      1.0 / 24.0,
                                             1.0 / 6.0,         1.0 / 2.0};
  for (unsigned i = 0; i < sizeof inverse_factorial / sizeof *inverse_factorial; ++i) {
    p = p * r + inverse_factorial[i];
  }
  return scale(1.0 + (r + r * r * p), k);
}

// log(x) = k ln2 + 2 atanh(s), s = (m - 1) / (m + 1), m in [sqrt(1/2), sqrt(2)).
double lq_log(double x)
{
  if (x != x || x < 0) {
    return (double)NAN;
  }
  if (x == 0) {
    return -(double)INFINITY;
  }
  if (x > DBL_MAX) {
    return x;
  }
  int k = 0;
  if (x < DBL_MIN) {
    x *= 18014398509481984.0; // 2^54
    k = -54;
  }
  const uint64_t bits = double_to_bits(x);
  k += (int)(bits >> 52U) - 1023;
  double m = bits_to_double((bits & 0xFFFFFFFFFFFFFU) | 0x3FF0000000000000U); // mantissa in [1, 2)
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++k;
  }
  static const double high = 6.93147180369123816490e-01, low = 1.90821492927058770002e-10;
  const double        f = m - 1.0;
  const double        s = f / (2.0 + f);
  const double        z = s * s; // at most 0.0295
  double              p = 0;
  for (int n = 25; n >= 3; n -= 2) { // 0.0295^12 / 25 is below 2^-65
    p = p * z + 2.0 / n;
  }
  // log(1 + f) = f - f*s + s*z*p, arranged so that f, which is exact, comes last.
  return k * high + (f - (f * s - (s * z * p + k * low)));
}

// sin and cos of r in [-pi/4, pi/4].
static double sin_core(const double r)
{
  const double z = r * r;
  double       p = 0;
  // 1/(2k+1)! with signs, k = 9 down to 1; 0.617^9 / 19! is below 2^-63
  static const double c[] = {-1.0 / 121645100408832000.0,
                             1.0 / 355687428096000.0,
                             -1.0 / 1307674368000.0,
                             1.0 / 6227020800.0,
                             -1.0 / 39916800.0,
                             1.0 / 362880.0,
                             -1.0 / 5040.0,
                             1.0 / 120.0,
                             -1.0 / 6.0};
  for (unsigned i = 0; i < sizeof c / sizeof *c; ++i) {
    p = p * z + c[i];
  }
  return r + r * z * p;
}

static double cos_core(const double r)
{
  const double z = r * r;
  double       p = 0;
  // 1/(2k)! with signs, k = 9 down to 2
  static const double c[] = {
      -1.0 / 6402373705728000.0, 1.0 / 20922789888000.0, -1.0 / 87178291200.0, 1.0 / 479001600.0,
      -1.0 / 3628800.0,          1.0 / 40320.0,          -1.0 / 720.0,         1.0 / 24.0};
  for (unsigned i = 0; i < sizeof c / sizeof *c; ++i) {
    p = p * z + c[i];
  }
  const double half = 0.5 * z, w = 1.0 - half;
  return w + (((1.0 - w) - half) + z * z * p);
}

// x = q pi/2 + r. Cody-Waite in three parts (fdlibm's constants); exact for |q| below 2^20.
static int reduce(const double x, double* const r)
{
  static const double p1 = 1.57079632673412561417e+00, p2 = 6.07710050630396597660e-11,
                      p3 = 2.02226624879595063154e-21;
  const double t         = x * (2.0 / LQ_PI);
  const int    q         = (int)(t < 0 ? t - 0.5 : t + 0.5);
  *r                     = ((x - q * p1) - q * p2) - q * p3;
  return q;
}

double lq_sin(const double x)
{
  double       r;
  const int    q = reduce(x, &r);
  const double y = (q & 1) ? cos_core(r) : sin_core(r);
  return (q & 2) ? -y : y;
}

double lq_cos(const double x)
{
  double       r;
  const int    q = reduce(x, &r);
  const double y = (q & 1) ? sin_core(r) : cos_core(r);
  return ((q + 1) & 2) ? -y : y;
}

double lq_tan(const double x)
{
  double    r;
  const int q = reduce(x, &r);
  return (q & 1) ? -cos_core(r) / sin_core(r) : sin_core(r) / cos_core(r);
}

double lq_atan(const double x)
{
  // Two halvings bring the argument below tan(pi/16); then the series.
  double    y    = x < 0 ? -x : x;
  const int flip = y > 1.0;
  if (flip) {
    y = 1.0 / y;
  }
  y              = y / (1.0 + sqrt(1.0 + y * y));
  y              = y / (1.0 + sqrt(1.0 + y * y));
  const double z = y * y; // at most 0.0396
  double       p = 0;
  for (int n = 25; n >= 3; n -= 2) {
    p = (1.0 / n) - p * z;
  }
  const double a = 4.0 * (y - y * z * p);
  const double b = flip ? LQ_PI / 2 - a : a;
  return x < 0 ? -b : b;
}

double lq_exp2(const double x)
{
  const int k = (int)(x < 0 ? x - 0.5 : x + 0.5);
  return x > 1024 ? (double)INFINITY : x < -1080 ? 0.0 : scale(lq_exp((x - k) * LQ_LN2), k);
}

double lq_log2(const double x)
{
  return lq_log(x) * (1.0 / LQ_LN2);
}

double lq_log10(const double x)
{
  return lq_log(x) * (1.0 / LQ_LN10);
}

double lq_pow(const double x, const double y)
{
  if (y == 0) {
    return 1.0;
  }
  return x == 0 ? (y > 0 ? 0.0 : (double)INFINITY) : lq_exp(y * lq_log(x));
}

double lq_sinh(const double x)
{
  if (x > -0.5 && x < 0.5) {
    const double        z   = x * x;
    double              p   = 1.0 / 6227020800.0;
    static const double c[] = {1.0 / 39916800.0, 1.0 / 362880.0, 1.0 / 5040.0, 1.0 / 120.0,
                               1.0 / 6.0};
    for (unsigned i = 0; i < sizeof c / sizeof *c; ++i) {
      p = p * z + c[i];
    }
    return x + x * z * p;
  }
  const double e = lq_exp(x);
  return 0.5 * (e - 1.0 / e);
}

double lq_tanh(const double x)
{
  if (x > 20) {
    return 1.0;
  }
  if (x < -20) {
    return -1.0;
  }
  if (x > -0.25 && x < 0.25) { // sinh is exact here, exp(2x) - 1 would lose digits
    const double s = lq_sinh(x);
    return s / sqrt(1.0 + s * s);
  }
  const double e = lq_exp(2.0 * x);
  return (e - 1.0) / (e + 1.0);
}

double lq_db_to_lin(const double db)
{
  return lq_exp(db * (LQ_LN10 / 20.0));
}

double lq_lin_to_db(const double lin)
{
  return lq_log(lin) * (20.0 / LQ_LN10);
}

double lq_power_to_db(const double power)
{
  return lq_log(power) * (10.0 / LQ_LN10);
}

double lq_pole(const double time_sec, const double rate_hz)
{
  return time_sec > 0 ? lq_exp(-1.0 / (time_sec * rate_hz)) : 0.0;
}

int lq_by_size(const void* const a, const void* const b)
{
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}
