// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/thread.h"

#include "base/fpu.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

struct lq_crew {
  pthread_mutex_t mutex;
  pthread_cond_t  start, done;
  unsigned        n_threads; ///< the caller's included
  unsigned        n_helpers; ///< started
  unsigned        n_working; ///< helpers still in this round
  unsigned        round;
  bool            quit;
  void (*task)(void* user, size_t i);
  void*         user;
  size_t        n;
  atomic_size_t next;
  pthread_t     helpers[];
};

unsigned lq_cpu_count(void)
{
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set)) {
    return 1;
  }
  const int n = CPU_COUNT(&set);
  return n > 0 ? (unsigned)n : 1;
}

static void work(lq_crew* const c)
{
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
  for (size_t i; (i = atomic_fetch_add_explicit(&c->next, 1, memory_order_relaxed)) < c->n;) {
    c->task(c->user, i);
  }
  lq_fpu_leave(mode);
}

static void* helper(void* const data)
{
  lq_crew* const c     = data;
  unsigned       round = 0;
  pthread_mutex_lock(&c->mutex);
  for (;;) {
    while (!c->quit && c->round == round) {
      pthread_cond_wait(&c->start, &c->mutex);
    }
    if (c->quit) {
      break;
    }
    round = c->round;
    pthread_mutex_unlock(&c->mutex);
    work(c);
    pthread_mutex_lock(&c->mutex);
    if (--c->n_working == 0) {
      pthread_cond_signal(&c->done);
    }
  }
  pthread_mutex_unlock(&c->mutex);
  return NULL;
}

lq_status lq_crew_new(lq_crew** const crew, const unsigned n_threads)
{
  enum { MAX_THREADS = 256 }; // more would only wait for each other
  unsigned n       = n_threads ? n_threads : lq_cpu_count();
  n                = n > MAX_THREADS ? MAX_THREADS : n;
  lq_crew* const c = calloc(1, sizeof *c + (n - 1) * sizeof c->helpers[0]);
  if (!c) {
    return LQ_ERR_MEMORY;
  }
  c->n_threads = n;
  pthread_mutex_init(&c->mutex, NULL);
  pthread_cond_init(&c->start, NULL);
  pthread_cond_init(&c->done, NULL);
  while (c->n_helpers < n - 1) {
    if (pthread_create(&c->helpers[c->n_helpers], NULL, helper, c)) {
      break; // fewer threads do the same work, later
    }
    ++c->n_helpers;
  }
  *crew = c;
  return LQ_OK;
}

void lq_crew_free(lq_crew* const c)
{
  if (!c) {
    return;
  }
  pthread_mutex_lock(&c->mutex);
  c->quit = true;
  pthread_cond_broadcast(&c->start);
  pthread_mutex_unlock(&c->mutex);
  for (unsigned i = 0; i < c->n_helpers; ++i) {
    pthread_join(c->helpers[i], NULL);
  }
  pthread_cond_destroy(&c->done);
  pthread_cond_destroy(&c->start);
  pthread_mutex_destroy(&c->mutex);
  free(c);
}

static bool shares(const lq_crew* const c)
{
  return c->n > 1 && c->n_helpers;
}

void lq_crew_start(lq_crew* const c, const size_t n, void (*const task)(void*, size_t),
                   void* const user)
{
  c->task = task;
  c->user = user;
  c->n    = n;
  atomic_store_explicit(&c->next, 0, memory_order_relaxed);
  if (shares(c)) {
    pthread_mutex_lock(&c->mutex);
    c->n_working = c->n_helpers;
    ++c->round;
    pthread_cond_broadcast(&c->start);
    pthread_mutex_unlock(&c->mutex);
  }
}

void lq_crew_finish(lq_crew* const c)
{
  work(c);
  if (shares(c)) {
    pthread_mutex_lock(&c->mutex);
    while (c->n_working) {
      pthread_cond_wait(&c->done, &c->mutex);
    }
    pthread_mutex_unlock(&c->mutex);
  }
}

void lq_crew_run(lq_crew* const c, const size_t n, void (*const task)(void*, size_t),
                 void* const user)
{
  lq_crew_start(c, n, task, user);
  lq_crew_finish(c);
}

typedef struct {
  lq_status (*task)(void* user, size_t i, lq_error* error);
  void*      user;
  lq_status* status; ///< [n]
  lq_error*  errors; ///< [n]
} trying;

static void try_one(void* const user, const size_t i)
{
  const trying* const t = user;
  t->status[i]          = t->task(t->user, i, &t->errors[i]);
}

lq_status lq_crew_try(const unsigned n_threads, const size_t                         n,
                      lq_status (*const task)(void*, size_t, lq_error*), void* const user,
                      lq_error* const error)
{
  trying    t    = {.task   = task,
                    .user   = user,
                    .status = calloc(n + 1, sizeof *t.status),
                    .errors = calloc(n + 1, sizeof *t.errors)};
  lq_crew*  crew = NULL;
  lq_status st   = t.status && t.errors ? lq_crew_new(&crew, n_threads) : LQ_ERR_MEMORY;
  if (!st) {
    lq_crew_run(crew, n, try_one, &t);
  }
  lq_crew_free(crew);
  for (size_t i = 0; i < n && !st; ++i) {
    st = t.status[i];
    if (st && error) {
      *error = t.errors[i];
    }
  }
  free(t.status);
  free(t.errors);
  return st;
}

unsigned lq_crew_size(const lq_crew* const c)
{
  return c->n_helpers + 1;
}
