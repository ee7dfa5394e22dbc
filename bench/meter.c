// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Our meter beside libebur128 and ffmpeg, as whole programs on the same file: M, S, I, range and
/// true peak of a WAV file, reading included. CPU time (user and system) and peak memory of each
/// process by wait4(), runs taken in turn, medians.
///
///     bench_meter LACQUER PEER [FILE...]
///
/// Without a file: four minutes of 24-bit stereo at 48 kHz, made music and white noise (the worst
/// case: no bound ever spares the true-peak filter). bench/meter calls it.
#include "base/rng.h"

#include <fcntl.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_RUNS = 31, N_FRAMES = 240 * 48000, N_PROGRAMS = 5 };

typedef struct {
  const char* name;
  const char* words[12]; // "FILE" is replaced
  double      cpu_sec[MOST_RUNS];
  long        kib[MOST_RUNS];
} program;

static void make(const char* const path, const int white)
{
  SF_INFO info = {.samplerate = 48000, .channels = 2, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_24};
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  static float   x[2 * 24000];
  double         low[2] = {0};
  for (size_t at = 0; file && at < N_FRAMES; at += 24000) {
    for (size_t i = 0; i < 24000; ++i) {
      const double t = (double)i / 48000.0;
      for (unsigned c = 0; c < 2; ++c) {
        const double u = (double)(lq_rng_at(c, at + i) >> 11U) / 4503599627370496.0 - 1.0;
        low[c] += 0.05 * (u - low[c]);
        x[2 * i + c] = white ? (float)(0.2 * u)
                             : (float)(0.8 * low[c] + 0.3 * sin(345.6 * t) * exp(-8 * t) +
                                       0.02 * u * exp(-20 * t));
      }
    }
    sf_writef_float(file, x, 24000);
  }
  sf_close(file);
}

static int run(program* const p, const char* const path, const unsigned i)
{
  const char*   words[12] = {0};
  struct rusage used;
  int           status = 1;
  for (unsigned k = 0; p->words[k]; ++k) {
    words[k] = strcmp(p->words[k], "FILE") ? p->words[k] : path;
  }
  const pid_t child = fork();
  if (!child) {
    const int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(null, 1);
    dup2(null, 2);
    execvp(words[0], (char* const*)words);
    _exit(127);
  }
  if (child < 0 || wait4(child, &status, 0, &used) != child || status) {
    return 0;
  }
  p->cpu_sec[i] = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                  1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
  p->kib[i] = used.ru_maxrss;
  return 1;
}

static int by_size(const void* const a, const void* const b)
{
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

static double median(const double* const x, const unsigned n)
{
  double sorted[MOST_RUNS];
  memcpy(sorted, x, n * sizeof *x);
  qsort(sorted, n, sizeof *sorted, by_size);
  return sorted[n / 2];
}

static void compare(program* const programs, const char* const path, const unsigned n_runs)
{
  SF_INFO  info = {0};
  SNDFILE* file = sf_open(path, SFM_READ, &info);
  int      works[N_PROGRAMS];
  if (!file) {
    fprintf(stderr, "%s cannot be read\n", path);
    return;
  }
  sf_close(file);
  for (unsigned p = 0; p < N_PROGRAMS; ++p) {
    works[p] = run(&programs[p], path, 0); // also warms the page cache
  }
  for (unsigned i = 0; i < n_runs; ++i) {
    for (unsigned p = 0; p < N_PROGRAMS; ++p) {
      works[p] = works[p] && run(&programs[p], path, i);
    }
  }
  const double sec  = (double)info.frames / info.samplerate;
  const double ours = median(programs[0].cpu_sec, n_runs);
  printf("%s: %.0f s, %d Hz, %d channels; medians of %u runs in turn, CPU time\n", path, sec,
         info.samplerate, info.channels, n_runs);
  printf("  %-38s %9s %11s %9s %14s %9s\n", "", "CPU", "real time", "ns/frame", "ours is",
         "memory");
  for (unsigned p = 0; p < N_PROGRAMS; ++p) {
    double ratio[MOST_RUNS];
    if (!works[p]) {
      printf("  %-38s does not run here\n", programs[p].name);
      continue;
    }
    long kib = 0;
    for (unsigned i = 0; i < n_runs; ++i) {
      ratio[i] = programs[p].cpu_sec[i] / programs[0].cpu_sec[i];
      kib      = programs[p].kib[i] > kib ? programs[p].kib[i] : kib;
    }
    const double took = median(programs[p].cpu_sec, n_runs);
    printf("  %-38s %7.1f ms %9.0f x %9.2f %7.1f x faster %5.1f MiB\n", programs[p].name,
           took * 1e3, sec / took, took * 1e9 / (double)info.frames, median(ratio, n_runs),
           (double)kib / 1024.0);
  }
  (void)ours;
}

int main(const int n_args, char** const args)
{
  if (n_args < 3) {
    fprintf(stderr, "usage: bench_meter LACQUER PEER [FILE...]\n");
    return 2;
  }
  program programs[N_PROGRAMS] = {
      {.name = "lacquer meter", .words = {args[1], "meter", "--jobs", "1", "FILE"}},
      {.name  = "lacquer meter --full",
       .words = {args[1], "meter", "--jobs", "1", "--full", "FILE"}},
      {.name = "libebur128 (M and S asked once)", .words = {args[2], "FILE"}},
      {.name = "libebur128 (M and S at 10 Hz)", .words = {args[2], "FILE", "poll"}},
      {.name  = "ffmpeg ebur128=peak=true",
       .words = {"ffmpeg", "-nostats", "-i", "FILE", "-af", "ebur128=peak=true:framelog=verbose",
                 "-f", "null", "-"}}};
  const char* const runs   = getenv("RUNS");
  const int         wanted = runs ? atoi(runs) : 7;
  const unsigned    n_runs = wanted < 1 ? 1 : wanted > MOST_RUNS ? MOST_RUNS : (unsigned)wanted;
  for (int i = 3; i < n_args; ++i) {
    compare(programs, args[i], n_runs);
  }
  if (n_args == 3) {
    char dir[] = "/tmp/lacquer_bench_XXXXXX", path[64];
    if (!mkdtemp(dir)) {
      return 1;
    }
    for (int white = 0; white < 2; ++white) {
      (void)snprintf(path, sizeof path, "%s/%s.wav", dir, white ? "white_noise" : "made_music");
      make(path, white);
      compare(programs, path, n_runs);
      (void)unlink(path);
    }
    (void)rmdir(dir);
  }
  return 0;
}
