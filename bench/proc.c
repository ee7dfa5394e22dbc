// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What one processor costs: CPU time a frame, mono and stereo, at every CPU level, in blocks of
/// 1024 over bursts of noise that open gates and move compressors. The least of many runs.
/// `proc NAME [bands=N] [ROW=VALUE]... [band.ROW=VALUE]...`; the latter of all bands.
#include "../tests/proc_tools.h"

#include <time.h>

enum { N_BLOCKS = 240, N_RUNS = 40, RATE = 48000 /* Hz */ };

static double cpu_sec(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// 64 ms of each second of ten loud, the rest quiet noise.
static void fill(float* const x, const size_t n, const uint64_t seed)
{
  fill_noise(x, n, 0.5, seed);
  for (size_t i = 0; i < n; ++i) {
    x[i] *= i % 9000 < 3000 ? 1.0F : 0.002F;
  }
}

static double least_ns(rig* const r)
{
  enum { N = N_BLOCKS * LQ_MAX_FRAMES };
  static float source[2][N];
  float*       io[2] = {lq_alloc_aligned(LQ_MAX_FRAMES * sizeof(float)),
                        lq_alloc_aligned(LQ_MAX_FRAMES * sizeof(float))};
  double       least = 1;
  fill(source[0], N, 1);
  fill(source[1], N, 2);
  rig_start(r);
  for (unsigned run = 0; run < N_RUNS; ++run) {
    const double from = cpu_sec();
    for (size_t at = 0; at < N; at += LQ_MAX_FRAMES) {
      memcpy(io[0], source[0] + at, LQ_MAX_FRAMES * sizeof(float));
      memcpy(io[1], source[1] + at, LQ_MAX_FRAMES * sizeof(float));
      rig_run(r, io, LQ_MAX_FRAMES, LQ_MAX_FRAMES, 0);
    }
    least = fmin(least, (cpu_sec() - from) / N);
  }
  free(io[0]);
  free(io[1]);
  return 1e9 * least;
}

static void set(rig* const r, const char* const argument)
{
  char symbol[64] = {0};
  sscanf(argument, "%63[^=]", symbol);
  const char* const value = argument + strlen(symbol) + 1;
  if (!strncmp(symbol, "band.", 5)) {
    for (unsigned b = 0; b < r->spec.n_bands; ++b) {
      rig_set_band(r, b, symbol + 5, value);
    }
  } else if (strcmp(symbol, "bands") != 0) {
    rig_set(r, symbol, value);
  }
}

int main(const int argc, char** const argv)
{
  const lq_proc* const p = argc > 1 ? lq_proc_find(argv[1]) : NULL;
  if (!p) {
    fprintf(stderr, "proc NAME [bands=N] [ROW=VALUE]... [band.ROW=VALUE]...: 'lacquer processors' "
                    "lists the names.\n");
    return 2;
  }
  for (unsigned i = 0; i < lq_simd_count(); ++i) {
    const lq_simd* const simd = lq_simd_find(lq_simd_level(i)->name);
    for (unsigned n_channels = 1; simd && n_channels <= 2; ++n_channels) {
      unsigned n_bands = 0;
      for (int k = 2; k < argc; ++k) {
        sscanf(argv[k], "bands=%u", &n_bands);
      }
      rig r       = rig_new(p, RATE, n_channels, n_bands);
      r.spec.simd = simd;
      for (int k = 2; k < argc; ++k) {
        set(&r, argv[k]);
      }
      printf("%-8s %s  %6.2f ns a frame\n", simd->name, n_channels == 1 ? "mono  " : "stereo",
             least_ns(&r));
      rig_free(&r);
    }
  }
  return check_n_faults ? 2 : 0;
}
