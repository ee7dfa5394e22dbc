// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a mix costs: made tracks of 24 bit, half of them stereo, rendered bare, with processors,
/// and whole (buses, reverbs, rides), on one thread and on two.
/// `mix24 [TRACKS] [SECONDS] [RATE]` prints a table; files go to TMPDIR and are removed.
/// `mix24 --make DIR [TRACKS] [SECONDS] [RATE]` leaves tracks and a session for each row there;
/// `mix24 --render DIR SESSION` renders one of them to DIR/mix.wav, for bench/mix_peers.
#include "audio/out.h"
#include "audio/reader.h"
#include "base/pool.h"
#include "base/rng.h"
#include "engine/sink.h"
#include "session/plan.h"

#include "lacquer/render.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 3, BUSES = 8, TRACKS_A_BUS = 3, RIDE_SEC = 2 };

typedef struct {
  const char* folder;
  unsigned    n_tracks, sec;
  double      rate_hz;
} job;

/// What stands in a session; processors that this build does not have are left out and named.
typedef struct {
  const char* name;
  const char* file;
  bool        processors; ///< equaliser, compressor
  bool        whole;      ///< and a gate, two sends, buses, two reverbs
  bool        rides;      ///< and faders that move, a dynamic equaliser
} kind;

static const kind kinds[] = {
    {"faders and pans", "bare.yaml", false, false, false},
    {"equaliser, compressor", "strips.yaml", true, false, false},
    {"gate, sends, buses, reverbs", "whole.yaml", true, true, false},
    {"rides, dynamic equaliser", "rides.yaml", true, true, true},
};

