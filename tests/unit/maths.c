// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check.h"

#include "base/maths.h"

#include <float.h>
#include <math.h>

static double ulps(const double got, const double want)
{
  const double spacing = nextafter(fabs(want), INFINITY) - fabs(want);
  return fabs(got - want) / spacing;
}

static double worst(double (*const got)(double), double (*const want)(double), const double from,
                    const double to)
{
  double most = 0;
  for (int i = 0; i <= 200000; ++i) {
    const double x = from + (to - from) * i / 200000.0;
    const double u = ulps(got(x), want(x));
    most           = u > most ? u : most;
  }
  return most;
}

static void functions_are_within_two_ulps_of_libm(void)
{
  CHECK_AT_MOST(worst(lq_exp, exp, -700, 700), 2);
  CHECK_AT_MOST(worst(lq_exp, exp, -1, 1), 2);
  CHECK_AT_MOST(worst(lq_log, log, 1e-9, 10), 2);
  CHECK_AT_MOST(worst(lq_log, log, 0.9, 1.1), 2);
  CHECK_AT_MOST(worst(lq_sin, sin, -3, 3), 2);
  CHECK_AT_MOST(worst(lq_cos, cos, -3, 3), 2);
  CHECK_AT_MOST(worst(lq_tan, tan, -1.5, 1.5), 4);
  CHECK_AT_MOST(worst(lq_atan, atan, -20, 20), 3);
  CHECK_AT_MOST(worst(lq_sinh, sinh, -5, 5), 4);
  CHECK_AT_MOST(worst(lq_tanh, tanh, -5, 5), 4);
}

static void decibels_are_decibels(void)
{
  CHECK_NEAR(lq_db_to_lin(20), 10, 1e-13);
  CHECK_NEAR(lq_lin_to_db(0.5), -6.020599913279624, 1e-13);
  CHECK_NEAR(lq_power_to_db(0.5), -3.010299956639812, 1e-13);
  CHECK(lq_lin_to_db(0) == -INFINITY);
}

static void edges_hold(void)
{
  CHECK(lq_exp(-800) == 0);
  CHECK(lq_exp(800) == INFINITY);
  CHECK(lq_log(0) == -INFINITY);
  CHECK(isnan(lq_log(-1)));
  CHECK_NEAR(lq_log(DBL_MIN / 4), log(DBL_MIN / 4), 1e-12);
  CHECK_NEAR(lq_pow(2, 10), 1024, 1e-10);
  CHECK(lq_pole(0, 48000) == 0);
}

static const check_test tests[] = {CHECK_TEST(functions_are_within_two_ulps_of_libm),
                                   CHECK_TEST(decibels_are_decibels), CHECK_TEST(edges_hold)};
CHECK_MAIN(tests)
