// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a chain: refused with a sentence, or it runs and what comes out is finite.
#include "engine/chain.h"
#include "base/fpu.h"
#include "base/pool.h"
#include "base/rng.h"
#include "dsp/simd.h"
#include "session/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int         LLVMFuzzerTestOneInput(const unsigned char* data, size_t n_bytes);
const char* __lsan_default_suppressions(void);

/// libfyaml 0.7.12 does not release a long quoted key that an error cuts short (corpus:
/// session/leak_quotes).
const char* __lsan_default_suppressions(void)
{
  return "leak:libfyaml.so";
}

static void demand(const bool holds)
{
  if (!holds) {
    abort();
  }
}

enum { N = 512 };

static void run(const lq_chain* const chain)
{
  static float         room[2][N];
  float* const         x[2]   = {room[0], room[1]};
  lq_runner*           runner = NULL;
  const lq_runner_spec spec   = {
        .rate_hz = 48000, .n_channels = 2, .tempo_bpm = 120, .simd = lq_simd_best()};
  if (chain->n > 8 || lq_runner_new_chain(&runner, chain, &spec)) {
    return;
  }
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
  for (unsigned turn = 0; turn < 4; ++turn) {
    for (size_t i = 0; i < 2 * N; ++i) {
      room[i % 2][i / 2] = (float)((double)(lq_rng_at(turn, i) >> 11U) * 0x1p-52 - 1.0);
    }
    lq_runner_process(runner, x, NULL, N);
    for (size_t i = 0; i < 2 * N; ++i) {
      demand(isfinite(room[i % 2][i / 2]));
    }
  }
  lq_fpu_leave(mode);
  lq_runner_free(runner);
}

int LLVMFuzzerTestOneInput(const unsigned char* const data, const size_t n_bytes)
{
  if (memchr(data, '/', n_bytes) || n_bytes > 4096) { // no files of this machine
    return 0;
  }
  char* const text  = malloc(n_bytes + 1);
  lq_pool*    pool  = NULL;
  lq_chain    chain = {0};
  lq_error    e     = {0};
  demand(text && !lq_pool_new(&pool));
  memcpy(text, data, n_bytes);
  text[n_bytes] = '\0';
  if (lq_chain_parse(&chain, pool, text, &e)) {
    demand(*e.text != '\0');
  } else {
    run(&chain);
  }
  lq_pool_free(pool);
  free(text);
  return 0;
}