static double now_sec(const clockid_t clock)
{
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void need(const bool ok, const char* const what)
{
  if (!ok) {
    fprintf(stderr, "%s\n", what);
    exit(1);
  }
}

static void name_file(const job* const j, char* const out, const size_t size, const unsigned i)
{
  snprintf(out, size, "%s/track-%02u.wav", j->folder, i + 1);
}

// Decaying tones over noise, another pitch for every track.
static void make_file(const job* const j, const unsigned i)
{
  char         path[512];
  const int    n_channels = i % 2 ? 2 : 1;
  const size_t n          = (size_t)(j->rate_hz) / 2;
  SF_INFO      info       = {.samplerate = (int)j->rate_hz,
                             .channels   = n_channels,
                             .format     = SF_FORMAT_WAV | SF_FORMAT_PCM_24};
  float* const x          = malloc(n * 2 * sizeof *x);
  name_file(j, path, sizeof path, i);
  for (size_t k = 0; k < n * (size_t)n_channels; ++k) {
    const double t = (double)(k / (size_t)n_channels) / j->rate_hz;
    const double u = (double)(lq_rng_at(i, k) >> 11U) / 4503599627370496.0 - 1.0; // 2^52
    x[k]           = (float)(0.2 * exp(-6 * t) * sin(6.283 * 55 * (i + 1) * t) + 0.01 * u);
  }
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  for (unsigned k = 0; file && k < 2 * j->sec; ++k) {
    sf_writef_float(file, x, (sf_count_t)n);
  }
  need(file && !sf_close(file), "cannot make the tracks");
  free(x);
}

static double read_all(const job* const j)
{
  static float buffer[2][1024];
  const double cpu = now_sec(CLOCK_PROCESS_CPUTIME_ID);
  for (unsigned i = 0; i < j->n_tracks; ++i) {
    char       path[512];
    lq_reader* reader = NULL;
    name_file(j, path, sizeof path, i);
    need(!lq_reader_open(&reader, path, 0, NULL), "cannot read the tracks");
    float* const x[2] = {buffer[0], buffer[1]};
    size_t       n    = 1024;
    while (n == 1024 && !lq_reader_read(reader, x, 1024, &n, NULL)) {
    }
    lq_reader_close(reader);
  }
  return now_sec(CLOCK_PROCESS_CPUTIME_ID) - cpu;
}

static void push(lq_session* const s, lq_strip* const t, const char* const symbol,
                 const unsigned n_bands)
{
  const lq_proc* const proc = lq_proc_find(symbol);
  lq_device            d;
  if (!proc) {
    return;
  }
  need(!lq_device_init(&d, s->pool, proc, proc->n_band_params ? n_bands : 0), "no memory");
  for (unsigned b = 0; b < d.n_bands; ++b) {
    lq_device_set_band(&d, b, "freq", 100.0F * (float)(1U << (2 * b)));
    if (!strcmp(symbol, "eq")) {
      lq_device_set_band(&d, b, "gain", b % 2 ? 3.0F : -2.5F);
    }
  }
  need(!lq_chain_push(&t->chain, s->pool, &d), "no memory");
}

// A point every two seconds, up and down by 3 dB.
static void ride(const job* const j, lq_session* const s, lq_device* const fader,
                 const unsigned track)
{
  const size_t    n      = j->sec / RIDE_SEC + 1;
  lq_point* const points = LQ_POOL_TAKE(s->pool, lq_point, n);
  fader->curves          = LQ_POOL_TAKE(s->pool, lq_curve, lq_proc_n_values(fader->proc, 0));
  need(points && fader->curves, "no memory");
  for (size_t i = 0; i < n; ++i) {
    points[i] =
        (lq_point){.time_sec = RIDE_SEC * (double)i, .value = (i + track) % 2 ? -9.0F : -15.0F};
  }
  fader->curves[0] = (lq_curve){.points = points, .n = n};
}

static const char* name_of(lq_session* const s, const char* const what, const unsigned i)
{
  return lq_pool_format(s->pool, "%s %u", what, i + 1);
}

static void add_track(const job* const j, const kind* const k, lq_session* const s,
                      const unsigned i)
{
  char path[512];
  name_file(j, path, sizeof path, i);
  lq_strip* const t    = lq_session_add(s, LQ_STRIP_TRACK, name_of(s, "track", i));
  const lq_clip   clip = {.path = lq_pool_copy(s->pool, path),
                          .file = lq_pool_copy(s->pool, strrchr(path, '/') + 1)};
  need(t && !lq_strip_add_clip(t, s->pool, &clip), "no memory");
  lq_device_set(&t->controls[LQ_CONTROL_FADER], "level", -12);
  lq_device_set(&t->controls[LQ_CONTROL_PAN], "position", (float)(i * 37 % 101) - 50.0F);
  if (k->whole) {
    t->out = name_of(s, "bus", i / TRACKS_A_BUS % BUSES);
    push(s, t, "gate", 0);
    need(!lq_strip_add_send(t, s->pool, name_of(s, "reverb", 0), -14) &&
             !lq_strip_add_send(t, s->pool, name_of(s, "reverb", 1), -20),
         "no memory");
  }
  if (k->processors) {
    push(s, t, "eq", 4);
    push(s, t, "compressor", 0);
  }
  if (k->rides) {
    push(s, t, "dyneq", 2);
    ride(j, s, &t->controls[LQ_CONTROL_FADER], i);
  }
}

static lq_session* make_session(const job* const j, const kind* const k)
{
  lq_session* s = NULL;
  need(!lq_session_new(&s), "no memory");
  s->title = k->name;
  for (unsigned i = 0; i < j->n_tracks; ++i) {
    add_track(j, k, s, i);
  }
  for (unsigned i = 0; k->whole && i < BUSES; ++i) {
    need(lq_session_add(s, LQ_STRIP_BUS, name_of(s, "bus", i)), "no memory");
  }
  for (unsigned i = 0; k->whole && i < 2; ++i) {
    lq_strip* const r = lq_session_add(s, LQ_STRIP_RETURN, name_of(s, "reverb", i));
    need(r, "no memory");
    push(s, r, "reverb", 0);
  }
  return s;
}

// Into a file, as a mix is: dithered, 24 bit.
static void render(const job* const j, const lq_session* const s, const unsigned n_jobs,
                   double* const wall_sec, double* const cpu_sec)
{
  char                    path[512];
  lq_error                e    = {0};
  lq_audio_out*           out  = NULL;
  const lq_audio_out_spec spec = {
      .rate_hz = j->rate_hz, .n_channels = 2, .bits = 24, .dither = LQ_DITHER_TPDF, .force = true};
  const lq_render_options options = {.n_jobs = n_jobs};
  snprintf(path, sizeof path, "%s/mix.wav", j->folder);
  *wall_sec = now_sec(CLOCK_MONOTONIC);
  *cpu_sec  = now_sec(CLOCK_PROCESS_CPUTIME_ID);
  need(!lq_audio_out_open(&out, path, &spec, &e) &&
           !lq_render_session(s, lq_sink_file(out), &options, NULL, &e),
       e.text);
  *wall_sec = now_sec(CLOCK_MONOTONIC) - *wall_sec; // what the disk takes to sync is its own
  *cpu_sec  = now_sec(CLOCK_PROCESS_CPUTIME_ID) - *cpu_sec;
  need(!lq_audio_out_commit(out, &e), e.text);
}

static int by_size(const void* const a, const void* const b)
{
  const double x = *(const double*)a, y = *(const double*)b;
  return x < y ? -1 : x > y;
}

static void measure(const job* const j, const kind* const k)
{
  lq_session* const s = make_session(j, k);
  for (unsigned n_jobs = 1; n_jobs <= 2; ++n_jobs) {
    double wall_sec[RUNS], cpu_sec[RUNS];
    for (unsigned r = 0; r < RUNS; ++r) {
      render(j, s, n_jobs, &wall_sec[r], &cpu_sec[r]);
    }
    qsort(wall_sec, RUNS, sizeof *wall_sec, by_size);
    qsort(cpu_sec, RUNS, sizeof *cpu_sec, by_size);
    const double wall = wall_sec[RUNS / 2], cpu = cpu_sec[RUNS / 2];
    printf("%-28s %7u %7.2f %6.0fx %7.2f %6.0fx %8.2f\n", k->name, n_jobs, wall, j->sec / wall, cpu,
           j->sec / cpu, 1e9 * cpu / (j->sec * j->rate_hz * j->n_tracks));
  }
  lq_session_free(s);
}

static void table(const job* const j)
{
  (void)read_all(j); // into the page cache
  const double cpu = read_all(j);
  printf("%u tracks, %u s, %.0f Hz; medians of %d\n", j->n_tracks, j->sec, j->rate_hz, RUNS);
  printf("%-28s threads  wall s   real   CPU s   real  ns a track-frame\n", "");
  printf("%-28s %7u %7s %7s %7.2f %6.0fx %8.2f\n", "reading alone", 1U, "", "", cpu, j->sec / cpu,
         1e9 * cpu / (j->sec * j->rate_hz * j->n_tracks));
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i) {
    measure(j, &kinds[i]);
  }
  for (unsigned i = 0; i < 2; ++i) {
    const char* const symbol = i ? "dyneq" : "gate";
    if (!lq_proc_find(symbol)) {
      printf("(without %s: this build has none)\n", symbol);
    }
  }
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  printf("memory: %.0f MB at most\n", (double)use.ru_maxrss / 1024);
}

