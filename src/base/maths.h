// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Maths that gives the same bits on every CPU and with every C library. libm's double functions
/// differ in the last bit between CPUs, so whatever shapes audio calls these. Errors stay below
/// 2 units in the last place over the stated ranges (tests/unit/maths.c measures them).
#ifndef LQ_BASE_MATHS_H
#define LQ_BASE_MATHS_H

#define LQ_PI   3.14159265358979323846
#define LQ_LN2  0.69314718055994530942
#define LQ_LN10 2.30258509299404568402

double lq_exp(double x); ///< 0 below -745, infinity above 709.7
double lq_log(double x); ///< natural; -infinity at 0; x >= 0
double lq_sin(double x); ///< |x| below 1e6
double lq_cos(double x); ///< |x| below 1e6
double lq_tan(double x); ///< |x| below 1e6
double lq_atan(double x);
double lq_pow(double x, double y); ///< x >= 0
double lq_exp2(double x);
double lq_log2(double x);
double lq_log10(double x);
double lq_sinh(double x);
double lq_tanh(double x);

/// dB to factor and back: 10^(x/20), 20 log10 x; a factor of 0 is -infinity dB.
double lq_db_to_lin(double db);
double lq_lin_to_db(double lin);
/// Power: 10 log10 x.
double lq_power_to_db(double power);

/// One-pole coefficient exp(-1 / (time * rate)): what remains after one frame; 0 for time 0.
double lq_pole(double time_sec, double rate_hz);

/// For qsort(): doubles, the smallest first.
int lq_by_size(const void* a, const void* b);

#endif
