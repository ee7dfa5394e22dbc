// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a mix costs: made tracks of 24 bit, rendered bare (faders and pans), then with an
/// equaliser and a compressor on every track, beside the bare reading of the same files.
/// `mix24 [TRACKS] [SECONDS] [JOBS] [RATE]`; files go to TMPDIR and are removed.
#include "audio/reader.h"
#include "base/pool.h"
#include "base/rng.h"

#include "lacquer/render.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  unsigned n_tracks, sec, n_jobs;
  double   rate_hz;
} job;

static double now_sec(const clockid_t clock)
{
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void name_file(char* const out, const size_t size, const unsigned i)
{
  const char* const base = getenv("TMPDIR");
  snprintf(out, size, "%s/lacquer-bench-%d-%u.wav", base ? base : "/tmp", (int)getpid(), i);
}

// Decaying tones over noise, another pitch for every track; even ones mono.
static void make_file(const job* const j, const unsigned i)
{
  char         path[512];
  const int    n_channels = i % 4 == 3 ? 2 : 1;
  const size_t n          = (size_t)(j->rate_hz) / 2;
  SF_INFO      info       = {.samplerate = (int)j->rate_hz,
                             .channels   = n_channels,
                             .format     = SF_FORMAT_WAV | SF_FORMAT_PCM_24};
  float* const x          = malloc(n * 2 * sizeof *x);
  name_file(path, sizeof path, i);
  for (size_t k = 0; k < n * (size_t)n_channels; ++k) {
    const double t = (double)(k / (size_t)n_channels) / j->rate_hz;
    const double u = (double)(lq_rng_at(i, k) >> 11U) / 4503599627370496.0 - 1.0;
    x[k]           = (float)(0.2 * exp(-6 * t) * sin(6.283 * 55 * (i + 1) * t) + 0.01 * u);
  }
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  for (unsigned k = 0; file && k < 2 * j->sec; ++k) {
    sf_writef_float(file, x, (sf_count_t)n);
  }
  sf_close(file);
  free(x);
}

static void read_all(const job* const j)
{
  static float buffer[2][1024];
  for (unsigned i = 0; i < j->n_tracks; ++i) {
    char       path[512];
    lq_reader* reader = NULL;
    name_file(path, sizeof path, i);
    if (lq_reader_open(&reader, path, 0, NULL)) {
      exit(1);
    }
    float* const x[2] = {buffer[0], buffer[1]};
    size_t       n    = 1024;
    while (n == 1024 && !lq_reader_read(reader, x, 1024, &n, NULL)) {
    }
    lq_reader_close(reader);
  }
}

static void push(lq_session* const s, lq_strip* const t, const char* const symbol,
                 const unsigned n_bands)
{
  const lq_proc* const proc = lq_proc_find(symbol);
  lq_device            d;
  if (!proc || lq_device_init(&d, s->pool, proc, n_bands)) {
    return;
  }
  for (unsigned b = 0; b < n_bands; ++b) {
    lq_device_set_band(&d, b, "freq", 100.0F * (float)(1U << (2 * b)));
    lq_device_set_band(&d, b, "gain", b % 2 ? 3.0F : -2.5F);
  }
  if (lq_chain_push(&t->chain, s->pool, &d)) {
    exit(1);
  }
}

static lq_session* make_session(const job* const j, const bool with_processors)
{
  lq_session* s = NULL;
  if (lq_session_new(&s) || !lq_session_add(s, LQ_STRIP_BUS, "drums")) {
    exit(1);
  }
  for (unsigned i = 0; i < j->n_tracks; ++i) {
    char name[32], path[512];
    snprintf(name, sizeof name, "track %u", i);
    name_file(path, sizeof path, i);
    lq_strip* const t    = lq_session_add(s, LQ_STRIP_TRACK, name);
    const lq_clip   clip = {.path = lq_pool_copy(s->pool, path), .file = ""};
    if (!t || lq_strip_add_clip(t, s->pool, &clip)) {
      exit(1);
    }
    t->out = i % 3 ? "main" : "drums";
    lq_device_set(&t->controls[LQ_CONTROL_FADER], "level", -12);
    if (with_processors) {
      push(s, t, "eq", 4);
      push(s, t, "compressor", 0);
    }
  }
  return s;
}

static lq_status drop(void* const user, const float* const* const x, const size_t n_frames,
                      lq_error* const error)
{
  (void)error;
  *(float*)user += x[0][0] + (float)(n_frames & 1U);
  return LQ_OK;
}

static double measure(const job* const j, const char* const what, const bool with_processors,
                      const double base_ns)
{
  lq_session* const       s       = make_session(j, with_processors);
  float                   sum     = 0;
  lq_error                e       = {0};
  lq_render_result        r       = {0};
  const lq_render_options options = {.n_jobs = j->n_jobs};
  const double            wall = now_sec(CLOCK_MONOTONIC), cpu = now_sec(CLOCK_PROCESS_CPUTIME_ID);
  if (lq_render_session(s, (lq_sink){drop, &sum}, &options, &r, &e)) {
    fprintf(stderr, "%s\n", e.text);
    exit(1);
  }
  const double wall_sec = now_sec(CLOCK_MONOTONIC) - wall;
  const double cpu_sec  = now_sec(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  const double ns       = 1e9 * cpu_sec / ((double)r.n_frames * j->n_tracks);
  printf("%-28s %7.2f s wall  %6.0f times real time  %6.2f ns of CPU a track-frame (%+.2f)\n", what,
         wall_sec, (double)r.n_frames / r.rate_hz / wall_sec, ns, ns - base_ns);
  lq_session_free(s);
  return ns;
}

int main(const int argc, char** const argv)
{
  const job j = {.n_tracks = argc > 1 ? (unsigned)atoi(argv[1]) : 24,
                 .sec      = argc > 2 ? (unsigned)atoi(argv[2]) : 240,
                 .n_jobs   = argc > 3 ? (unsigned)atoi(argv[3]) : 0,
                 .rate_hz  = argc > 4 ? atof(argv[4]) : 48000};
  for (unsigned i = 0; i < j.n_tracks; ++i) {
    make_file(&j, i);
  }
  read_all(&j); // into the page cache
  const double cpu = now_sec(CLOCK_PROCESS_CPUTIME_ID);
  read_all(&j);
  const double read_ns = 1e9 * (now_sec(CLOCK_PROCESS_CPUTIME_ID) - cpu) /
                         ((double)j.sec * j.rate_hz * (double)j.n_tracks);
  printf("%-28s %6.2f ns of CPU a track-frame\n", "reading alone", read_ns);
  const double bare_ns = measure(&j, "faders and pans", false, read_ns);
  (void)measure(&j, lq_proc_find("eq") ? "with eq and compressor" : "with compressor", true,
                bare_ns);
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  printf("%-28s %.0f MB at most\n", "memory", (double)use.ru_maxrss / 1024);
  for (unsigned i = 0; i < j.n_tracks; ++i) {
    char path[512];
    name_file(path, sizeof path, i);
    unlink(path);
  }
  return 0;
}