static void leave(const job* const j)
{
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i) {
    char              path[512];
    lq_error          e = {0};
    lq_session* const s = make_session(j, &kinds[i]);
    snprintf(path, sizeof path, "%s/%s", j->folder, kinds[i].file);
    need(!lq_session_write(s, path, true, &e), e.text);
    lq_session_free(s);
  }
}

// One session of those, once: for a clock outside.
static void once(const job* const j, const char* const file)
{
  char        path[512];
  lq_error    e = {0};
  lq_session* s = NULL;
  double      wall_sec, cpu_sec;
  snprintf(path, sizeof path, "%s/%s", j->folder, file);
  need(!lq_session_read(&s, path, &e), e.text);
  render(j, s, 0, &wall_sec, &cpu_sec);
  lq_session_free(s);
}

static job make_job(const char* const folder, const int argc, char** const argv)
{
  const job j = {.folder   = folder,
                 .n_tracks = argc > 0 ? (unsigned)atoi(argv[0]) : 24,
                 .sec      = argc > 1 ? (unsigned)atoi(argv[1]) : 240,
                 .rate_hz  = argc > 2 ? atof(argv[2]) : 48000};
  return j;
}

static void make_files(const job* const j)
{
  for (unsigned i = 0; i < j->n_tracks; ++i) {
    make_file(j, i);
  }
}

static void clear(const job* const j)
{
  char path[512];
  for (unsigned i = 0; i < j->n_tracks; ++i) {
    name_file(j, path, sizeof path, i);
    unlink(path);
  }
  snprintf(path, sizeof path, "%s/mix.wav", j->folder);
  unlink(path);
  rmdir(j->folder);
}

int main(const int argc, char** const argv)
{
  char              folder[400];
  const char* const base = getenv("TMPDIR");
  if (argc > 3 && !strcmp(argv[1], "--render")) {
    const job j = make_job(argv[2], 0, NULL);
    once(&j, argv[3]);
    return 0;
  }
  if (argc > 2 && !strcmp(argv[1], "--make")) {
    const job j = make_job(argv[2], argc - 3, argv + 3);
    make_files(&j);
    leave(&j);
    return 0;
  }
  snprintf(folder, sizeof folder, "%s/lacquer-bench-XXXXXX", base ? base : "/tmp");
  need(mkdtemp(folder), "no folder for the tracks");
  const job j = make_job(folder, argc - 1, argv + 1);
  make_files(&j);
  table(&j);
  clear(&j);
  return 0;
}
