// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A chain as a person writes it, run over audio in memory, latency and all.
#ifndef LQ_TESTS_PLUGIN_TOOLS_H
#define LQ_TESTS_PLUGIN_TOOLS_H

#include "session_tools.h"

#include "base/fpu.h"
#include "dsp/simd.h"
#include "engine/chain.h"
#include "plugin/plugin.h"
#include "session/plan.h"

enum { TRIAL_FRAMES = 48000 };

typedef struct {
  lq_pool*   pool;
  lq_chain   chain;
  lq_runner* runner;
  lq_error   error;
  float      x[LQ_MAX_CHANNELS][TRIAL_FRAMES]; ///< before and after
} trial;

/// @return false when the chain could not be read or made: `error` says why
static inline bool trial_open(trial* const t, const char* const text, const double rate_hz,
                              const unsigned n_channels)
{
  memset(t, 0, sizeof *t);
  CHECK(!lq_pool_new(&t->pool));
  const lq_runner_spec spec = {
      .rate_hz = rate_hz, .n_channels = n_channels, .simd = lq_simd_best(), .error = &t->error};
  return !lq_chain_parse(&t->chain, t->pool, text, &t->error) &&
         !lq_runner_new_chain(&t->runner, &t->chain, &spec);
}

static inline void trial_noise(trial* const t)
{
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    for (size_t i = 0; i < TRIAL_FRAMES; ++i) {
      t->x[c][i] = noise_at(c + 1, i);
    }
  }
}

static inline void trial_run(trial* const t, const size_t block)
{
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
  for (size_t at = 0; at < TRIAL_FRAMES; at += block) {
    float* const io[2] = {t->x[0] + at, t->x[1] + at};
    const size_t n     = TRIAL_FRAMES - at;
    lq_runner_process(t->runner, io, NULL, n < block ? n : block);
  }
  lq_fpu_leave(mode);
}

static inline void trial_close(trial* const t)
{
  lq_runner_free(t->runner);
  lq_pool_free(t->pool);
}

#endif
