// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The whole test harness: a test is a function that names a claim; CHECKs print got and want.
/// Output is TAP, so that meson counts every claim.
#ifndef LQ_TESTS_CHECK_H
#define LQ_TESTS_CHECK_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  const char* claim;
  void (*run)(void);
} check_test;

static unsigned check_n_faults; // of the test that runs

#define CHECK(condition)                                                 \
  do {                                                                   \
    if (!(condition)) {                                                  \
      ++check_n_faults;                                                  \
      printf("# %s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
    }                                                                    \
  } while (0)

#define CHECK_NEAR(got, want, tolerance)                                                          \
  do {                                                                                            \
    const double check_got = (got), check_want = (want), check_tol = (tolerance);                 \
    if (!(fabs(check_got - check_want) <= check_tol) && !(check_got == check_want)) {             \
      ++check_n_faults;                                                                           \
      printf("# %s:%d: %s is %.9g; want %.9g within %.3g\n", __FILE__, __LINE__, #got, check_got, \
             check_want, check_tol);                                                              \
    }                                                                                             \
  } while (0)

#define CHECK_AT_MOST(got, most)                                                              \
  do {                                                                                        \
    const double check_got = (got), check_most = (most);                                      \
    if (!(check_got <= check_most)) {                                                         \
      ++check_n_faults;                                                                       \
      printf("# %s:%d: %s is %.9g; want at most %.9g\n", __FILE__, __LINE__, #got, check_got, \
             check_most);                                                                     \
    }                                                                                         \
  } while (0)

#define CHECK_TEXT(got, want)                                              \
  do {                                                                     \
    const char* const check_got  = (got);                                  \
    const char* const check_want = (want);                                 \
    if (!check_got || strcmp(check_got, check_want)) {                     \
      ++check_n_faults;                                                    \
      printf("# %s:%d: %s is '%s'; want '%s'\n", __FILE__, __LINE__, #got, \
             check_got ? check_got : "(null)", check_want);                \
    }                                                                      \
  } while (0)

static inline int check_all(const check_test* const tests, const size_t n)
{
  unsigned n_failed = 0;
  printf("1..%zu\n", n);
  for (size_t i = 0; i < n; ++i) {
    check_n_faults = 0;
    tests[i].run();
    n_failed += check_n_faults > 0;
    printf("%s %zu - %s\n", check_n_faults ? "not ok" : "ok", i + 1, tests[i].claim);
    fflush(stdout);
  }
  return n_failed ? 1 : 0;
}

/// static const check_test tests[] = {CHECK_TEST(gain_is_exact), ...}; CHECK_MAIN(tests)
#define CHECK_TEST(function) \
  {                          \
#function, function      \
  }
#define CHECK_MAIN(tests)                                     \
  int main(void)                                              \
  {                                                           \
    return check_all(tests, sizeof(tests) / sizeof *(tests)); \
  }

#endif
