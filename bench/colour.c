// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// CPU time of saturation and chorus, ns for one stereo frame at 48 kHz, blocks of 1024, the best of
// some runs: bench_colour [LEVEL ...], every CPU level without an argument.
#include "base/arena.h"
#include "base/fpu.h"
#include "base/rng.h"
#include "dsp/simd.h"
#include "lacquer/proc.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BLOCK = LQ_MAX_FRAMES, N_BLOCKS = 100, N_RUNS = 15, MOST_ROWS = 32 };

static double cpu_ns(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void set(const lq_proc* const p, float* const values, const char* const symbol,
                const char* const text)
{
  const lq_param* const row = lq_param_find(p->params, p->n_params, symbol);
  if (!row || lq_param_parse(row, text, &values[row - p->params])) {
    fprintf(stderr, "%s: no %s '%s'\n", p->symbol, symbol, text);
    exit(2);
  }
}

// @param settings  pairs of symbol and text, NULL-ended
static double frame_ns(const char* const name, const lq_simd* const simd,
                       const char* const* settings)
{
  const lq_proc* const p    = lq_proc_find(name);
  const lq_spec        spec = {.rate_hz = 48000, .n_channels = 2, .tempo_bpm = 120, .simd = simd};
  float                values[MOST_ROWS];
  void *               self, *memory;
  lq_proc_defaults(p, 0, values);
  for (; *settings; settings += 2) {
    set(p, values, settings[0], settings[1]);
  }
  float* const io[2] = {lq_alloc_aligned(BLOCK * sizeof(float)),
                        lq_alloc_aligned(BLOCK * sizeof(float))};
  if (!io[0] || !io[1] || lq_proc_new(p, &spec, values, &self, &memory)) {
    exit(1);
  }
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
  double                           best = 1e30;
  for (unsigned run = 0; run < N_RUNS; ++run) {
    double sum = 0;
    for (unsigned b = 0; b < N_BLOCKS; ++b) {
      for (unsigned c = 0; c < 2; ++c) {
        for (size_t i = 0; i < BLOCK; ++i) {
          io[c][i] = (float)((double)(lq_rng_at(c, b * BLOCK + i) >> 11U) * 0x1p-53 - 0.5);
        }
      }
      const double from = cpu_ns();
      p->process(self, io, BLOCK);
      sum += cpu_ns() - from;
    }
    best = sum < best ? sum : best;
  }
  lq_fpu_leave(mode);
  free(io[0]);
  free(io[1]);
  free(memory);
  return best / ((double)N_BLOCKS * BLOCK);
}

static void measure(const lq_simd* const simd)
{
  static const char* const curves[]  = {"soft", "tape", "tube", "clip"};
  static const char* const factors[] = {"2x", "4x", "8x", "16x"};
  for (unsigned c = 0; c < 4; ++c) {
    printf("%-7s saturate %-5s", simd->name, curves[c]);
    for (unsigned f = 0; f < 4; ++f) {
      const char* const off[] = {"curve", curves[c], "oversampling", factors[f], "auto_gain",
                                 "off",   NULL};
      const char* const on[]  = {"curve", curves[c], "oversampling", factors[f], NULL};
      printf("  %3s %5.1f (auto gain %5.1f)", factors[f], frame_ns("saturate", simd, off),
             frame_ns("saturate", simd, on));
    }
    printf("\n");
  }
  for (unsigned n = 1; n <= 4; ++n) {
    const char        voices[] = {(char)('0' + n), 0};
    const char* const rows[]   = {"voices", voices, NULL};
    printf("%-7s chorus %u voices %5.1f\n", simd->name, n, frame_ns("chorus", simd, rows));
  }
}

int main(const int argc, char** const argv)
{
  for (unsigned i = 0; i < lq_simd_count(); ++i) {
    const lq_simd* const simd = lq_simd_find(lq_simd_level(i)->name);
    bool                 take = argc < 2;
    for (int a = 1; simd && a < argc; ++a) {
      take = take || lq_simd_find(argv[a]) == simd;
    }
    if (simd && take) {
      measure(simd);
    }
  }
  return 0;
}
