// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What codecs make of files, and how long it takes: `bench_codecs CEILING_DBTP FILE... --
/// SPEC...`, each SPEC as in "vorbis 320". The last line is all of them at once, on two threads.
#include "base/pool.h"
#include "deliver/codec_jobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { MOST = 256 };

static double now_sec(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// User time, that of ended processes included.
static double cpu_sec(void)
{
  double sum = 0;
  for (int i = 0; i < 2; ++i) {
    struct rusage u;
    getrusage(i ? RUSAGE_CHILDREN : RUSAGE_SELF, &u);
    sum += (double)u.ru_utime.tv_sec + 1e-6 * (double)u.ru_utime.tv_usec;
  }
  return sum;
}

static void show(const lq_codec_job* const job, const lq_codec_facts* const f, const double cpu)
{
  const char* const slash = strrchr(job->path, '/');
  printf("%-16s %-11s ", slash ? slash + 1 : job->path, lq_codec_format(job->spec).text);
  if (f->available) {
    printf("%6.0f Hz  source %+6.2f  decoded %+6.2f  rise %+5.2f dB at %7.3f s  overs %5zu  "
           "loudness %+.2f LU  %6.2f s of CPU\n",
           f->rate_hz, f->source_dbtp, f->peak_dbtp, f->peak_dbtp - f->source_dbtp, f->peak_at_sec,
           f->n_overs, f->loudness_change_lu, cpu);
  } else {
    printf("missing: %s\n", f->missing);
  }
}

int main(const int argc, char** const argv)
{
  static lq_codec_job   jobs[MOST];
  static lq_codec_facts facts[MOST];
  int                   split = 2;
  while (split < argc && strcmp(argv[split], "--") != 0) {
    ++split;
  }
  size_t   n    = 0;
  lq_pool* pool = NULL;
  lq_error error;
  if (argc < 5 || lq_pool_new(&pool)) {
    fprintf(stderr, "usage: bench_codecs CEILING_DBTP FILE... -- SPEC...\n");
    return 2;
  }
  for (int f = 2; f < split; ++f) {
    for (int s = split + 1; s < argc && n < MOST; ++s) {
      jobs[n] = (lq_codec_job){.path = argv[f], .ceiling_dbtp = atof(argv[1])};
      if (lq_codec_parse(argv[s], &jobs[n++].spec)) {
        fprintf(stderr, "'%s'; expected %s\n", argv[s], lq_codec_choices());
        return 2;
      }
    }
  }
  for (size_t i = 0; i < n; ++i) {
    const double before = cpu_sec();
    if (lq_codec_proof_run(jobs[i].path, jobs[i].spec, jobs[i].ceiling_dbtp, pool, &facts[i],
                           &error)) {
      fprintf(stderr, "%s\n", error.text);
      return 1;
    }
    show(&jobs[i], &facts[i], cpu_sec() - before);
  }
  const double            cpu = cpu_sec(), clock = now_sec();
  const lq_render_options two = {.n_jobs = 2};
  if (lq_codec_proof_run_all(jobs, n, &two, pool, facts, &error)) {
    fprintf(stderr, "%s\n", error.text);
    return 1;
  }
  printf("all %zu at once: %.2f s, %.2f s of CPU\n", n, now_sec() - clock, cpu_sec() - cpu);
  lq_pool_free(pool);
  return 0;
}
