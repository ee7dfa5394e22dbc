// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What one master costs: five EQ bands, a four-band compressor, a limiter whose drive is solved
/// for -14 LUFS under -1 dBTP, dither to 24 bits, the file read back and measured; on one thread.
/// `master --make FILE [SECONDS]` writes four minutes of made music, 48 kHz, 24 bits.
/// `master FILE DIR` masters it to DIR/bench/master.wav and prints CPU time and memory.
#include "assist/destinations.h"
#include "audio/out.h"
#include "base/maths.h"
#include "base/pool.h"
#include "base/rng.h"
#include "measure/file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { RATE = 48000, BLOCK = 1024 };

static void need(const bool ok, const lq_error* const e, const char* const what)
{
  if (!ok) {
    fprintf(stderr, "%s: %s\n", what, e ? e->text : "");
    exit(1);
  }
}

// Kick, bass, chords and a noisy snare at 120 BPM, loud and quiet by turns of eight seconds.
static float music(const unsigned side, const uint64_t i)
{
  const double t = (double)i / RATE, beat = fmod(t, 0.5), off = fmod(t + 0.5, 1);
  const double kick =
      0.5 * exp(-9 * beat) * sin(2 * LQ_PI * (50 * beat + 4 * (1 - exp(-30 * beat))));
  const double bass  = 0.15 * sin(2 * LQ_PI * 55 * t) + 0.06 * sin(2 * LQ_PI * 110 * t);
  const double noise = (double)(lq_rng_at(side + 1, i) >> 11U) * 0x1p-52 - 1;
  const double keys  = 0.05 * (sin(2 * LQ_PI * 262 * t + side) + sin(2 * LQ_PI * 330 * t) +
                              0.5 * sin(2 * LQ_PI * 1048 * t + 2 * side));
  const double swell = fmod(t, 16) < 8 ? 1 : 0.5;
  return (float)(swell * (kick + bass + keys + noise * (0.25 * exp(-25 * off) + 0.02)));
}

static void make(const char* const path, const unsigned sec)
{
  static float            x[2][BLOCK];
  const float* const      at[2] = {x[0], x[1]};
  const lq_audio_out_spec spec  = {
       .rate_hz = RATE, .n_channels = 2, .bits = 24, .dither = LQ_DITHER_TPDF, .force = true};
  lq_audio_out* out = NULL;
  lq_error      e   = {0};
  need(!lq_audio_out_open(&out, path, &spec, &e), &e, path);
  for (uint64_t i = 0; i < (uint64_t)sec * RATE; i += BLOCK) {
    for (unsigned k = 0; k < 2 * BLOCK; ++k) {
      x[k / BLOCK][k % BLOCK] = music(k / BLOCK, i + k % BLOCK);
    }
    need(!lq_audio_out_write(out, at, BLOCK, &e), &e, path);
  }
  need(!lq_audio_out_commit(out, &e), &e, path);
}

static void push(lq_master* const m, const char* const symbol, const unsigned n_bands)
{
  static const float freq[] = {40, 120, 400, 2500, 9000}, gain[] = {1, -1, -1.5F, 1, 1.5F};
  lq_device          d;
  need(!lq_device_init(&d, m->pool, lq_proc_find(symbol), n_bands), NULL, symbol);
  for (unsigned b = 0; b < n_bands; ++b) {
    if (!strcmp(symbol, "eq")) {
      lq_device_set_band(&d, b, "freq", freq[b]);
      lq_device_set_band(&d, b, "gain", gain[b]);
    } else {
      lq_device_set_band(&d, b, "threshold", -30);
      lq_device_set_band(&d, b, "ratio", 2);
    }
  }
  need(!lq_chain_push(&m->chain, m->pool, &d), NULL, symbol);
}

static double cpu_sec(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void master(const char* const path, const char* const folder)
{
  static const lq_target  target     = {.id            = "bench",
                                        .bits          = 24,
                                        .dither        = LQ_DITHER_TPDF,
                                        .format        = "wav",
                                        .loudness_lufs = -14,
                                        .ceiling_dbtp  = -1};
  const lq_target* const  targets[1] = {&target};
  lq_print*               print      = NULL;
  lq_master*              m          = NULL;
  lq_error                e          = {0};
  const lq_render_options one        = {.n_jobs = 1};
  const lq_master_brief   brief      = {.plan_folder = folder,
                                        .amounts     = LQ_AMOUNTS,
                                        .targets     = targets,
                                        .n_targets   = 1,
                                        .exact       = true,
                                        .force       = true,
                                        .prints      = &print};
  const double            start      = cpu_sec();
  need(!lq_master_new(&m), NULL, "no memory");
  m->title       = "master";
  m->source_path = path;
  push(m, "eq", 5);
  push(m, "multiband", 4);
  need(!lq_destinations_solve(m, &brief, &one, &e), &e, path);
  const lq_readback* const r = lq_print_read(print);
  need(!lq_print_commit(print, &e), &e, path);
  const double  cpu   = cpu_sec() - start;
  const double  music = (double)r->m.n_frames / r->m.rate_hz;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("%.2f s CPU, %.0f times real time, %.0f MB; %s\n", cpu, music / cpu,
         (double)usage.ru_maxrss / 1024, m->deliveries[0].chain.devices[0].why);
  lq_print_free(print);
  lq_master_free(m);
}

int main(const int argc, char** const argv)
{
  if (argc >= 3 && !strcmp(argv[1], "--make")) {
    make(argv[2], argc > 3 ? (unsigned)atoi(argv[3]) : 240);
    return 0;
  }
  if (argc != 3) {
    fprintf(stderr, "usage: master --make FILE [SECONDS]  |  master FILE DIR\n");
    return 2;
  }
  master(argv[1], argv[2]);
  return 0;
}
