// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A fixed crew of threads that share a list of tasks, task by task, and wait for each other.
#ifndef LQ_BASE_THREAD_H
#define LQ_BASE_THREAD_H

#include "lacquer/status.h"

#include <stddef.h>

typedef struct lq_crew lq_crew;

/// @param n_threads  in all, the caller's included; 0: one per CPU this process may use.
/// Each thread flushes denormals while it works; the caller's own mode is untouched outside run.
LQ_NODISCARD lq_status lq_crew_new(lq_crew** crew, unsigned n_threads);
void                   lq_crew_free(lq_crew* crew); ///< NULL is fine

/// Call `task(user, i)` once for each i below n, on any thread, in any order; returns when all are
/// done. Not reentrant.
void lq_crew_run(lq_crew* crew, size_t n, void (*task)(void* user, size_t i), void* user);

/// The same in two halves, for a caller that has something else to do first, while the others
/// begin. Each start has its finish.
void lq_crew_start(lq_crew* crew, size_t n, void (*task)(void* user, size_t i), void* user);
void lq_crew_finish(lq_crew* crew);

/// A crew for one list of tasks that can fail: all of them run; the first error in order of the
/// list is the one that is told, whatever the threads did.
LQ_NODISCARD lq_status lq_crew_try(unsigned n_threads, size_t n,
                                   lq_status (*task)(void* user, size_t i, lq_error* error),
                                   void* user, lq_error* error);

unsigned lq_crew_size(const lq_crew* crew);
unsigned lq_cpu_count(void);

#endif
