// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A crew of threads: every task of every round runs once, and what one round wrote the next reads.
#include "check.h"

#include "base/thread.h"

#include <pthread.h>
#include <stdlib.h>

enum { MOST_TASKS = 40 };

typedef struct {
  unsigned turn;
  unsigned n_runs[MOST_TASKS];
  unsigned sum; ///< of the round before, written by the caller alone
  unsigned faults;
  unsigned got[MOST_TASKS];
} work;

static void task(void* const user, const size_t i)
{
  work* const w = user;
  ++w->n_runs[i]; // no two threads have the same i
  w->got[i] = w->sum + w->turn;
}

static void rounds(const unsigned n_threads, const unsigned n_rounds)
{
  lq_crew* crew = NULL;
  work     w    = {0};
  CHECK(!lq_crew_new(&crew, n_threads));
  CHECK(lq_crew_size(crew) >= 1);
  unsigned want[MOST_TASKS] = {0};
  for (w.turn = 0; w.turn < n_rounds; ++w.turn) {
    const size_t n = w.turn * 7 % (MOST_TASKS + 1); // none and one are among them
    lq_crew_run(crew, n, task, &w);
    for (size_t i = 0; i < n; ++i) {
      ++want[i];
      w.faults += w.got[i] != w.sum + w.turn;
    }
    w.sum += n ? w.got[n - 1] : 1;
  }
  CHECK(!memcmp(want, w.n_runs, sizeof want));
  CHECK(w.faults == 0);
  lq_crew_free(crew);
}

static void every_task_runs_once(void)
{
  static const unsigned threads[] = {1, 2, 3, 8, 16};
  for (size_t i = 0; i < sizeof threads / sizeof *threads; ++i) {
    rounds(threads[i], 2000);
  }
}

static void crews_come_and_go(void)
{
  for (unsigned i = 0; i < 100; ++i) {
    rounds(1 + i % 8, i % 4);
  }
}

static void* own_crew(void* const user)
{
  (void)user;
  rounds(4, 300);
  return NULL;
}

static void crews_do_not_know_each_other(void)
{
  pthread_t threads[4];
  for (unsigned i = 0; i < 4; ++i) {
    CHECK(!pthread_create(&threads[i], NULL, own_crew, NULL));
  }
  for (unsigned i = 0; i < 4; ++i) {
    CHECK(!pthread_join(threads[i], NULL));
  }
}

static const check_test tests[] = {CHECK_TEST(every_task_runs_once), CHECK_TEST(crews_come_and_go),
                                   CHECK_TEST(crews_do_not_know_each_other)};
CHECK_MAIN(tests)
