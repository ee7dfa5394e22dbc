// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Tests that share one pool, which goes with them: `pool`, and CHECK_MAIN_WITH_POOL(tests).
#ifndef LQ_TESTS_CHECK_POOL_H
#define LQ_TESTS_CHECK_POOL_H

#include "check.h"

#include "base/pool.h"

static lq_pool* pool;

#define CHECK_MAIN_WITH_POOL(tests)                                     \
  int main(void)                                                        \
  {                                                                     \
    if (lq_pool_new(&pool)) {                                           \
      return 1;                                                         \
    }                                                                   \
    const int code = check_all(tests, sizeof(tests) / sizeof *(tests)); \
    lq_pool_free(pool);                                                 \
    return code;                                                        \
  }

#endif
