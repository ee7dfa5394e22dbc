// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Every installed LV2 plug-in, each in a process of its own: noise through it in two ways of
/// cutting, which must give the same finite bits; then one click, whose time is told.
/// usage: bench_lv2 [PREFIX OF A URI]...
/// One line a plug-in: "pass", "refused: why", "failed: why"; the counts at the end.
#include "base/arena.h"
#include "base/fpu.h"
#include "base/rng.h"
#include "dsp/simd.h"
#include "plugin/plugin.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RATE = 48000, N = 2 * RATE, CLICK = RATE, MOST_SEC = 60 };
enum { PASSED, REFUSED, FAILED, N_ENDS };

static float x[2][2][N]; // [way][channel]

static void fill(const int way, const bool click)
{
  for (unsigned c = 0; c < 2; ++c) {
    for (size_t i = 0; i < N; ++i) {
      const double noise = 0.5 * ((double)(lq_rng_at(c + 1, i) >> 11U) * 0x1p-52 - 1.0);
      x[way][c][i]       = click ? (i == CLICK ? 0.5F : 0.0F) : (float)noise;
    }
  }
}

typedef struct {
  size_t latency;
  char   fault[512];
} outcome;

static bool run(const lq_plugin* const p, const int way, const size_t block, outcome* const o)
{
  const lq_proc* const proc   = &p->proc;
  float* const         values = calloc(proc->n_params + 1, sizeof *values);
  const lq_spec spec = {.rate_hz = RATE, .n_channels = 2, .simd = lq_simd_best(), .proc = proc};
  lq_proc_defaults(proc, 0, values);
  const __typeof__(lq_fpu_enter()) mode  = lq_fpu_enter();
  lq_arena                         arena = {0};
  proc->prepare(&arena, &spec, values);
  arena            = (lq_arena){.base = lq_alloc_aligned(arena.used), .size = arena.used};
  void* const self = proc->prepare(&arena, &spec, values);
  if (!proc->fault(self)) {
    proc->reset(self);
    proc->update(self, values);
    for (size_t at = 0; at < N; at += block) {
      float* const part[2] = {x[way][0] + at, x[way][1] + at};
      proc->process(self, part, N - at < block ? N - at : block);
    }
  }
  const char* const fault = proc->fault(self);
  o->latency              = proc->latency_frames(self);
  (void)snprintf(o->fault, sizeof o->fault, "%s", fault ? fault : "");
  proc->release(self);
  lq_fpu_leave(mode);
  return !fault;
}

static int try_it(const lq_plugin* const p)
{
  outcome o = {0};
  fill(0, false);
  fill(1, false);
  if (p->refusal) {
    printf("refused  %s: %s\n", p->uri, p->refusal);
    return REFUSED;
  }
  if (!run(p, 0, 1000, &o) || !run(p, 1, 17, &o)) {
    printf("failed   %s: %s\n", p->uri, o.fault);
    return FAILED;
  }
  if (memcmp(x[0], x[1], sizeof x[0]) != 0) {
    fill(1, false);
    const bool repeats = run(p, 1, 1000, &o) && !memcmp(x[0], x[1], sizeof x[0]);
    printf("failed   %s: %s\n", p->uri,
           repeats ? "another block size gives other bits" : "two runs that are alike differ");
    return FAILED;
  }
  fill(0, true);
  (void)run(p, 0, 1024, &o);
  size_t peak = 0;
  for (size_t i = 0; i < N; ++i) {
    peak = fabsf(x[0][0][i]) > fabsf(x[0][0][peak]) ? i : peak;
  }
  printf("pass     %s: latency %zu, click of level %.4f at %+ld\n", p->uri, o.latency,
         (double)x[0][0][peak], (long)peak - CLICK - (long)o.latency);
  return PASSED;
}

// A crash is the plug-in's own.
static int try_apart(lq_pool* const pool, const char* const uri)
{
  (void)fflush(stdout);
  const pid_t child = fork();
  if (!child) {
    lq_plugin* p = NULL;
    (void)alarm(MOST_SEC);
    const int end = lq_plugin_new(&p, pool, uri) ? FAILED : try_it(p);
    (void)fflush(stdout);
    _exit(end);
  }
  int status = 0;
  (void)waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) < N_ENDS) {
    return WEXITSTATUS(status);
  }
  printf("failed   %s: ended by signal %d\n", uri, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
  return FAILED;
}

static bool wanted(const char* const uri, const int n, char** const prefixes)
{
  bool yes = n == 0;
  for (int i = 0; i < n && !yes; ++i) {
    yes = !strncmp(uri, prefixes[i], strlen(prefixes[i]));
  }
  return yes;
}

int main(const int argc, char** const argv)
{
  lq_pool*           pool = NULL;
  const char* const* uris;
  size_t             n;
  unsigned           ends[N_ENDS] = {0};
  if (lq_pool_new(&pool) || lq_plugin_list(pool, &uris, &n)) {
    return 1;
  }
  for (size_t i = 0; i < n; ++i) {
    if (wanted(uris[i], argc - 1, argv + 1)) {
      ++ends[try_apart(pool, uris[i])];
    }
  }
  printf("%u passed, %u refused, %u failed\n", ends[PASSED], ends[REFUSED], ends[FAILED]);
  lq_pool_free(pool);
  return 0;
}
